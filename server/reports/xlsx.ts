import * as XLSX from "@e965/xlsx";

/**
 * How the numbers of a column are shown. `day` takes calendar days as `2026-11-22`; `percent` and `fine` (with two decimals)
 * take shares from 0 to 1.
 */
export type ColumnFormat = "text" | "number" | "decimal" | "percent" | "fine" | "day";

export interface WorkbookColumn {
  title: string;
  /** `text` unless given: then a number is shown as it is. */
  format?: ColumnFormat;
  /** Characters; measured by the contents unless given. */
  width?: number;
}

/** A word in a column of numbers stays a word ("fewer than 10"); null is an empty cell. */
export type WorkbookCell = string | number | null;

export interface WorkbookSheet {
  name: string;
  columns: readonly WorkbookColumn[];
  rows: readonly (readonly WorkbookCell[])[];
}

const FORMATS: Record<ColumnFormat, string | undefined> = {
  text: undefined,
  number: "#,##0",
  decimal: "#,##0.00",
  percent: "0.0%",
  fine: "0.00%",
  day: "yyyy-mm-dd",
};

/** The longest text a cell of Excel may have. */
const LONGEST_TEXT = 32_767;
const WIDEST_COLUMN = 60;
const LONGEST_NAME = 31;
const DAY_MS = 86_400_000;
/** Day 0 of the calendar of spreadsheets. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/**
 * A workbook for Excel and its like (ECMA-376). Every cell has a type: texts are texts whatever they begin with, and
 * nothing here can write a formula, so that no name or link of somebody else is calculated by the reader's program.
 *
 * @returns the file's bytes
 */
export function writeWorkbook(sheets: readonly WorkbookSheet[]): Buffer {
  const book = XLSX.utils.book_new();
  const names = new Set<string>();
  for (const sheet of sheets) {
    const name = sheetName(sheet.name, names);
    names.add(name.toLowerCase());
    XLSX.utils.book_append_sheet(book, toSheet(sheet), name);
  }
  return XLSX.write(book, { type: "buffer", bookType: "xlsx", compression: true }) as Buffer;
}

function toSheet(sheet: WorkbookSheet): XLSX.WorkSheet {
  const { columns, rows } = sheet;
  const made: XLSX.WorkSheet = {};
  const put = (row: number, column: number, cell: XLSX.CellObject | undefined): void => {
    if (cell) made[XLSX.utils.encode_cell({ r: row, c: column })] = cell;
  };
  columns.forEach((column, at) => put(0, at, textCell(column.title)));
  rows.forEach((row, line) =>
    row.forEach((value, at) => put(line + 1, at, toCell(value, columns[at]?.format ?? "text"))),
  );
  const wide = Math.max(columns.length, ...rows.map((row) => row.length), 1);
  made["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length, c: wide - 1 } });
  made["!cols"] = columns.map((column, at) => ({ wch: column.width ?? widthOf(sheet, at) }));
  return made;
}

function toCell(value: WorkbookCell, format: ColumnFormat): XLSX.CellObject | undefined {
  if (value === null || value === "") return undefined;
  if (typeof value === "number")
    return Number.isFinite(value) ? numberCell(value, FORMATS[format]) : undefined;
  if (format === "day" && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const at = Date.parse(`${value}T00:00:00Z`);
    if (!Number.isNaN(at)) return numberCell((at - DAY_ZERO) / DAY_MS, FORMATS.day);
  }
  return textCell(value);
}

function numberCell(value: number, format: string | undefined): XLSX.CellObject {
  return { t: "n", v: value, ...(format === undefined ? {} : { z: format }) };
}

function textCell(value: string): XLSX.CellObject {
  return { t: "s", v: printable(value).slice(0, LONGEST_TEXT) };
}

/** Without the characters that XML 1.0 cannot hold; a file with one of them does not open. */
function printable(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, " ");
}

function widthOf(sheet: WorkbookSheet, at: number): number {
  const longest = sheet.rows.reduce(
    (most, row) => Math.max(most, String(row[at] ?? "").length),
    sheet.columns[at]?.title.length ?? 0,
  );
  return Math.min(WIDEST_COLUMN, Math.max(8, longest + 2));
}

/** A name a sheet may have: at most 31 characters, none of `[]:*?/\`, and no two alike. */
function sheetName(wanted: string, taken: ReadonlySet<string>): string {
  const clean =
    printable(wanted)
      .replaceAll(/[[\]:*?/\\\s]+/g, " ")
      .replaceAll(/^[' ]+|[' ]+$/g, "")
      .slice(0, LONGEST_NAME)
      .trim() || "1";
  for (let copy = 1; ; copy += 1) {
    const end = copy === 1 ? "" : ` ${copy}`;
    const name = `${clean.slice(0, LONGEST_NAME - end.length)}${end}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
