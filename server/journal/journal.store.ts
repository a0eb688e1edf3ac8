import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { JournalKind } from "./entry.ts";

/** Enters an erasure or withdrawal in the transaction that made it true. */
export async function insertEntry(
  tx: Tx,
  accountId: number,
  entry: { kind: JournalKind; addressHash: Buffer | null; contactId: number | null; at: Date },
): Promise<void> {
  const pending = entry.contactId === null ? null : JSON.stringify({ contactId: entry.contactId });
  await run(
    tx,
    sql`insert into erasure_journal (account_id, kind, address_hash, pending, at)
        values (${accountId}, ${entry.kind}, ${entry.addressHash}, ${pending}::jsonb, ${entry.at})`,
  );
}

export interface OpenEntry {
  accountId: number;
  id: number;
  pending: { contactId?: number; source?: string; number?: string } | null;
}

/** The number of the newest entry, held until the transaction ends: one process writes at a time. */
export async function lockLastNo(tx: Tx): Promise<number> {
  return (await one<{ lastNo: number }>(tx, sql`select last_no from journal_state for update`))
    .lastNo;
}

export async function lastNo(tx: Tx): Promise<number> {
  return (await one<{ lastNo: number }>(tx, sql`select last_no from journal_state`)).lastNo;
}

export async function setLastNo(tx: Tx, to: number): Promise<void> {
  await run(tx, sql`update journal_state set last_no = ${to}`);
}

/** Entries that have no number yet, oldest first. */
export function openEntries(tx: Tx, limit: number): Promise<OpenEntry[]> {
  return rows(
    tx,
    sql`select j.account_id, j.id, j.pending from erasure_journal j where j.no is null order by j.id limit ${limit}`,
  );
}

/** Gives them their numbers and hashes; what named a person goes. */
export async function numberEntries(
  tx: Tx,
  entries: { accountId: number; id: number; no: number; subjectHash: Buffer | null }[],
): Promise<void> {
  await run(
    tx,
    sql`update erasure_journal j set no = n.no, subject_hash = n.hash, pending = null
        from unnest(${entries.map((e) => e.accountId)}::int[], ${entries.map((e) => e.id)}::bigint[], ${entries.map((e) => e.no)}::bigint[], ${entries.map((e) => e.subjectHash)}::bytea[])
          as n(account_id, id, no, hash)
        where j.account_id = n.account_id and j.id = n.id`,
  );
}

export interface NumberedEntry {
  no: number;
  at: Date;
  accountId: number;
  kind: JournalKind;
  addressHash: Buffer | null;
  subjectHash: Buffer | null;
  scope: string | null;
  listId: number | null;
  origin: string | null;
}

export function entriesAfter(tx: Tx, no: number, limit: number): Promise<NumberedEntry[]> {
  return rows(
    tx,
    sql`select j.no, j.at, j.account_id, j.kind, j.address_hash, j.subject_hash, j.scope, j.list_id, j.origin
        from erasure_journal j where j.no > ${no} order by j.no limit ${limit}`,
  );
}

export async function deleteOldEntries(tx: Tx, before: Date): Promise<void> {
  await run(tx, sql`delete from erasure_journal where no is not null and at < ${before}`);
}

/** A restored database forgets entries without a number: the files know them with theirs. */
export async function forgetOpenEntries(tx: Tx): Promise<void> {
  await run(tx, sql`delete from erasure_journal where no is null`);
}

export async function hasAccounts(tx: Tx): Promise<boolean> {
  return (await maybe(tx, sql`select 1 as there from accounts limit 1`)) !== undefined;
}

/** Entries of one address, for the person's copy. */
export function exportEntries(tx: Tx, hash: Buffer): Promise<unknown[]> {
  return rows(
    tx,
    sql`select j.kind, j.scope, j.at from erasure_journal j where j.account_id = app_account() and j.address_hash = ${hash} order by j.id`,
  );
}

