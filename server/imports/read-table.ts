import { createHash } from "node:crypto";
import { IMPORT_LIMITS } from "../../contract/imports.ts";
import { detectDialect, type FileFormat } from "./csv-dialect.ts";
import { EncodingDetector } from "./encoding.ts";
import { FileError } from "./file-error.ts";
import { kindOfBytes, kindOfText } from "./file-kind.ts";
import { readRows, shapeOfRows } from "./row-reader.ts";
import { readWholeFile } from "./whole-files.ts";

/** A table out of a file: its headings, and its rows as they are. */
export interface Table {
  /** Hexadecimal SHA-256 of the file. */
  sha256: string;
  columns: string[];
  rows: { line: number; cells: string[] }[];
}

/**
 * Reads a whole CSV, TSV or workbook, for files that are taken in one go. Nothing is left out and nothing changed but how
 * cells are cut. Throws FileError with what is wrong with it.
 *
 * @param bytes at most 25 MB
 */
export async function readTable(bytes: Buffer): Promise<Table> {
  if (bytes.length > IMPORT_LIMITS.wholeBytes) throw new FileError("whole_too_large");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const size = { sizeBytes: bytes.length, sha256 };
  const { format, source } = await openTable(bytes, size);
  const rows: Table["rows"] = [];
  for await (const records of readRows(once(source), format))
    for (const { line, cells } of records) rows.push({ line, cells });
  return { sha256, columns: format.columns, rows };
}

async function openTable(
  bytes: Buffer,
  size: Pick<FileFormat, "sizeBytes" | "sha256">,
): Promise<{ format: FileFormat; source: Buffer }> {
  const kind = kindOfBytes(bytes.subarray(0, 4096));
  if (kind === "workbook") {
    const whole = await readWholeFile(bytes, { kind });
    // One file, one list: what else is in an archive must not come along unseen.
    if (whole.archive) throw new FileError("compressed");
    const shape = shapeOfRows(whole.rows, undefined);
    const read = {
      encoding: "utf-8",
      delimiter: ",",
      newline: "\n",
      separatorLine: false,
    } as const;
    const source = Buffer.from(whole.rows.buffer, whole.rows.byteOffset, whole.rows.byteLength);
    return { format: { kind, ...read, ...shape, ...size }, source };
  }
  if (kind !== undefined && kind !== "csv" && kind !== "vcard") throw new FileError(kind);
  const detector = new EncodingDetector();
  detector.feed(bytes);
  const encoding = detector.result();
  if (encoding === undefined) throw new FileError("not_text");
  const sample = new TextDecoder(encoding).decode(detector.sample, { stream: true });
  const text = kindOfText(sample);
  if (text !== "csv") throw new FileError(text === "ldif" ? "ldif" : "not_text");
  return { format: { kind: "csv", ...detectDialect(sample), encoding, ...size }, source: bytes };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
