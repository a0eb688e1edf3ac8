import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { CoreList } from "./record.ts";

const LIST = sql.raw(
  "l.id, l.public_id, l.name, l.occasion, l.owner_id, l.source_system, l.keep_days, l.created_by, l.created_at, l.ended_at, (select o.name from operators o where o.id = l.owner_id) as owner_name",
);

export function insertCoreList(
  tx: Tx,
  accountId: number,
  made: Pick<
    CoreList,
    "name" | "occasion" | "ownerId" | "sourceSystem" | "keepDays" | "createdBy"
  > & { at: Date },
): Promise<CoreList> {
  return one<CoreList>(
    tx,
    sql`insert into core_lists as l (account_id, name, occasion, owner_id, source_system, keep_days, created_by, created_at)
        values (${accountId}, ${made.name}, ${made.occasion}, ${made.ownerId}, ${made.sourceSystem}, ${made.keepDays}, ${made.createdBy}, ${made.at})
        returning ${LIST}`,
  );
}

export function findCoreList(tx: Tx, publicId: string): Promise<CoreList | undefined> {
  return maybe<CoreList>(
    tx,
    sql`select ${LIST} from core_lists l where l.account_id = app_account() and l.public_id = ${publicId}`,
  );
}

/** The same, held until the transaction ends: two files for one list come one after the other. */
export function lockCoreList(tx: Tx, publicId: string): Promise<CoreList | undefined> {
  return maybe<CoreList>(
    tx,
    sql`select ${LIST} from core_lists l where l.account_id = app_account() and l.public_id = ${publicId} for update`,
  );
}

export function lockCoreListById(tx: Tx, id: number): Promise<CoreList | undefined> {
  return maybe<CoreList>(
    tx,
    sql`select ${LIST} from core_lists l where l.account_id = app_account() and l.id = ${id} for update`,
  );
}

export async function endCoreList(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update core_lists set ended_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

export function coreLists(
  tx: Tx,
  page: { after?: number; limit: number },
): Promise<(CoreList & { records: number })[]> {
  return rows(
    tx,
    sql`select ${LIST}, (select count(*) from core_records r where r.account_id = l.account_id and r.list_id = l.id) as records
        from core_lists l where l.account_id = app_account() and (${page.after ?? null}::bigint is null or l.id < ${page.after ?? null})
        order by l.id desc limit ${page.limit}`,
  );
}

export async function changeCoreList(
  tx: Tx,
  id: number,
  change: Pick<CoreList, "name" | "occasion" | "ownerId" | "keepDays">,
): Promise<void> {
  await run(
    tx,
    sql`update core_lists set name = ${change.name}, occasion = ${change.occasion}, owner_id = ${change.ownerId}, keep_days = ${change.keepDays}
        where account_id = app_account() and id = ${id}`,
  );
}

/** The records of a list, for freezing: each of them once, whoever else is on the address (CRM-09). */
export function candidatesOfCoreList(listId: number): RawBuilder<unknown> {
  return sql`select r.contact_id, c.email, c.email_normalised, null::bigint as list_id from core_records r
    join contacts c on c.account_id = r.account_id and c.id = r.contact_id
    where r.account_id = app_account() and r.list_id = ${listId}`;
}

export async function countRecords(tx: Tx, listId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from core_records r where r.account_id = app_account() and r.list_id = ${listId}`,
  );
  return found.count;
}

/**
 * RET-03: contacts of records whose time is over, counted from the last mail to them or their delivery. What was not
 * acknowledged yet keeps its record (UNS-15).
 */
export function recordsToEnd(tx: Tx, now: Date, limit: number): Promise<{ contactId: number }[]> {
  return rows(
    tx,
    sql`select r.contact_id from core_records r join core_lists l on l.account_id = r.account_id and l.id = r.list_id
        where r.account_id = app_account() and r.updated_at < ${now}::timestamptz - make_interval(days => l.keep_days)
          and not exists (select 1 from deliveries d where d.account_id = r.account_id and d.contact_id = r.contact_id
            and d.created_at >= ${now}::timestamptz - make_interval(days => l.keep_days))
          and not exists (select 1 from core_withdrawals w where w.account_id = r.account_id and w.contact_id = r.contact_id
            and w.acknowledged_at is null and w.undone_at is null)
          and not person_held(r.account_id, r.contact_id, null)
        order by r.contact_id limit ${limit}`,
  );
}

/** Marks lists that had records and have none any more. */
export function endEmptyLists(tx: Tx, now: Date): Promise<number> {
  return run(
    tx,
    sql`update core_lists l set ended_at = ${now} where l.account_id = app_account() and l.ended_at is null
          and l.created_at < ${now}::timestamptz - make_interval(days => l.keep_days)
          and not exists (select 1 from core_records r where r.account_id = l.account_id and r.list_id = l.id)`,
  );
}

/** Accounts that have such lists, for work across accounts. */
export function accountsWithCoreLists(tx: Tx): Promise<{ id: number }[]> {
  return rows(tx, sql`select a.id from accounts a order by a.id`);
}
