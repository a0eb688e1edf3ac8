import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { ApprovalSchema, ApprovalStateSchema } from "./approvals.ts";
import { CampaignTagSchema } from "./campaigns.ts";
import { BehaviourCountsSchema, BehaviourViewSchema } from "./behaviour.ts";
import { ContentLinkSchema, FindingSchema } from "./content.ts";
import { MailingSourceSchema } from "./editing.ts";
import { RecipientTimeSchema } from "./recipient-time.ts";
import { AlarmSchema, WaitSchema, WindowSchema } from "./sending.ts";

export const mailingStates = [
  "draft",
  "scheduled",
  "preparing",
  "sending",
  "paused",
  "sent",
  "cancelled",
  "missed",
] as const;
export const MailingStateSchema = oneOf(...mailingStates);
export const CountingLevelSchema = oneOf("none", "clicks_only", "shared", "unique");

const draft = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  locale: LocaleSchema,
  senderId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]),
  listIds: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 }),
  subject: Type.String({ maxLength: 300 }),
  preheader: Type.String({ maxLength: 300 }),
  html: Type.String({ maxLength: 600_000 }),
  text: Type.String({ maxLength: 300_000 }),
  textIsEdited: Type.Boolean({
    description: "False: the plain text is made from the HTML with every save.",
  }),
  notPersonalLinks: Type.Array(Type.String({ maxLength: 2000 }), {
    maxItems: 500,
    description: "Targets that carry no personal token for anyone (TRK-25).",
  }),
  source: MailingSourceSchema,
  segmentId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()], {
    description:
      "Narrows the audience to the people of this segment, as they are when it is frozen. Null: everybody of the lists.",
  }),
  coreListId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()], {
    description: "Of a campaign: the core-system list whose records get it.",
  }),
  wordingFrom: Type.Union([Type.String({ maxLength: 60 }), Type.Null()], {
    description:
      "The content is of a scope that only this version of a newsletter's wording and later ones cover; who agreed to an earlier one is left out (CON-19). Null: any consent covers it.",
  }),
};
/** What a mailing is for beyond its kind: it asks for the permission to analyse (CON-26). */
export const MailingPurposeSchema = oneOf("tracking_question");

/** What a mailing to existing customers advertises, and for which own company (§ 7(3) UWG). */
const offer = Type.Object(
  {
    categoryId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]),
    entityId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type OfferView = Static<typeof offer>;
export const mailingKinds = ["newsletter", "customer_7_3", "core_campaign"] as const;
export type MailingKind = (typeof mailingKinds)[number];

export const NewMailingSchema = Type.Partial(
  Type.Object({
    ...draft,
    offer,
    kind: Type.Unsafe<MailingKind>({
      type: "string",
      enum: [...mailingKinds],
      description:
        "By default a newsletter, which rests on consent; to existing customers (§ 7(3) UWG); or a campaign to the records of a core-system list (CRM-01). It never changes.",
    }),
    starter: Type.String({ maxLength: 60, description: "Id of a starting template." }),
    copyOf: Type.String({ maxLength: 60 }),
    purpose: MailingPurposeSchema,
  }),
  { additionalProperties: false },
);
export const MailingChangeSchema = Type.Object(
  {
    revision: Type.Integer({
      minimum: 1,
      description: "The revision the change is based on; another one is refused with 409.",
    }),
    ...Type.Partial(Type.Object({ ...draft, offer })).properties,
  },
  { additionalProperties: false },
);
export type NewMailingInput = Static<typeof NewMailingSchema>;
export type MailingChangeInput = Static<typeof MailingChangeSchema>;

export const RunCountsSchema = Type.Object({
  candidates: Type.Integer(),
  open: Type.Integer(),
  deferred: Type.Integer(),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  excluded: Type.Integer(),
  uncertain: Type.Integer(),
  cancelled: Type.Integer(),
});
export type RunCountsView = Static<typeof RunCountsSchema>;

