import { Type, type Static, type TSchema } from "typebox";
import {
  IdParams,
  LocaleSchema,
  NullableTimestamp,
  PageQuery,
  Timestamp,
  oneOf,
  pageOf,
} from "./common.ts";
import { FindingSchema } from "./content.ts";

export { IdParams };

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date" });

/** What a mail of these kinds is on its way to, in the order of time. */
export const LetterStateSchema = oneOf(
  "queued",
  "accepted",
  "rejected",
  "excluded",
  "uncertain",
  "cancelled",
);
export type LetterState = Static<typeof LetterStateSchema>;

/** Why an operator writes to one person (LEG-12); only `inquiry` answers something the person asked. */
export const letterReasons = [
  "inquiry",
  "contract",
  "appointment",
  "recommendation",
  "offer",
] as const;
export type LetterReason = (typeof letterReasons)[number];
export const LetterReasonSchema = oneOf(...letterReasons);

export const inquiryChannels = ["email", "phone", "letter", "in_person", "form", "other"] as const;
export type InquiryChannel = (typeof inquiryChannels)[number];

export const NewInquirySchema = Type.Object(
  {
    receivedOn: Type.String({ format: "date", description: "Day the person asked." }),
    channel: oneOf(...inquiryChannels),
    subject: Type.String({ minLength: 3, maxLength: 200 }),
  },
  strict,
);
export type NewInquiry = Static<typeof NewInquirySchema>;
export const InquirySchema = Type.Object({
  id: Type.String(),
  receivedOn: Day,
  channel: Type.String(),
  subject: Type.String(),
  recordedBy: Type.String(),
  answerableUntil: Type.String({
    format: "date",
    description: "Until then an answer is no advertising (LEG-13).",
  }),
});
export type InquiryView = Static<typeof InquirySchema>;

const AnswerSchema = Type.Object({
  allowed: Type.Boolean(),
  basis: nullable(Type.String()),
  reason: nullable(Type.String({ description: "Key of the exclusion reasons." })),
  rule: nullable(Type.String()),
});
export type LetterAnswer = Static<typeof AnswerSchema>;

export const LetterViewSchema = Type.Object({
  id: Type.String(),
  kind: oneOf("one_to_one", "transactional", "privacy_notice"),
  at: Timestamp,
  sentBy: Type.String(),
  subject: nullable(Type.String({ description: "Null after 90 days (RET-08)." })),
  text: nullable(
    Type.String({ description: "What was written; only to who may write to persons." }),
  ),
  basis: nullable(Type.String()),
  state: LetterStateSchema,
  reason: nullable(Type.String({ description: "Why it was kept back or rejected." })),
});
export type LetterView = Static<typeof LetterViewSchema>;

/** Everything somebody needs before writing to one person. */
export const OneToOneSchema = Type.Object({
  contact: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }),
  locale: LocaleSchema,
  /** For advertising: an offer, a recommendation. */
  answer: AnswerSchema,
  /** For the answer to the newest inquiry; null without one. */
  reply: nullable(AnswerSchema),
  country: Type.Object({
    code: nullable(Type.String()),
    from: nullable(oneOf("field", "domain")),
    policy: oneOf("consent", "legitimate_interest"),
  }),
  origin: nullable(Type.Object({ source: Type.String(), on: Day })),
  sender: Type.Object({ name: Type.String(), address: Type.String() }),
  sentToday: Type.Integer(),
  dailyLimit: Type.Integer(),
  /** What the account's settings lack; nothing can be sent while it does. */
  missing: Type.Array(oneOf("privacy_notice", "imprint", "origin")),
  inquiries: Type.Array(InquirySchema),
  letters: Type.Array(LetterViewSchema),
});
export type OneToOneView = Static<typeof OneToOneSchema>;

/** What is offered and by which own company: then a purchase of something similar allows it (§ 7(3) UWG). */
const Offer = Type.Object(
  {
    categoryId: Type.String({ maxLength: 60 }),
    entityId: Type.String({ maxLength: 60 }),
  },
  strict,
);
export type LetterOffer = Static<typeof Offer>;

