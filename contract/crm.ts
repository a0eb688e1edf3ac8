import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false } as const;
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Count = Type.Integer({ minimum: 0 });

/** What a column of a core-system file may hold. */
export const coreFields = [
  "personNumber",
  "recordNumber",
  "email",
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
  "profiling",
  "basis",
  "consentId",
  "origin",
] as const;
export type CoreField = (typeof coreFields)[number];

export const CORE_FILE_LIMITS = { bytes: 25 * 1024 * 1024, rows: 50_000 } as const;

/** What was noticed about a line that was taken over. */
export const coreWarnings = {
  profiling_unknown: {
    de: "Profiling ist weder 1 noch 0: gilt als 0",
    en: "Profiling is neither 1 nor 0: taken as 0",
  },
  profiling_withdrawn: {
    de: "Profiling 1, aber die Person hat widerrufen und das Kernsystem weiß es noch nicht: gilt als 0",
    en: "Profiling 1, but the person withdrew and the core system does not know yet: taken as 0",
  },
  basis_missing: {
    de: "Keine Rechtsgrundlage: wird nicht angeschrieben",
    en: "No legal basis: will not be mailed",
  },
  basis_unknown: {
    de: "Unbekannte Rechtsgrundlage: wird nicht angeschrieben",
    en: "Unknown legal basis: will not be mailed",
  },
  consent_id_missing: {
    de: "Einwilligung ohne Nummer: wird nicht angeschrieben",
    en: "Consent without id: will not be mailed",
  },
  person_number_missing: {
    de: "Keine Personennummer: Abmeldungen werden von Hand bearbeitet",
    en: "No person number: unsubscribes are worked on by hand",
  },
  salutation_unknown: { de: "Anrede nicht verstanden", en: "Salutation not understood" },
  locale_unknown: { de: "Sprache nicht verstanden", en: "Language not understood" },
} as const;
export type CoreWarning = keyof typeof coreWarnings;

/** Why a line could not become a record. */
export const coreRefusals = {
  address_missing: { de: "Keine E-Mail-Adresse", en: "No e-mail address" },
  address_unusable: { de: "Keine gültige E-Mail-Adresse", en: "Not a valid e-mail address" },
  person_number_missing: { de: "Keine Personennummer", en: "No person number" },
  person_number_unusable: {
    de: "Personennummer zu lang oder mit „~“ am Anfang",
    en: 'Person number too long, or beginning with "~"',
  },
  not_in_list: {
    de: "Kein Datensatz dieser Personennummer in der Liste",
    en: "No record of this person number in the list",
  },
} as const;
export type CoreRefusal = keyof typeof coreRefusals;

export const CoreCountsSchema = Type.Object({
  lines: Count,
  taken: Type.Integer({ description: "Taken over without a remark." }),
  warned: Type.Integer({ description: "Taken over with a warning." }),
  refused: Count,
  warnings: Type.Record(Type.String(), Count),
  refusals: Type.Record(Type.String(), Count),
});
export type CoreCounts = Static<typeof CoreCountsSchema>;

const MappingText = Type.String({
  maxLength: 4000,
  description:
    'JSON: for each column (position from 0) its field or null, for example ["personNumber","email",null]. Without it the headings decide.',
});

export const CorePreviewQuery = Type.Object(
  {
    mapping: Type.Optional(MappingText),
    manual: Type.Optional(Type.Boolean()),
    list: Type.Optional(Type.String({ maxLength: 60, description: "For an append or update." })),
    kind: Type.Optional(oneOf("create", "append", "update")),
  },
  strict,
);
export const CorePreviewSchema = Type.Object({
  fileName: Type.String(),
  columns: Type.Array(
    Type.Object({
      heading: Type.String(),
      field: nullable(oneOf(...coreFields)),
      samples: Type.Array(Type.String()),
    }),
  ),
  counts: CoreCountsSchema,
  persons: Type.Integer({ description: "Different person numbers." }),
  addresses: Type.Integer({
    description: "Different addresses; fewer than records is right here.",
  }),
  profiled: Type.Integer({ description: "Records with Profiling 1." }),
});
export type CorePreview = Static<typeof CorePreviewSchema>;

export const CoreListQuery = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    occasion: Type.String({ minLength: 1, maxLength: 300 }),
    source: Type.String({
      minLength: 1,
      maxLength: 30,
      pattern: "^[\\p{L}\\p{N} ._-]+$",
      description: "The core system the file comes from, for example OSPlus.",
    }),
    keepDays: Type.Optional(Type.Integer({ minimum: 30, maximum: 730, default: 180 })),
    mapping: Type.Optional(MappingText),
    manual: Type.Optional(
      Type.Boolean({
        description:
          "Lines without person number are taken too; what these people say is worked on by hand (CRM-16).",
      }),
    ),
  },
  strict,
);
export const CoreFileQuery = Type.Object(
  { mapping: Type.Optional(MappingText), manual: Type.Optional(Type.Boolean()) },
  strict,
);

