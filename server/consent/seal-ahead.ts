import type { Keys, Tx } from "../platform/index.ts";
import { requireEvidence, type LedgerDocument, type NewLedgerEntry } from "./ledger.ts";
import {
  entryColumns,
  insertEntries,
  insertSubjects,
  subjectColumns,
  takeLedgerIds,
  type EntryColumns,
  type EntryToInsert,
  type SubjectColumns,
  type SubjectToInsert,
} from "./ledger.store.ts";
import {
  entryToInsert,
  newSubjectKey,
  openSubjects,
  subjectHash,
  wordingsOf,
  type LedgerDeps,
} from "./record-entry.ts";

/** What entries need that are sealed before the transaction that adds them. */
export interface LedgerSupplies {
  entryIds: number[];
  subjectIds: number[];
  wordings: ReadonlyMap<number, NonNullable<LedgerDocument["wording"]>>;
}

/** Entries of one person, finished but for their being added. */
export interface SealedPerson {
  subject: SubjectToInsert;
  entries: EntryToInsert[];
  /** What they are sealed from once more, should the ledger know the person already. */
  again: () => NewLedgerEntry[];
  at: Date;
}

/** Takes ids for so many people with so many entries in all, and looks up the wordings these will name. */
export async function takeLedgerSupplies(
  tx: Tx,
  amount: { people: number; entries: number; wordingVersionIds: number[] },
): Promise<LedgerSupplies> {
  return {
    entryIds: await takeLedgerIds(tx, "ledger_entries", amount.entries),
    subjectIds: await takeLedgerIds(tx, "ledger_subjects", amount.people),
    wordings: await wordingsOf(
      tx,
      amount.wordingVersionIds.map((wordingVersionId) => ({ wordingVersionId })),
    ),
  };
}

/**
 * Seals the entries of a person whom the ledger does not know yet, most of the work of an import, outside of any
 * transaction. Uses up supplies. All entries are of the same subject. Throws 422 `evidence_incomplete` (CON-23).
 */
export function sealAhead(
  keys: Keys,
  accountId: number,
  again: () => NewLedgerEntry[],
  supplies: LedgerSupplies,
  at: Date,
): SealedPerson {
  const sources = again();
  const { key, stored } = newSubjectKey(keys);
  const subject: SubjectToInsert = {
    id: supplies.subjectIds.pop()!,
    hash: subjectHash(keys, accountId, sources[0]!.subject),
    keySealed: stored,
  };
  const known = { id: subject.id, key };
  const entries = sources.map((source) => {
    requireEvidence(source);
    return entryToInsert(source, supplies.wordings, known, supplies.entryIds.pop()!, at);
  });
  return { subject, entries, again, at };
}

export interface SealedColumns {
  subjects: SubjectColumns;
  entries: EntryColumns;
}

/** The same people as the database takes them; that too can be done ahead. */
export function sealedColumns(people: readonly SealedPerson[]): SealedColumns {
  return {
    subjects: subjectColumns(people.map((person) => person.subject)),
    entries: entryColumns(people.flatMap((person) => person.entries)),
  };
}

/**
 * Adds people that were sealed ahead with all their entries, whose ids stay as they are. Whom the ledger knows after all
 * gets them under the key that is there. All of them were sealed at the same time.
 */
export async function addSealed(
  tx: Tx,
  { keys }: Pick<LedgerDeps, "keys">,
  people: readonly SealedPerson[],
  columns: SealedColumns = sealedColumns(people),
): Promise<void> {
  if (people.length === 0) return;
  const { at } = people[0]!;
  const subjects = people.map((person) => person.subject);
  const added = await insertSubjects(tx, columns.subjects, at);
  let entries = columns.entries;
  if (added < subjects.length) {
    const there = await openSubjects(
      tx,
      keys,
      subjects.map((subject) => subject.hash),
    );
    const late = people.filter(
      ({ subject }) => there.get(subject.hash.toString("base64"))!.id !== subject.id,
    );
    const wordings = await wordingsOf(
      tx,
      late.flatMap((person) => person.again()),
    );
    const mended = new Map(
      late.map((person) => {
        const known = there.get(person.subject.hash.toString("base64"))!;
        const sources = person.again();
        return [
          person,
          person.entries.map(({ entryId }, index) =>
            entryToInsert(sources[index]!, wordings, known, entryId, at),
          ),
        ];
      }),
    );
    entries = entryColumns(people.flatMap((person) => mended.get(person) ?? person.entries));
  }
  await insertEntries(tx, entries, at);
}
