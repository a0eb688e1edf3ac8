import {
  kept,
  bigintArray,
  byteaArray,
  maybe,
  one,
  readBigints,
  rows,
  run,
  sql,
  textArray,
  unlessTaken,
  type RawBuilder,
  type Tx,
} from "../platform/index.ts";
import type { ConsentPurpose, LedgerKind, SealedEntry } from "./ledger.ts";

export interface SubjectRow {
  id: number;
  subjectHash: Buffer;
  keySealed: Buffer;
}

/** Living subjects with these hashes. */
export function findSubjects(tx: Tx, hashes: Buffer[]): Promise<SubjectRow[]> {
  return rows<SubjectRow>(
    tx,
    sql`select s.id, s.subject_hash, s.key_sealed from ledger_subjects s
        where s.account_id = app_account() and s.subject_hash = any(${byteaArray(hashes)}::bytea[])
          and s.sealed_until is null and s.destroyed_at is null`,
  );
}

/** Ids for subjects or entries that are still to be added. Those that are never used leave a gap. */
export async function takeLedgerIds(
  tx: Tx,
  of: "ledger_entries" | "ledger_subjects",
  amount: number,
): Promise<number[]> {
  if (amount === 0) return [];
  const { ids } = await one<{ ids: Buffer }>(
    tx,
    sql`select take_ids(${of}, ${amount}::int) as ids`,
  );
  return readBigints(ids);
}

export interface SubjectToInsert {
  id: number;
  hash: Buffer;
  keySealed: Buffer;
}

/** Subjects as the database takes them, a column at a time. */
export type SubjectColumns = ReturnType<typeof subjectColumns>;
export function subjectColumns(subjects: readonly SubjectToInsert[]) {
  return {
    id: bigintArray(subjects.map((subject) => subject.id)),
    hash: byteaArray(subjects.map((subject) => subject.hash)),
    keySealed: byteaArray(subjects.map((subject) => subject.keySealed)),
  };
}

/**
 * Adds subjects under ids that were taken for them; one that another transaction has just added stays as it is, after
 * waiting for its end. In the order of the hashes, so that two transactions never wait for each other, and neighbours go
 * into the index together. Gives the number of those that are new.
 */
export async function insertSubjects(tx: Tx, of: SubjectColumns, at: Date): Promise<number> {
  const insert = (onConflict: RawBuilder<unknown>) =>
    run(
      tx,
      kept(sql`insert into ledger_subjects (account_id, id, subject_hash, key_sealed, created_at) overriding system value
          select app_account(), n.id, n.hash, n.key, ${at}
          from (select unnest(${of.id}::bigint[]) as id, unnest(${of.hash}::bytea[]) as hash, unnest(${of.keySealed}::bytea[]) as key) n
          order by n.hash ${onConflict}`),
    );
  return (
    (await unlessTaken(tx, () => insert(sql``))) ??
    insert(
      sql`on conflict (account_id, subject_hash) where sealed_until is null and destroyed_at is null do nothing`,
    )
  );
}

export interface EntryToInsert extends SealedEntry {
  entryId: number;
  subjectId: number;
  kind: LedgerKind;
  purpose: ConsentPurpose | null;
  listId: number | null;
  wordingVersionId: number | null;
}

/** Entries as the database takes them, a column at a time. */
export type EntryColumns = ReturnType<typeof entryColumns>;
export function entryColumns(entries: readonly EntryToInsert[]) {
  const texts = (name: "publicId" | "kind" | "purpose") =>
    textArray(entries.map((entry) => entry[name]));
  const numbers = (name: "entryId" | "subjectId" | "listId" | "wordingVersionId") =>
    bigintArray(entries.map((entry) => entry[name]));
  return {
    id: numbers("entryId"),
    publicId: texts("publicId"),
    kind: texts("kind"),
    commitment: byteaArray(entries.map((entry) => entry.commitment)),
    subjectId: numbers("subjectId"),
    purpose: texts("purpose"),
    listId: numbers("listId"),
    wordingVersionId: numbers("wordingVersionId"),
    ciphertext: byteaArray(entries.map((entry) => entry.ciphertext)),
  };
}

/** Appends entries with their payloads, under ids that were taken for them. */
export async function insertEntries(tx: Tx, of: EntryColumns, at: Date): Promise<void> {
  await run(
    tx,
    kept(sql`insert into ledger_entries (account_id, id, public_id, at, kind, commitment) overriding system value
        select app_account(), n.id, n.public_id, ${at}, n.kind, n.commitment
        from (select unnest(${of.id}::bigint[]) as id, unnest(${of.publicId}::text[]) as public_id, unnest(${of.kind}::text[]) as kind,
          unnest(${of.commitment}::bytea[]) as commitment) n`),
  );
  await run(
    tx,
    kept(sql`insert into ledger_payloads (account_id, entry_id, subject_id, purpose, list_id, wording_version_id, ciphertext)
        select app_account(), n.id, n.subject_id, n.purpose, n.list_id, n.wording_version_id, n.ciphertext
        from (select unnest(${of.id}::bigint[]) as id, unnest(${of.subjectId}::bigint[]) as subject_id, unnest(${of.purpose}::text[]) as purpose,
          unnest(${of.listId}::bigint[]) as list_id, unnest(${of.wordingVersionId}::bigint[]) as wording_version_id,
          unnest(${of.ciphertext}::bytea[]) as ciphertext) n`),
  );
}

