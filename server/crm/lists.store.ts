import { one, rows, run, sql, type Tx } from "../platform/index.ts";

export interface Handover {
  id: number;
  publicId: string;
  listId: number;
  mailingId: number | null;
  format: "csv" | "xlsx";
  reason: string;
  rows: number;
  madeBy: string;
  madeAt: Date;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
}

const HANDOVER = sql.raw(
  "h.id, h.public_id, h.list_id, h.mailing_id, h.format, h.reason, h.rows, h.made_by, h.made_at, h.acknowledged_by, h.acknowledged_at",
);

export function insertHandover(
  tx: Tx,
  accountId: number,
  made: Pick<Handover, "listId" | "mailingId" | "format" | "reason" | "rows" | "madeBy" | "madeAt">,
): Promise<Handover> {
  return one<Handover>(
    tx,
    sql`insert into core_handovers as h (account_id, list_id, mailing_id, format, reason, rows, made_by, made_at)
        values (${accountId}, ${made.listId}, ${made.mailingId}, ${made.format}, ${made.reason}, ${made.rows}, ${made.madeBy}, ${made.madeAt}) returning ${HANDOVER}`,
  );
}

export function handoversOfList(tx: Tx, listId: number): Promise<Handover[]> {
  return rows<Handover>(
    tx,
    sql`select ${HANDOVER} from core_handovers h where h.account_id = app_account() and h.list_id = ${listId} order by h.id desc limit 100`,
  );
}

/** The file, held until the transaction ends. */
export function lockHandover(tx: Tx, publicId: string): Promise<Handover[]> {
  return rows<Handover>(
    tx,
    sql`select ${HANDOVER} from core_handovers h where h.account_id = app_account() and h.public_id = ${publicId} for update`,
  );
}

export async function acknowledgeHandover(tx: Tx, id: number, by: string, at: Date): Promise<void> {
  await run(
    tx,
    sql`update core_handovers set acknowledged_by = ${by}, acknowledged_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/** What waits in lists, and since when; for the overview and the start page. */
export function waitingOfLists(
  tx: Tx,
): Promise<{ listId: number; open: number; openSince: Date | null; manualOpen: number }[]> {
  return rows(
    tx,
    sql`select l.id as list_id, coalesce(w.open, 0) as open, w.since as open_since, coalesce(m.open, 0) as manual_open
        from core_lists l
        left join (select w.list_id, count(*) as open, min(w.at) as since from core_withdrawals w
          where w.account_id = app_account() and w.acknowledged_at is null and w.undone_at is null group by 1) w on w.list_id = l.id
        left join (select i.list_id, count(*) as open from core_imports i
          where i.account_id = app_account() and i.manual_done_at is null and i.undone_at is null and (i.counts->'warnings'->>'person_number_missing')::int > 0 group by 1) m on m.list_id = l.id
        where l.account_id = app_account() and (w.open is not null or m.open is not null)`,
  );
}

export interface ListFigures {
  records: number;
  persons: number;
  addresses: number;
  profiled: number;
  consent: number;
  customer: number;
  none: number;
  unsubscribed: number;
  changes: number;
}

export function listFigures(tx: Tx, listId: number): Promise<ListFigures> {
  return one<ListFigures>(
    tx,
    sql`select count(*) as records, count(distinct c.person_number) as persons, count(distinct c.email_normalised) as addresses,
          count(*) filter (where r.profiling) as profiled, count(*) filter (where r.basis = 'consent') as consent,
          count(*) filter (where r.basis = 'customer_7_3') as customer, count(*) filter (where r.basis = '') as none,
          count(*) filter (where r.unsubscribed_at is not null) as unsubscribed,
          (select count(*) from core_changes h where h.account_id = app_account() and h.list_id = ${listId}) as changes
        from core_records r join contacts c on c.account_id = r.account_id and c.id = r.contact_id
        where r.account_id = app_account() and r.list_id = ${listId}`,
  );
}

export interface RecordRow {
  contactId: number;
  publicId: string;
  line: number;
  personNumber: string;
  recordNumber: string;
  firstName: string;
  lastName: string;
  company: string;
  email: string;
  profiling: boolean;
  basis: "" | "consent" | "customer_7_3";
  basisReference: string;
  origin: string;
  unsubscribedAt: Date | null;
  warnings: string[];
  changes: number;
}

export function recordsOfList(
  tx: Tx,
  listId: number,
  page: { q: string | undefined; after: number | undefined; limit: number },
): Promise<RecordRow[]> {
  const q = page.q?.trim()
    ? `${page.q
        .trim()
        .toLowerCase()
        .replace(/[\\%_]/g, "\\$&")}%`
    : null;
  return rows<RecordRow>(
    tx,
    sql`select r.contact_id, c.public_id, r.line, r.person_number, r.record_number, c.first_name, c.last_name, c.company, c.email, r.profiling, r.basis,
          r.basis_reference, r.origin, r.unsubscribed_at, r.warnings,
          (select count(*) from core_changes h where h.account_id = r.account_id and h.contact_id = r.contact_id) as changes
        from core_records r join contacts c on c.account_id = r.account_id and c.id = r.contact_id
        where r.account_id = app_account() and r.list_id = ${listId} and (${page.after ?? null}::bigint is null or r.contact_id > ${page.after ?? null})
          and (${q}::text is null or r.person_number like ${q} or c.email_normalised like ${q} or lower(c.last_name) like ${q})
        order by r.contact_id limit ${page.limit}`,
  );
}

/** The core systems of lists in use, each with when a return file was last acknowledged (CRM-15). */
export function returnChannels(tx: Tx): Promise<{ source: string; acknowledgedAt: Date | null }[]> {
  return rows(
    tx,
    sql`select l.source_system as source, max(h.acknowledged_at) as acknowledged_at
        from core_lists l left join core_handovers h on h.account_id = l.account_id and h.list_id = l.id
        where l.account_id = app_account() and l.ended_at is null group by 1 order by 1`,
  );
}
