import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

export const PurposeSchema = oneOf(
  "newsletter",
  "profiling",
  "sales_1to1",
  "crm_campaign_email",
  "web_tracking",
  "web_email_link",
);
export const LedgerKindSchema = oneOf(
  "optin_requested",
  "optin_mail_accepted",
  "consent_granted",
  "consent_withdrawn",
  "profiling_granted",
  "profiling_refused",
  "profiling_withdrawn",
  "unsubscribed",
  "unsubscribe_undone",
  "objection",
  "objection_undone",
  "imported_with_evidence",
  "address_changed",
  "notice_sent",
  "erased",
);

const TechniqueSchema = oneOf("open", "click", "page_view", "form_use", "download");
const UseSchema = oneOf("person_report", "segments", "timing", "score", "hand_over", "core_system");
const ChannelSchema = oneOf("newsletter", "campaign", "one_to_one");
export const wordingChanges = [
  "controller",
  "topics",
  "technique",
  "use",
  "channel",
  "annex",
] as const;
const WordingChangeSchema = oneOf(...wordingChanges);
const AnnexDraftSchema = Type.Object(
  { title: Type.String({ maxLength: 120 }), text: Type.String({ maxLength: 20_000 }) },
  { additionalProperties: false },
);
const strict = { additionalProperties: false };
const wordingText = Type.String({ maxLength: 5000 });

export const WordingFindingSchema = Type.Object({
  code: Type.String(),
  rule: Type.String(),
  message: Type.Object({ de: Type.String(), en: Type.String() }),
});

export const WordingVersionSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  locale: LocaleSchema,
  text: Type.String(),
  sha256: Type.String({ description: "Of the text in UTF-8, hexadecimal." }),
  material: Type.Boolean({ description: "Older consents do not cover what is new (CON-19)." }),
  techniques: Type.Array(Type.String()),
  uses: Type.Array(Type.String()),
  channels: Type.Array(Type.String()),
  changes: Type.Array(WordingChangeSchema, {
    description: "What is new against the version before (CON-19).",
  }),
  annex: Type.Union(
    [
      Type.Object({
        title: Type.String(),
        text: Type.String(),
        url: Type.String(),
        sha256: Type.String({
          description: "Of title, line break and text in UTF-8, hexadecimal.",
        }),
      }),
      Type.Null(),
    ],
    { description: "A list of partners and the like, linked in the text (CON-07)." },
  ),
  createdAt: Timestamp,
  approvedAt: NullableTimestamp,
  retiredAt: NullableTimestamp,
  consents: Type.Integer({ description: "Consents given under this version." }),
  findings: Type.Array(WordingFindingSchema, {
    description: "Mandatory parts that are missing; empty when it can be approved.",
  }),
  otherAddress: Type.Union([oneOf("sie", "du"), Type.Null()], {
    description:
      "The form of address this German text uses and the account does not. Nothing is wrong with such a version or its consents; the next one may say it alike.",
  }),
});
export type WordingVersionView = Static<typeof WordingVersionSchema>;

export const WordingSchema = Type.Object({
  id: Type.String(),
  purpose: PurposeSchema,
  name: Type.String(),
  createdAt: Timestamp,
  versions: Type.Array(WordingVersionSchema, { description: "Newest first." }),
});
export type WordingView = Static<typeof WordingSchema>;
export const WordingListSchema = Type.Object({ items: Type.Array(WordingSchema) });

const versionDraft = {
  texts: Type.Object({ de: Type.Optional(wordingText), en: Type.Optional(wordingText) }, strict),
  material: Type.Optional(Type.Boolean()),
  changes: Type.Optional(
    Type.Array(WordingChangeSchema, {
      uniqueItems: true,
      description: "What is new. Anything makes the version a material change (CON-19).",
    }),
  ),
  annexes: Type.Optional(
    Type.Object(
      { de: Type.Optional(AnnexDraftSchema), en: Type.Optional(AnnexDraftSchema) },
      { additionalProperties: false },
    ),
  ),
  techniques: Type.Optional(Type.Array(TechniqueSchema, { uniqueItems: true })),
  uses: Type.Optional(Type.Array(UseSchema, { uniqueItems: true })),
  channels: Type.Optional(Type.Array(ChannelSchema, { uniqueItems: true })),
};
export const NewWordingVersionSchema = Type.Object(versionDraft, strict);
export const NewWordingSchema = Type.Object(
  {
    purpose: PurposeSchema,
    name: Type.String({ minLength: 2, maxLength: 120 }),
    ...versionDraft,
  },
  strict,
);

