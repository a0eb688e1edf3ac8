import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { RetainReasonSchema } from "./bounces.ts";
import { DirectoryCountQuery } from "./directory.ts";
import { contactSubjects, exportSubjects } from "./export-subjects.ts";
import { AloneSchema } from "./guards.ts";
import { PersonFilter } from "./reports.ts";
import { SuppressionScopeSchema } from "./suppression.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const exportFormats = ["csv", "xlsx", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportStates = [
  /** For a second person. */
  "held",
  "waiting",
  "running",
  "done",
  "failed",
  "cancelled",
  "refused",
  "expired",
] as const;
export type ExportState = (typeof exportStates)[number];

/** Rows of a sheet below its headings (Excel's own limit). */
export const XLSX_ROWS = 1_048_575;
/** A file can be fetched this long; then it is deleted. */
export const EXPORT_HOURS = 24;

const PublicId = Type.String({ maxLength: 60 });
const ReasonSchema = Type.String({
  minLength: 10,
  maxLength: 300,
  description: "What the file is for. Stands in the audit log.",
});
/** The people of one mailing's report, as its page filters them. */
const PersonsOfSchema = Type.Object(
  { mailing: PublicId, ...PersonFilter.properties },
  { additionalProperties: false },
);
export type PersonsOf = Static<typeof PersonsOfSchema>;

export const NewExportSchema = Type.Object(
  {
    /** Contacts unless said otherwise. Blocks and retained addresses also need `suppression.read`, people of a report `tracking.read`. */
    what: Type.Optional(oneOf(...contactSubjects)),
    format: oneOf("csv", "xlsx", "jsonl"),
    reason: ReasonSchema,
    filter: Type.Optional(DirectoryCountQuery),
    scope: Type.Optional(SuppressionScopeSchema),
    retainedFor: Type.Optional(RetainReasonSchema),
    persons: Type.Optional(PersonsOfSchema),
    locale: Type.Optional(LocaleSchema),
    alone: AloneSchema,
  },
  { additionalProperties: false },
);
export type NewExport = Static<typeof NewExportSchema>;

export const NewEvidenceExportSchema = Type.Object(
  {
    list: PublicId,
    from: Type.Optional(Timestamp),
    to: Type.Optional(
      Type.String({
        format: "date-time",
        description: "Entries before it; at the latest the moment the export is asked for.",
      }),
    ),
    reason: Type.String({
      minLength: 10,
      maxLength: 300,
      description: "What the evidence is for. Stands in the audit log and in the file.",
    }),
    locale: Type.Optional(LocaleSchema),
    alone: AloneSchema,
  },
  { additionalProperties: false },
);
export type NewEvidenceExport = Static<typeof NewEvidenceExportSchema>;
/** Which entries of which list are in an evidence bundle. */
const EvidenceOfSchema = Type.Object({
  list: Type.String(),
  from: NullableTimestamp,
  to: Timestamp,
});
export type EvidenceOf = Static<typeof EvidenceOfSchema>;

export const ExportSchema = Type.Object({
  id: Type.String(),
  what: oneOf(...exportSubjects),
  state: oneOf(...exportStates),
  format: oneOf("csv", "xlsx", "jsonl"),
  reason: Type.String(),
  filter: DirectoryCountQuery,
  /** The mailing whose people they are, with the filter. */
  persons: nullable(PersonsOfSchema),
  evidence: nullable(EvidenceOfSchema),
  total: Type.Integer({
    description:
      "Rows that were meant when the export was asked for; of evidence the people with an entry in it.",
  }),
  written: Type.Integer(),
  sizeBytes: nullable(Type.Integer()),
  by: Type.String(),
  mine: Type.Boolean({ description: "Only who asked is shown the password." }),
  downloads: Type.Integer(),
  createdAt: Timestamp,
  finishedAt: NullableTimestamp,
  expiresAt: nullable(
    Type.String({ description: "Until then the file can be fetched; then it is deleted." }),
  ),
});
export type ExportView = Static<typeof ExportSchema>;
/** The file is a ZIP encrypted with AES-256; whoever has it needs the password as well (ORG-05). */
export const ExportPassword = Type.Object({ password: Type.String() });
export type ExportPasswordView = Static<typeof ExportPassword>;
export const ExportPage = pageOf(ExportSchema);
export const ExportsQuery = PageQuery;