export interface EntryRow {
  entryId: number;
  publicId: string;
  at: Date;
  kind: LedgerKind;
  commitment: Buffer;
  /** Null once the payload is destroyed. */
  subjectId: number | null;
  keySealed: Buffer | null;
  sealedUntil: string | null;
  purpose: ConsentPurpose | null;
  listId: number | null;
  wordingVersionId: number | null;
  ciphertext: Buffer | null;
}

const ENTRY = sql.raw(
  `e.id as entry_id, e.public_id, e.at, e.kind, e.commitment, p.subject_id, s.key_sealed, s.sealed_until::text as sealed_until,
   p.purpose, p.list_id, p.wording_version_id, p.ciphertext
   from ledger_entries e
   left join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
   left join ledger_subjects s on s.account_id = p.account_id and s.id = p.subject_id`,
);

/** Subjects with these hashes, living and under seal: each kind has an index of its own. */
const subjectsOf = (hashes: Buffer[] | null) => {
  const sought = hashes === null ? null : byteaArray(hashes);
  return sql`array(
    select l.id from ledger_subjects l where l.account_id = app_account() and l.subject_hash = any(${sought}::bytea[]) and l.sealed_until is null and l.destroyed_at is null
    union all
    select l.id from ledger_subjects l where l.account_id = app_account() and l.subject_hash = any(${sought}::bytea[]) and l.sealed_until is not null and l.destroyed_at is null)`;
};

/** All entries of a person, sealed ones too, oldest first. */
export function entriesOfHashes(tx: Tx, hashes: Buffer[]): Promise<EntryRow[]> {
  return rows<EntryRow>(
    tx,
    sql`select ${ENTRY} where e.account_id = app_account() and p.subject_id = any(${subjectsOf(hashes)}) order by e.id`,
  );
}

/** Entries of some kinds of these people. */
export function entriesOfKinds(
  tx: Tx,
  subjectIds: number[],
  kinds: LedgerKind[],
): Promise<EntryRow[]> {
  return rows<EntryRow>(
    tx,
    sql`select ${ENTRY} where e.account_id = app_account() and p.subject_id = any(${subjectIds}::bigint[]) and e.kind = any(${kinds}::text[])`,
  );
}

export function entriesOfSubject(tx: Tx, subjectId: number): Promise<EntryRow[]> {
  return rows<EntryRow>(
    tx,
    sql`select ${ENTRY} where e.account_id = app_account() and p.subject_id = ${subjectId} order by e.id`,
  );
}

export function findEntry(tx: Tx, publicId: string): Promise<EntryRow | undefined> {
  return maybe<EntryRow>(
    tx,
    sql`select ${ENTRY} where e.account_id = app_account() and e.public_id = ${publicId}`,
  );
}

export interface LedgerFilter {
  kind?: LedgerKind;
  from?: string;
  to?: string;
  wordingVersionId?: number;
  /** Public id; the list itself belongs to a slice above. */
  list?: string;
  hashes?: Buffer[];
  after?: { at: string; id: number };
  limit: number;
}

/** What the log says without opening anything, newest first. */
export function listEntries(tx: Tx, filter: LedgerFilter): Promise<EntryRow[]> {
  const f = { ...filter };
  return rows<EntryRow>(
    tx,
    sql`select ${ENTRY} where e.account_id = app_account()
          and (${f.kind ?? null}::text is null or e.kind = ${f.kind ?? null})
          and (${f.from ?? null}::timestamptz is null or e.at >= ${f.from ?? null}::timestamptz)
          and (${f.to ?? null}::timestamptz is null or e.at < ${f.to ?? null}::timestamptz)
          and (${f.wordingVersionId ?? null}::bigint is null or p.wording_version_id = ${f.wordingVersionId ?? null})
          and (${f.list ?? null}::text is null or p.list_id = (select l.id from lists l where l.account_id = app_account() and l.public_id = ${f.list ?? null}))
          and (${f.hashes === undefined}::boolean or p.subject_id = any(${subjectsOf(f.hashes ?? null)}))
          and (${f.after?.at ?? null}::timestamptz is null or (e.at, e.id) < (${f.after?.at ?? null}::timestamptz, ${f.after?.id ?? null}::bigint))
        order by e.at desc, e.id desc limit ${f.limit}`,
  );
}

