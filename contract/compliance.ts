import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf, Timestamp } from "./common.ts";

const Text = Type.Object({ de: Type.String(), en: Type.String() });

export const CheckStatusSchema = oneOf("passed", "failed", "not_checked", "not_applicable");

/** How the checklist is read: from the house's own data to the last look before the first mailing. */
export const checkGroups = ["house", "delivery", "signup", "data", "duties", "look"] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** What a named person said about a check that only a person can answer. */
export const CheckAnswerSchema = Type.Object({
  id: Type.String(),
  evidence: Type.String({ description: "On what grounds: a document, a place, a conversation." }),
  by: Type.String(),
  at: Timestamp,
  validUntil: Type.String({ format: "date" }),
  counts: Type.Boolean({ description: "False once its end has come." }),
});

export const CheckQuestionSchema = Type.Object({
  key: Type.String(),
  text: Text,
  answer: Type.Union([CheckAnswerSchema, Type.Null()]),
});
export type CheckQuestionView = Static<typeof CheckQuestionSchema>;

/** CHK-A2: for a while, with a reason, and never of a blocking check. */
export const CheckOverrideSchema = Type.Object({
  reason: Type.String(),
  by: Type.String(),
  at: Timestamp,
  until: Timestamp,
});

export const CheckSchema = Type.Object({
  id: Type.String({ description: "CHK-01 to CHK-36." }),
  rules: Type.Array(Type.String()),
  group: oneOf(...checkGroups),
  blocking: Type.Boolean({ description: "Must be green before the account can go live (CHK-A1)." }),
  label: Text,
  status: CheckStatusSchema,
  message: Text,
  evidence: Type.Record(Type.String(), Type.Unknown()),
  checkedAt: NullableTimestamp,
  since: { ...NullableTimestamp, description: "Since when the status is what it is." },
  next: Type.Object({ label: Text, path: Type.String({ description: "In the workplace." }) }),
  questions: Type.Array(CheckQuestionSchema),
  override: Type.Union([CheckOverrideSchema, Type.Null()]),
});
export type CheckView = Static<typeof CheckSchema>;

export const ChecklistSchema = Type.Object({
  mode: oneOf("sandbox", "live"),
  passed: Type.Integer(),
  failed: Type.Integer(),
  notChecked: Type.Integer(),
  notApplicable: Type.Integer(),
  done: Type.Integer({ description: "Passed, not applicable, or passed over." }),
  blockingOpen: Type.Integer({
    description: "Blocking checks that are not green. 0: the account may go live.",
  }),
  nextId: Type.Union([Type.String(), Type.Null()], {
    description: "The check to go on with; null when nothing is open.",
  }),
  items: Type.Array(CheckSchema),
});
export type ChecklistView = Static<typeof ChecklistSchema>;

const strict = { additionalProperties: false };

export const RunChecksSchema = Type.Object(
  {
    ids: Type.Optional(
      Type.Array(Type.String({ pattern: "^CHK-[0-9]{2}$" }), {
        maxItems: 40,
        description: "Only these; all without it.",
      }),
    ),
  },
  strict,
);
export type RunChecksInput = Static<typeof RunChecksSchema>;

export const CheckParams = Type.Object({
  id: Type.String({ pattern: "^CHK-[0-9]{2}$" }),
});

export const AnswerCheckSchema = Type.Object(
  {
    key: Type.String({ maxLength: 120 }),
    evidence: Type.String({ minLength: 3, maxLength: 2000 }),
    validUntil: Type.Optional(
      Type.String({ format: "date", description: "At most 12 months ahead, which it is without." }),
    ),
  },
  strict,
);
export type AnswerCheckInput = Static<typeof AnswerCheckSchema>;

export const OverrideCheckSchema = Type.Object(
  {
    reason: Type.String({ minLength: 10, maxLength: 1000 }),
    days: Type.Integer({ minimum: 1, maximum: 30 }),
  },
  strict,
);
export type OverrideCheckInput = Static<typeof OverrideCheckSchema>;

export const CheckHistorySchema = Type.Object({
  items: Type.Array(
    Type.Object({
      status: CheckStatusSchema,
      message: Text,
      evidence: Type.Record(Type.String(), Type.Unknown()),
      at: Timestamp,
    }),
  ),
});
export type CheckHistoryView = Static<typeof CheckHistorySchema>;

export const ChecklistPdfQuery = Type.Object({ locale: Type.Optional(oneOf("de", "en")) });
