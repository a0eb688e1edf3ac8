import { drawRandomBytes, type Clock, type Keys, type Tx } from "../platform/index.ts";
import {
  openEntry,
  requireEvidence,
  sealEntry,
  type ConsentPurpose,
  type LedgerDocument,
  type LedgerKind,
  type LedgerSubject,
  type NewLedgerEntry,
} from "./ledger.ts";
import {
  entriesOfHashes,
  entryColumns,
  findSubjects,
  insertEntries,
  insertSubjects,
  subjectColumns,
  takeLedgerIds,
  type EntryRow,
  type EntryToInsert,
} from "./ledger.store.ts";
import { versionsForProof } from "./wording.store.ts";

export interface LedgerDeps {
  keys: Keys;
  clock: Clock;
}

export interface RecordedEntry {
  entryId: number;
  publicId: string;
  /** What a receipt names: hexadecimal. */
  commitment: string;
}

/** Seals the keys of subjects that were made before seeds. */
const SEALED_LABEL = "ledger/subject-key/v1";
/** Derives the keys of subjects from their seeds. */
const SEED_LABEL = "ledger/subject-seed/v1";
const SEED_BYTES = 32;

/**
 * A new subject's key with what is stored of it: a random seed, from which HMAC-SHA-256 under the instance's secret makes
 * the key. Neither is worth anything without the other, so that deleting the seed destroys the key.
 */
export function newSubjectKey(keys: Keys): { key: Buffer; stored: Buffer } {
  const stored = drawRandomBytes(SEED_BYTES);
  return { key: keys.mac(SEED_LABEL, stored), stored };
}

/** The key of a subject from what is stored of it: a seed, or, of older ones, the key under AES-256-GCM. Throws when that was altered. */
export function openSubjectKey(keys: Keys, stored: Buffer): Buffer {
  return stored.length === SEED_BYTES
    ? keys.mac(SEED_LABEL, stored)
    : keys.open(SEALED_LABEL, stored);
}

/** How the ledger knows a subject: a keyed hash, useless without the instance's key. */
export function subjectHash(keys: Keys, accountId: number, subject: LedgerSubject): Buffer {
  return "emailNormalised" in subject
    ? keys.mac("ledger/subject/v1", accountId, "email", subject.emailNormalised)
    : keys.mac("ledger/subject/v1", accountId, "contact", subject.contactId);
}

/**
 * Appends an entry in the caller's transaction: it exists exactly if what it proves exists.
 * Throws 422 `evidence_incomplete` for a permission without its proof (CON-23).
 */
export async function recordEntry(
  tx: Tx,
  deps: LedgerDeps,
  entry: NewLedgerEntry & { accountId: number },
): Promise<RecordedEntry> {
  const { accountId, ...rest } = entry;
  return (await recordEntries(tx, deps, accountId, [rest]))[0]!;
}

/** Appends many entries with a handful of statements, in the order given (imports, several lists of one form). */
export async function recordEntries(
  tx: Tx,
  deps: LedgerDeps,
  accountId: number,
  entries: NewLedgerEntry[],
): Promise<RecordedEntry[]> {
  if (entries.length === 0) return [];
  entries.forEach(requireEvidence);
  const at = deps.clock.now();
  const hashes = entries.map((entry) => subjectHash(deps.keys, accountId, entry.subject));
  const subjects = await ensureSubjects(tx, deps, hashes, at);
  const wordings = await wordingsOf(tx, entries);
  const entryIds = await takeLedgerIds(tx, "ledger_entries", entries.length);
  const sealed = entries.map((entry, index) => {
    const subject = subjects.get(hashes[index]!.toString("base64"))!;
    return entryToInsert(entry, wordings, subject, entryIds[index]!, at);
  });
  await insertEntries(tx, entryColumns(sealed), at);
  return sealed.map(({ publicId, entryId, commitment }) => ({
    publicId,
    entryId,
    commitment: commitment.toString("hex"),
  }));
}

type Wordings = ReadonlyMap<number, NonNullable<LedgerDocument["wording"]>>;

/** What proofs say of the wordings that entries name. */
export async function wordingsOf(
  tx: Tx,
  entries: readonly Pick<NewLedgerEntry, "wordingVersionId">[],
): Promise<Wordings> {
  const ids = new Set(entries.flatMap((entry) => entry.wordingVersionId ?? []));
  return ids.size > 0 ? versionsForProof(tx, [...ids]) : new Map();
}

