import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date", description: "A day as `2026-11-21`." });
const Id = Type.String({ maxLength: 60 });

export const purchaseKinds = ["purchase", "contract", "free_account", "trial"] as const;
export type PurchaseKind = (typeof purchaseKinds)[number];

/** Bytes and rows of one CSV file of purchases. */
export const PURCHASE_LIMITS = { bytes: 4_000_000, rows: 10_000, cell: 500 } as const;

// Companies

export const entityRelations = ["own", "group", "partner"] as const;
export const EntitySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  relation: oneOf(...entityRelations),
  contactEmail: Type.String(),
  postalAddress: Type.String(),
  purchases: Type.Integer(),
  archivedAt: NullableTimestamp,
});
export type EntityView = Static<typeof EntitySchema>;
const entity = {
  name: Type.String({ minLength: 2, maxLength: 200 }),
  relation: oneOf(...entityRelations),
  contactEmail: Type.String({
    maxLength: 320,
    description: "Where an objection without a form arrives; empty: the imprint's address.",
  }),
  postalAddress: Type.String({
    maxLength: 300,
    description: "In one line; empty: the imprint's.",
  }),
};
export const NewEntitySchema = Type.Object(
  {
    name: entity.name,
    relation: entity.relation,
    contactEmail: Type.Optional(entity.contactEmail),
    postalAddress: Type.Optional(entity.postalAddress),
  },
  strict,
);
export const EntityChangeSchema = Type.Partial(
  Type.Object({ ...entity, archived: Type.Boolean() }),
  {
    ...strict,
    minProperties: 1,
  },
);
export type EntityChange = Static<typeof EntityChangeSchema>;

// Categories and what is similar to what

export const CategorySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  parentId: nullable(Type.String()),
  wholeRange: Type.Boolean(),
  purchases: Type.Integer(),
  archivedAt: NullableTimestamp,
});
export type CategoryView = Static<typeof CategorySchema>;
const category = {
  name: Type.String({ minLength: 2, maxLength: 120 }),
  nameEn: Type.String({ maxLength: 120 }),
  parentId: nullable(Id),
};
export const NewCategorySchema = Type.Object(
  {
    name: category.name,
    nameEn: Type.Optional(category.nameEn),
    parentId: Type.Optional(category.parentId),
    wholeRange: Type.Optional(
      Type.Boolean({ description: "The whole range: similar to nothing, never bought." }),
    ),
  },
  strict,
);
export const CategoryChangeSchema = Type.Partial(
  Type.Object({ ...category, archived: Type.Boolean() }),
  { ...strict, minProperties: 1 },
);
export type CategoryChange = Static<typeof CategoryChangeSchema>;

export const SimilaritySchema = Type.Object({
  purchasedId: Type.String(),
  advertisedId: Type.String(),
  note: Type.String(),
  decidedBy: Type.String(),
  decidedAt: Timestamp,
});
export type SimilarityView = Static<typeof SimilaritySchema>;
export const SimilarityMapSchema = Type.Object({
  categories: Type.Array(CategorySchema),
  similar: Type.Array(SimilaritySchema),
});
export type SimilarityMap = Static<typeof SimilarityMapSchema>;
export const SimilarityChangeSchema = Type.Object(
  {
    purchasedId: Id,
    advertisedId: Id,
    similar: Type.Boolean(),
    note: Type.Optional(
      Type.String({ maxLength: 500, description: "Why they are similar, for the file." }),
    ),
  },
  strict,
);

export const CustomerMailSettingsSchema = Type.Object({
  freeServiceCounts: Type.Boolean(),
  freeServiceReason: Type.String(),
  maxAgeMonths: Type.Integer({ description: "`customer73.max_age` (LEG-10)." }),
  reviewedOn: nullable(Type.String()),
  reviewedNote: Type.String(),
  decidedBy: nullable(Type.String()),
  decidedAt: NullableTimestamp,
});
export type CustomerMailSettings = Static<typeof CustomerMailSettingsSchema>;
export const CustomerMailSettingsChange = Type.Partial(
  Type.Object({
    freeServiceCounts: Type.Boolean(),
    freeServiceReason: Type.String({
      maxLength: 1000,
      description:
        "Why a free account counts as a sale; it refers to CJEU C-654/23 (LEG-09), and is required when it shall count.",
    }),
    reviewedNote: Type.String({
      minLength: 3,
      maxLength: 1000,
      description: "Who looked at the map of similar products and found it right.",
    }),
  }),
  { ...strict, minProperties: 1 },
);
export type CustomerMailSettingsInput = Static<typeof CustomerMailSettingsChange>;

// Purchases