/** What still names the contact while it waits for its number. */
export function forgetPending(tx: Tx, contactId: number): Promise<number> {
  return run(
    tx,
    sql`update erasure_journal set pending = null where account_id = app_account() and pending->>'contactId' = ${String(contactId)} and kind <> 'erased'`,
  );
}

/** Tables of accounts that know addresses, whatever slice they belong to. */
export async function addressTables(tx: Tx): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r' and has_table_privilege(c.oid, 'select')
          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped)
          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'email_normalised' and not a.attisdropped)
        order by 1`,
  );
  return found.map((row) => row.name);
}

/** Addresses of one table in their order, page by page. */
export async function addressesOf(
  tx: Tx,
  table: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const found = await rows<{ email: string }>(
    tx,
    sql`select distinct t.email_normalised as email from ${sql.table(table)} t
        where t.account_id = app_account() and t.email_normalised > ${after} order by 1 limit ${limit}`,
  );
  return found.map((row) => row.email);
}

export interface KnownContact {
  id: number;
  emailNormalised: string;
  sourceSystem: string | null;
  personNumber: string | null;
}

/** Contacts in the order of their ids, page by page. */
export function contactsAfter(tx: Tx, id: number, limit: number): Promise<KnownContact[]> {
  return rows(
    tx,
    sql`select c.id, c.email_normalised, c.source_system, c.person_number from contacts c
        where c.account_id = app_account() and c.id > ${id} order by c.id limit ${limit}`,
  );
}

export interface Suppressing {
  scope: string;
  listId: number | null;
  addressHash: Buffer | null;
  emailNormalised: string | null;
  contactId: number | null;
  sourceSystem: string | null;
  personNumber: string | null;
  origin: string;
  at: Date;
}

/** Puts a suppression back. Lists that came after the backup are not there, and need none. */
export function suppressAgain(tx: Tx, accountId: number, entry: Suppressing): Promise<number> {
  return run(
    tx,
    sql`insert into suppressions (account_id, scope, list_id, email_normalised, address_hash, contact_id, source_system, person_number, reason, origin, created_at)
        select ${accountId}, ${entry.scope}, ${entry.listId}, ${entry.emailNormalised}, ${entry.addressHash}, ${entry.contactId},
          ${entry.sourceSystem}, ${entry.personNumber}, 'replayed', ${entry.origin}, ${entry.at}
        where ${entry.listId}::bigint is null or exists (select 1 from lists l where l.account_id = ${accountId} and l.id = ${entry.listId})
        on conflict do nothing`,
  );
}

/** Takes one back that was lifted later. */
export function liftAgain(tx: Tx, entry: Suppressing): Promise<number> {
  return run(
    tx,
    sql`update suppressions s set lifted_at = ${entry.at}, lift_reason = 'replayed'
        where s.account_id = app_account() and s.lifted_at is null and s.scope = ${entry.scope} and s.list_id is not distinct from ${entry.listId}
          and s.address_hash is not distinct from ${entry.addressHash} and s.contact_id is not distinct from ${entry.contactId}
          and s.source_system is not distinct from ${entry.sourceSystem} and s.person_number is not distinct from ${entry.personNumber}`,
  );
}

/** Ends the subscriptions that a suppression of an address ends: of one list, or of all. */
export function unsubscribeAgain(
  tx: Tx,
  hash: Buffer,
  listId: number | null,
  at: Date,
): Promise<number> {
  return run(
    tx,
    sql`update subscriptions s set state = 'unsubscribed', unsubscribed_at = ${at} from contacts c
        where s.account_id = app_account() and c.account_id = s.account_id and c.id = s.contact_id and c.address_hash = ${hash}
          and s.state <> 'unsubscribed' and (${listId}::bigint is null or s.list_id = ${listId})`,
  );
}

export function setRestricted(tx: Tx, contactId: number, at: Date | null): Promise<number> {
  return run(
    tx,
    sql`update contacts c set restricted_at = ${at} where c.account_id = app_account() and c.id = ${contactId} and (c.restricted_at is null) <> (${at}::timestamptz is null)`,
  );
}
