import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { DirectoryCountQuery } from "./directory.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const exportFormats = ["csv", "xlsx", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportStates = [
  "waiting",
  "running",
  "done",
  "failed",
  "cancelled",
  "expired",
] as const;
export type ExportState = (typeof exportStates)[number];

/** Rows of a sheet below its headings (Excel's own limit). */
export const XLSX_ROWS = 1_048_575;
/** A file can be fetched this long; then it is deleted. */
export const EXPORT_HOURS = 24;

export const NewExportSchema = Type.Object(
  {
    format: oneOf("csv", "xlsx", "jsonl"),
    reason: Type.String({
      minLength: 10,
      maxLength: 300,
      description: "What the file is for. Stands in the audit log.",
    }),
    filter: Type.Optional(DirectoryCountQuery),
    locale: Type.Optional(LocaleSchema),
  },
  { additionalProperties: false },
);
export type NewExport = Static<typeof NewExportSchema>;

export const ExportSchema = Type.Object({
  id: Type.String(),
  state: oneOf(...exportStates),
  format: oneOf("csv", "xlsx", "jsonl"),
  reason: Type.String(),
  filter: DirectoryCountQuery,
  total: Type.Integer({ description: "Contacts the filter meant when the export was asked for." }),
  written: Type.Integer(),
  sizeBytes: nullable(Type.Integer()),
  by: Type.String(),
  downloads: Type.Integer(),
  createdAt: Timestamp,
  finishedAt: NullableTimestamp,
  expiresAt: nullable(
    Type.String({ description: "Until then the file can be fetched; then it is deleted." }),
  ),
});
export type ExportView = Static<typeof ExportSchema>;
export const ExportPage = pageOf(ExportSchema);
export const ExportsQuery = PageQuery;