export const MailingSummarySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  state: MailingStateSchema,
  locale: LocaleSchema,
  subject: Type.String(),
  purpose: Type.Union([MailingPurposeSchema, Type.Null()]),
  lists: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  scheduledAt: NullableTimestamp,
  /** When and how fast its mails may leave. */
  window: Type.Union([WindowSchema, Type.Null()]),
  perHour: Type.Union([Type.Integer(), Type.Null()]),
  /** By each recipient's own clock. */
  recipientTime: Type.Union([RecipientTimeSchema, Type.Null()]),
  startedAt: NullableTimestamp,
  finishedAt: NullableTimestamp,
  counts: Type.Union([RunCountsSchema, Type.Null()]),
  approvalState: ApprovalStateSchema,
  campaign: Type.Union([CampaignTagSchema, Type.Null()]),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type MailingSummary = Static<typeof MailingSummarySchema>;
export const MailingQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    state: Type.Optional(MailingStateSchema),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    campaign: Type.Optional(Type.String({ maxLength: 60 })),
  }),
]);
export const MailingPage = pageOf(MailingSummarySchema);

export const MailingSchema = Type.Object({
  ...MailingSummarySchema.properties,
  senderId: Type.Union([Type.String(), Type.Null()]),
  offer: Type.Union([offer, Type.Null()]),
  /** Of a campaign: its core-system list. */
  coreList: Type.Union([
    Type.Object({ id: Type.String(), name: Type.String(), source: Type.String() }),
    Type.Null(),
  ]),
  /** It goes to those whose mail of this mailing was refused for the time being. */
  sendsAgain: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  /** The recurring mailing it is the template or an issue of. */
  recurring: Type.Union([
    Type.Object({ id: Type.String(), name: Type.String(), isTemplate: Type.Boolean() }),
    Type.Null(),
  ]),
  /** Null: everybody of the lists. */
  behaviour: Type.Union([BehaviourViewSchema, Type.Null()]),
  /** Null: not narrowed by a segment. The id is null where it was deleted since. */
  segment: Type.Union([
    Type.Object({
      id: Type.Union([Type.String(), Type.Null()]),
      name: Type.String(),
      asksBehaviour: Type.Boolean(),
    }),
    Type.Null(),
  ]),
  source: MailingSourceSchema,
  /** Open comments of colleagues. */
  openComments: Type.Integer(),
  preheader: Type.String(),
  html: Type.String(),
  text: Type.String(),
  textIsEdited: Type.Boolean(),
  notPersonalLinks: Type.Array(Type.String()),
  wordingFrom: Type.Union([Type.String(), Type.Null()]),
  links: Type.Array(ContentLinkSchema),
  revision: Type.Integer(),
  testSentAt: NullableTimestamp,
  approval: ApprovalSchema,
  measuring: Type.Union([
    Type.Object({
      level: CountingLevelSchema,
      personal: Type.Integer(),
      anonymous: Type.Integer(),
      closesAt: Timestamp,
    }),
    Type.Null(),
  ]),
});
export type MailingView = Static<typeof MailingSchema>;

export const PreviewRequestSchema = Type.Object(
  {
    permission: oneOf("granted", "refused", "unknown"),
    contactId: Type.Optional(
      Type.String({
        maxLength: 60,
        description: "Render for this contact; without it for an example person.",
      }),
    ),
    draft: Type.Optional(
      Type.Partial(
        Type.Object({
          subject: draft.subject,
          preheader: draft.preheader,
          html: draft.html,
          source: draft.source,
          text: draft.text,
          textIsEdited: draft.textIsEdited,
          locale: draft.locale,
          notPersonalLinks: draft.notPersonalLinks,
        }),
      ),
    ),
  },
  { additionalProperties: false },
);
export const PreviewAnswerSchema = Type.Object({
  subject: Type.String(),
  preheader: Type.String(),
  html: Type.String(),
  text: Type.String(),
  measured: oneOf("personal", "anonymous", "none"),
  findings: Type.Array(FindingSchema),
});
export type PreviewAnswer = Static<typeof PreviewAnswerSchema>;

/** "42,318 people, 39,904 may be mailed, 12,077 may be measured", and why not the rest. */
export const AudienceSchema = Type.Object({
  candidates: Type.Integer(),
  mailable: Type.Integer(),
  measurable: Type.Integer(),
  reasons: Type.Array(
    Type.Object({ reason: Type.String(), rule: Type.String(), count: Type.Integer() }),
  ),
});
export type AudienceView = Static<typeof AudienceSchema>;

