import { Type, type Static, type TSchema } from "typebox";
import { LocaleSchema, NullableTimestamp, oneOf, Timestamp } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Words = Type.Object({ de: Type.String(), en: Type.String() });
const Day = Type.String({ format: "date" });

/** Documents that somebody confirms by name; each confirmation is a version. */
export const confirmedKinds = ["records", "contract", "measures", "screening", "notice"] as const;
export type ConfirmedKind = (typeof confirmedKinds)[number];
/** Those, and what is made to be read or completed: the template of the impact assessment, and the dossier. */
export const documentKinds = [...confirmedKinds, "impact", "dossier"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A picture of boxes and arrows, as it is drawn on the page and in the PDF. Points of a field 640 wide. */
export const FlowSchema = Type.Object({
  width: Type.Integer(),
  height: Type.Integer(),
  boxes: Type.Array(
    Type.Object({
      x: Type.Number(),
      y: Type.Number(),
      width: Type.Number(),
      height: Type.Number(),
      title: Type.String(),
      lines: Type.Array(Type.String()),
      tone: oneOf("house", "in", "out"),
    }),
  ),
  arrows: Type.Array(
    Type.Object({
      fromX: Type.Number(),
      fromY: Type.Number(),
      toX: Type.Number(),
      toY: Type.Number(),
    }),
  ),
});
export type FlowPicture = Static<typeof FlowSchema>;

export const BlockSchema = Type.Union([
  Type.Object({ kind: Type.Literal("text"), text: Type.String() }),
  Type.Object({ kind: Type.Literal("list"), items: Type.Array(Type.String()) }),
  Type.Object({
    kind: Type.Literal("facts"),
    rows: Type.Array(Type.Object({ label: Type.String(), value: Type.String() })),
  }),
  Type.Object({
    kind: Type.Literal("table"),
    label: Type.String(),
    head: Type.Array(Type.String()),
    rows: Type.Array(Type.Array(Type.String())),
  }),
  Type.Object({ kind: Type.Literal("figure"), picture: FlowSchema, alt: Type.String() }),
  /** What somebody still has to say. */
  Type.Object({
    kind: Type.Literal("open"),
    text: Type.String(),
    /** What is missing, by its name; without it the section's title. */
    label: Type.Optional(Type.String()),
  }),
  /** A line for a signature, with what stands below it. */
  Type.Object({ kind: Type.Literal("signature"), lines: Type.Array(Type.String()) }),
]);
export type DocumentBlock = Static<typeof BlockSchema>;

export const SectionSchema = Type.Object({
  id: Type.String(),
  /** The part it stands in, where the document has parts. */
  part: Type.Optional(Type.String()),
  title: Type.String(),
  blocks: Type.Array(BlockSchema),
});
export type DocumentSection = Static<typeof SectionSchema>;

export const ContentSchema = Type.Object({
  title: Type.String(),
  intro: Type.String(),
  sections: Type.Array(SectionSchema),
});
export type DocumentContent = Static<typeof ContentSchema>;

/**
 * `incomplete`: something is still to be said, so it cannot be confirmed; `never`: nobody confirmed it yet; `changed`: the
 * configuration is another one by now; `expired`: confirmed more than twelve months ago.
 */
export const documentStates = ["current", "changed", "expired", "never", "incomplete"] as const;
export type DocumentState = (typeof documentStates)[number];

const ChangeSchema = Type.Object({
  section: Type.String(),
  added: Type.Array(Type.String()),
  removed: Type.Array(Type.String()),
});
export type DocumentChange = Static<typeof ChangeSchema>;

export const DocumentSummarySchema = Type.Object({
  kind: oneOf(...documentKinds),
  title: Words,
  about: Words,
  rule: Type.String(),
  /** Null: made anew each time, confirmed by nobody. */
  state: nullable(oneOf(...documentStates)),
  /** What is still to be said, each in words. */
  open: Type.Array(Words),
  version: nullable(Type.Integer()),
  confirmedBy: nullable(Type.String()),
  confirmedAt: NullableTimestamp,
  validUntil: nullable(Day),
  /** Sections that differ from the last version. */
  changed: Type.Array(Words),
});
export type DocumentSummary = Static<typeof DocumentSummarySchema>;

const ImpactFileSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
  uploadedBy: Type.String(),
  uploadedAt: Timestamp,
});
export type ImpactFileView = Static<typeof ImpactFileSchema>;

export const DocumentListSchema = Type.Object({
  items: Type.Array(DocumentSummarySchema),
  /** The deletion concept is kept with retention; this is its newest version. */
  concept: Type.Object({
    version: nullable(Type.Integer()),
    madeBy: nullable(Type.String()),
    madeAt: NullableTimestamp,
    isCurrent: Type.Boolean(),
  }),
  /** Result of the screening (ORG-13); null while questions are open. */
  impact: Type.Object({
    required: nullable(Type.Boolean()),
    files: Type.Array(ImpactFileSchema),
  }),
});
export type DocumentList = Static<typeof DocumentListSchema>;

