import { rows, run, sql, type Tx } from "../platform/index.ts";

/** What the core system delivered about a record, its line as it was, and what changed since. */
export function exportRecords(tx: Tx, contactId: number | null): Promise<unknown[]> {
  return rows(
    tx,
    sql`select l.name as list, l.occasion, l.source_system, r.person_number, r.record_number, r.basis, r.basis_reference, r.origin, r.profiling,
          r.profiling_ended_at, r.unsubscribed_at, r.raw, r.created_at
        from core_records r join core_lists l on l.account_id = r.account_id and l.id = r.list_id
        where r.account_id = app_account() and r.contact_id = ${contactId}`,
  );
}

export function exportChanges(tx: Tx, contactId: number | null): Promise<unknown[]> {
  return rows(
    tx,
    sql`select h.field, h.old_value, h.new_value, h.at from core_changes h where h.account_id = app_account() and h.contact_id = ${contactId} order by h.id`,
  );
}

export function exportWithdrawals(tx: Tx, contactId: number | null): Promise<unknown[]> {
  return rows(
    tx,
    sql`select w.kind, w.origin, w.at, w.acknowledged_at, w.undone_at from core_withdrawals w
        where w.account_id = app_account() and w.contact_id = ${contactId} order by w.id`,
  );
}

export function eraseRecords(tx: Tx, contactId: number | null): Promise<number> {
  return run(
    tx,
    sql`delete from core_records r where r.account_id = app_account() and r.contact_id = ${contactId}`,
  );
}

export function eraseChanges(tx: Tx, contactId: number | null): Promise<number> {
  return run(
    tx,
    sql`delete from core_changes h where h.account_id = app_account() and h.contact_id = ${contactId}`,
  );
}

/** The number stays until the core system has learnt of it (UNS-15); the record it came from goes. */
export function minimiseWithdrawals(tx: Tx, contactId: number | null): Promise<number> {
  return run(
    tx,
    sql`update core_withdrawals w set contact_id = null where w.account_id = app_account() and w.contact_id = ${contactId}`,
  );
}

/** Refused lines have no contact, so they go by time. */
export function deleteOldRefusedLines(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from core_refused_lines x where x.account_id = app_account() and x.at < ${before}`,
  );
}

/** UNS-15: a year after the core system knows, the number goes. */
export function forgetAcknowledged(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`update core_withdrawals w set person_number = '', contact_id = null
        where w.account_id = app_account() and w.acknowledged_at < ${before} and w.person_number <> ''`,
  );
}
