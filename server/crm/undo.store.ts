import { one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { StoredRecord } from "./core-imports.store.ts";

/** How many records of a file have a mail, or one that is about to leave. */
export async function mailedOfImport(tx: Tx, importId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(distinct r.contact_id) as count from core_records r
        join deliveries d on d.account_id = r.account_id and d.contact_id = r.contact_id
        where r.account_id = app_account() and r.import_id = ${importId}`,
  );
  return found.count;
}

/** Files taken into the list after this one that still stand. */
export async function laterImports(tx: Tx, listId: number, importId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from core_imports i
        where i.account_id = app_account() and i.list_id = ${listId} and i.id > ${importId} and i.undone_at is null`,
  );
  return found.count;
}

export async function recordsOfImport(tx: Tx, importId: number): Promise<number[]> {
  const found = await rows<{ contactId: number }>(
    tx,
    sql`select r.contact_id from core_records r where r.account_id = app_account() and r.import_id = ${importId} for update`,
  );
  return found.map((row) => row.contactId);
}

export type ChangedRecord = StoredRecord & {
  personNumber: string;
  changes: { field: keyof StoredRecord; old: string; new: string }[];
};

/** The records an update changed, as they are now, with what it changed. */
export function changedRecords(tx: Tx, importId: number): Promise<ChangedRecord[]> {
  return rows<ChangedRecord>(
    tx,
    sql`select r.contact_id, r.person_number, r.record_number, r.basis, r.basis_reference, r.origin, r.profiling, r.unsubscribed_at, c.email,
          c.email_normalised, c.salutation, c.title, c.first_name, c.last_name, c.company, c.locale, h.changes
        from core_records r join contacts c on c.account_id = r.account_id and c.id = r.contact_id
        join lateral (select jsonb_agg(jsonb_build_object('field', x.field, 'old', x.old_value, 'new', x.new_value)) as changes from core_changes x
          where x.account_id = r.account_id and x.contact_id = r.contact_id and x.import_id = ${importId}) h on h.changes is not null
        where r.account_id = app_account() and r.contact_id in (
          select x.contact_id from core_changes x where x.account_id = app_account() and x.import_id = ${importId})
        order by r.contact_id for update of r`,
  );
}

export async function deleteChanges(tx: Tx, importId: number): Promise<void> {
  await run(
    tx,
    sql`delete from core_changes x where x.account_id = app_account() and x.import_id = ${importId}`,
  );
}

export async function deleteRefused(tx: Tx, importId: number): Promise<void> {
  await run(
    tx,
    sql`delete from core_refused_lines x where x.account_id = app_account() and x.import_id = ${importId}`,
  );
}

export async function markUndone(tx: Tx, importId: number, by: string, at: Date): Promise<void> {
  await run(
    tx,
    sql`update core_imports set undone_at = ${at}, undone_by = ${by} where account_id = app_account() and id = ${importId}`,
  );
}