export const CoreListSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  occasion: Type.String(),
  owner: nullable(Type.String()),
  source: Type.String(),
  keepDays: Type.Integer(),
  createdBy: Type.String(),
  createdAt: Timestamp,
  endedAt: NullableTimestamp,
  records: Count,
  /** What people said and the core system does not know yet. */
  open: Count,
  openSince: NullableTimestamp,
  /** Imports with lines without person number that nobody ticked off. */
  manualOpen: Count,
});
export type CoreListView = Static<typeof CoreListSchema>;
export const CoreListPage = pageOf(CoreListSchema);
export { PageQuery as CoreListsQuery };

export const CoreListChangeSchema = Type.Partial(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    occasion: Type.String({ minLength: 1, maxLength: 300 }),
    keepDays: Type.Integer({ minimum: 30, maximum: 730 }),
  }),
  strict,
);

export const CoreImportSchema = Type.Object({
  id: Type.String(),
  kind: oneOf("create", "append", "update"),
  fileName: Type.String(),
  sha256: Type.String(),
  counts: CoreCountsSchema,
  manual: Type.Boolean(),
  manualDoneBy: nullable(Type.String()),
  manualDoneAt: NullableTimestamp,
  madeBy: Type.String(),
  madeAt: Timestamp,
  /** Taken back. */
  undoneAt: NullableTimestamp,
  undoneBy: nullable(Type.String()),
});
export type CoreImportView = Static<typeof CoreImportSchema>;

export const CoreHandoverSchema = Type.Object({
  id: Type.String(),
  mailing: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  format: oneOf("csv", "xlsx"),
  reason: Type.String(),
  rows: Count,
  madeBy: Type.String(),
  madeAt: Timestamp,
  acknowledgedBy: nullable(Type.String()),
  acknowledgedAt: NullableTimestamp,
});
export type CoreHandoverView = Static<typeof CoreHandoverSchema>;

export const CoreListDetailSchema = Type.Object({
  ...CoreListSchema.properties,
  persons: Count,
  addresses: Count,
  profiled: Count,
  bases: Type.Object({ consent: Count, customer: Count, none: Count }),
  unsubscribed: Count,
  imports: Type.Array(CoreImportSchema),
  changes: Type.Integer({ description: "Values changed by updates so far (CRM-18)." }),
  mailings: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      state: Type.String(),
      at: NullableTimestamp,
    }),
  ),
  handovers: Type.Array(CoreHandoverSchema),
});
export type CoreListDetail = Static<typeof CoreListDetailSchema>;

export const CoreImportAnswerSchema = Type.Object({
  list: CoreListSchema,
  import: CoreImportSchema,
});
export type CoreImportAnswer = Static<typeof CoreImportAnswerSchema>;

export const ReturnFileBody = Type.Object(
  {
    format: Type.Optional(oneOf("csv", "xlsx")),
    mailing: Type.Optional(Type.String({ maxLength: 60, description: "Only this mailing." })),
    reason: Type.String({ minLength: 3, maxLength: 300 }),
    locale: Type.Optional(oneOf("de", "en")),
  },
  strict,
);

export const CoreRecordsQuery = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 100 })),
});
export const CoreRecordSchema = Type.Object({
  contactId: Type.String(),
  line: Type.Integer(),
  personNumber: Type.String(),
  recordNumber: Type.String(),
  name: Type.String(),
  email: Type.String(),
  profiling: Type.Boolean(),
  basis: oneOf("", "consent", "customer_7_3"),
  basisReference: Type.String(),
  origin: Type.String(),
  unsubscribedAt: NullableTimestamp,
  warnings: Type.Array(Type.String()),
  changes: Count,
});
export type CoreRecordView = Static<typeof CoreRecordSchema>;
export const CoreRecordPage = pageOf(CoreRecordSchema);

export const CoreChangesQuery = Type.Object({
  ...PageQuery.properties,
  record: Type.Optional(Type.String({ maxLength: 60, description: "Contact of one record." })),
});
export const CoreChangeSchema = Type.Object({
  id: Type.String(),
  at: Timestamp,
  contactId: Type.String(),
  personNumber: Type.String(),
  name: Type.String(),
  field: Type.String(),
  oldValue: Type.String(),
  newValue: Type.String(),
  fileName: Type.String(),
});
export type CoreChangeView = Static<typeof CoreChangeSchema>;
export const CoreChangePage = pageOf(CoreChangeSchema);
