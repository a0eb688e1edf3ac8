import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { RetainReasonSchema } from "./bounces.ts";
import { DirectoryCountQuery } from "./directory.ts";
import { exportSubjects } from "./export-subjects.ts";
import { AloneSchema } from "./guards.ts";
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

export const NewExportSchema = Type.Object(
  {
    /** Contacts unless said otherwise; the others also need `suppression.read`. */
    what: Type.Optional(oneOf(...exportSubjects)),
    format: oneOf("csv", "xlsx", "jsonl"),
    reason: Type.String({
      minLength: 10,
      maxLength: 300,
      description: "What the file is for. Stands in the audit log.",
    }),
    filter: Type.Optional(DirectoryCountQuery),
    scope: Type.Optional(SuppressionScopeSchema),
    retainedFor: Type.Optional(RetainReasonSchema),
    locale: Type.Optional(LocaleSchema),
    alone: AloneSchema,
  },
  { additionalProperties: false },
);
export type NewExport = Static<typeof NewExportSchema>;

export const ExportSchema = Type.Object({
  id: Type.String(),
  what: oneOf(...exportSubjects),
  state: oneOf(...exportStates),
  format: oneOf("csv", "xlsx", "jsonl"),
  reason: Type.String(),
  filter: DirectoryCountQuery,
  total: Type.Integer({ description: "Rows that were meant when the export was asked for." }),
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
