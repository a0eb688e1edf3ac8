import type { Clock } from "./clock.ts";
import type { Database } from "./database.ts";
import { readFile, storeFile, type StoredFile } from "./files.ts";
import type { Keys } from "./keys.ts";

/**
 * Stores a small file sealed with the instance's key, whole. What nobody attaches to something (`keepFile`) is gone after
 * `freeMs` milliseconds.
 *
 * @param as `label` of the key; `name` is stored in the clear, so it says what kind of file it is and names nobody
 */
export async function storeSealed(
  { db, keys, clock }: { db: Database; keys: Keys; clock: Clock },
  accountId: number,
  as: { label: string; name: string; freeMs: number },
  bytes: Buffer,
): Promise<StoredFile> {
  const sealed = keys.seal(as.label, bytes);
  return storeFile(
    db,
    accountId,
    (async function* () {
      yield sealed;
    })(),
    {
      name: as.name,
      mediaType: "application/octet-stream",
      maxBytes: sealed.length,
      expiresAt: new Date(clock.now().getTime() + as.freeMs),
    },
  );
}

/** The bytes that `storeSealed` took. Throws when they were altered or sealed under another label. */
export async function readSealed(
  { db, keys }: { db: Database; keys: Keys },
  accountId: number,
  label: string,
  fileId: number,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readFile(db, accountId, fileId)) parts.push(part);
  return keys.open(label, Buffer.concat(parts));
}
