import { run, sql, type Tx } from "../platform/index.ts";

/**
 * RET-06: on no list, no purchase, no customer, no inquiry, nothing waiting for an answer. Left lists have their own seven
 * days (RET-04), contacts of the core system the rules of their lists, restricted ones are kept (Art. 18 GDPR).
 */
const ORPHAN = sql`
  c.pot = 'newsletter' and c.restricted_at is null and c.stage <> 'customer'
  and not exists (select 1 from subscriptions s where s.account_id = c.account_id and s.contact_id = c.id)
  and not exists (select 1 from purchases p where p.account_id = c.account_id and p.contact_id = c.id)
  and not exists (select 1 from inquiries q where q.account_id = c.account_id and q.contact_id = c.id)
  and not exists (select 1 from consent_requests r where r.account_id = c.account_id and r.email_normalised = c.email_normalised and r.state = 'pending')
  and not exists (select 1 from preference_links l where l.account_id = c.account_id and l.contact_id = c.id and l.state = 'open')
  and not exists (select 1 from reply_tasks t where t.account_id = c.account_id and t.contact_id = c.id and t.state <> 'decided')`;

/** Flags contacts nothing holds here any more; a day is left for what is being recorded just now. */
export function flagOrphans(tx: Tx, now: Date, madeBefore: Date): Promise<number> {
  return run(
    tx,
    sql`update contacts c set orphaned_at = ${now}
        where c.account_id = app_account() and c.orphaned_at is null and c.created_at < ${madeBefore} and ${ORPHAN}`,
  );
}

/** Takes the flag from contacts that something holds again. */
export function unflagOrphans(tx: Tx): Promise<number> {
  return run(
    tx,
    sql`update contacts c set orphaned_at = null
        where c.account_id = app_account() and c.orphaned_at is not null and not (${ORPHAN})`,
  );
}

/** Deletes contacts flagged before a day that are orphans still and that nobody holds; gives how many. */
export function deleteOrphans(
  tx: Tx,
  flaggedBefore: Date,
  now: Date,
  limit: number,
): Promise<number> {
  return run(
    tx,
    sql`delete from contacts c using (
          select c.account_id, c.id from contacts c
          where c.account_id = app_account() and c.orphaned_at < ${flaggedBefore} and (c.kept_until is null or c.kept_until <= ${now}::date)
            and ${ORPHAN} limit ${limit}) o
        where c.account_id = o.account_id and c.id = o.id`,
  );
}
