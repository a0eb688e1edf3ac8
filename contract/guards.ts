import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { exportSubjects } from "./export-subjects.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Text = Type.Object({ de: Type.String(), en: Type.String() });
const strict = { additionalProperties: false };

/** A word of a second person is waited for this long. */
export const SECOND_PERSON_HOURS = 72;

/**
 * What needs a second person: exports, evidence and releases from a number of people on, the end of a block and raising such
 * a number always.
 */
export const secondPersonKinds = ["export", "evidence", "release", "lift", "guards"] as const;
export type SecondPersonKind = (typeof secondPersonKinds)[number];
export const secondPersonStates = [
  "open",
  "confirmed",
  "refused",
  "withdrawn",
  "expired",
  "waived",
] as const;
export type SecondPersonState = (typeof secondPersonStates)[number];

/** What is out of the ordinary (ORG-12). */
export const alertKinds = [
  "many_people",
  "many_listed",
  "large_export",
  "many_exports",
  "new_device",
  "new_place",
  "failed_sign_ins",
  "wrong_recipients",
  "guard_loosened",
] as const;
export type AlertKind = (typeof alertKinds)[number];
/** Kinds with a number of their own; the last kind is told whenever it happens. */
export const limitKinds = [
  "many_people",
  "many_listed",
  "large_export",
  "many_exports",
  "new_device",
  "new_place",
  "failed_sign_ins",
  "wrong_recipients",
] as const satisfies readonly AlertKind[];
export type LimitKind = (typeof limitKinds)[number];

/** Hours an alert looks back. */
export const alertHours: Readonly<Record<LimitKind, number>> = {
  many_people: 1,
  many_listed: 1,
  large_export: 24,
  many_exports: 24,
  new_device: 24,
  new_place: 24,
  failed_sign_ins: 1,
  wrong_recipients: 24,
};

/** Null: no alert of this kind. */
export type AlertLimits = Record<LimitKind, number | null>;

/** What holds until an account decides otherwise. Networks change too often for an alert of each new one. */
export const guardDefaults: { exportFrom: number; releaseFrom: number; limits: AlertLimits } = {
  exportFrom: 1000,
  releaseFrom: 20,
  limits: {
    many_people: 100,
    many_listed: 2000,
    large_export: 5000,
    many_exports: 5,
    new_device: 1,
    new_place: null,
    failed_sign_ins: 10,
    wrong_recipients: 50,
  },
};

const Limit = nullable(Type.Integer({ minimum: 1, maximum: 10_000_000 }));
const LimitsSchema = Type.Object(
  {
    many_people: Limit,
    many_listed: Limit,
    large_export: Limit,
    many_exports: Limit,
    new_device: Limit,
    new_place: Limit,
    failed_sign_ins: Limit,
    wrong_recipients: Limit,
  },
  strict,
);

/** Why nobody else can be asked. Counts only where the account has nobody else with this right. */
export const AloneSchema = Type.Optional(
  Type.String({
    minLength: 10,
    maxLength: 500,
    description:
      "Why there is no second person. Counts only where nobody else of the account has this right; it is recorded.",
  }),
);

const guardNumbers = {
  exportFrom: Type.Integer({
    minimum: 1,
    maximum: 10_000_000,
    description:
      "Exports of so many people and more wait for a second person; what the same person exported without one in the 24 hours before counts with it.",
  }),
  releaseFrom: Type.Integer({
    minimum: 1,
    maximum: 500,
    description:
      "Releases of so many addresses and more wait for a second person; what the same person released without one in the 24 hours before counts with it.",
  }),
  limits: LimitsSchema,
};
const GuardNumbers = Type.Object(guardNumbers);
export type GuardsInput = Static<typeof GuardNumbers>;
/** A higher number for exports or releases waits for a second person, with the reason; all else holds at once. */
export const GuardsChange = Type.Object(
  {
    ...guardNumbers,
    reason: Type.Optional(
      Type.String({
        minLength: 10,
        maxLength: 500,
        description: "Why a number for exports or releases goes up; needed only then.",
      }),
    ),
    alone: AloneSchema,
  },
  strict,
);
export type GuardsChangeInput = Static<typeof GuardsChange>;

const RaisesSchema = Type.Array(
  Type.Object({
    name: oneOf("export", "release"),
    before: Type.Integer(),
    after: Type.Integer(),
  }),
);
export type Raises = Static<typeof RaisesSchema>;
export const GuardsSchema = Type.Object({
  exportFrom: Type.Integer(),
  releaseFrom: Type.Integer(),
  limits: LimitsSchema,
  changedBy: nullable(Type.String()),
  changedAt: NullableTimestamp,
  told: Type.Array(Type.String(), { description: "Who gets a mail of an alert." }),
  raiseAsked: nullable(
    Type.Object(
      { by: Type.String(), until: Timestamp, raises: RaisesSchema },
      { description: "Higher numbers that wait for a second person." },
    ),
  ),
});
export type GuardsView = Static<typeof GuardsSchema>;

export const AlertSchema = Type.Object({
  id: Type.String(),
  kind: oneOf(...alertKinds),
  state: oneOf("open", "expected", "incident"),
  who: nullable(Type.String({ description: "The operator or API key it is about." })),
  counted: Type.Integer(),
  threshold: Type.Integer(),
  detail: Type.Object({
    browser: Type.Optional(nullable(Type.String())),
    export: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    people: Type.Optional(Type.Integer()),
  }),
  title: Text,
  sentence: Text,
  at: Timestamp,
  seenAt: Timestamp,
  decidedBy: nullable(Type.String()),
  decidedAt: NullableTimestamp,
  comment: Type.String(),
  audit: Type.String({ description: "The entries of the audit log it was read from, as a page." }),
});
export type AlertView = Static<typeof AlertSchema>;
export const AlertsQuery = Type.Intersect([
  PageQuery,
  Type.Object({ state: Type.Optional(oneOf("open", "decided")) }),
]);
export const AlertPage = pageOf(AlertSchema);
export const AlertDecision = Type.Object(
  {
    verdict: oneOf("expected", "incident"),
    comment: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  strict,
);

export const SecondPersonSchema = Type.Object({
  id: Type.String(),
  kind: oneOf(...secondPersonKinds),
  state: oneOf(...secondPersonStates),
  people: Type.Integer(),
  of: nullable(oneOf(...exportSubjects)),
  raises: nullable(RaisesSchema),
  reason: Type.String(),
  /** The export that waits, or the block that would end. */
  object: nullable(Type.String()),
  about: nullable(
    Type.Object(
      {
        name: nullable(Type.String({ description: "Address or domain; null when it is erased." })),
        scope: Type.String(),
        reason: Type.String(),
        since: Timestamp,
      },
      { description: "The block it is about, so that the second person sees why it is there." },
    ),
  ),
  requestedBy: Type.String(),
  requestedAt: Timestamp,
  expiresAt: Timestamp,
  decidedBy: nullable(Type.String()),
  decidedAt: NullableTimestamp,
  comment: Type.String(),
  mine: Type.Boolean({ description: "The caller asked, and so cannot be the second person." }),
  mayDecide: Type.Boolean(),
});
export type SecondPersonView = Static<typeof SecondPersonSchema>;
export const SecondPersonQuery = Type.Intersect([
  PageQuery,
  Type.Object({ state: Type.Optional(oneOf("open", "decided")) }),
]);
export const SecondPersonPage = pageOf(SecondPersonSchema);
export const RefusalSchema = Type.Object(
  { comment: Type.String({ minLength: 3, maxLength: 1000 }) },
  strict,
);
