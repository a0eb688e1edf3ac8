import { addressHash } from "../contacts/index.ts";
import { withdrawProfiling } from "../consent/index.ts";
import {
  INSTALLATION,
  insertRestore,
  noteReplay,
  openRestore,
  stopSending,
  type Restore,
} from "../delivery/index.ts";
import type { DataSubject } from "../platform/index.ts";
import { judgeJournal, subjectHash, type JournalEntry, type Missing } from "./entry.ts";
import { hasJournal, putAside, readJournal } from "./journal-files.ts";
import {
  addressesOf,
  addressTables,
  contactsAfter,
  forgetOpenEntries,
  hasAccounts,
  lastNo,
  liftAgain,
  setLastNo,
  setRestricted,
  suppressAgain,
  unsubscribeAgain,
  type KnownContact,
  type Suppressing,
} from "./journal.store.ts";
import type { JournalDeps } from "./keep-journal.ts";

export interface ReplayDeps extends JournalDeps {
  /** Erases along the personal-data map; the map stands above this slice. */
  eraseSubject(subject: DataSubject): Promise<unknown>;
}

export interface Replay {
  counts: Record<string, number>;
  missing: Missing[];
  toNo: number;
}

const PAGE = 5000;
const BY = "Klarpost";
const WHY =
  "This database was restored from a backup. Erasures and objections since then are applied first. / Diese Datenbank stammt aus einer Sicherung. Zuerst werden Löschungen und Widersprüche seitdem nachgeholt.";

/**
 * To be awaited before the first mail (RET-11): where the files know more than the database, it was put back, by whatever
 * means. Sending is locked, and what happened since is applied again. Gives what was done; null where nothing was to do.
 */
export async function openJournal(deps: ReplayDeps): Promise<Replay | null> {
  const known = await deps.db.worker(lastNo);
  const waiting = await deps.db.worker(openRestore);
  if (waiting?.state === "pending") return replayFor(deps, waiting);
  const { state, entries } = readJournal(deps.keys, deps.folders);
  const newest = Math.max(state?.lastNo ?? 0, ...entries.slice(-1).map((entry) => entry.no));
  if (newest <= known) return null;
  if (known === 0 && !(await deps.db.instance(hasAccounts))) {
    // An empty database beside an old journal is a new beginning, not a restore.
    for (const folder of deps.folders) if (hasJournal(folder)) putAside(folder, deps.clock.now());
    return null;
  }
  return replayFor(deps, await lockForReplay(deps, { backup: "", backupAt: null, fromNo: known }));
}

/** Locks sending and notes the restore that the journal is to be replayed for. */
export async function lockForReplay(
  deps: Pick<ReplayDeps, "db" | "clock">,
  restore: { backup: string; backupAt: Date | null; fromNo: number },
): Promise<Restore> {
  await stopSending(deps, {
    accountId: INSTALLATION,
    scope: "all",
    cause: "restored",
    reason: WHY,
    by: BY,
  });
  return deps.db.worker(async (tx) => {
    await insertRestore(tx, { ...restore, at: deps.clock.now() });
    return (await openRestore(tx))!;
  });
}

/** Applies everything the files know after the restore's backup, oldest first. May be run again: nothing is done twice. */
export async function replayFor(deps: ReplayDeps, restore: Restore): Promise<Replay> {
  const { db, clock, keys } = deps;
  const found = readJournal(keys, deps.folders);
  const { entries, missing } = judgeJournal(found, restore.fromNo, clock.now());
  const counts: Record<string, number> = {};
  for (const [accountId, of] of Map.groupBy(entries, (entry) => entry.account)) {
    const done = await replayAccount(deps, accountId, of);
    for (const [kind, count] of Object.entries(done)) counts[kind] = (counts[kind] ?? 0) + count;
  }
  const toNo = Math.max(restore.fromNo, found.state?.lastNo ?? 0, entries.at(-1)?.no ?? 0);
  await db.worker(async (tx) => {
    await setLastNo(tx, toNo);
    await noteReplay(tx, restore.id, { at: clock.now(), toNo, counts, missing });
  });
  deps.log.warn({ counts, missing: missing.length }, "the erasure journal was replayed");
  return { counts, missing, toNo };
}

/** A restored database forgets what waited for its number in it: the files know it under its own. */
export async function prepareRestored(deps: Pick<ReplayDeps, "db">): Promise<void> {
  await deps.db.worker(forgetOpenEntries);
}

interface Wanted {
  /** Addresses of the restored database by their hash, where the journal names them. */
  addresses: Map<string, string>;
  contacts: Map<string, KnownContact>;
}

