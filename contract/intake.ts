import { Type, type Static, type TSchema } from "typebox";
import { LocaleSchema, NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ maxLength, description }));
const Id = Type.String({ maxLength: 60 });

/** What may be attached as proof. */
export const INTAKE_LIMITS = { attachments: 5, bytes: 10 * 1024 * 1024 };
export const intakeTypes = ["application/pdf", "image/jpeg", "image/png"] as const;

/** How a consent may arrive that was not given on a form of ours (CON-12). */
export const consentChannels = ["phone", "letter", "in_person", "sms"] as const;
export type ConsentChannel = (typeof consentChannels)[number];
/** How a withdrawal or an objection may arrive (LEG-16). */
export const declarationChannels = ["phone", "letter", "fax", "in_person", "reply", "sms"] as const;
export type DeclarationChannel = (typeof declarationChannels)[number];
/** What somebody no longer wants. */
export const declarationScopes = [
  "list",
  "newsletters",
  "advertising",
  "tracking",
  "customer_advertising",
] as const;
export type DeclarationScope = (typeof declarationScopes)[number];

// What the page shows

export const IntakeFormQuery = Type.Object({ locale: Type.Optional(LocaleSchema) });
export const SignedRuleSchema = Type.Object({
  enabled: Type.Boolean(),
  reason: Type.String(),
  by: Type.String(),
  at: NullableTimestamp,
});
export type SignedRule = Static<typeof SignedRuleSchema>;
export const IntakeFormSchema = Type.Object({
  locale: LocaleSchema,
  lists: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      topics: Type.String(),
      frequency: Type.String(),
    }),
  ),
  wordings: Type.Array(
    Type.Object({
      id: Type.String(),
      version: Type.Integer(),
      approvedAt: Timestamp,
      texts: Type.Record(Type.String(), Type.String(), {
        description: "The text by list. A list is missing where a placeholder has no value.",
      }),
    }),
    { description: "Approved wordings for newsletters, the newest first." },
  ),
  tracking: Type.Array(
    Type.Object({
      id: Type.String(),
      version: Type.Integer(),
      approvedAt: Timestamp,
      text: Type.String(),
    }),
    { description: "Approved wordings for the analysis, the newest first." },
  ),
  signed: SignedRuleSchema,
});
export type IntakeForm = Static<typeof IntakeFormSchema>;

// Attachments

export const IntakeAttachmentSchema = Type.Object({
  id: Type.String(),
  mediaType: oneOf(...intakeTypes),
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
});
export type IntakeAttachment = Static<typeof IntakeAttachmentSchema>;

const Attachments = Type.Optional(
  Type.Array(Id, {
    maxItems: INTAKE_LIMITS.attachments,
    uniqueItems: true,
    description: "Ids of uploaded scans, from POST /api/v1/intake/attachments.",
  }),
);
const Email = Type.String({ minLength: 1, maxLength: 320 });

// Consents

export const NewIntakeConsent = Type.Object(
  {
    email: Email,
    salutation: Type.Optional(oneOf("frau", "herr", "divers")),
    firstName: text(100, "As told."),
    lastName: text(100, "As told."),
    locale: Type.Optional(LocaleSchema),
    channel: oneOf(...consentChannels),
    declaredAt: Type.Optional(
      Type.String({
        format: "date-time",
        description: "When the person declared it. Part of the evidence.",
      }),
    ),
    lists: Type.Array(Id, {
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      description: "Newsletters the person asked for.",
    }),
    wordingId: Type.Optional(
      Type.String({
        maxLength: 60,
        description: "The approved wording version that was read, signed or answered.",
      }),
    ),
    tracking: Type.Optional(
      Type.Boolean({
        description: "True only where the person ticked or said so, apart from the newsletter.",
      }),
    ),
    trackingWordingId: Type.Optional(Id),
    agent: text(100, "Who spoke with the person. Default: the signed-in person."),
    script: text(100, "Phone: version of the script."),
    readOut: Type.Optional(
      Type.Boolean({ description: "Phone: the wording was read out in full." }),
    ),
    tabletLog: text(
      200,
      "In person: entry of the tablet's log, where nothing was signed on paper.",
    ),
    message: text(1000, "SMS: the text, word for word."),
    senderNumber: text(40, "SMS: the number it came from."),
    providerId: text(100, "SMS: the provider's id of the message."),
    note: text(500, "Anything else worth knowing; part of the evidence."),
    attachments: Attachments,
    signed: Type.Optional(
      Type.Boolean({
        description:
          "The attached declaration is signed and names the address. Confirms at once where the account enabled this.",
      }),
    ),
    saveIncomplete: Type.Optional(
      Type.Boolean({ description: "Keep it as unverified, not mailable, if evidence is missing." }),
    ),
  },
  strict,
);
export type IntakeConsentInput = Static<typeof NewIntakeConsent>;

export const RecordedConsentSchema = Type.Object({
  outcome: oneOf("asked", "confirmed", "unverified"),
  recordedAt: Timestamp,
  receipts: Type.Array(Type.String(), {
    description: "Ledger entries, where the declaration counts at once.",
  }),
  missing: Type.Array(Type.String(), { description: "Members that complete the evidence." }),
  notAsked: nullable(
    Type.Unsafe<"confirmed" | "limit" | "not_me" | "excluded">(
      Type.String({
        description:
          "Why no mail left: confirmed before, limit reached, owner said “not me”, or blocked. Only for those who may read contacts.",
      }),
    ),
  ),
});
export type RecordedConsent = Static<typeof RecordedConsentSchema>;

// Withdrawals and objections

export const NewIntakeDeclaration = Type.Object(
  {
    email: Email,
    name: text(200, "As told."),
    scope: oneOf(...declarationScopes),
    listId: Type.Optional(
      Type.String({ maxLength: 60, description: "Needed for the scope `list`." }),
    ),
    channel: oneOf(...declarationChannels),
    agent: text(100, "Who took it. Default: the signed-in person."),
    receivedAt: Type.Optional(
      Type.String({ format: "date-time", description: "When it arrived, if earlier than now." }),
    ),
    note: text(500, "What was said; part of the proof."),
    attachments: Attachments,
  },
  strict,
);
export type IntakeDeclarationInput = Static<typeof NewIntakeDeclaration>;

/** The same for stored and unknown addresses: it tells nothing about who is known. */
export const RecordedDeclarationSchema = Type.Object({
  recordedAt: Timestamp,
  receipt: Type.String({ description: "Public id of the ledger entry, to tell the person." }),
});
export type RecordedDeclaration = Static<typeof RecordedDeclarationSchema>;

// The account's rule for signed declarations

export const SignedRuleInput = Type.Object(
  {
    enabled: Type.Boolean(),
    reason: Type.Optional(
      Type.String({
        maxLength: 1000,
        description: "Why a signature proves the address here; needed to enable.",
      }),
    ),
  },
  strict,
);
export type SignedRuleChange = Static<typeof SignedRuleInput>;
