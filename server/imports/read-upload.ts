import { IMPORT_LIMITS, type FormatChange } from "../../contract/imports.ts";
import { deleteFile, readFile, storeFile, type Database } from "../platform/index.ts";
import { detectDialect, type FileFormat } from "./csv-dialect.ts";
import type { EncodingDetector } from "./encoding.ts";
import { FileError } from "./file-error.ts";
import { kindOfBytes, kindOfText } from "./file-kind.ts";
import { shapeOfRows } from "./row-reader.ts";
import { readWholeFile, type WholeFileRequest } from "./whole-files.ts";

/** A stored file as it is to be read: itself, or the rows that were taken out of it. */
export interface ReadableFile {
  fileId: number;
  format: FileFormat;
}

interface Stored {
  id: number;
  sizeBytes: number;
  sha256: string;
  expiresAt: Date;
}

/**
 * Finds out what an uploaded file is and how to read it; the rows of workbooks, archives and address books are stored beside it.
 * Throws FileError with what is wrong with it.
 */
export async function readUpload(
  db: Database,
  accountId: number,
  stored: Stored,
  detector: EncodingDetector,
): Promise<ReadableFile> {
  const binary = kindOfBytes(detector.sample);
  if (binary === "workbook") return takeRows(db, accountId, stored, { kind: "workbook" });
  if (binary !== undefined && binary !== "csv" && binary !== "vcard") throw new FileError(binary);
  const encoding = detector.result();
  if (encoding === undefined) throw new FileError("not_text");
  const sample = new TextDecoder(encoding).decode(detector.sample, { stream: true });
  const kind = kindOfText(sample);
  if (kind === "ldif") throw new FileError("ldif");
  if (kind === "vcard") return takeRows(db, accountId, stored, { kind: "vcard" });
  return {
    fileId: stored.id,
    format: {
      kind: "csv",
      ...detectDialect(sample),
      encoding,
      sizeBytes: stored.sizeBytes,
      sha256: stored.sha256,
    },
  };
}

/** Reads a workbook again: another sheet, or its first row as data. The rows read before are removed. */
export async function rereadWhole(
  db: Database,
  accountId: number,
  found: { fileId: number; format: FileFormat },
  change: FormatChange,
  expiresAt: Date,
): Promise<ReadableFile> {
  const { originalFileId, sizeBytes, sha256, sheet } = found.format;
  if (originalFileId === undefined) throw new FileError("file_gone");
  const wanted = change.sheet ?? sheet ?? undefined;
  const made = await takeRows(
    db,
    accountId,
    { id: originalFileId, sizeBytes, sha256, expiresAt },
    {
      kind: found.format.kind === "vcard" ? "vcard" : "workbook",
      ...(wanted === undefined ? {} : { sheet: wanted }),
    },
    change.header,
  );
  await db.account(accountId, (tx) => deleteFile(tx, found.fileId));
  return made;
}

async function takeRows(
  db: Database,
  accountId: number,
  stored: Stored,
  request: WholeFileRequest,
  header?: boolean,
): Promise<ReadableFile> {
  if (stored.sizeBytes > IMPORT_LIMITS.wholeBytes) throw new FileError("whole_too_large");
  const parts: Buffer[] = [];
  for await (const part of readFile(db, accountId, stored.id)) parts.push(part);
  if (parts.length === 0) throw new FileError("file_gone");
  const whole = await readWholeFile(Buffer.concat(parts), request);
  const headed = request.kind === "vcard" || whole.archive === true;
  const shape = shapeOfRows(whole.rows, headed ? true : header);
  const rows = await storeFile(db, accountId, chunksOf(whole.rows), {
    name: "rows.jsonl",
    mediaType: "application/x-ndjson",
    maxBytes: Number.MAX_SAFE_INTEGER,
    expiresAt: stored.expiresAt,
  });
  return {
    fileId: rows.id,
    format: {
      kind: whole.archive ? "archive" : request.kind,
      sheets: whole.sheets,
      sheet: whole.sheet,
      originalFileId: stored.id,
      rowsBytes: whole.rows.length,
      encoding: "utf-8",
      delimiter: ",",
      newline: "\n",
      separatorLine: false,
      ...shape,
      sizeBytes: stored.sizeBytes,
      sha256: stored.sha256,
    },
  };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Buffer> {
  const piece = 1024 * 1024;
  for (let at = 0; at < bytes.length; at += piece)
    yield Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(piece, bytes.length - at));
}
