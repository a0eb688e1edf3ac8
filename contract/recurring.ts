import { Type, type Static } from "typebox";
import { ApprovalStateSchema } from "./approvals.ts";
import { NullableTimestamp, oneOf, Timestamp } from "./common.ts";
import { MailingStateSchema, ReadinessProblemSchema } from "./mailings.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Day = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" });
const Weekday = Type.Integer({ minimum: 1, maximum: 7, description: "1 Monday … 7 Sunday." });

/** When a recurring mailing is due. */
export const RecurrenceSchema = Type.Union([
  Type.Object(
    {
      every: Type.Literal("week"),
      interval: Type.Integer({ minimum: 1, maximum: 8, description: "Every so many weeks." }),
      days: Type.Array(Weekday, { minItems: 1, maxItems: 7, uniqueItems: true }),
    },
    strict,
  ),
  Type.Object(
    {
      every: Type.Literal("month"),
      day: Type.Integer({
        minimum: 1,
        maximum: 31,
        description: "In a shorter month its last day.",
      }),
    },
    strict,
  ),
  Type.Object(
    {
      every: Type.Literal("month"),
      nth: Type.Union(
        [1, 2, 3, 4, -1].map((no) => Type.Literal(no)),
        {
          description: "The first to fourth weekday of this kind, or -1 for the last.",
        },
      ),
      weekday: Weekday,
    },
    strict,
  ),
]);
export type Recurrence =
  | { every: "week"; interval: number; days: number[] }
  | { every: "month"; day: number }
  | { every: "month"; nth: number; weekday: number };

const plan = {
  rule: RecurrenceSchema,
  time: Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", description: "Such as 09:00." }),
  zone: Type.String({ maxLength: 60, description: "IANA zone of the time." }),
  startsOn: Day,
  endsOn: nullable(Day),
  aheadMinutes: Type.Integer({
    minimum: 0,
    maximum: 10_080,
    description: "How long before its time an issue is made, checked and given to a second person.",
  }),
  zoneField: nullable(
    Type.String({
      pattern: "^[a-z][a-z0-9_]{0,39}$",
      description:
        "Each recipient gets an issue when their own clock shows the time: key of the own contact field with an IANA zone; who has none there has the account's. Null: everybody at the same instant.",
    }),
  ),
  feedKey: nullable(
    Type.String({
      pattern: "^[a-z][a-z0-9_]{0,39}$",
      description: "Only when this feed has new entries; each of them is sent once.",
    }),
  ),
};
export const NewRecurringSchema = Type.Object(
  {
    mailingId: Type.String({
      maxLength: 60,
      description: "The newsletter that is copied as template.",
    }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    ...Type.Partial(Type.Object(plan)).properties,
    rule: plan.rule,
    time: plan.time,
  },
  strict,
);
export type NewRecurring = Omit<Static<typeof NewRecurringSchema>, "rule"> & { rule: Recurrence };
export const RecurringChangeSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    ...Type.Partial(Type.Object(plan)).properties,
  },
  { ...strict, minProperties: 1 },
);
export type RecurringChange = Omit<Static<typeof RecurringChangeSchema>, "rule"> & {
  rule?: Recurrence;
};
export const StartRecurringSchema = Type.Object(
  {
    confirmRecipients: Type.Optional(
      Type.Integer({ description: "Typed number of recipients, where it is asked for (CNT-18)." }),
    ),
    withPresent: Type.Optional(
      Type.Boolean({ description: "Entries the feed has by now count as new; by default not." }),
    ),
  },
  strict,
);

export const recurringStates = ["draft", "active", "paused", "ended"] as const;
export const occurrenceStates = [
  "making",
  "made",
  "skipped",
  "failed",
  "missed",
  "dropped",
] as const;
export const OccurrenceSchema = Type.Object({
  id: Type.String(),
  dueAt: Timestamp,
  state: oneOf(...occurrenceStates),
  mailing: nullable(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      state: MailingStateSchema,
      approvalState: ApprovalStateSchema,
    }),
  ),
  /** New entries of the feed in it. */
  entries: Type.Integer(),
  /** Why it is not made. */
  reason: nullable(
    oneOf("nothing_new", "feed_away", "not_ready", "clocks_passed", "outage", "taken_back"),
  ),
  problems: Type.Array(ReadinessProblemSchema.properties.message),
});
export type OccurrenceView = Static<typeof OccurrenceSchema>;

export const RecurringSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: oneOf(...recurringStates),
  template: Type.Object({
    id: Type.String(),
    subject: Type.String(),
    lists: Type.Array(Type.String()),
    segment: nullable(Type.String()),
  }),
  ...plan,
  feedName: nullable(Type.String()),
  zoneFieldName: nullable(Type.String()),
  /** The next dates, three at most. */
  next: Type.Array(Timestamp),
  lastAt: NullableTimestamp,
  /** Occurrences that wait for a person's word. */
  open: Type.Integer(),
});
export type RecurringView = Omit<Static<typeof RecurringSchema>, "rule"> & { rule: Recurrence };
export const RecurringListSchema = Type.Object({ items: Type.Array(RecurringSchema) });
export const RecurringDetailSchema = Type.Object({
  ...RecurringSchema.properties,
  startedBy: nullable(Type.String()),
  /** What stands in the way of the template, beside being one. */
  problems: Type.Array(ReadinessProblemSchema),
  findings: Type.Integer({ description: "Findings of the content check that block." }),
  recipients: Type.Integer({ description: "Who would get it today." }),
  approval: oneOf("none", "typed_number", "second_person", "typed_number_and_delay"),
  occurrences: Type.Array(OccurrenceSchema),
});
export type RecurringDetail = Omit<Static<typeof RecurringDetailSchema>, "rule"> & {
  rule: Recurrence;
};
export const OccurrenceParams = Type.Object({
  id: Type.String({ maxLength: 60, pattern: "^[a-z]{3}_[0-9a-f]{32}$" }),
  local: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$" }),
});
