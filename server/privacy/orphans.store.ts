import { rows, run, sql, type Tx } from "../platform/index.ts";
import { notKept, WITHOUT_GROUND } from "./unheld.store.ts";

/** A contact that may have to go. */
export interface Candidate {
  id: number;
  emailNormalised: string;
}

const CANDIDATE = sql.raw("c.id, c.email_normalised from contacts c");

/** Contacts not flagged yet that no table holds any more, by id. */
export function newOrphans(
  tx: Tx,
  page: { madeBefore: Date; after: number; limit: number },
): Promise<Candidate[]> {
  return rows<Candidate>(
    tx,
    sql`select ${CANDIDATE} where c.account_id = app_account() and c.id > ${page.after} and c.orphaned_at is null and c.created_at < ${page.madeBefore}
          and ${WITHOUT_GROUND} order by c.id limit ${page.limit}`,
  );
}

export function flagOrphans(tx: Tx, ids: number[], now: Date): Promise<number> {
  return run(
    tx,
    sql`update contacts c set orphaned_at = ${now} where c.account_id = app_account() and c.id = any(${ids}::bigint[])`,
  );
}

/** Takes the flag from contacts that something holds again, `alsoHeld` among them. */
export function unflagOrphans(tx: Tx, alsoHeld: number[]): Promise<number> {
  return run(
    tx,
    sql`update contacts c set orphaned_at = null
        where c.account_id = app_account() and c.orphaned_at is not null and (c.id = any(${alsoHeld}::bigint[]) or not (${WITHOUT_GROUND}))`,
  );
}

/** Flagged contacts, by id. */
export function flaggedOrphans(tx: Tx, after: number, limit: number): Promise<Candidate[]> {
  return rows<Candidate>(
    tx,
    sql`select ${CANDIDATE} where c.account_id = app_account() and c.id > ${after} and c.orphaned_at is not null order by c.id limit ${limit}`,
  );
}

/** Deletes contacts flagged before a day that are orphans still and that nobody keeps; gives whose they were. */
export function deleteOrphans(
  tx: Tx,
  flaggedBefore: Date,
  now: Date,
  limit: number,
): Promise<Candidate[]> {
  return rows<Candidate>(
    tx,
    sql`delete from contacts c using (
          select c.account_id, c.id from contacts c
          where c.account_id = app_account() and c.orphaned_at < ${flaggedBefore} and ${notKept(now)}
            and ${WITHOUT_GROUND} limit ${limit}) o
        where c.account_id = o.account_id and c.id = o.id returning c.id, c.email_normalised`,
  );
}

/** The contact behind an address that has just lost its last list, if nothing keeps it. */
export function contactWithoutGround(tx: Tx, contactId: number, now: Date): Promise<Candidate[]> {
  return rows<Candidate>(
    tx,
    sql`select ${CANDIDATE} where c.account_id = app_account() and c.id = ${contactId} and ${WITHOUT_GROUND} and ${notKept(now)}`,
  );
}

export function deleteContact(tx: Tx, id: number): Promise<number> {
  return run(tx, sql`delete from contacts c where c.account_id = app_account() and c.id = ${id}`);
}
