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
export const delimiters = [";", ",", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** What a column can hold, beside an account's own fields `custom.<name>`. */
export const importFields = [
  "email",
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
  "consent.date",
  "consent.source",
  "consent.ip",
  "consent.lastMailed",
  "profiling",
  "profiling.date",
  "profiling.source",
  "profiling.wording",
] as const;
export type ImportField = (typeof importFields)[number] | `custom.${string}`;
export const FIELD_PATTERN = `^(${importFields.map((name) => name.replaceAll(".", "\\.")).join("|")}|custom\\.[a-z][a-z0-9_]{0,39})$`;

/** The greatest file that is taken. */
export const IMPORT_LIMITS = {
  bytes: 50 * 1024 * 1024,
  rows: 500_000,
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

export const ImportOptionsSchema = Type.Object(
  {
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
    Type.String({ maxLength: 200, description: "File name of a text/csv body." }),
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
  format: Type.Object({
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