export const NewLetterSchema = Type.Object(
  {
    reason: LetterReasonSchema,
    reasonText: Type.String({
      minLength: 3,
      maxLength: 500,
      description: "Why you write, as the person will read it.",
    }),
    inquiryId: Type.Optional(Type.String({ maxLength: 60 })),
    offer: Type.Optional(Offer),
    subject: Type.String({ minLength: 3, maxLength: 200 }),
    text: Type.String({
      minLength: 10,
      maxLength: 20_000,
      description: "Plain text; an empty line begins a new paragraph.",
    }),
    locale: Type.Optional(LocaleSchema),
  },
  strict,
);
export type NewLetter = Static<typeof NewLetterSchema>;

const RenderedSchema = Type.Object({
  subject: Type.String(),
  html: Type.String(),
  text: Type.String(),
});
export type RenderedMail = Static<typeof RenderedSchema>;
export const LetterPreviewSchema = Type.Object({
  ...RenderedSchema.properties,
  from: Type.String(),
  answer: AnswerSchema,
});
export type LetterPreview = Static<typeof LetterPreviewSchema>;

export const SentLetterSchema = Type.Object({
  id: Type.String(),
  state: LetterStateSchema,
  basis: Type.String(),
});
export type SentLetter = Static<typeof SentLetterSchema>;

/** What the account decided for other countries (LEG-13). */
export const CountryPolicySchema = Type.Object(
  {
    country: Type.String({ pattern: "^[A-Z]{2}$", description: "ISO 3166-1, not DE or AT." }),
    policy: oneOf("consent", "legitimate_interest"),
    reason: Type.String({ minLength: 3, maxLength: 500 }),
  },
  strict,
);
export const CountryPoliciesSchema = Type.Object(
  { items: Type.Array(CountryPolicySchema, { maxItems: 250 }) },
  strict,
);
export const CountryPoliciesView = Type.Object({
  items: Type.Array(
    Type.Object({
      ...CountryPolicySchema.properties,
      decidedBy: Type.String(),
      decidedAt: Timestamp,
    }),
  ),
});
export type CountryPolicies = Static<typeof CountryPoliciesView>;

/** The notice of Art. 14 GDPR to one person. */
export const PrivacyNoticeSchema = Type.Object({
  answer: AnswerSchema,
  missing: Type.Array(oneOf("privacy_notice", "imprint", "contact")),
  sentAt: NullableTimestamp,
  mail: RenderedSchema,
});
export type PrivacyNoticeView = Static<typeof PrivacyNoticeSchema>;
export const NewPrivacyNoticeSchema = Type.Object(
  { locale: Type.Optional(LocaleSchema) },
  { ...strict, minProperties: 0 },
);

/** What a transactional mail may be about; everything else is advertising (LEG-18). */
export const transactionalCategories = [
  "order",
  "contract",
  "security",
  "service",
  "legal",
] as const;
export type TransactionalCategory = (typeof transactionalCategories)[number];
/** Named so that the refusal can explain itself. */
export const advertisingCategories = ["survey", "review", "greeting", "teaser"] as const;
export const CategorySchema = oneOf(...transactionalCategories, ...advertisingCategories);

const law = Type.Optional(
  Type.String({
    minLength: 3,
    maxLength: 200,
    description: "The law that demands this mail; with the category `legal` only.",
  }),
);
const content = {
  subject: Type.String({ minLength: 1, maxLength: 250 }),
  html: Type.String({ minLength: 1, maxLength: 300_000 }),
  text: Type.Optional(Type.String({ maxLength: 100_000 })),
};
const Variables = Type.Record(
  Type.String({ maxLength: 60, pattern: "^[A-Za-z][A-Za-z0-9_.]*$" }),
  Type.String({ maxLength: 5000 }),
  { maxProperties: 100 },
);

