import { Type, type Static, type TSchema } from "typebox";
import { IdParams, LocaleSchema, NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const words = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength });

export const incidentKinds = ["disclosure", "loss", "alteration", "unavailable", "other"] as const;
export const incidentStates = ["proposed", "open", "closed", "dismissed"] as const;
export const severities = ["low", "medium", "high"] as const;
export const incidentData = [
  "names",
  "addresses",
  "consents",
  "usage",
  "purchases",
  "credentials",
  "bank",
  "health",
  "other",
] as const;
export type IncidentData = (typeof incidentData)[number];

/** The one thing to do next. */
export const incidentSteps = [
  "decide_proposal",
  "describe",
  "decide_authority",
  "tell_authority",
  "decide_people",
  "tell_people",
  "close",
  "none",
] as const;
export type IncidentStep = (typeof incidentSteps)[number];

const Decision = Type.Object({
  notify: Type.Boolean(),
  reason: Type.String(),
  by: Type.String(),
  at: Timestamp,
  doneAt: NullableTimestamp,
  reference: Type.String(),
});

const headFields = {
  id: Type.String(),
  number: Type.String({ description: "What people quote, such as 2026-0002." }),
  title: Type.String(),
  kind: oneOf(...incidentKinds),
  nearMiss: Type.Boolean(),
  state: oneOf(...incidentStates),
  severity: nullable(oneOf(...severities)),
  discoveredAt: Timestamp,
  dueAt: Timestamp,
  minutesLeft: Type.Integer({ description: "Until the 72 hours end; negative when they have." }),
  /** The authority's clock runs: nothing has been decided or told yet. */
  running: Type.Boolean(),
  people: nullable(Type.Integer()),
  next: oneOf(...incidentSteps),
  closedAt: NullableTimestamp,
};
export const IncidentSchema = Type.Object(headFields);
export type IncidentView = Static<typeof IncidentSchema>;
export const IncidentListSchema = Type.Object({ items: Type.Array(IncidentSchema) });

export const IncidentDetailSchema = Type.Object({
  ...headFields,
  proposedBy: nullable(Type.String()),
  happenedAt: NullableTimestamp,
  what: Type.String(),
  dataKinds: Type.Array(oneOf(...incidentData)),
  peopleFrom: nullable(Type.Object({ source: Type.String(), name: Type.String() })),
  consequences: Type.String(),
  measures: Type.String(),
  authority: nullable(Decision),
  peopleNotice: nullable(Decision),
  lesson: Type.String(),
  createdBy: Type.String(),
  events: Type.Array(
    Type.Object({
      at: Timestamp,
      kind: Type.String(),
      actor: Type.String(),
      text: Type.String(),
      changes: Type.Array(
        Type.Object({ field: Type.String(), before: Type.String(), after: Type.String() }),
      ),
    }),
  ),
});
export type IncidentDetail = Static<typeof IncidentDetailSchema>;

const fields = {
  title: words(200, 3),
  kind: oneOf(...incidentKinds),
  nearMiss: Type.Boolean(),
  happenedAt: nullable(Timestamp),
  what: words(8000),
  dataKinds: Type.Array(oneOf(...incidentData), { uniqueItems: true }),
  consequences: words(8000),
  measures: words(8000),
  severity: nullable(oneOf(...severities)),
};
export const NewIncident = Type.Object(
  {
    title: fields.title,
    kind: fields.kind,
    nearMiss: Type.Optional(fields.nearMiss),
    discoveredAt: Type.Optional(Timestamp),
    what: Type.Optional(fields.what),
  },
  strict,
);
export type NewIncidentInput = Static<typeof NewIncident>;
export const IncidentChange = Type.Partial(Type.Object(fields), { ...strict, minProperties: 1 });
export type IncidentChangeInput = Static<typeof IncidentChange>;
/** How many people are concerned: a number somebody estimates, or counted from what the product knows. */
export const IncidentPeople = Type.Object(
  {
    source: oneOf("estimate", "segment", "mailing", "list"),
    id: Type.Optional(words(60)),
    count: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
  },
  strict,
);
export type IncidentPeopleInput = Static<typeof IncidentPeople>;
export const IncidentDecision = Type.Object(
  { notify: Type.Boolean(), reason: words(4000, 10) },
  strict,
);
export const IncidentTold = Type.Object(
  { at: Type.Optional(Timestamp), reference: Type.Optional(words(300)) },
  strict,
);
export const IncidentNote = Type.Object({ text: words(4000, 1) }, strict);
export const IncidentReason = Type.Object({ reason: words(2000, 10) }, strict);
export const IncidentClose = Type.Object({ lesson: words(4000, 10) }, strict);
export const IncidentAddressee = Type.Object({
  ...IdParams.properties,
  addressee: oneOf("authority", "people"),
});
export const NoticeQuery = Type.Object({
  locale: Type.Optional(LocaleSchema),
  format: oneOf("text", "pdf"),
});
export const NoticeSchema = Type.Object({
  title: Type.String(),
  text: Type.String(),
  missing: Type.Array(Type.String(), { description: "Fields that are still empty." }),
});
export type NoticeView = Static<typeof NoticeSchema>;
export const IncidentListQuery = Type.Object({
  state: Type.Optional(oneOf("open", "ended", "all")),
});
