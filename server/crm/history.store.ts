import { rows, sql, type Tx } from "../platform/index.ts";

export interface RefusedLine {
  line: number;
  reason: string;
  raw: string[];
}

/** Lines of a file that could not become a record, in the order of the file; they are kept for thirty days. */
export function refusedLines(tx: Tx, importId: number): Promise<RefusedLine[]> {
  return rows<RefusedLine>(
    tx,
    sql`select x.line, x.reason, x.raw from core_refused_lines x where x.account_id = app_account() and x.import_id = ${importId} order by x.line`,
  );
}

export interface ChangeRow {
  id: number;
  at: Date;
  contactId: string;
  personNumber: string;
  name: string;
  field: string;
  oldValue: string;
  newValue: string;
  fileName: string;
}

/** What updates replaced in the records of a list, or of one of them, the newest first (CRM-18). */
export function changesOfList(
  tx: Tx,
  listId: number,
  page: { record: string | undefined; after: number | undefined; limit: number },
): Promise<ChangeRow[]> {
  return rows<ChangeRow>(
    tx,
    sql`select h.id, h.at, c.public_id as contact_id, coalesce(r.person_number, '') as person_number,
          coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), nullif(c.company, ''), c.email) as name,
          h.field, h.old_value, h.new_value, i.file_name
        from core_changes h
        join contacts c on c.account_id = h.account_id and c.id = h.contact_id
        left join core_records r on r.account_id = h.account_id and r.contact_id = h.contact_id
        join core_imports i on i.account_id = h.account_id and i.id = h.import_id
        where h.account_id = app_account() and h.list_id = ${listId} and (${page.record ?? null}::text is null or c.public_id = ${page.record ?? null})
          and (${page.after ?? null}::bigint is null or h.id < ${page.after ?? null})
        order by h.id desc limit ${page.limit}`,
  );
}
