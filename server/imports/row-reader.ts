import { IMPORT_LIMITS } from "../../contract/imports.ts";
import { shapeOf, type FileFormat } from "./csv-dialect.ts";
import { readRecords, type CsvRecord } from "./csv-reader.ts";
import { decodeText } from "./encoding.ts";
import { FileError } from "./file-error.ts";

/** Rows handed on at once. */
const AT_ONCE = 500;

/** The rows of any file that can be imported, some at a time. Throws FileError where the rest cannot be read. */
export function readRows(
  source: AsyncIterable<Buffer>,
  format: FileFormat,
): AsyncGenerator<CsvRecord[]> {
  return (format.kind ?? "csv") === "csv"
    ? readRecords(source, format)
    : readRowLines(source, format);
}

/** Headings of a whole file's rows. Throws FileError `empty` and `too_many_columns`. */
export function shapeOfRows(rows: Uint8Array, header: boolean | undefined) {
  const bytes = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
  const end = bytes.indexOf(10);
  if (end === -1) throw new FileError("empty");
  const [, ...first] = JSON.parse(bytes.toString("utf8", 0, end)) as [number, ...string[]];
  return shapeOf(first, header);
}

/** Reads what `RowLines` wrote. */
async function* readRowLines(
  source: AsyncIterable<Buffer>,
  format: Pick<FileFormat, "header" | "columns">,
): AsyncGenerator<CsvRecord[]> {
  let pending = "";
  let records: CsvRecord[] = [];
  let rows = 0;
  let skip = format.header;
  for await (const text of decodeText(source, "utf-8")) {
    const lines = (pending + text).split("\n");
    pending = lines.pop()!;
    for (const one of lines) {
      if (skip) {
        skip = false;
        continue;
      }
      const [line, ...cells] = JSON.parse(one) as [number, ...string[]];
      if (++rows > IMPORT_LIMITS.rows)
        throw new FileError("too_many_rows", { line, expected: `≤ ${IMPORT_LIMITS.rows}` });
      records.push(judge({ line, cells }, format.columns.length));
      if (records.length < AT_ONCE) continue;
      yield records;
      records = [];
    }
  }
  if (records.length > 0) yield records;
}

function judge(record: CsvRecord, width: number): CsvRecord {
  const cells = record.cells.map((cell) => cell.replaceAll("\0", "␀"));
  const size = cells.reduce((sum, cell) => sum + cell.length, 0);
  if (size > IMPORT_LIMITS.rowLength)
    return {
      line: record.line,
      cells: cells.map((cell) => cell.slice(0, 500)),
      problem: { reason: "row_too_long", expected: `≤ ${IMPORT_LIMITS.rowLength}` },
    };
  if (cells.slice(width).some((cell) => cell.trim() !== ""))
    return {
      line: record.line,
      cells: cells.slice(0, IMPORT_LIMITS.columns),
      problem: {
        reason: "too_many_columns",
        expected: String(width),
        found: String(cells.length),
      },
    };
  return { line: record.line, cells };
}
