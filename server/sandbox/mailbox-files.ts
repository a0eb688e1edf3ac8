import type { FileHandle } from "node:fs/promises";
import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MailboxEntry, MailboxHead } from "./mailbox.ts";
import { isMailboxName, newMessageId, readMessageId, surplus } from "./mailbox.ts";

/** Longest head line read back; the writer cuts what it takes from a header well below it. */
const longestHead = 64 * 1024;
const suffix = ".mail";
/** Heads of messages that are read side by side while a list is made. */
const readAtOnce = 32;

/** Where messages of an account lie; throws on a name that is none. */
function folderOf(dataDir: string, account: string): string {
  if (!isMailboxName(account)) throw new Error("not the name of a mailbox");
  return join(dataDir, "mailbox", account);
}

/**
 * Stores a message: one line of JSON, then the message as received. It appears complete or not at
 * all. Returns its id.
 */
export async function storeMailboxMessage(
  dataDir: string,
  account: string,
  now: Date,
  head: MailboxHead,
  raw: Buffer,
): Promise<string> {
  const folder = folderOf(dataDir, account);
  const id = newMessageId(now, raw.length);
  const draft = join(folder, `${id}.part`);
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(draft, [line, raw], { mode: 0o600 });
  await rename(draft, join(folder, id + suffix));
  return id;
}

/**
 * Newest messages first. `q`: words that all occur in sender, recipients or subject. `cursor` is
 * the id of the last message of the page before. Reads the folder, so that every process on the
 * same data folder sees the same mailbox.
 */
export async function listMailbox(
  dataDir: string,
  account: string,
  query: { cursor?: string | undefined; q?: string | undefined; limit?: number | undefined } = {},
): Promise<{ items: MailboxEntry[]; nextCursor: string | null }> {
  const { cursor, q = "", limit = 50 } = query;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const ids = (await messageIds(dataDir, account))
    .filter((id) => cursor === undefined || id < cursor)
    .toSorted()
    .toReversed();
  const items: MailboxEntry[] = [];
  for (let at = 0; at < ids.length; at += readAtOnce) {
    const read = ids.slice(at, at + readAtOnce).map((id) => readMailboxEntry(dataDir, account, id));
    for (const entry of await Promise.all(read)) {
      if (!entry || !matches(entry, words)) continue;
      if (items.length === limit) return { items, nextCursor: items.at(-1)?.id ?? null };
      items.push(entry);
    }
  }
  return { items, nextCursor: null };
}

function matches(entry: MailboxEntry, words: string[]): boolean {
  const { from, to, subject, envelope } = entry;
  const text = [from, to, subject, envelope.from, ...envelope.to].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** One message of the list, or null when it is gone. */
export async function readMailboxEntry(
  dataDir: string,
  account: string,
  id: string,
): Promise<MailboxEntry | null> {
  return withMessage(
    dataDir,
    account,
    id,
    async (file) => (await readHead(file, id))?.entry ?? null,
  );
}

/** The message as it was received, or null when it is gone. */
export async function readMailboxRaw(
  dataDir: string,
  account: string,
  id: string,
): Promise<Buffer | null> {
  return withMessage(dataDir, account, id, async (file) => {
    const head = await readHead(file, id);
    if (!head) return null;
    const raw = Buffer.alloc(head.entry.size);
    const { bytesRead } = await file.read(raw, 0, raw.length, head.bodyStart);
    return raw.subarray(0, bytesRead);
  });
}

/** Removes one message; false when it was gone already. */
export async function deleteMailboxMessage(
  dataDir: string,
  account: string,
  id: string,
): Promise<boolean> {
  if (!readMessageId(id)) return false;
  try {
    await rm(join(folderOf(dataDir, account), id + suffix));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Removes all messages of a mailbox and returns how many there were. */
export async function emptyMailbox(dataDir: string, account: string): Promise<number> {
  let removed = 0;
  for (const id of await messageIds(dataDir, account)) {
    if (await deleteMailboxMessage(dataDir, account, id)) removed++;
  }
  return removed;
}

/** Removes what is too old or too much in every mailbox, and returns how many messages that were. */
export async function sweepMailboxes(dataDir: string, now: Date): Promise<number> {
  let removed = 0;
  for (const account of await namesIn(join(dataDir, "mailbox"))) {
    if (!isMailboxName(account)) continue;
    await removeOldDrafts(folderOf(dataDir, account), now);
    for (const id of surplus(await messageIds(dataDir, account), now)) {
      if (await deleteMailboxMessage(dataDir, account, id)) removed++;
    }
  }
  return removed;
}

/** A draft of ten minutes ago belongs to a process that was killed while writing it. */
async function removeOldDrafts(folder: string, now: Date): Promise<void> {
  for (const name of await namesIn(folder)) {
    const draft = name.endsWith(".part") ? readMessageId(name.slice(0, -".part".length)) : null;
    if (draft && now.getTime() - draft.receivedAt.getTime() > 10 * 60 * 1000) {
      await rm(join(folder, name), { force: true });
    }
  }
}

async function messageIds(dataDir: string, account: string): Promise<string[]> {
  const names = await namesIn(folderOf(dataDir, account));
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .filter((id) => readMessageId(id) !== null);
}

async function withMessage<T>(
  dataDir: string,
  account: string,
  id: string,
  read: (file: FileHandle) => Promise<T | null>,
): Promise<T | null> {
  if (!readMessageId(id)) return null;
  let file;
  try {
    file = await open(join(folderOf(dataDir, account), id + suffix));
    return await read(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  } finally {
    await file?.close();
  }
}

async function readHead(
  file: FileHandle,
  id: string,
): Promise<{ entry: MailboxEntry; bodyStart: number } | null> {
  const known = readMessageId(id);
  // Most heads are short: a small read first keeps a list of many messages quick.
  for (const length of [2048, longestHead]) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
    if (end === -1 || !known) continue;
    const head = JSON.parse(buffer.toString("utf8", 0, end)) as MailboxHead;
    return { entry: { id, ...known, ...head }, bodyStart: end + 1 };
  }
  return null;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
