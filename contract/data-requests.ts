import { Type, type Static, type TSchema } from "typebox";
import { LocaleSchema, NullableTimestamp, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date" });
const words = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength });

/** What people may ask for (Articles 7, 15 to 18, 20 and 21 GDPR). */
export const requestKinds = [
  "access",
  "portability",
  "rectification",
  "erasure",
  "restriction",
  "objection",
  "withdrawal",
] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestChannels = [
  "self_service",
  "form",
  "mail",
  "letter",
  "phone",
  "in_person",
] as const;
export type RequestChannel = (typeof requestChannels)[number];
/** Ways that somebody writes down by hand. */
export const enteredChannels = ["letter", "phone", "in_person", "mail"] as const;

export const requestStates = [
  "received",
  "identified",
  "working",
  "answered",
  "refused",
  "closed",
] as const;
export type RequestState = (typeof requestStates)[number];

export const identityWays = ["link", "question", "attested"] as const;
export type IdentityWay = (typeof identityWays)[number];

/** The one thing to do next. */
export const nextSteps = ["identify", "wait_link", "act", "answer", "none"] as const;
export type NextStep = (typeof nextSteps)[number];

/** `soon`: from day 20; `urgent`: from day 28; `overdue`: the day has passed (DSR-10). */
export const urgencies = ["calm", "soon", "urgent", "overdue", "ended"] as const;
export type Urgency = (typeof urgencies)[number];

export const answerTemplates = [
  "receipt",
  "identity",
  "copy",
  "done",
  "no_data",
  "refused",
] as const;
export type AnswerTemplate = (typeof answerTemplates)[number];

export const requestActs = ["erase", "restrict", "lift_restriction"] as const;
export type RequestAct = (typeof requestActs)[number];

const Kind = oneOf(...requestKinds);
const headFields = {
  id: Type.String(),
  number: Type.String({ description: "What people quote, such as 2026-0007." }),
  kind: Kind,
  lifts: Type.Boolean({ description: "The person ended a restriction (kind `restriction`)." }),
  channel: oneOf(...requestChannels),
  state: oneOf(...requestStates),
  urgency: oneOf(...urgencies),
  next: oneOf(...nextSteps),
  person: Type.String({ description: "Name or address; empty once the case is anonymised." }),
  contactId: nullable(Type.String()),
  receivedOn: Day,
  dueOn: Day,
  daysLeft: Type.Integer(),
  extended: Type.Boolean(),
  identity: nullable(oneOf(...identityWays)),
  endedAt: NullableTimestamp,
};

export const DataRequestSchema = Type.Object(headFields);
export type DataRequestView = Static<typeof DataRequestSchema>;
export const DataRequestPageSchema = pageOf(DataRequestSchema);

export const DataRequestDetailSchema = Type.Object({
  ...headFields,
  locale: LocaleSchema,
  email: nullable(Type.String()),
  name: Type.String(),
  message: Type.String(),
  known: Type.Boolean({ description: "Somebody with this address is stored." }),
  shared: Type.Boolean({ description: "Several people use the address (DSR-15)." }),
  restricted: Type.Boolean({ description: "The person's data are locked (Art. 18 GDPR)." }),
  extensionReason: Type.String(),
  extendableTo: nullable(Day),
  identityNote: Type.String(),
  identifiedAt: NullableTimestamp,
  linkSentAt: NullableTimestamp,
  done: Type.Array(oneOf(...requestActs)),
  anonymisedAt: NullableTimestamp,
  counts: Type.Record(Type.String(), Type.Integer(), {
    description: "After an erasure: rows by table. No personal data.",
  }),
  events: Type.Array(
    Type.Object({
      at: Timestamp,
      kind: Type.String(),
      actor: Type.String(),
      subject: Type.String(),
      text: Type.String(),
    }),
  ),
  scans: Type.Array(
    Type.Object({ id: Type.String(), mediaType: Type.String(), sizeBytes: Type.Integer() }),
  ),
});
export type DataRequestDetail = Static<typeof DataRequestDetailSchema>;

export const DataNoticeSchema = Type.Object({
  id: Type.String(),
  reason: oneOf("rectification", "erasure", "restriction", "restriction_lifted"),
  recipientKind: oneOf("core", "import", "export"),
  recipient: Type.String(),
  subject: nullable(Type.String({ description: "Whom it is about; null once somebody was told." })),
  at: Timestamp,
  toldAt: NullableTimestamp,
  toldBy: Type.String(),
});
export type DataNoticeView = Static<typeof DataNoticeSchema>;
export const DataNoticesSchema = Type.Object({ items: Type.Array(DataNoticeSchema) });

