import { strToU8, zipSync } from "fflate";
import { csvRow, csvStart } from "../../platform/index.ts";

/** A value in a cell: days as they are, what has parts as JSON. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString("hex");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** One CSV file for each table that holds something, in a ZIP archive. */
export function tablesZip(
  tables: readonly { name: string; rows: readonly unknown[] }[],
  at: Date,
): Buffer {
  const files = Object.fromEntries(
    tables
      .filter(({ rows }) => rows.length > 0)
      .map(({ name, rows }) => {
        const columns = [
          ...new Set(rows.flatMap((row) => Object.keys(row as Record<string, unknown>))),
        ];
        const lines = rows.map((row) =>
          csvRow(columns.map((column) => cellOf((row as Record<string, unknown>)[column]))),
        );
        return [`${name}.csv`, strToU8(csvStart(columns) + lines.join(""))];
      }),
  );
  return Buffer.from(zipSync(files, { mtime: at }));
}
