import { Type, type Static } from "typebox";
import { AloneSchema } from "./guards.ts";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

export const SuppressionScopeSchema = oneOf(
  "list_address",
  "newsletters_address",
  "customer_7_3_address",
  "account_address",
  "account_person",
  "source_person",
  "blacklist",
  "retained",
  "complaint",
  "held",
);
export const SuppressionSchema = Type.Object({
  id: Type.String(),
  scope: SuppressionScopeSchema,
  address: Type.Union([Type.String(), Type.Null()]),
  domain: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  origin: Type.String(),
  createdAt: Timestamp,
  reviewOn: NullableTimestamp,
  /** Name of the list, for its unsubscribe list. */
  list: Type.Union([Type.String(), Type.Null()]),
  /** Who entered or last reviewed it. */
  owner: Type.Union([Type.String(), Type.Null()]),
  /** Somebody asked to end it, and a second person has not answered yet. */
  liftAsked: Type.Union([
    Type.Object({ request: Type.String(), by: Type.String(), at: Timestamp, until: Timestamp }),
    Type.Null(),
  ]),
});
export type SuppressionView = Static<typeof SuppressionSchema>;
export const SuppressionQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    scope: Type.Optional(SuppressionScopeSchema),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    list: Type.Optional(Type.String({ maxLength: 60, description: "Id of a list." })),
    due: Type.Optional(Type.Boolean({ description: "Only entries whose review is due." })),
  }),
]);
export const SuppressionPage = pageOf(SuppressionSchema);
export const NewBlacklistEntry = Type.Object(
  {
    entry: Type.String({
      minLength: 3,
      maxLength: 320,
      description:
        "An address; `@example.com` (or `*@example.com`) for all addresses of a domain; `@*.example.com` for all domains below it.",
    }),
    reason: Type.String({ minLength: 3, maxLength: 500 }),
    reviewOn: Type.String({ format: "date", description: "When somebody looks at it again." }),
  },
  { additionalProperties: false },
);
export const LiftSuppression = Type.Object(
  { reason: Type.String({ minLength: 3, maxLength: 500 }), alone: AloneSchema },
  { additionalProperties: false },
);
export const LiftAnswer = Type.Object({
  waits: Type.Boolean({ description: "A second person was asked; the block holds until then." }),
  suppression: SuppressionSchema,
});
export type LiftView = Static<typeof LiftAnswer>;

const Reason = Type.String({ minLength: 3, maxLength: 500 });
const ReviewDay = Type.String({ format: "date", description: "When somebody looks at it again." });

export const BulkBlacklist = Type.Object(
  {
    lines: Type.Array(Type.String({ maxLength: 320 }), {
      minItems: 1,
      maxItems: 2000,
      description: "One entry each, as for a single one. Empty lines count for nothing.",
    }),
    reason: Reason,
    reviewOn: ReviewDay,
  },
  { additionalProperties: false },
);
export const BulkAnswer = Type.Object({
  added: Type.Integer(),
  known: Type.Integer(),
  invalid: Type.Integer(),
  lines: Type.Array(
    Type.Object({
      line: Type.Integer({ description: "From 1." }),
      text: Type.String(),
      result: oneOf("added", "known", "invalid"),
    }),
  ),
});
export type BulkAnswerView = Static<typeof BulkAnswer>;

export const ReviewSuppression = Type.Object(
  { reviewOn: ReviewDay, reason: Type.Optional(Reason) },
  { additionalProperties: false },
);

export const KeptListSchema = oneOf("unsubscribe_lists", "blacklist");
export const GroundsSchema = Type.Object({
  subject: KeptListSchema,
  ground: oneOf("art_6_1_c", "art_6_1_f"),
  retentionMonths: Type.Union([Type.Integer(), Type.Null()]),
  reasoning: Type.String(),
  reviewOn: NullableTimestamp,
  decidedBy: Type.Union([Type.String(), Type.Null()]),
  /** Null while the default holds. */
  decidedAt: NullableTimestamp,
});
export type GroundsView = Static<typeof GroundsSchema>;
export const GroundsList = Type.Object({ items: Type.Array(GroundsSchema) });
export const GroundsChange = Type.Object(
  {
    subject: KeptListSchema,
    ground: oneOf("art_6_1_c", "art_6_1_f"),
    retentionMonths: Type.Union([Type.Integer({ minimum: 12, maximum: 1200 }), Type.Null()], {
      description: "Null: as long as the entry is needed. Of unsubscribe lists only.",
    }),
    reasoning: Type.String({ minLength: 10, maxLength: 4000 }),
    reviewOn: ReviewDay,
  },
  { additionalProperties: false },
);

const purge = {
  list: Type.Optional(Type.String({ maxLength: 60, description: "Id of a list; left out: all." })),
  olderThanMonths: Type.Integer({ minimum: 12, maximum: 1200 }),
};
export const PurgeQuery = Type.Object(purge);
export const PurgeRequest = Type.Object(
  {
    ...purge,
    confirmEntries: Type.Integer({
      minimum: 1,
      description: "The number of entries that go, as typed by the person who read the warning.",
    }),
  },
  { additionalProperties: false },
);
export const PurgeAnswer = Type.Object({
  entries: Type.Integer(),
  before: Timestamp,
});
export type PurgeView = Static<typeof PurgeAnswer>;