export const RequestListQuery = Type.Object({
  state: Type.Optional(oneOf("open", "ended", "all")),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

export const RequestSummarySchema = Type.Object({
  open: Type.Integer(),
  soon: Type.Integer(),
  overdue: Type.Integer(),
  nextDueOn: nullable(Day),
  notices: Type.Integer({ description: "Others who still have to be told (Art. 19 GDPR)." }),
  address: nullable(
    Type.String({ description: "Mail to this address becomes a case; null where none is set." }),
  ),
  formUrl: Type.String(),
});
export type RequestSummary = Static<typeof RequestSummarySchema>;

export const NewDataRequest = Type.Object(
  {
    kind: Kind,
    channel: oneOf(...enteredChannels),
    email: Type.Optional(words(320)),
    name: Type.Optional(words(200)),
    contactId: Type.Optional(Type.String({ maxLength: 60 })),
    message: Type.Optional(words(8000)),
    receivedOn: Type.Optional(Day),
    locale: Type.Optional(LocaleSchema),
  },
  strict,
);
export type NewDataRequestInput = Static<typeof NewDataRequest>;
export const RecordedRequestSchema = Type.Object({
  id: Type.String(),
  number: Type.String(),
  dueOn: Day,
});

export const IdentifyInput = Type.Object(
  { way: oneOf("question", "attested"), note: words(1000, 5) },
  strict,
);
export const ExtendInput = Type.Object({ reason: words(2000, 10) }, strict);
export const RequestNoteInput = Type.Object({ text: words(4000, 1) }, strict);
export const ChangeRequestInput = Type.Object({ kind: Kind }, strict);
export const ActInput = Type.Object({ act: oneOf(...requestActs) }, strict);
export const AnswerQuery = Type.Object({ locale: Type.Optional(LocaleSchema) });
export const AnswerTextsSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      template: oneOf(...answerTemplates),
      subject: Type.String(),
      text: Type.String(),
      ends: Type.Boolean({ description: "Sending it ends the case." }),
    }),
  ),
});
export type AnswerTexts = Static<typeof AnswerTextsSchema>;
export const AnswerInput = Type.Object(
  {
    template: oneOf(...answerTemplates),
    subject: words(200, 3),
    text: words(8000, 10),
    by: Type.Optional(oneOf("mail", "letter")),
  },
  strict,
);
export const CloseInput = Type.Object({ note: words(1000, 3) }, strict);
export const CopyQuery = Type.Object({
  format: oneOf("json", "csv", "pdf", "portable"),
});

/** Somebody whose data came from elsewhere and who is to be told of it (Art. 14 GDPR, DSR-02). */
export const InformationDutySchema = Type.Object({
  contactId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  source: Type.String(),
  collectedAt: Timestamp,
  dueOn: Day,
  state: oneOf("open", "soon", "locked"),
});
export type InformationDutyView = Static<typeof InformationDutySchema>;
export const InformationDutiesSchema = Type.Object({
  open: Type.Integer({ description: "Everybody who is still to be told." }),
  soon: Type.Integer({ description: "Due within five days." }),
  locked: Type.Integer({ description: "Locked because nobody told them, proposed for deletion." }),
  items: Type.Array(InformationDutySchema, { description: "The next due, 500 at most." }),
});
export type InformationDuties = Static<typeof InformationDutiesSchema>;

const ContactIds = Type.Array(Type.String({ maxLength: 60 }), {
  minItems: 1,
  maxItems: 200,
  uniqueItems: true,
});
export const ToldPeopleSchema = Type.Object(
  {
    contactIds: ContactIds,
    toldOn: Type.String({ format: "date" }),
    how: Type.String({
      minLength: 10,
      maxLength: 500,
      description: "How they learned of it, or which exception of Art. 14(5) GDPR holds and why.",
    }),
  },
  { additionalProperties: false },
);
export const ChosenPeopleSchema = Type.Object(
  { contactIds: ContactIds },
  { additionalProperties: false },
);
export const DutyAnswerSchema = Type.Object({
  done: Type.Integer(),
  left: Type.Array(Type.Object({ contactId: Type.String(), reason: Type.String() }), {
    description: "For whom it could not be done, and why.",
  }),
});
export type DutyAnswer = Static<typeof DutyAnswerSchema>;