export const DocumentParams = Type.Object({ kind: oneOf(...documentKinds) });
export const ConfirmParams = Type.Object({ kind: oneOf(...confirmedKinds) });
export const DocumentQuery = Type.Object({
  locale: Type.Optional(LocaleSchema),
  version: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: "A confirmed version; without it, as things are now.",
    }),
  ),
});
export const PageQuery = Type.Object({
  ...DocumentQuery.properties,
  print: Type.Optional(Type.Boolean({ description: "Opens the print dialogue." })),
});

export const DocumentSchema = Type.Object({
  ...DocumentSummarySchema.properties,
  locale: LocaleSchema,
  content: ContentSchema,
  /** Of the content in both languages; what is confirmed names it. */
  sha256: Type.String(),
  /** What differs from the last version. */
  changes: Type.Array(ChangeSchema),
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      confirmedBy: Type.String(),
      confirmedAt: Timestamp,
      validUntil: Day,
      sha256: Type.String(),
    }),
  ),
  responsibility: Type.String(),
  /** Chapters that somebody of the house writes; of the measures only. */
  chapters: Type.Array(
    Type.Object({
      key: Type.String(),
      control: Type.String(),
      title: Type.String(),
      ask: Type.String(),
      example: Type.String(),
      text: Type.String(),
      setBy: nullable(Type.String()),
      setAt: NullableTimestamp,
    }),
  ),
  /** Questions of the screening; those the configuration answers have `known`. */
  questions: Type.Array(
    Type.Object({
      key: Type.String(),
      question: Type.String(),
      help: Type.String(),
      answer: nullable(oneOf("yes", "no")),
      reason: Type.String(),
      known: Type.Boolean(),
      setBy: nullable(Type.String()),
    }),
  ),
});
export type DocumentView = Static<typeof DocumentSchema>;

export const ConfirmInput = Type.Object(
  {
    sha256: Type.String({
      pattern: "^[0-9a-f]{64}$",
      description: "Of the content that was read: what changed meanwhile is not confirmed.",
    }),
  },
  strict,
);
export const ConfirmedSchema = Type.Object({ version: Type.Integer(), validUntil: Day });

export const ChapterParams = Type.Object({ key: Type.String({ maxLength: 40 }) });
export const ChapterInput = Type.Object(
  { text: Type.String({ maxLength: 6000, description: "Empty: not said yet." }) },
  strict,
);
export const AnswerInput = Type.Object(
  { answer: oneOf("yes", "no"), reason: Type.Optional(Type.String({ maxLength: 2000 })) },
  strict,
);
export const ImpactFileMade = Type.Object({ id: Type.String() });

/** What the house weighs for itself (CHK-36). */
export const assessmentTopics = [
  "counting",
  "unsubscribe_list",
  "blacklist",
  "existing_customers",
  "tying",
] as const;
export type AssessmentTopic = (typeof assessmentTopics)[number];

const AssessmentMade = Type.Object({
  id: Type.String(),
  question: Type.String(),
  arguments: Type.String(),
  conclusion: Type.String(),
  assessedBy: Type.String(),
  assessedAt: Timestamp,
  reviewOn: Day,
});
export const HouseAssessmentSchema = Type.Object({
  /** One of ours, or the id of a subject of the house's own. */
  topic: Type.String(),
  title: Words,
  question: Words,
  help: Words,
  rule: Type.String(),
  /** Does this account have to answer it? */
  needed: Type.Boolean(),
  state: oneOf("missing", "current", "due", "changed", "overdue"),
  current: nullable(AssessmentMade),
  /** Kept elsewhere: the page where it is made. */
  place: nullable(Type.String()),
  earlier: Type.Array(AssessmentMade),
});
export type HouseAssessmentView = Static<typeof HouseAssessmentSchema>;
export const HouseAssessmentList = Type.Object({ items: Type.Array(HouseAssessmentSchema) });

export const HouseAssessmentInput = Type.Object(
  {
    topic: Type.Optional(
      Type.String({
        maxLength: 60,
        pattern:
          "^(counting|unsubscribe_list|blacklist|existing_customers|tying|own_[0-9a-f]{12})$",
        description: "Left out: a subject of the house's own, with its question.",
      }),
    ),
    question: Type.Optional(Type.String({ minLength: 10, maxLength: 500 })),
    arguments: Type.String({ minLength: 40, maxLength: 8000 }),
    conclusion: Type.String({ minLength: 10, maxLength: 2000 }),
    reviewOn: Day,
  },
  strict,
);
export type HouseAssessmentInput = Static<typeof HouseAssessmentInput>;
export const HouseAssessmentMade = Type.Object({ id: Type.String(), topic: Type.String() });
