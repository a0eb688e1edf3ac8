import { maybe, one, rows, run, sql, type Tx } from "./database.ts";

export interface StoredFile {
  id: number;
  publicId: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  createdAt: Date;
}

export const CHUNK_BYTES = 1024 * 1024;

/** Begins a file; chunks follow. `size_bytes` and the hash are set when it is complete. */
export function insertFile(
  tx: Tx,
  accountId: number,
  file: { name: string; mediaType: string; expiresAt: Date | null },
): Promise<StoredFile> {
  return one<StoredFile>(
    tx,
    sql`insert into stored_files (account_id, name, media_type, size_bytes, sha256, expires_at)
        values (${accountId}, ${file.name}, ${file.mediaType}, 0, '', ${file.expiresAt})
        returning id, public_id, name, media_type, size_bytes, created_at`,
  );
}

export async function insertChunk(
  tx: Tx,
  accountId: number,
  fileId: number,
  no: number,
  bytes: Buffer,
): Promise<void> {
  await run(
    tx,
    sql`insert into file_chunks (account_id, file_id, no, bytes) values (${accountId}, ${fileId}, ${no}, ${bytes})`,
  );
}

export async function completeFile(
  tx: Tx,
  fileId: number,
  sizeBytes: number,
  sha256: Buffer,
): Promise<void> {
  await run(
    tx,
    sql`update stored_files set size_bytes = ${sizeBytes}, sha256 = ${sha256} where account_id = app_account() and id = ${fileId}`,
  );
}

export function findFile(tx: Tx, publicId: string): Promise<StoredFile | undefined> {
  return maybe<StoredFile>(
    tx,
    sql`select f.id, f.public_id, f.name, f.media_type, f.size_bytes, f.created_at from stored_files f where f.account_id = app_account() and f.public_id = ${publicId}`,
  );
}

export async function readChunk(tx: Tx, fileId: number, no: number): Promise<Buffer | undefined> {
  const found = await maybe<{ bytes: Buffer }>(
    tx,
    sql`select c.bytes from file_chunks c where c.account_id = app_account() and c.file_id = ${fileId} and c.no = ${no}`,
  );
  return found?.bytes;
}

export async function deleteFile(tx: Tx, fileId: number): Promise<void> {
  await run(tx, sql`delete from stored_files where account_id = app_account() and id = ${fileId}`);
}

/** A file that was stored for a while stays from now on. */
export async function keepFile(tx: Tx, fileId: number): Promise<void> {
  await run(
    tx,
    sql`update stored_files set expires_at = null where account_id = app_account() and id = ${fileId}`,
  );
}

/** Removes files past their expiry; gives their number. */
export async function deleteExpiredFiles(tx: Tx, now: Date): Promise<number> {
  const gone = await rows(
    tx,
    sql`delete from stored_files where account_id = app_account() and expires_at < ${now} returning id`,
  );
  return gone.length;
}
