import type { CoreCounts } from "../../contract/crm.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { CoreMapping } from "./core-file.ts";

export interface CoreImport {
  id: number;
  publicId: string;
  listId: number;
  kind: "create" | "append" | "update";
  fileName: string;
  sha256: string;
  columns: string[];
  counts: CoreCounts;
  manualConfirmed: boolean;
  manualDoneBy: string | null;
  manualDoneAt: Date | null;
  madeBy: string;
  madeAt: Date;
  /** Taken back. */
  undoneAt: Date | null;
  undoneBy: string | null;
}

const IMPORT = sql.raw(
  "i.id, i.public_id, i.list_id, i.kind, i.file_name, i.sha256, i.columns, i.counts, i.manual_confirmed, i.manual_done_by, i.manual_done_at, i.made_by, i.made_at, i.undone_at, i.undone_by",
);

export function insertCoreImport(
  tx: Tx,
  accountId: number,
  made: Pick<
    CoreImport,
    "listId" | "kind" | "fileName" | "sha256" | "columns" | "manualConfirmed" | "madeBy" | "madeAt"
  > & { mapping: CoreMapping },
): Promise<CoreImport> {
  return one<CoreImport>(
    tx,
    sql`insert into core_imports as i (account_id, list_id, kind, file_name, sha256, columns, mapping, counts, manual_confirmed, made_by, made_at)
        values (${accountId}, ${made.listId}, ${made.kind}, ${made.fileName}, ${made.sha256}, ${made.columns}::text[], ${JSON.stringify(made.mapping)}, '{}',
          ${made.manualConfirmed}, ${made.madeBy}, ${made.madeAt}) returning ${IMPORT}`,
  );
}

export function setCoreCounts(tx: Tx, id: number, counts: CoreCounts): Promise<CoreImport> {
  return one<CoreImport>(
    tx,
    sql`update core_imports i set counts = ${JSON.stringify(counts)} where i.account_id = app_account() and i.id = ${id} returning ${IMPORT}`,
  );
}

export function importsOfList(tx: Tx, listId: number): Promise<CoreImport[]> {
  return rows<CoreImport>(
    tx,
    sql`select ${IMPORT} from core_imports i where i.account_id = app_account() and i.list_id = ${listId} order by i.id desc`,
  );
}

export function findCoreImport(tx: Tx, publicId: string): Promise<CoreImport | undefined> {
  return maybe<CoreImport>(
    tx,
    sql`select ${IMPORT} from core_imports i where i.account_id = app_account() and i.public_id = ${publicId}`,
  );
}

export function sameFileInList(
  tx: Tx,
  listId: number,
  sha256: string,
): Promise<CoreImport | undefined> {
  return maybe<CoreImport>(
    tx,
    sql`select ${IMPORT} from core_imports i where i.account_id = app_account() and i.list_id = ${listId} and i.sha256 = ${sha256} and i.undone_at is null order by i.id limit 1`,
  );
}

export async function endManualTask(tx: Tx, id: number, by: string, at: Date): Promise<void> {
  await run(
    tx,
    sql`update core_imports set manual_done_by = ${by}, manual_done_at = ${at} where account_id = app_account() and id = ${id} and manual_done_at is null`,
  );
}

export interface NewRecord {
  contactId: number;
  line: number;
  personNumber: string;
  recordNumber: string;
  basis: string;
  basisReference: string;
  origin: string;
  profiling: boolean;
  raw: string[];
  warnings: string[];
}