export const NewTemplateSchema = Type.Object(
  {
    name: Type.String({
      pattern: "^[a-z0-9][a-z0-9._-]{1,59}$",
      description: "Name by which programs call it, such as `order.confirmed`.",
    }),
    category: CategorySchema,
    law,
    locale: LocaleSchema,
    ...content,
    advertisingListIds: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        maxItems: 20,
        description: "Lists whose consent carries the parts marked as advertising (LEG-19).",
      }),
    ),
    advertisingOffer: Type.Optional(nullable(Offer)),
  },
  strict,
);
export type NewTemplate = Static<typeof NewTemplateSchema>;
export const TemplateChangeSchema = Type.Object(
  { ...Type.Partial(NewTemplateSchema).properties, revision: Type.Integer({ minimum: 1 }) },
  strict,
);
export type TemplateChange = Static<typeof TemplateChangeSchema>;
export const TemplateSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  category: Type.String(),
  law: nullable(Type.String()),
  locale: LocaleSchema,
  subject: Type.String(),
  html: Type.String(),
  text: Type.String(),
  advertisingListIds: Type.Array(Type.String()),
  advertisingOffer: nullable(Offer),
  variables: Type.Array(Type.String()),
  hasAdvertising: Type.Boolean(),
  findings: Type.Array(FindingSchema),
  revision: Type.Integer(),
  archivedAt: NullableTimestamp,
  updatedAt: Timestamp,
});
export type TemplateView = Static<typeof TemplateSchema>;
export const TemplatePage = Type.Object({ items: Type.Array(TemplateSchema) });

export const TemplatePreviewInput = Type.Object(
  { locale: LocaleSchema, ...content, variables: Type.Optional(Variables) },
  strict,
);
export const TemplatePreviewSchema = Type.Object({
  whole: RenderedSchema,
  /** Null where nothing is marked as advertising. */
  withoutAdvertising: nullable(RenderedSchema),
  variables: Type.Array(Type.String()),
  findings: Type.Array(FindingSchema),
});
export type TemplatePreview = Static<typeof TemplatePreviewSchema>;

export const TemplateTestSchema = Type.Object(
  {
    addressIds: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 10 }),
    variables: Type.Optional(Variables),
    advertising: Type.Optional(Type.Boolean({ description: "With the parts that advertise." })),
  },
  strict,
);
export const TemplateTestAnswer = Type.Object({ sentTo: Type.Integer() });

export const NewTransactionalSchema = Type.Object(
  {
    template: Type.Optional(Type.String({ maxLength: 60 })),
    category: Type.Optional(CategorySchema),
    law,
    locale: Type.Optional(LocaleSchema),
    subject: Type.Optional(content.subject),
    html: Type.Optional(content.html),
    text: content.text,
    advertisingListIds: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })),
    advertisingOffer: Type.Optional(Offer),
    variables: Type.Optional(Variables),
    email: Type.Optional(Type.String({ minLength: 3, maxLength: 320 })),
    contactId: Type.Optional(Type.String({ maxLength: 60 })),
  },
  strict,
);
export type NewTransactional = Static<typeof NewTransactionalSchema>;
/** The log says what became of a mail and not to whom it went (need to know). */
export const TransactionalSchema = Type.Object({
  id: Type.String(),
  template: nullable(Type.String()),
  category: Type.String(),
  law: nullable(Type.String()),
  at: Timestamp,
  sentBy: Type.String(),
  state: LetterStateSchema,
  reason: nullable(Type.String()),
  advertising: oneOf("none", "open", "sent", "removed"),
});
export type TransactionalView = Static<typeof TransactionalSchema>;
export const TransactionalPage = pageOf(TransactionalSchema);
export const TransactionalQuery = PageQuery;
export const SentTransactionalSchema = Type.Object({
  ...TransactionalSchema.properties,
  warnings: Type.Array(FindingSchema),
});
export type SentTransactional = Static<typeof SentTransactionalSchema>;