/** Seals one entry under the key of its subject. */
export function entryToInsert(
  entry: NewLedgerEntry,
  wordings: Wordings,
  subject: { id: number; key: Buffer },
  entryId: number,
  at: Date,
): EntryToInsert {
  const wording =
    entry.wordingVersionId === undefined ? undefined : wordings.get(entry.wordingVersionId);
  if (entry.wordingVersionId !== undefined && wording === undefined)
    throw new Error(`Wording version ${entry.wordingVersionId} does not exist in this account.`);
  return {
    ...sealEntry(entry, wording, subject.key, at),
    entryId,
    subjectId: subject.id,
    kind: entry.kind,
    purpose: entry.purpose ?? null,
    listId: entry.listId ?? null,
    wordingVersionId: entry.wordingVersionId ?? null,
  };
}

/** Living subjects with their keys, by hash in base64. */
export async function openSubjects(
  tx: Tx,
  keys: Keys,
  hashes: Buffer[],
): Promise<Map<string, { id: number; key: Buffer }>> {
  const found = await findSubjects(tx, hashes);
  return new Map(
    found.map((row) => [
      row.subjectHash.toString("base64"),
      { id: row.id, key: openSubjectKey(keys, row.keySealed) },
    ]),
  );
}

/** Finds the subjects' keys; first entries of a subject bring a new one, whoever comes first. */
async function ensureSubjects(
  tx: Tx,
  { keys }: LedgerDeps,
  hashes: Buffer[],
  at: Date,
): Promise<Map<string, { id: number; key: Buffer }>> {
  const wanted = new Map(hashes.map((hash) => [hash.toString("base64"), hash]));
  const known = await openSubjects(tx, keys, [...wanted.values()]);
  const missing = [...wanted].filter(([text]) => !known.has(text));
  if (missing.length === 0) return known;
  const ids = await takeLedgerIds(tx, "ledger_subjects", missing.length);
  const fresh = missing.map(([text, hash], index) => {
    const { key, stored } = newSubjectKey(keys);
    known.set(text, { id: ids[index]!, key });
    return { id: ids[index]!, hash, keySealed: stored };
  });
  if ((await insertSubjects(tx, subjectColumns(fresh), at)) === fresh.length) return known;
  // Somebody else was faster with some.
  const now = await openSubjects(
    tx,
    keys,
    missing.map(([, hash]) => hash),
  );
  for (const [text, subject] of now)
    if (subject.id !== known.get(text)!.id) known.set(text, subject);
  return known;
}

/** One entry, opened. `document` is null when payload and key are destroyed. */
export interface LedgerEntry {
  entryId: number;
  publicId: string;
  at: Date;
  kind: LedgerKind;
  purpose: ConsentPurpose | null;
  listId: number | null;
  wordingVersionId: number | null;
  commitment: Buffer;
  salt: Buffer | null;
  canonical: string | null;
  document: LedgerDocument | null;
  /** Commitment and payload fit. False when something was altered; null when the payload is destroyed. */
  intact: boolean | null;
  /** Last day on which the entry is kept under seal. */
  sealedUntil: string | null;
}

/** All entries of a person, oldest first, opened and checked. A look at a person: the caller writes the audit entry. */
export async function readEntries(
  tx: Tx,
  deps: Pick<LedgerDeps, "keys">,
  accountId: number,
  subject: LedgerSubject,
): Promise<LedgerEntry[]> {
  const found = await entriesOfHashes(tx, [subjectHash(deps.keys, accountId, subject)]);
  return found.map((row) => openRow(deps.keys, row));
}

export function openRow(keys: Keys, row: EntryRow): LedgerEntry {
  const { ciphertext, keySealed, subjectId: _subject, ...rest } = row;
  const base = { ...rest, salt: null, canonical: null, document: null };
  if (ciphertext === null || keySealed === null) return { ...base, intact: null };
  let key: Buffer;
  try {
    key = openSubjectKey(keys, keySealed);
  } catch {
    return { ...base, intact: false };
  }
  const opened = openEntry({ ...row, ciphertext }, key);
  return opened === null ? { ...base, intact: false } : { ...base, ...opened };
}
