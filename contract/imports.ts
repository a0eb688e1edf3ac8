import { Type, type Static, type TSchema } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const importStates = [
  "uploaded",
  "checking",
  "checked",
  "running",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;
export type ImportState = (typeof importStates)[number];

/** How a file can be written. What detection cannot tell from windows-1252 can be chosen. */
export const encodings = [
  "utf-8",
  "windows-1252",
  "utf-16le",
  "utf-16be",
  "iso-8859-15",
  "windows-1250",
  "macintosh",
  "shift_jis",
] as const;
export type Encoding = (typeof encodings)[number];
/** What a file is. Workbooks are those of Excel (new and old) and OpenDocument. */
export const fileKinds = ["csv", "workbook", "vcard", "archive"] as const;
export type FileKind = (typeof fileKinds)[number];
export const delimiters = [";", ",", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** What a column can hold, beside an account's own fields `custom.<name>`. */
export const importFields = [
  "email",
  // Taken where the one before is empty.
  "email.second",
  "email.third",
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
  "tags",
  "stage",
  "responsible",
  "consent.date",
  "consent.confirmedAt",
  "consent.source",
  "consent.ip",
  "consent.lastMailed",
  "status",
  "status.confirmed",
  "status.unsubscribed",
  "status.bounced",
  "profiling",
  "profiling.date",
  "profiling.source",
  "profiling.wording",
] as const;
export type ImportField = (typeof importFields)[number] | `custom.${string}`;
export const FIELD_PATTERN = `^(${importFields.map((name) => name.replaceAll(".", "\\.")).join("|")}|custom\\.[a-z][a-z0-9_]{0,39})$`;

/** The greatest file that is taken. */
export const IMPORT_LIMITS = {
  bytes: 200 * 1024 * 1024,
  /** Workbooks, address books and archives are read as a whole. */
  wholeBytes: 25 * 1024 * 1024,
  rows: 2_000_000,
  columns: 200,
  /** Characters of one row, quoted line breaks included. */
  rowLength: 64 * 1024,
} as const;

export const MappingSchema = Type.Array(
  Type.Object(
    {
      column: Type.Union([
        Type.Integer({ minimum: 0, maximum: IMPORT_LIMITS.columns - 1 }),
        Type.String({ minLength: 1, maxLength: 500 }),
      ]),
      field: Type.String({ maxLength: 50, pattern: FIELD_PATTERN }),
    },
    strict,
  ),
  {
    maxItems: IMPORT_LIMITS.columns,
    description:
      "Which column (position from 0, or its heading) holds which field. Columns that are not named are not imported.",
  },
);
export type MappingInput = Static<typeof MappingSchema>;

export const FormatChangeSchema = Type.Object(
  {
    encoding: Type.Optional(oneOf(...encodings)),
    delimiter: Type.Optional(oneOf(...delimiters)),
    header: Type.Optional(Type.Boolean({ description: "The first row holds headings." })),
    sheet: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: "The sheet of a workbook." }),
    ),
  },
  strict,
);
export type FormatChange = Static<typeof FormatChangeSchema>;

const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const source = Type.String({
  minLength: 2,
  maxLength: 300,
  description: "Where the consent was given, for rows whose own column is empty.",
});
const WordingChoice = Type.Object(
  {
    versionId: Type.Optional(Type.String({ maxLength: 60, description: "A wording version." })),
    text: Type.Optional(
      Type.String({ minLength: 20, maxLength: 5000, description: "The text people agreed to." }),
    ),
    locale: Type.Optional(LocaleSchema),
  },
  strict,
);
const lastMailedOn = Type.Optional(day);

/**
 * What proves the consents in the file (CON-13, CON-23). `none`: the contacts are stored and nobody is mailed on
 * account of this file; no opt-in mail goes out either (CON-14).
 */
