import { Type, type Static } from "typebox";
import { IdParams, LocaleSchema, NullableTimestamp, oneOf, Timestamp } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Words = Type.Object({ de: Type.String(), en: Type.String() });
const Day = Type.String({ format: "date" });

export const RetentionClassSchema = Type.Object({
  id: Type.String(),
  rules: Type.Array(Type.String()),
  label: Words,
  what: Words,
  basis: Words,
  start: Words,
  period: Words,
  /** Days that can be set here; null: fixed, or set at `place`. */
  days: nullable(
    Type.Object({
      now: Type.Integer(),
      standard: Type.Integer(),
      least: Type.Integer(),
      most: Type.Integer(),
      longest: Type.Integer(),
      reason: Type.String(),
      setBy: nullable(Type.String()),
    }),
  ),
  place: nullable(Type.String()),
  action: oneOf("delete", "anonymise", "review"),
  holdable: Type.Boolean(),
});
export type RetentionClassView = Static<typeof RetentionClassSchema>;

export const HoldSchema = Type.Object({
  id: Type.String(),
  scope: oneOf("person", "class", "account"),
  /** Null: not about a person, ended, or not for this reader. */
  contactId: nullable(Type.String()),
  email: nullable(Type.String()),
  class: nullable(Type.String()),
  reason: Type.String(),
  reviewOn: Day,
  endsOn: Day,
  startedBy: Type.String(),
  startedAt: Timestamp,
  endedBy: nullable(Type.String()),
  endedAt: NullableTimestamp,
});
export type HoldView = Static<typeof HoldSchema>;

export const HoldInput = Type.Object(
  {
    scope: oneOf("person", "class", "account"),
    contactId: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    class: Type.Optional(Type.String({ maxLength: 40 })),
    reason: Type.String({ minLength: 10, maxLength: 1000 }),
    reviewOn: Day,
    endsOn: Day,
  },
  strict,
);
export const HoldMade = Type.Object({ id: Type.String() });

export const RetentionSchema = Type.Object({
  classes: Type.Array(RetentionClassSchema),
  holds: Type.Array(HoldSchema),
  /** Counts of this month so far. */
  month: Type.Array(
    Type.Object({ class: Type.String(), done: Type.Integer(), held: Type.Integer() }),
  ),
  lastRunAt: NullableTimestamp,
  protocols: Type.Array(
    Type.Object({
      id: Type.String(),
      month: Day,
      done: Type.Integer(),
      held: Type.Integer(),
      holds: Type.Integer(),
      madeAt: Timestamp,
      isIntact: Type.Boolean(),
    }),
  ),
  /** The deletion concept's newest version, and whether the configuration still is as it says. */
  concept: nullable(
    Type.Object({
      version: Type.Integer(),
      madeAt: Timestamp,
      madeBy: Type.String(),
      isCurrent: Type.Boolean(),
    }),
  ),
});
export type RetentionView = Static<typeof RetentionSchema>;

const DueRow = Type.Object({ class: Type.String(), due: Type.Integer(), held: Type.Integer() });
export const DryRunSchema = Type.Object({
  at: Timestamp,
  now: Type.Array(DueRow),
  /** Within the next 30 days, beside what is due now. */
  soon: Type.Array(DueRow),
});
export type DryRunView = Static<typeof DryRunSchema>;

export const PeriodParams = Type.Object({ class: Type.String({ maxLength: 40 }) });
export const PeriodInput = Type.Object(
  {
    days: Type.Integer({ minimum: 1, maximum: 3650 }),
    /** Needed beyond the rule's own period. */
    reason: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  strict,
);
export const RetentionBegun = Type.Object({ begun: Type.Boolean() });
export const DocumentQuery = Type.Object({ locale: Type.Optional(LocaleSchema) });
export const ConceptMade = Type.Object({ version: Type.Integer() });
export const ProtocolParams = IdParams;
