import Papa from "papaparse";
import { IMPORT_LIMITS } from "../../contract/imports.ts";
import type { RejectionReason } from "../../contract/import-texts.ts";
import { trimLast, type FileFormat } from "./csv-dialect.ts";
import { decodeText } from "./encoding.ts";
import { FileError } from "./file-error.ts";

/** One row of the file. */
export interface CsvRecord {
  /** Number of its first line, from 1, as an editor shows it. */
  line: number;
  cells: string[];
  /** Why it cannot be trusted; the rows after it can. */
  problem?: { reason: RejectionReason; expected?: string; found?: string };
}

/** Characters handed to the parser at once: a few milliseconds of work. */
const PIECE = 64 * 1024;

/**
 * Reads the rows of a file, some at a time, with memory that does not depend on its size. Headings and blank rows
 * are left out. Throws FileError where the rest cannot be read: `quote_open`, `row_too_long`, `too_many_rows`.
 */
export async function* readRecords(
  source: AsyncIterable<Buffer>,
  format: Pick<FileFormat, "encoding" | "delimiter" | "newline" | "header" | "columns"> & {
    separatorLine?: boolean;
  },
): AsyncGenerator<CsvRecord[]> {
  const { delimiter, newline } = format;
  const rows = new RowReader(format);
  let pending = "";
  const parse = (last: boolean): CsvRecord[] => {
    const parsed = new Papa.Parser({ delimiter, newline }).parse(pending, 0, !last) as Parsed;
    const records = rows.take(parsed);
    pending = last ? "" : pending.slice(parsed.meta.cursor);
    if (pending.length > IMPORT_LIMITS.rowLength) throw rows.tooLong(pending.length);
    return records;
  };
  for await (const text of decodeText(source, format.encoding)) {
    for (let at = 0; at < text.length; at += PIECE) {
      pending += text.slice(at, at + PIECE);
      const records = parse(false);
      if (records.length > 0) yield records;
    }
  }
  if (pending !== "") {
    const records = parse(true);
    if (records.length > 0) yield records;
  }
}

interface Parsed {
  data: string[][];
  errors: { code: string; row: number }[];
  meta: { cursor: number };
}

/** Turns parsed rows into records: counts lines, leaves out what is no data, marks what is broken. */
class RowReader {
  readonly #width: number;
  readonly #newline: string;
  #line = 1;
  #rows = 0;
  /** Rows before the data: the separator line and the headings. */
  #toSkip: ("separator" | "header")[];

  constructor(format: {
    header: boolean;
    separatorLine?: boolean;
    columns: string[];
    newline: string;
  }) {
    this.#width = format.columns.length;
    this.#newline = format.newline;
    this.#toSkip = [
      ...(format.separatorLine ? (["separator"] as const) : []),
      ...(format.header ? (["header"] as const) : []),
    ];
  }

  tooLong(length: number): FileError {
    return new FileError("row_too_long", {
      line: this.#line,
      expected: `≤ ${IMPORT_LIMITS.rowLength}`,
      found: `> ${length}`,
    });
  }

  take({ data, errors }: Parsed): CsvRecord[] {
    const broken = new Map(errors.map((error) => [error.row, error.code]));
    const records: CsvRecord[] = [];
    data.forEach((row, index) => {
      const cells = this.#newline === "\n" ? trimLast(row) : row;
      const line = this.#line;
      const size = this.#measure(cells);
      if (broken.get(index) === "MissingQuotes") throw new FileError("quote_open", { line });
      if (size > IMPORT_LIMITS.rowLength) {
        this.#line = line;
        throw this.tooLong(size);
      }
      if (this.#toSkip[0] === "separator") return void this.#toSkip.shift();
      if (cells.every((cell) => cell.trim() === "")) return;
      if (this.#toSkip[0] === "header") return void this.#toSkip.shift();
      this.#rows++;
      if (this.#rows > IMPORT_LIMITS.rows)
        throw new FileError("too_many_rows", { line, expected: `≤ ${IMPORT_LIMITS.rows}` });
      records.push(this.#check({ line, cells }, broken.has(index)));
    });
    return records;
  }

  /** Counts the lines a row takes; gives its length in characters. */
  #measure(cells: string[]): number {
    let size = cells.length;
    this.#line++;
    for (const cell of cells) {
      size += cell.length;
      for (
        let at = cell.indexOf(this.#newline);
        at !== -1;
        at = cell.indexOf(this.#newline, at + 1)
      )
        this.#line++;
    }
    return size;
  }

  #check(record: CsvRecord, malformed: boolean): CsvRecord {
    const hasNul = record.cells.some((cell) => cell.includes("\0"));
    const cells = hasNul ? record.cells.map((cell) => cell.replaceAll("\0", "␀")) : record.cells;
    if (hasNul || malformed)
      return { ...record, cells, problem: { reason: hasNul ? "nul_byte" : "quotes_malformed" } };
    const surplus = cells.slice(this.#width).some((cell) => cell.trim() !== "");
    if (surplus)
      return {
        ...record,
        cells: cells.slice(0, IMPORT_LIMITS.columns),
        problem: {
          reason: "too_many_columns",
          expected: String(this.#width),
          found: String(cells.length),
        },
      };
    return record;
  }
}