export async function insertRecords(
  tx: Tx,
  accountId: number,
  where: { listId: number; importId: number; at: Date },
  records: readonly NewRecord[],
): Promise<void> {
  const of = <T>(read: (record: NewRecord) => T): T[] => records.map(read);
  await run(
    tx,
    sql`insert into core_records (account_id, contact_id, list_id, import_id, line, person_number, record_number, basis, basis_reference, origin,
          profiling, raw, warnings, created_at, updated_at)
        select ${accountId}, n.contact_id, ${where.listId}, ${where.importId}, n.line, n.person_number, n.record_number, n.basis, n.basis_reference, n.origin,
          n.profiling, n.raw::jsonb, array(select jsonb_array_elements_text(n.warnings::jsonb)), ${where.at}, ${where.at}
        from unnest(${of((r) => r.contactId)}::bigint[], ${of((r) => r.line)}::int[], ${of((r) => r.personNumber)}::text[], ${of((r) => r.recordNumber)}::text[],
          ${of((r) => r.basis)}::text[], ${of((r) => r.basisReference)}::text[], ${of((r) => r.origin)}::text[], ${of((r) => r.profiling)}::boolean[],
          ${of((r) => JSON.stringify(r.raw))}::text[], ${of((r) => JSON.stringify(r.warnings))}::text[])
          as n(contact_id, line, person_number, record_number, basis, basis_reference, origin, profiling, raw, warnings)`,
  );
}

export async function insertRefused(
  tx: Tx,
  accountId: number,
  importId: number,
  lines: readonly { line: number; refused: string; raw: string[] }[],
  at: Date,
): Promise<void> {
  if (lines.length === 0) return;
  await run(
    tx,
    sql`insert into core_refused_lines (account_id, import_id, line, reason, raw, at)
        select ${accountId}, ${importId}, n.line, n.reason, n.raw::jsonb, ${at}
        from unnest(${lines.map((l) => l.line)}::int[], ${lines.map((l) => l.refused)}::text[], ${lines.map((l) => JSON.stringify(l.raw))}::text[]) as n(line, reason, raw)
        on conflict do nothing`,
  );
}

/** A record with its contact, as an update compares them (CRM-18). */
export interface StoredRecord {
  contactId: number;
  recordNumber: string;
  basis: string;
  basisReference: string;
  origin: string;
  profiling: boolean;
  unsubscribedAt: Date | null;
  email: string;
  emailNormalised: string;
  salutation: string;
  title: string;
  firstName: string;
  lastName: string;
  company: string;
  locale: "de" | "en" | null;
}

export function recordsByNumber(
  tx: Tx,
  listId: number,
  personNumber: string,
): Promise<StoredRecord[]> {
  return rows<StoredRecord>(
    tx,
    sql`select r.contact_id, r.record_number, r.basis, r.basis_reference, r.origin, r.profiling, r.unsubscribed_at, c.email, c.email_normalised, c.salutation,
          c.title, c.first_name, c.last_name, c.company, c.locale
        from core_records r join contacts c on c.account_id = r.account_id and c.id = r.contact_id
        where r.account_id = app_account() and r.list_id = ${listId} and r.person_number = ${personNumber} order by r.contact_id for update of r`,
  );
}

export async function updateRecord(
  tx: Tx,
  record: Pick<NewRecord, "contactId" | "basis" | "basisReference" | "origin" | "profiling"> & {
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`update core_records r set basis = ${record.basis}, basis_reference = ${record.basisReference}, origin = ${record.origin}, profiling = ${record.profiling},
          profiling_ended_at = case when r.profiling and not ${record.profiling} then ${record.at}::timestamptz when ${record.profiling} then null else r.profiling_ended_at end,
          updated_at = ${record.at}
        where r.account_id = app_account() and r.contact_id = ${record.contactId}`,
  );
}

export async function insertChanges(
  tx: Tx,
  accountId: number,
  where: { contactId: number; listId: number; importId: number; at: Date },
  changes: readonly { field: string; old: string; new: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await run(
    tx,
    sql`insert into core_changes (account_id, contact_id, list_id, import_id, field, old_value, new_value, at)
        select ${accountId}, ${where.contactId}, ${where.listId}, ${where.importId}, n.field, n.old, n.new, ${where.at}
        from unnest(${changes.map((c) => c.field)}::text[], ${changes.map((c) => c.old)}::text[], ${changes.map((c) => c.new)}::text[]) as n(field, old, new)`,
  );
}
