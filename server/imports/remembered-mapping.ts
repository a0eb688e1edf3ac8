import { createHash } from "node:crypto";
import type { ImportField } from "../../contract/imports.ts";
import { allFields } from "../contacts/index.ts";
import type { Tx } from "../platform/index.ts";
import type { FileFormat } from "./csv-dialect.ts";
import { foldHeading, suggestMapping, type Mapping } from "./mapping.ts";
import { findMapping, saveMapping } from "./mappings.store.ts";

/** A set of headings, whatever their order. */
const headingsHash = (columns: readonly string[]): Buffer =>
  createHash("sha256").update(columns.map(foldHeading).toSorted().join("\n")).digest();

/** How a file with the same headings was imported here last; else what the headings suggest. */
export async function rememberedOrSuggested(
  tx: Tx,
  format: Pick<FileFormat, "columns" | "header">,
): Promise<{ mapping: Mapping; remembered: boolean }> {
  const { columns } = format;
  const saved = format.header ? await findMapping(tx, headingsHash(columns)) : undefined;
  const fields = await allFields(tx);
  if (!saved) return { mapping: suggestMapping(columns, fields), remembered: false };
  const defined = new Set(fields.map((field) => `custom.${field.key}`));
  const stands = (field: ImportField | undefined) =>
    field !== undefined && (!field.startsWith("custom.") || defined.has(field));
  return {
    mapping: columns.map((column) => {
      const field = saved[foldHeading(column)];
      return field !== undefined && stands(field) ? field : null;
    }),
    remembered: true,
  };
}

/** Remembers how the columns of a file were mapped, for the next one with the same headings. */
export async function rememberMapping(
  tx: Tx,
  accountId: number,
  format: Pick<FileFormat, "columns" | "header">,
  mapping: Mapping,
  at: Date,
): Promise<void> {
  if (!format.header) return;
  const byHeading: Record<string, ImportField> = {};
  format.columns.forEach((column, index) => {
    const field = mapping[index];
    if (field) byHeading[foldHeading(column)] = field;
  });
  await saveMapping(tx, accountId, headingsHash(format.columns), byHeading, at);
}