/** Art. 17(3)(e): what is needed for a dispute stays, out of everyday reach, until that day. */
export function sealSubjects(tx: Tx, hashes: Buffer[], until: string): Promise<number> {
  return run(
    tx,
    sql`update ledger_subjects s set sealed_until = ${until}
        where s.account_id = app_account() and s.subject_hash = any(${byteaArray(hashes)}::bytea[]) and s.sealed_until is null and s.destroyed_at is null`,
  );
}

/** Subjects whose last day under seal is over in the account's time zone. For the retention role. */
export function subjectsToDestroy(
  tx: Tx,
  now: Date,
  limit: number,
): Promise<{ id: number; subjectHash: Buffer }[]> {
  return rows(
    tx,
    sql`select s.id, s.subject_hash from ledger_subjects s join accounts a on a.id = s.account_id
        where s.account_id = app_account() and s.sealed_until < (${now}::timestamptz at time zone a.timezone)::date and s.destroyed_at is null
        order by s.sealed_until, s.id limit ${limit}`,
  );
}

export async function countPayloads(tx: Tx, subjectId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from ledger_payloads p where p.account_id = app_account() and p.subject_id = ${subjectId}`,
  );
  return found.count;
}

/** Deletes payloads and the key, and says so in the log. Afterwards nobody can tell whose entries these were. */
export async function destroySubject(
  tx: Tx,
  subjectId: number,
  note: { publicId: string; commitment: Buffer; salt: Buffer; entries: number; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`delete from ledger_payloads p where p.account_id = app_account() and p.subject_id = ${subjectId}`,
  );
  await run(
    tx,
    sql`update ledger_subjects s set subject_hash = null, key_sealed = null, destroyed_at = ${note.at}
        where s.account_id = app_account() and s.id = ${subjectId}`,
  );
  const entry = await one<{ id: number }>(
    tx,
    sql`insert into ledger_entries (account_id, public_id, at, kind, commitment)
        values (app_account(), ${note.publicId}, ${note.at}, 'erased', ${note.commitment}) returning id`,
  );
  await run(
    tx,
    sql`insert into ledger_erasures (account_id, entry_id, salt, entries) values (app_account(), ${entry.id}, ${note.salt}, ${note.entries})`,
  );
}

/** A list by its public id; the list itself belongs to a slice above. */
export function findListOfLedger(
  tx: Tx,
  publicId: string,
): Promise<{ id: number; publicId: string; name: string } | undefined> {
  return maybe(
    tx,
    sql`select l.id, l.public_id, l.name from lists l where l.account_id = app_account() and l.public_id = ${publicId}`,
  );
}

/** Entries of one list, from a time on and before another. */
export interface EntriesOfList {
  listId: number;
  from: string | null;
  to: string | null;
}

const withinTime = (at: RawBuilder<unknown>, { from, to }: EntriesOfList) =>
  sql`(${from}::timestamptz is null or ${at} >= ${from}::timestamptz) and (${to}::timestamptz is null or ${at} < ${to}::timestamptz)`;
const ofList = (of: EntriesOfList) =>
  sql`e.account_id = app_account() and p.list_id = ${of.listId} and ${withinTime(sql`e.at`, of)}`;

/** Entries of one list in the order of the log, after one of them, and whether each is the first of its person in it. */
export function entriesOfList(
  tx: Tx,
  page: EntriesOfList & { after: number; limit: number },
): Promise<(EntryRow & { isFirst: boolean })[]> {
  return rows(
    tx,
    sql`with found as materialized (
          select e.id from ledger_entries e join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
          where ${ofList(page)} and e.id > ${page.after} order by e.id limit ${page.limit})
        select not exists (select from ledger_payloads q join ledger_entries w on w.account_id = q.account_id and w.id = q.entry_id
            where q.account_id = p.account_id and q.subject_id = p.subject_id and q.list_id = p.list_id and q.entry_id < e.id
              and ${withinTime(sql`w.at`, page)}) as is_first, ${ENTRY}
        where e.account_id = app_account() and e.id in (select f.id from found f) order by e.id`,
  );
}

/** How many people have an entry of the list. */
export async function countPeopleOfList(tx: Tx, of: EntriesOfList): Promise<number> {
  const found = await one<{ people: number }>(
    tx,
    sql`select count(distinct p.subject_id) as people
        from ledger_entries e join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
        where ${ofList(of)}`,
  );
  return found.people;
}

/** Forms as they were when somebody saw them. */
export function formVersionsNamed(
  tx: Tx,
  named: { id: string; version: number }[],
): Promise<{ id: string; version: number; createdAt: Date; sha256: Buffer; definition: object }[]> {
  return rows(
    tx,
    sql`select f.public_id as id, v.version, v.created_at, v.sha256, v.definition
        from unnest(${named.map((one) => one.id)}::text[], ${named.map((one) => one.version)}::int[]) as n(id, version)
        join forms f on f.account_id = app_account() and f.public_id = n.id
        join form_versions v on v.account_id = f.account_id and v.form_id = f.id and v.version = n.version
        order by f.public_id, v.version`,
  );
}