export const ConsentEvidenceSchema = Type.Union([
  Type.Object({ evidence: Type.Literal("none") }, strict),
  Type.Object(
    {
      evidence: Type.Literal("double_opt_in"),
      source: Type.Optional(source),
      wording: Type.Optional(WordingChoice),
      lastMailedOn,
    },
    strict,
  ),
  Type.Object(
    {
      evidence: Type.Literal("signed_declaration"),
      reason: Type.String({ minLength: 20, maxLength: 500 }),
      source: Type.Optional(source),
      wording: Type.Optional(WordingChoice),
      lastMailedOn,
    },
    strict,
  ),
]);

/** Systems whose exports are recognised by their headings. */
export const kitIds = [
  "listmonk",
  "mautic",
  "mailchimp",
  "cleverreach",
  "brevo",
  "evalanche",
  "pipedrive",
  "emma",
] as const;
export type KitId = (typeof kitIds)[number];

/**
 * How well a row proves its consent: `proven` names its time and the confirmation (IP address or the time of the
 * double opt-in), `plausible` its time alone, `missing` nothing.
 */
export const evidenceClasses = ["proven", "plausible", "missing"] as const;
export type EvidenceClass = (typeof evidenceClasses)[number];
/** `evidence`: import the consent; `unverified`: keep the subscription, but mail nobody; `contact`: only the contact. */
export const triageDecisions = ["evidence", "unverified", "contact"] as const;
export type TriageDecision = (typeof triageDecisions)[number];
export const TriageSchema = Type.Object(
  {
    proven: oneOf("evidence", "unverified", "contact"),
    plausible: oneOf("evidence", "unverified", "contact"),
    missing: oneOf("unverified", "contact"),
  },
  {
    ...strict,
    description:
      "What becomes of the rows of each class of evidence. Without it every complete row counts as evidence (CON-23).",
  },
);
export type Triage = Static<typeof TriageSchema>;

