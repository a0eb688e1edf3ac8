import { AppError, createBoundedReader } from "../platform/index.ts";
import type { FileErrorCode } from "../../contract/import-file-errors.ts";
import { FileError } from "./file-error.ts";

/** A file whose rows are known only when all of it is read. */
export interface WholeFileRequest {
  kind: "workbook" | "vcard";
  /** Sheet of a workbook; the first with rows when none is named. */
  sheet?: string;
}

/** Its rows as lines of JSON: number of the row, then its cells as texts. */
export interface WholeFile {
  rows: Uint8Array;
  sheet: string | null;
  /** Of a workbook; the tables of an archive. */
  sheets: string[];
  /** They were tables of a zip, and are read as one. */
  archive?: true;
}

export type WholeFileAnswer = WholeFile | { refused: FileErrorCode };

/** Unpacked bytes of a workbook: a few kilobytes of zip may hold gigabytes. */
export const MAX_UNPACKED_BYTES = 300 * 1024 * 1024;

const read = createBoundedReader<WholeFileAnswer>({
  module: new URL("./whole-file-worker.ts", import.meta.url),
  memoryMb: 768,
  patienceMs: 60_000,
  mostAtOnce: 1,
  mostWaiting: 5,
  busy: () =>
    new AppError("imports_busy", 503, "Several files are being read at the moment.", {
      hint: "Upload this one again in a minute.",
    }),
  unreadable: () => new FileError("workbook_too_much"),
});

/**
 * Reads a workbook or an address book in another thread with bounded time and memory. Throws FileError with what is
 * wrong with it, and 503 when too many wait.
 */
export async function readWholeFile(bytes: Buffer, request: WholeFileRequest): Promise<WholeFile> {
  const head = Buffer.from(JSON.stringify(request));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const answer = await read(Buffer.concat([length, head, bytes]));
  if ("refused" in answer) throw new FileError(answer.refused);
  return answer;
}
