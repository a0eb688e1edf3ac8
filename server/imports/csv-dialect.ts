import Papa from "papaparse";
import {
  delimiters,
  IMPORT_LIMITS,
  type Delimiter,
  type Encoding,
  type FileKind,
  type FormatChange,
} from "../../contract/imports.ts";
import { parseEmailAddress } from "../platform/index.ts";
import { FileError } from "./file-error.ts";

/** How a file is to be read. */
export interface FileFormat {
  /** Not there in imports made before there were others than CSV. */
  kind?: FileKind;
  /** Sheets of a workbook, and the one that is read. */
  sheets?: string[];
  sheet?: string | null;
  /** The workbook or address book itself; the import's file holds its rows. */
  originalFileId?: number;
  /** Of the rows taken out of it. */
  rowsBytes?: number;
  encoding: Encoding;
  delimiter: Delimiter;
  newline: "\n" | "\r";
  /** The first row holds headings. */
  header: boolean;
  /** The first line is Excel's `sep=;`. */
  separatorLine: boolean;
  /** Headings, or "Spalte 1" and so on. */
  columns: string[];
  sizeBytes: number;
  /** Of the file's bytes, hexadecimal: names the very file in proofs. */
  sha256: string;
}

const SEPARATOR_LINE = /^sep=([;,\t|])\r?(?:\n|$)/i;
const ROWS_TO_LOOK_AT = 100;

/**
 * Reads the shape of a file from its first 64 KiB. What somebody chose counts; the rest is found out: the
 * delimiter is the one that cuts most rows into the same number of parts.
 * Throws FileError `empty` or `too_many_columns`.
 */
export function detectDialect(
  sample: string,
  chosen: FormatChange = {},
): Omit<FileFormat, "encoding" | "sizeBytes" | "sha256"> {
  const separator = SEPARATOR_LINE.exec(sample);
  const text = separator === null ? sample : sample.slice(separator[0].length);
  const newline = text.includes("\n") ? "\n" : text.includes("\r") ? "\r" : "\n";
  const delimiter =
    chosen.delimiter ??
    (separator === null ? guessDelimiter(text, newline) : (separator[1] as Delimiter));
  const first = sampleRows(text, delimiter, newline)[0];
  if (first === undefined) throw new FileError("empty");
  return {
    delimiter,
    newline,
    separatorLine: separator !== null,
    ...shapeOf(first, chosen.header),
  };
}

/**
 * Headings by the first row: a row with an e-mail address in it holds none. Throws FileError `too_many_columns`.
 */
export function shapeOf(
  first: string[],
  chosen: boolean | undefined,
): Pick<FileFormat, "header" | "columns"> {
  if (first.length > IMPORT_LIMITS.columns)
    throw new FileError("too_many_columns", {
      line: 1,
      expected: `≤ ${IMPORT_LIMITS.columns}`,
      found: String(first.length),
    });
  const header = chosen ?? !first.some((cell) => parseEmailAddress(cell).ok);
  const columns = first.map((cell, index) => {
    const heading = header
      ? cell
          .replace(/\p{C}+/gu, " ")
          .trim()
          .slice(0, 200)
      : "";
    return heading === "" ? `Spalte ${index + 1}` : heading;
  });
  return { header, columns };
}

function guessDelimiter(text: string, newline: "\n" | "\r"): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ";", score: 0 };
  for (const delimiter of delimiters) {
    const rows = sampleRows(text, delimiter, newline);
    const widths = rows.map((row) => row.length);
    const usual = mostFrequent(widths);
    if (usual < 2) continue;
    const even = widths.filter((width) => width === usual).length / widths.length;
    // "Meier, Anna" is a value: who separates columns puts no space behind.
    const inner = rows.flatMap((row) => row.slice(1));
    const spaced = inner.filter((cell) => cell.startsWith(" ")).length / Math.max(1, inner.length);
    const score = even * 10 - spaced * 3 + (widths[0] === usual ? 2 : 0) + Math.min(usual, 20) / 10;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function sampleRows(text: string, delimiter: string, newline: "\n" | "\r"): string[][] {
  const { data } = new Papa.Parser({ delimiter, newline, preview: ROWS_TO_LOOK_AT }).parse(
    text,
    0,
    false,
  ) as { data: string[][] };
  // The last row may be cut by the end of the sample.
  const whole = data.length > 2 ? data.slice(0, -1) : data;
  return whole.filter((row) => row.some((cell) => cell.trim() !== "")).map(trimLast);
}

/** Rows end with the second half of \r\n when they are cut at \n. */
export function trimLast(row: string[]): string[] {
  const last = row.length - 1;
  if (row[last]?.endsWith("\r")) row[last] = row[last].slice(0, -1);
  return row;
}

function mostFrequent(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