export const NoticeSchema = Type.Object(
  {
    version: Type.String({
      minLength: 1,
      maxLength: 100,
      description: "Version of the notice's text.",
    }),
    shownOn: Day,
    place: Type.String({
      minLength: 3,
      maxLength: 300,
      description: "Where in the order form it stood, for example below the e-mail field.",
    }),
    kind: Type.Optional(oneOf("at_collection", "privacy_policy")),
  },
  strict,
);
const purchase = {
  orderNumber: Type.String({
    minLength: 1,
    maxLength: 100,
    description: "The account's own number. The same number is the same purchase.",
  }),
  kind: oneOf(...purchaseKinds),
  concludedOn: Day,
  cancelledOn: nullable(Day),
  addressGiven: Type.Boolean({
    description: "The customer gave this very address with this sale (LEG-04).",
  }),
  objected: Type.Boolean({ description: "The box “I object right now” was ticked at the sale." }),
};
export const PurchaseInputSchema = Type.Object(
  {
    orderNumber: purchase.orderNumber,
    email: Type.String({
      maxLength: 320,
      description: "The address at the sale. It is kept and never changes.",
    }),
    contactId: Type.Optional(
      Type.String({
        maxLength: 60,
        description:
          "Whose purchase it is; by default the contact with this address, or a new one.",
      }),
    ),
    kind: Type.Optional(purchase.kind),
    categoryId: Id,
    entityId: Type.Optional(
      Type.String({ maxLength: 60, description: "Who sold; by default the only own company." }),
    ),
    concludedOn: purchase.concludedOn,
    cancelledOn: Type.Optional(purchase.cancelledOn),
    addressGiven: purchase.addressGiven,
    objected: Type.Optional(purchase.objected),
    notice: Type.Optional(nullable(NoticeSchema)),
  },
  strict,
);
export type PurchaseInput = Static<typeof PurchaseInputSchema>;

export const PurchaseSchema = Type.Object({
  id: Type.String(),
  orderNumber: Type.String(),
  contact: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }),
  kind: purchase.kind,
  category: Type.Object({ id: Type.String(), name: Type.String(), nameEn: Type.String() }),
  entity: Type.Object({
    id: Type.String(),
    name: Type.String(),
    relation: oneOf(...entityRelations),
  }),
  concludedOn: Type.String(),
  cancelledOn: nullable(Type.String()),
  email: Type.String(),
  addressGiven: Type.Boolean(),
  objected: Type.Boolean(),
  notice: nullable(
    Type.Object({ version: Type.String(), shownOn: Type.String(), place: Type.String() }),
  ),
  source: oneOf("form", "csv", "api"),
  createdBy: Type.String(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  /** Conditions of § 7(3) UWG that do not depend on an offer, as they hold now. */
  conditions: Type.Object({
    sale: Type.Boolean(),
    address: Type.Boolean(),
    entity: Type.Boolean(),
    notice: Type.Boolean(),
    recent: Type.Boolean(),
  }),
  /** What it is similar to: what may be advertised to this customer. */
  similarTo: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), nameEn: Type.String() }),
  ),
});
export type PurchaseView = Static<typeof PurchaseSchema>;
export const PurchasePage = pageOf(PurchaseSchema);
export const PurchaseQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    contact: Type.Optional(Id),
    q: Type.Optional(
      Type.String({ maxLength: 100, description: "Beginning of an order number or address." }),
    ),
  }),
]);
export const purchaseOutcomes = ["created", "changed", "unchanged"] as const;
export const PurchaseAnswerSchema = Type.Object({
  outcome: oneOf(...purchaseOutcomes),
  purchase: PurchaseSchema,
});
export type PurchaseAnswer = Static<typeof PurchaseAnswerSchema>;

// Files

export const purchaseColumns = [
  "orderNumber",
  "email",
  "category",
  "concludedOn",
  "cancelledOn",
  "kind",
  "entity",
  "addressGiven",
  "objected",
  "noticeVersion",
  "noticeOn",
  "noticePlace",
  "noticeKind",
] as const;
export type PurchaseColumn = (typeof purchaseColumns)[number];

export const PurchaseFileSchema = Type.Object(
  {
    fileName: Type.Optional(Type.String({ maxLength: 200 })),
    csv: Type.String({
      minLength: 1,
      maxLength: PURCHASE_LIMITS.bytes,
      description:
        "The file as text, headings in the first row; comma, semicolon or tab. At most 10,000 rows.",
    }),
    dryRun: Type.Optional(
      Type.Boolean({ description: "Only look: nothing is stored, the answer is the same." }),
    ),
  },
  strict,
);
const Text = Type.Object({ de: Type.String(), en: Type.String() });
export const PurchaseLineSchema = Type.Object({
  line: Type.Integer(),
  outcome: oneOf("created", "changed", "unchanged", "rejected"),
  orderNumber: Type.String(),
  /** Why it was rejected, or what was left out of it. */
  reason: nullable(Type.String()),
  message: nullable(Text),
  value: nullable(Type.String()),
});
export type PurchaseLine = Static<typeof PurchaseLineSchema>;
export const PurchaseImportSchema = Type.Object({
  stored: Type.Boolean(),
  counts: Type.Object({
    created: Type.Integer(),
    changed: Type.Integer(),
    unchanged: Type.Integer(),
    rejected: Type.Integer(),
  }),
  /** Which heading was read as what; headings that mean nothing here are left out of it. */
  columns: Type.Array(
    Type.Object({ heading: Type.String(), field: nullable(oneOf(...purchaseColumns)) }),
  ),
  lines: Type.Array(PurchaseLineSchema),
  /** The rejected lines with their reasons, as CSV; empty when there are none. */
  errorFile: Type.String(),
});
export type PurchaseImport = Static<typeof PurchaseImportSchema>;
