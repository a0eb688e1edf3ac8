import { csvRow, csvStart, type CsvValue, type Locale } from "../platform/index.ts";
import { writeWorkbook, type WorkbookCell, type WorkbookSheet } from "./xlsx.ts";

export type SheetFormat = "csv" | "xlsx";

const TYPES: Record<SheetFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Tables as a file: a workbook with a sheet each, or one CSV with the tables below each other. */
export function sheetsFile(
  sheets: readonly WorkbookSheet[],
  format: SheetFormat,
  locale: Locale,
): { type: string; content: Buffer | string } {
  const content = format === "xlsx" ? writeWorkbook(sheets) : writeCsv(sheets, locale);
  return { type: TYPES[format], content };
}

/**
 * Semicolons and a mark at the beginning, because that is how Excel opens German files; fractions with the language's own
 * sign; texts that a spreadsheet would calculate are quoted.
 */
function writeCsv(sheets: readonly WorkbookSheet[], locale: Locale): string {
  const fraction = new Intl.NumberFormat(locale === "de" ? "de-DE" : "en-GB", {
    useGrouping: false,
    maximumFractionDigits: 6,
  });
  // A number that is a text would be taken for a formula where it is negative.
  const cell = (value: WorkbookCell): CsvValue =>
    value === null
      ? ""
      : typeof value === "number" && !Number.isInteger(value)
        ? fraction.format(value)
        : value;
  const tables = sheets.map(
    ({ name, columns, rows }, at) =>
      (at === 0 ? csvStart([name]) : csvRow([]) + csvRow([name])) +
      csvRow(columns.map((column) => column.title)) +
      rows.map((row) => csvRow(row.map(cell))).join(""),
  );
  return tables.join("");
}