export const ImportOptionsSchema = Type.Object(
  {
    triage: Type.Optional(TriageSchema),
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
        maxItems: 20,
        description: "Names of tags for every contact of the file. New ones are made.",
      }),
    ),
    listIds: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 })),
    existing: Type.Optional(
      oneOf("fill", "overwrite"), // fill: only what is empty is filled
    ),
    origin: Type.Optional(
      Type.Object(
        {
          text: Type.String({ minLength: 3, maxLength: 300 }),
          collectedFrom: oneOf("person", "elsewhere"),
        },
        {
          ...strict,
          description:
            "Where the data come from (DSR-03). Bought and rented addresses are refused (LEAD-12). `elsewhere`: not from the person, who must then be informed within 30 days (DSR-02).",
        },
      ),
    ),
    consent: Type.Optional(ConsentEvidenceSchema),
    profiling: Type.Optional(
      Type.Object(
        {
          wordingVersionId: Type.Optional(Type.String({ maxLength: 60 })),
          source: Type.Optional(source),
          default: Type.Optional(
            Type.Boolean({ description: "Only `false` is accepted (TRK-03)." }),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type ImportOptions = Static<typeof ImportOptionsSchema>;

export const ImportChangeSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    format: Type.Optional(FormatChangeSchema),
    mapping: Type.Optional(MappingSchema),
    options: Type.Optional(ImportOptionsSchema),
  },
  strict,
);
export type ImportChange = Static<typeof ImportChangeSchema>;

export const UploadQuery = Type.Object({
  name: Type.Optional(
    Type.String({ maxLength: 200, description: "File name where the file is the body." }),
  ),
});

const Texts = Type.Object({ de: Type.String(), en: Type.String() });
const Counted = Type.Array(
  Type.Object({ reason: Type.String(), count: Type.Integer(), label: Texts }),
);

export const ImportCountsSchema = Type.Object({
  rows: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  rejected: Type.Integer(),
  rejectedBy: Counted,
  mailable: Type.Integer({
    description:
      "People of the file who may be mailed on the chosen lists, by the gate's own word.",
  }),
  notMailable: Counted,
  consents: Type.Integer({ description: "Consents with complete evidence that are new." }),
  triage: Type.Object(
    { proven: Type.Integer(), plausible: Type.Integer(), missing: Type.Integer() },
    { description: "Rows of people who may be mailed by their status, by class of evidence." },
  ),
  suppressed: Type.Integer({
    description:
      "Rows whose status says unsubscribed or undeliverable: they are on the unsubscribe list now (UNS-23).",
  }),
  unverifiedBy: Counted,
  heldBack: Counted,
  profilingGranted: Type.Integer(),
  profilingRefusedBy: Counted,
  hints: Counted,
  typoDomains: Type.Array(
    Type.Object({ found: Type.String(), likely: Type.String(), count: Type.Integer() }),
  ),
});
export type ImportCountsView = Static<typeof ImportCountsSchema>;

export const ImportSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: oneOf(...importStates),
  kit: nullable(
    Type.Object(
      { id: oneOf(...kitIds), name: Type.String() },
      { description: "The system this export was recognised to come from." },
    ),
  ),
  remembered: Type.Boolean({
    description: "The mapping is that of an earlier file with the same headings.",
  }),
  format: Type.Object({
    kind: oneOf(...fileKinds),
    sheet: nullable(Type.String()),
    sheets: Type.Array(Type.String()),
    encoding: oneOf(...encodings),
    delimiter: oneOf(...delimiters),
    header: Type.Boolean(),
    sizeBytes: Type.Integer(),
    sha256: Type.String(),
  }),
  columns: Type.Array(
    Type.Object({
      index: Type.Integer(),
      heading: Type.String(),
      field: nullable(Type.String()),
      suggested: nullable(Type.String()),
    }),
  ),
  options: ImportOptionsSchema,
  problems: Type.Array(Type.Object({ code: Type.String(), label: Texts }), {
    description: "What is missing before the file can be checked or imported.",
  }),
  progress: Type.Object({
    rows: Type.Integer(),
    share: Type.Number({ description: "0 to 1." }),
    perSecond: Type.Integer(),
    secondsLeft: nullable(Type.Integer()),
  }),
  check: nullable(ImportCountsSchema),
  result: nullable(ImportCountsSchema),
  undo: nullable(
    Type.Object({
      contactsRemoved: Type.Integer(),
      contactsRestored: Type.Integer(),
      consentsTakenBack: Type.Integer(),
      kept: Type.Integer({ description: "Rows whose contact was changed since and stays." }),
    }),
  ),
  error: nullable(
    Type.Object({
      code: Type.String(),
      line: nullable(Type.Integer()),
      label: Texts,
    }),
  ),
  hasErrorFile: Type.Boolean(),
  noticeDueOn: nullable(
    Type.String({
      description: "Day until which the people must be informed under Art. 14 GDPR (DSR-02).",
    }),
  ),
  createdAt: Timestamp,
  finishedAt: NullableTimestamp,
  undoneAt: NullableTimestamp,
});
export type ImportView = Static<typeof ImportSchema>;
export const ImportPage = pageOf(ImportSchema);
export const ImportsQuery = PageQuery;

export const PreviewRowSchema = Type.Object({
  line: Type.Integer(),
  raw: Type.Array(Type.String()),
  fields: Type.Record(Type.String(), Type.String(), {
    description: "The values as they will be stored.",
  }),
  result: oneOf("created", "updated", "unchanged", "rejected"),
  reason: nullable(Type.Object({ reason: Type.String(), label: Texts })),
  mailable: Type.Boolean(),
  notMailable: nullable(Type.Object({ reason: Type.String(), label: Texts })),
  remarks: Type.Array(Type.Object({ reason: Type.String(), label: Texts })),
});
export type PreviewRowView = Static<typeof PreviewRowSchema>;
export const PreviewSchema = Type.Object({ rows: Type.Array(PreviewRowSchema) });
