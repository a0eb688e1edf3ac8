import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { AudienceSchema } from "./mailings.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Id = Type.String({ minLength: 5, maxLength: 60 });
const Ids = Type.Array(Id, { minItems: 1, maxItems: 50 });
const Days = Type.Integer({ minimum: 0, maximum: 3660 });
const Day = Type.String({ pattern: "^[1-9]\\d{3}-\\d\\d-\\d\\d$" });

/** How large a definition may be. */
export const SEGMENT_LIMITS = { depth: 5, conditions: 50, lastMailings: 10 } as const;

export const fieldTests = [
  "is",
  "contains",
  "begins",
  "empty",
  "less",
  "more",
  "between",
  "before",
  "after",
  "past",
  "ago",
  "future",
  "anniversary",
  "month",
] as const;
export type FieldTest = (typeof fieldTests)[number];

/** Which tests each type of field takes, in the order of the workplace. */
export const testsOfType = {
  text: ["is", "contains", "begins", "empty"],
  number: ["is", "less", "more", "between", "empty"],
  date: [
    "is",
    "before",
    "after",
    "between",
    "past",
    "ago",
    "future",
    "anniversary",
    "month",
    "empty",
  ],
  boolean: ["is", "empty"],
  choice: ["is", "empty"],
  choices: ["is", "empty"],
} as const satisfies Record<string, readonly FieldTest[]>;
export type SegmentFieldType = keyof typeof testsOfType;

const FieldCondition = Type.Object(
  {
    about: Type.Literal("field"),
    field: Type.String({ minLength: 2, maxLength: 60, description: "A standard field, or fld_…" }),
    test: oneOf(...fieldTests),
    values: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        maxItems: 50,
        description:
          "For `is` any of these, for `contains` and `begins` one. Capitals do not matter.",
      }),
    ),
    from: Type.Optional(
      Type.String({
        maxLength: 40,
        description: "Number or day (2026-12-24): of `between`, `more` and `after`.",
      }),
    ),
    to: Type.Optional(
      Type.String({ maxLength: 40, description: "Of `between`, `less` and `before`." }),
    ),
    days: Type.Optional(Days),
    month: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
  },
  strict,
);
const TagCondition = Type.Object({ about: Type.Literal("tag"), tags: Ids }, strict);
const ListCondition = Type.Object(
  {
    about: Type.Literal("list"),
    list: Type.Optional(Id),
    state: oneOf("confirmed", "pending", "unsubscribed"),
    days: Type.Optional(Days),
  },
  strict,
);
const ConsentCondition = Type.Object(
  {
    about: Type.Literal("consent"),
    purpose: oneOf("newsletter", "analysis"),
    state: oneOf("granted", "refused", "withdrawn", "unknown"),
  },
  strict,
);
const SourceCondition = Type.Object(
  {
    about: Type.Literal("source"),
    sources: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 50,
    }),
  },
  strict,
);
const ImportCondition = Type.Object({ about: Type.Literal("import"), imports: Ids }, strict);
const StageCondition = Type.Object(
  {
    about: Type.Literal("stage"),
    stages: Type.Array(oneOf("", "prospect", "customer"), { minItems: 1, maxItems: 3 }),
  },
  strict,
);
const AdviserCondition = Type.Object(
  {
    about: Type.Literal("adviser"),
    operators: Type.Array(Type.String({ maxLength: 60 }), {
      minItems: 1,
      maxItems: 50,
      description: "Ids of operators; `none` for nobody.",
    }),
  },
  strict,
);
const PurchaseCondition = Type.Object(
  { about: Type.Literal("purchase"), category: Type.Optional(Id), days: Type.Optional(Days) },
  strict,
);
const ReceivedCondition = Type.Object(
  { about: Type.Literal("received"), mailing: Type.Optional(Id), days: Type.Optional(Days) },
  strict,
);
const TimeCondition = Type.Object(
  {
    about: oneOf("created", "changed"),
    test: oneOf("past", "ago", "before", "after"),
    days: Type.Optional(Days),
    day: Type.Optional(Day),
  },
  strict,
);
const ProviderCondition = Type.Object(
  {
    about: Type.Literal("provider"),
    providers: Type.Array(Type.String({ minLength: 2, maxLength: 40 }), {
      minItems: 1,
      maxItems: 30,
    }),
  },
  strict,
);
const BehaviourCondition = Type.Object(
  {
    about: Type.Literal("behaviour"),
    did: oneOf("opened", "clicked"),
    mailing: Type.Optional(Id),
    link: Type.Optional(Type.Integer({ minimum: 1, maximum: 1022 })),
    last: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: SEGMENT_LIMITS.lastMailings,
        description: "Instead of one mailing: any of the last so many.",
      }),
    ),
  },
  strict,
);

