import { createHash } from "node:crypto";
import type { Database } from "./database.ts";
import { AppError } from "./errors.ts";
import {
  CHUNK_BYTES,
  completeFile,
  deleteFile,
  findFile,
  insertChunk,
  insertFile,
  readChunk,
  type StoredFile,
} from "./files.store.ts";

export type { StoredFile };

/**
 * Stores a stream as a file of the account, a chunk per transaction, so that memory stays flat. Refuses more
 * than `maxBytes` with `file_too_large` and leaves nothing behind.
 */
export async function storeFile(
  db: Database,
  accountId: number,
  source: AsyncIterable<Buffer>,
  options: { name: string; mediaType: string; maxBytes: number; expiresAt?: Date },
): Promise<StoredFile> {
  const file = await db.account(accountId, (tx) =>
    insertFile(tx, accountId, {
      name: options.name.slice(0, 255),
      mediaType: options.mediaType,
      expiresAt: options.expiresAt ?? null,
    }),
  );
  const hash = createHash("sha256");
  let size = 0;
  let no = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    if (waitingBytes === 0) return;
    const bytes = Buffer.concat(waiting);
    [waiting, waitingBytes] = [[], 0];
    await db.account(accountId, (tx) => insertChunk(tx, accountId, file.id, no++, bytes));
  };
  try {
    for await (const part of source) {
      size += part.length;
      if (size > options.maxBytes) {
        throw new AppError(
          "file_too_large",
          413,
          `The file is larger than ${Math.floor(options.maxBytes / 1024 / 1024)} MB.`,
          { hint: "Split it into several files." },
        );
      }
      hash.update(part);
      waiting.push(part);
      waitingBytes += part.length;
      if (waitingBytes >= CHUNK_BYTES) await flush();
    }
    await flush();
    await db.account(accountId, (tx) => completeFile(tx, file.id, size, hash.digest()));
  } catch (error) {
    await db.account(accountId, (tx) => deleteFile(tx, file.id)).catch(() => undefined);
    throw error;
  }
  return { ...file, sizeBytes: size };
}

/** Reads a file chunk by chunk. */
export async function* readFile(
  db: Database,
  accountId: number,
  fileId: number,
): AsyncGenerator<Buffer> {
  for (let no = 0; ; no++) {
    const bytes = await db.account(accountId, (tx) => readChunk(tx, fileId, no));
    if (!bytes) return;
    yield bytes;
  }
}

/** A file by its public id, or undefined for a foreign or missing one. */
export function getFile(
  db: Database,
  accountId: number,
  publicId: string,
): Promise<StoredFile | undefined> {
  return db.account(accountId, (tx) => findFile(tx, publicId));
}