/** One entry of the final check besides content and audience: what is missing, and which way to mend it. */
export const ReadinessProblemSchema = Type.Object({
  code: Type.String(),
  rule: Type.String(),
  severity: oneOf("block", "warn"),
  message: Type.Object({ de: Type.String(), en: Type.String() }),
  path: Type.Optional(Type.String({ description: "Page of the workplace where it is mended." })),
});
export type ReadinessProblem = Static<typeof ReadinessProblemSchema>;

export const ReadinessSchema = Type.Object({
  ready: Type.Boolean(),
  problems: Type.Array(ReadinessProblemSchema),
  findings: Type.Array(FindingSchema),
  audience: AudienceSchema,
  behaviour: Type.Union([BehaviourCountsSchema, Type.Null()], {
    description:
      "Of an audience chosen by behaviour: what is known of the first mailing's recipients.",
  }),
  sender: Type.Union([
    Type.Object({ name: Type.String(), address: Type.String(), replyTo: Type.String() }),
    Type.Null(),
  ]),
  basis: Type.String(),
  level: CountingLevelSchema,
  levelReason: Type.Union([Type.String(), Type.Null()], {
    description: "`too_few` when a chosen level falls to none for a small group.",
  }),
  kMin: Type.Integer(),
  testSentAt: NullableTimestamp,
  approval: Type.Object({
    needed: oneOf("none", "typed_number", "second_person", "typed_number_and_delay"),
    threshold: Type.Integer(),
    given: Type.Boolean(),
  }),
  mode: oneOf("sandbox", "live"),
});
export type ReadinessView = Static<typeof ReadinessSchema>;

export const ScheduleSchema = Type.Object(
  {
    at: Type.Optional(
      Type.String({ format: "date-time", description: "When to send; without it now." }),
    ),
    local: Type.Optional(
      Type.String({
        pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$",
        description:
          "Instead of `at`: a local time such as 2026-11-24T14:05. In the hour that exists twice in autumn the first.",
      }),
    ),
    zone: Type.Optional(
      Type.String({
        maxLength: 60,
        description: "IANA zone of `local` and of the window; by default the account's.",
      }),
    ),
    recipientTime: Type.Optional(RecipientTimeSchema),
    window: Type.Optional(WindowSchema),
    perHour: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000_000, description: "Mails an hour at most." }),
    ),
    confirmRecipients: Type.Optional(
      Type.Integer({
        description: "Typed number of recipients, where the final check asks for it (CNT-18).",
      }),
    ),
  },
  { additionalProperties: false },
);
/** Somebody saw why the product paused a mailing and takes responsibility for going on. */
export const AcknowledgeSchema = Type.Object(
  {
    reason: Type.String({ minLength: 3, maxLength: 500 }),
    at: Type.Optional(Type.String({ format: "date-time", description: "Go on from then." })),
  },
  { additionalProperties: false },
);

export const TestMailingSchema = Type.Object(
  {
    addressIds: Type.Array(Type.String({ maxLength: 60 }), {
      minItems: 1,
      maxItems: 10,
      description: "Confirmed test addresses (SND-17).",
    }),
    permission: Type.Optional(oneOf("granted", "refused", "unknown")),
  },
  { additionalProperties: false },
);

export const ProgressSchema = Type.Object({
  state: MailingStateSchema,
  pauseReason: Type.Union([Type.String(), Type.Null()]),
  prepared: Type.Object({ done: Type.Integer(), of: Type.Integer() }),
  counts: RunCountsSchema,
  perMinute: Type.Integer({ description: "Mails handed over in the last minute." }),
  secondsLeft: Type.Union([Type.Integer(), Type.Null()]),
  waves: Type.Array(
    Type.Object({
      at: Timestamp,
      zones: Type.Array(Type.String()),
      people: Type.Integer(),
      done: Type.Integer({ description: "Of them, those whose mail has an end." }),
    }),
    { description: "Of a mailing by the recipients' clocks, the earliest first." },
  ),
  waits: Type.Array(WaitSchema, {
    description: "Why nothing leaves at the moment although mails are open.",
  }),
  /** Figures behind a pause for hard bounces (SND-11) or complaints (SND-07). */
  alarms: Type.Array(AlarmSchema),
  reasons: Type.Array(
    Type.Object({
      outcome: Type.String(),
      reason: Type.Union([Type.String(), Type.Null()]),
      phase: Type.Union([Type.String(), Type.Null()]),
      rule: Type.String(),
      count: Type.Integer(),
    }),
  ),
});
export type ProgressView = Static<typeof ProgressSchema>;
