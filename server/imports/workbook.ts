import * as XLSX from "@e965/xlsx";
import { IMPORT_LIMITS } from "../../contract/imports.ts";
import { measureZip } from "../platform/index.ts";
import { RowLines } from "./row-lines.ts";
import { MAX_UNPACKED_BYTES, type WholeFileAnswer } from "./whole-files.ts";

/**
 * The rows of one sheet of a workbook (XLSX, XLS, ODS), values as they are stored: dates in ISO 8601, numbers with all
 * their digits, and with the zeros in front that their format shows. Formulas give their last result.
 */
export function readWorkbook(bytes: Buffer, wanted: string | undefined): WholeFileAnswer {
  const zip = bytes.subarray(0, 4).toString("hex") === "504b0304";
  if (zip) {
    const measured = measureZip(bytes, MAX_UNPACKED_BYTES);
    if (!measured) return { refused: "workbook_unreadable" };
    if (!measured.fits) return { refused: "workbook_too_much" };
    if (
      !measured.names.some((name) => /(?:^|\/)(?:workbook\.(?:xml|bin)|content\.xml)$/.test(name))
    )
      return { refused: "compressed" };
  }
  const options: XLSX.ParsingOptions = {
    type: "buffer",
    dense: true,
    cellDates: false,
    cellNF: true,
    cellHTML: false,
    cellText: false,
    cellFormula: false,
    bookVBA: false,
    sheetRows: IMPORT_LIMITS.rows + 1,
  };
  try {
    const names = XLSX.read(bytes, { ...options, bookSheets: true }).SheetNames;
    if (wanted !== undefined && !names.includes(wanted)) return { refused: "sheet_missing" };
    // One sheet at a time: the others may be large.
    const tried = wanted === undefined ? names : [wanted];
    for (const name of tried) {
      const book = XLSX.read(bytes, { ...options, sheets: [name] });
      const rows = rowsOf(book.Sheets[name], book.Workbook?.WBProps?.date1904 === true);
      if (rows.length > 0 || name === tried.at(-1)) return { rows, sheet: name, sheets: names };
    }
    return { refused: "empty" };
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    return { refused: /password|encrypt/i.test(said) ? "workbook_locked" : "workbook_unreadable" };
  }
}

function rowsOf(sheet: XLSX.WorkSheet | undefined, date1904: boolean): Uint8Array {
  const lines = new RowLines();
  const data = (sheet as { "!data"?: (XLSX.CellObject[] | undefined)[] } | undefined)?.["!data"];
  data?.forEach((row, index) => {
    if (!row) return;
    const cells = Array.from(row, (cell) => (cell ? textOf(cell, date1904) : ""));
    while (cells.at(-1) === "") cells.pop();
    if (cells.length > 0) lines.add(index + 1, cells);
  });
  return lines.bytes();
}

/** A cell as text, without loss. */
function textOf(cell: XLSX.CellObject, date1904: boolean): string {
  const { v, t } = cell;
  if (v === undefined || v === null || t === "e" || t === "z") return "";
  if (t === "b") return v ? "true" : "false";
  if (v instanceof Date) return v.toISOString();
  if (t !== "n" || typeof v !== "number") return String(v);
  const format = typeof cell.z === "string" ? cell.z : "";
  if (format !== "" && XLSX.SSF.is_date(format)) return dateOf(v, format, date1904);
  // Postcodes and customer numbers are often numbers with a format of zeros.
  if (/^0{2,}$/.test(format) && Number.isInteger(v) && v >= 0)
    return String(v).padStart(format.length, "0");
  return Number.isInteger(v) && Math.abs(v) < 1e21 ? BigInt(v).toString() : String(v);
}

function dateOf(serial: number, format: string, date1904: boolean): string {
  const date = XLSX.SSF.parse_date_code(serial, { date1904 }) as
    | { y: number; m: number; d: number; H: number; M: number; S: number }
    | null
    | undefined;
  if (!date) return String(serial);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const time = `${two(date.H)}:${two(date.M)}:${two(date.S)}`;
  if (serial < 1 && !/[yd]/i.test(format)) return time;
  const day = `${String(date.y).padStart(4, "0")}-${two(date.m)}-${two(date.d)}`;
  return time === "00:00:00" && !/h/i.test(format) ? day : `${day} ${time}`;
}