async function replayAccount(
  deps: ReplayDeps,
  accountId: number,
  entries: JournalEntry[],
): Promise<Record<string, number>> {
  const known = await findWanted(deps, accountId, entries);
  const counts: Record<string, number> = {};
  const done = (kind: string, n = 1): void => void (counts[kind] = (counts[kind] ?? 0) + n);
  const entryOf = (entry: JournalEntry): Suppressing => {
    const contact = known.contacts.get(entry.subject ?? "");
    return {
      scope: entry.scope!,
      listId: entry.list,
      addressHash: entry.address === null ? null : Buffer.from(entry.address, "hex"),
      emailNormalised: known.addresses.get(entry.address ?? "") ?? null,
      contactId: entry.scope === "source_person" ? null : (contact?.id ?? null),
      sourceSystem: entry.scope === "source_person" ? (contact?.sourceSystem ?? null) : null,
      personNumber: entry.scope === "source_person" ? (contact?.personNumber ?? null) : null,
      origin: entry.origin ?? "import",
      at: new Date(entry.at),
    };
  };
  for (const entry of entries) {
    const email = known.addresses.get(entry.address ?? "");
    const contact = known.contacts.get(entry.subject ?? "");
    if (entry.kind === "erased") {
      if (email === undefined && contact === undefined) continue;
      await deps.eraseSubject({
        accountId,
        emailNormalised: email ?? contact!.emailNormalised,
        ...(contact === undefined ? {} : { contactId: contact.id }),
      });
      if (entry.address !== null) known.addresses.delete(entry.address);
      if (entry.subject !== null) known.contacts.delete(entry.subject);
      done("erased");
    } else if (entry.kind === "suppressed" || entry.kind === "lifted") {
      const to = entryOf(entry);
      if (to.addressHash === null && to.contactId === null && to.personNumber === null) continue;
      const changed = await deps.db.account(accountId, async (tx) => {
        if (entry.kind === "lifted") return liftAgain(tx, to);
        const added = await suppressAgain(tx, accountId, to);
        if (ENDS_SUBSCRIPTIONS.has(to.scope) && to.addressHash !== null)
          await unsubscribeAgain(tx, to.addressHash, to.listId, to.at);
        return added;
      });
      done(entry.kind, changed);
    } else if (entry.kind === "withdrawn") {
      if (email !== undefined) done("withdrawn", await withdraw(deps, accountId, email, entry));
    } else if (contact !== undefined) {
      const at = entry.kind === "restricted" ? new Date(entry.at) : null;
      done(entry.kind, await deps.db.account(accountId, (tx) => setRestricted(tx, contact.id, at)));
    }
  }
  return counts;
}

const ENDS_SUBSCRIPTIONS = new Set(["list_address", "newsletters_address", "account_address"]);

async function withdraw(
  deps: ReplayDeps,
  accountId: number,
  emailNormalised: string,
  entry: JournalEntry,
): Promise<number> {
  const ended = await deps.db.account(accountId, (tx) =>
    withdrawProfiling(tx, deps, {
      accountId,
      emailNormalised,
      contactId: 0,
      evidence: { source: "erasure journal", declaredAt: entry.at },
    }),
  );
  return ended === null ? 0 : 1;
}

/** Who of the restored database the entries speak of: every address and contact is hashed once, page by page. */
async function findWanted(
  { db, keys }: ReplayDeps,
  accountId: number,
  entries: JournalEntry[],
): Promise<Wanted> {
  const hashes = new Set(entries.flatMap((entry) => entry.address ?? []));
  const subjects = new Set(entries.flatMap((entry) => entry.subject ?? []));
  const wanted: Wanted = { addresses: new Map(), contacts: new Map() };
  const tables = await db.retention(accountId, addressTables);
  for (const table of tables)
    for (let after = ""; ;) {
      const page = await db.retention(accountId, (tx) => addressesOf(tx, table, after, PAGE));
      for (const email of page) {
        const hash = addressHash(keys, accountId, email).toString("hex");
        if (hashes.has(hash)) wanted.addresses.set(hash, email);
      }
      if (page.length < PAGE) break;
      after = page.at(-1)!;
    }
  for (let after = 0; subjects.size > 0;) {
    const page = await db.account(accountId, (tx) => contactsAfter(tx, after, PAGE));
    for (const contact of page) {
      const { id, sourceSystem: source, personNumber: number } = contact;
      const own = [subjectHash(keys, accountId, { contactId: id })];
      if (source !== null && number !== null)
        own.push(subjectHash(keys, accountId, { source, number }));
      for (const hash of own.map((one) => one.toString("hex")))
        if (subjects.has(hash)) wanted.contacts.set(hash, contact);
    }
    if (page.length < PAGE) break;
    after = page.at(-1)!.id;
  }
  return wanted;
}