const Names = Type.Array(Type.Object({ de: Type.String(), en: Type.String() }));
/** What the wording covers that a person agreed to (CON-20). */
export const ProfilingScopeSchema = Type.Object({
  wording: Type.String({ description: "Id of the version." }),
  version: Type.Integer(),
  techniques: Names,
  uses: Names,
  channels: Names,
});
export type ProfilingScopeView = Static<typeof ProfilingScopeSchema>;

export const CheckWordingSchema = Type.Object(
  {
    text: wordingText,
    purpose: PurposeSchema,
    locale: LocaleSchema,
    scope: Type.Optional(
      Type.Object(
        {
          techniques: Type.Array(TechniqueSchema),
          uses: Type.Array(UseSchema),
          channels: Type.Array(ChannelSchema),
          annexTitle: Type.Optional(Type.String({ maxLength: 120 })),
          annexText: Type.Optional(Type.String({ maxLength: 20_000 })),
        },
        { ...strict, description: "With it the text is compared with what it covers (CON-20)." },
      ),
    ),
  },
  strict,
);
export const WordingTemplatesSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      purpose: PurposeSchema,
      name: Type.String(),
      texts: Type.Object({ de: Type.String(), en: Type.String() }),
      techniques: Type.Array(Type.String()),
      uses: Type.Array(Type.String()),
      channels: Type.Array(Type.String()),
    }),
  ),
});
export type WordingTemplates = Static<typeof WordingTemplatesSchema>;
export const WordingFindingsSchema = Type.Object({ findings: Type.Array(WordingFindingSchema) });

export const WordingDiffQuery = Type.Object({
  with: Type.String({ description: "The other version; the one in the path is the newer." }),
});
export const WordingDiffSchema = Type.Object({
  before: Type.Object({ id: Type.String(), version: Type.Integer(), locale: LocaleSchema }),
  after: Type.Object({ id: Type.String(), version: Type.Integer(), locale: LocaleSchema }),
  parts: Type.Array(Type.Object({ kind: oneOf("same", "removed", "added"), text: Type.String() })),
});

/** What the log says without opening anything. */
export const LedgerEntrySchema = Type.Object({
  id: Type.String(),
  at: Timestamp,
  kind: LedgerKindSchema,
  purpose: Type.Union([PurposeSchema, Type.Null()]),
  wording: Type.Union([
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      version: Type.Integer(),
      locale: LocaleSchema,
    }),
    Type.Null(),
  ]),
  commitment: Type.String(),
  sealedUntil: Type.Union([Type.String(), Type.Null()], {
    description: "Kept under seal since every consent ended or an erasure, until this day.",
  }),
  destroyed: Type.Boolean({ description: "The content is gone; only the commitment remains." }),
});
export type LedgerEntryView = Static<typeof LedgerEntrySchema>;
export const LedgerPageSchema = pageOf(LedgerEntrySchema);
export const LedgerQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    kind: Type.Optional(LedgerKindSchema),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
    wording: Type.Optional(Type.String({ description: "Id of a wording version." })),
    list: Type.Optional(Type.String({ description: "Id of a list." })),
    contact: Type.Optional(
      Type.String({ description: "Id of a contact. A look at a person, and logged as such." }),
    ),
  }),
]);

const ProofEntrySchema = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  at: Timestamp,
  commitment: Type.String(),
  salt: Type.Union([Type.String(), Type.Null()]),
  canonical: Type.Union([Type.String(), Type.Null()]),
  document: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  intact: Type.Union([Type.Boolean(), Type.Null()]),
});

/** An opened entry with what belongs to it. The file `proof.json` holds the same with its place in the tree. */
export const ProofSchema = Type.Object({
  format: Type.Literal("klarpost-proof/1"),
  createdAt: Timestamp,
  account: Type.Object({ id: Type.String(), name: Type.String() }),
  entry: ProofEntrySchema,
  related: Type.Array(ProofEntrySchema),
  wordings: Type.Array(
    Type.Object({
      id: Type.String(),
      version: Type.Integer(),
      locale: Type.String(),
      purpose: Type.String(),
      text: Type.String(),
      sha256: Type.String(),
      approvedAt: NullableTimestamp,
    }),
  ),
  leaf: Type.Union([Type.Object({ index: Type.Integer(), hash: Type.String() }), Type.Null()], {
    description: "The entry's place in the Merkle tree; null in the first seconds.",
  }),
  verify: Type.Object({ de: Type.String(), en: Type.String() }),
});
export type ProofView = Static<typeof ProofSchema>;