export const SegmentConditionSchemas = {
  field: FieldCondition,
  tag: TagCondition,
  list: ListCondition,
  consent: ConsentCondition,
  source: SourceCondition,
  import: ImportCondition,
  stage: StageCondition,
  adviser: AdviserCondition,
  purchase: PurchaseCondition,
  received: ReceivedCondition,
  created: TimeCondition,
  changed: TimeCondition,
  provider: ProviderCondition,
  behaviour: BehaviourCondition,
} as const;
export type SegmentCondition = Static<
  (typeof SegmentConditionSchemas)[keyof typeof SegmentConditionSchemas]
>;
export type ConditionAbout<A extends SegmentCondition["about"]> = Extract<
  SegmentCondition,
  { about: A }
>;

/** Conditions joined: all, any, or not. Three-valued where behaviour is asked: unknown matches nothing (TRK-11). */
export type SegmentNode =
  | { all: SegmentNode[] }
  | { any: SegmentNode[] }
  | { not: SegmentNode }
  | SegmentCondition;
export interface SegmentDefinition {
  version: 1;
  where: SegmentNode;
}

export const DefinitionSchema = Type.Unsafe<SegmentDefinition>(
  Type.Object(
    {
      version: Type.Literal(1),
      where: Type.Record(Type.String(), Type.Unknown(), {
        description:
          'Nested: {"all": […]}, {"any": […]}, {"not": …} or a condition such as {"about": "field", "field": "lastName", "test": "is", "values": ["Müller"]}. At most 5 levels and 50 conditions; docs/api/segments.md lists them all.',
      }),
    },
    strict,
  ),
);

const name = Type.String({ minLength: 1, maxLength: 120 });
export const NewSegmentSchema = Type.Object({ name, definition: DefinitionSchema }, strict);
export type NewSegment = Static<typeof NewSegmentSchema>;
export const SegmentChangeSchema = Type.Object(
  {
    revision: Type.Integer({
      minimum: 1,
      description: "The revision the change is based on; another one is refused with 409.",
    }),
    name: Type.Optional(name),
    definition: Type.Optional(DefinitionSchema),
    archived: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type SegmentChange = Static<typeof SegmentChangeSchema>;

const Counts = Type.Object({
  people: Type.Integer(),
  mailable: Type.Integer(),
  measurable: Type.Integer(),
});
export const SegmentSummarySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  asksBehaviour: Type.Boolean(),
  counts: nullable(Counts),
  countedAt: NullableTimestamp,
  uses: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), state: Type.String() }), {
    description: "Mailings whose audience it narrows.",
  }),
  revision: Type.Integer(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  archivedAt: NullableTimestamp,
});
export type SegmentSummary = Static<typeof SegmentSummarySchema>;
export const SegmentSchema = Type.Object({
  ...SegmentSummarySchema.properties,
  definition: DefinitionSchema,
});
export type SegmentView = Static<typeof SegmentSchema>;
export const SegmentQuery = Type.Intersect([
  PageQuery,
  Type.Object({ archived: Type.Optional(Type.Boolean()) }),
]);
export const SegmentPage = pageOf(SegmentSummarySchema);

export const SegmentCountRequest = Type.Object(
  {
    definition: DefinitionSchema,
    lists: Type.Optional(
      Type.Array(Id, { maxItems: 50, description: "Without it all lists of the account." }),
    ),
    audience: Type.Optional(
      Type.Boolean({
        description: "False: only how many people, which is there at once however many they are.",
      }),
    ),
  },
  strict,
);
export const SegmentCountSchema = Type.Object({
  people: nullable(Type.Integer()),
  /** Those of them on the lists, as the gate decides them now. */
  audience: nullable(AudienceSchema),
  hidden: Type.Boolean({
    description: "The segment asks what people did, and the caller may not know it (TRK-12).",
  }),
});
export type SegmentCount = Static<typeof SegmentCountSchema>;

export const SegmentSampleRequest = Type.Object({ definition: DefinitionSchema }, strict);
export const SegmentSampleSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      email: Type.String(),
      company: Type.String(),
    }),
  ),
});
export type SegmentSample = Static<typeof SegmentSampleSchema>;

const Named = Type.Object({ id: Type.String(), name: Type.String() });
/** What a condition may name. */
export const SegmentCatalogueSchema = Type.Object({
  fields: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      type: oneOf("text", "number", "date", "boolean", "choice", "choices"),
      choices: Type.Array(Type.String()),
      archived: Type.Boolean(),
    }),
  ),
  tags: Type.Array(Named),
  lists: Type.Array(Named),
  imports: Type.Array(Named),
  advisers: Type.Array(Named),
  categories: Type.Array(Named),
  providers: Type.Array(Named),
  sources: Type.Array(Type.String()),
  mailings: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      sentAt: NullableTimestamp,
      measured: Type.Boolean(),
    }),
  ),
});
export type SegmentCatalogue = Static<typeof SegmentCatalogueSchema>;
