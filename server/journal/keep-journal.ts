import {
  isDatabaseAway,
  pause,
  type Clock,
  type Database,
  type Keys,
  type Logger,
  type Tx,
} from "../platform/index.ts";
import type { JournalEntry, JournalState } from "./entry.ts";
import { subjectHash } from "./entry.ts";
import { appendEntries, dropOldMonths, readState } from "./journal-files.ts";
import {
  deleteOldEntries,
  entriesAfter,
  lockLastNo,
  numberEntries,
  openEntries,
  setLastNo,
  type NumberedEntry,
} from "./journal.store.ts";

export interface JournalDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  /** Every folder that keeps a copy: below the data folder and the backup target. */
  folders: readonly string[];
}

const AT_ONCE = 1000;
const EVERY_MS = 2_000;
/** A folder says at least this often that nothing is missing in it. */
const STAMP_MS = 60_000;
/** Longer than any backup lives (35 days). */
const KEPT_DAYS = 100;
const DAY_MS = 86_400_000;

/**
 * Numbers new entries and writes them to every folder. One process at a time, so that the files have no gaps and no
 * doubles; a folder that was away, or is new, catches up. Gives the number of the newest entry, or null where a folder
 * knows more than this database: then it is older than its journal, and nothing is written.
 */
export async function writeJournal(deps: JournalDeps): Promise<number | null> {
  const { db, keys } = deps;
  const last = await db.worker(async (tx) => {
    let newest = await lockLastNo(tx);
    if (journalStates(deps).some((state) => state.lastNo > newest)) return null;
    for (;;) {
      const open = await openEntries(tx, AT_ONCE);
      if (open.length === 0) break;
      await numberEntries(
        tx,
        open.map(({ accountId, id, pending }) => ({
          accountId,
          id,
          no: ++newest,
          subjectHash: hashOf(keys, accountId, pending),
        })),
      );
      if (open.length < AT_ONCE) break;
    }
    await setLastNo(tx, newest);
    return newest;
  });
  if (last === null) return null;
  // Only what is committed goes to a file; a number in a file and not in the database would look like a restore.
  await db.worker(async (tx) => {
    const newest = await lockLastNo(tx);
    for (const folder of deps.folders) {
      try {
        await writeFolder(tx, deps, folder, newest);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        deps.log.error({ err: error }, "a copy of the erasure journal was not written");
      }
    }
  });
  return last;
}

async function writeFolder(
  tx: Tx,
  { keys, clock }: JournalDeps,
  folder: string,
  newest: number,
): Promise<void> {
  const now = clock.now();
  const state = readState(keys, folder);
  const known = state?.lastNo ?? 0;
  const isFresh = state !== null && now.getTime() - Date.parse(state.completeUntil) < STAMP_MS;
  if (known === newest && isFresh) return;
  for (let from = known; ;) {
    const entries = await entriesAfter(tx, from, AT_ONCE);
    const lastNo = entries.at(-1)?.no ?? from;
    appendEntries(keys, folder, entries.map(fileEntry), {
      lastNo,
      completeUntil: now.toISOString(),
    });
    from = lastNo;
    if (entries.length < AT_ONCE) return;
  }
}

function hashOf(
  keys: Keys,
  accountId: number,
  pending: { contactId?: number; source?: string; number?: string } | null,
): Buffer | null {
  if (pending === null) return null;
  const { contactId, source, number } = pending;
  if (source !== undefined && number !== undefined)
    return subjectHash(keys, accountId, { source, number });
  return contactId === undefined ? null : subjectHash(keys, accountId, { contactId });
}

const fileEntry = (entry: NumberedEntry): JournalEntry => ({
  no: entry.no,
  at: entry.at.toISOString(),
  account: entry.accountId,
  kind: entry.kind,
  address: entry.addressHash?.toString("hex") ?? null,
  subject: entry.subjectHash?.toString("hex") ?? null,
  scope: entry.scope,
  list: entry.listId,
  origin: entry.origin,
});

/** What each folder says of itself; folders without a readable journal are left out. */
export function journalStates(deps: Pick<JournalDeps, "keys" | "folders">): JournalState[] {
  return deps.folders.flatMap((folder) => readState(deps.keys, folder) ?? []);
}

/** Forgets what no backup can need any more (RET-11). */
export async function dropOldJournal(deps: JournalDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - KEPT_DAYS * DAY_MS);
  await deps.db.worker((tx) => deleteOldEntries(tx, before));
  for (const folder of deps.folders) dropOldMonths(folder, before);
}

/** Writes the journal every two seconds while the process works, and a last time when it stops. */
export function startJournal(deps: JournalDeps): { stop(): Promise<void> } {
  const abort = new AbortController();
  const write = async (): Promise<void> => {
    try {
      if ((await writeJournal(deps)) === null)
        deps.log.error(
          "the erasure journal knows more than this database; see docs/operate/backups.md",
        );
    } catch (error) {
      if (!isDatabaseAway(error))
        deps.log.error({ err: error }, "the erasure journal was not written");
    }
  };
  const loop = (async () => {
    while (!abort.signal.aborted) {
      await write();
      await pause(EVERY_MS, abort.signal);
    }
  })();
  return {
    async stop() {
      abort.abort();
      await loop;
      await write();
    },
  };
}
