import {
  kept,
  bigintArray,
  intArray,
  maybe,
  rows,
  run,
  sql,
  textArray,
  type Tx,
} from "../platform/index.ts";
import type { UndoDetail } from "./undo-detail.ts";

export interface LineToInsert {
  line: number;
  result: string;
  reason: string | null;
  contactId: number | null;
  emailNormalised: string | null;
  detail: unknown;
}

/** Lines as the database takes them, a column at a time. */
export type LineColumns = ReturnType<typeof lineColumns>;
export function lineColumns(lines: readonly LineToInsert[]) {
  const texts = (of: (line: LineToInsert) => string | null) => textArray(lines.map(of));
  return {
    line: intArray(lines.map((line) => line.line)),
    result: texts((line) => line.result),
    reason: texts((line) => line.reason),
    contactId: bigintArray(lines.map((line) => line.contactId)),
    emailNormalised: texts((line) => line.emailNormalised),
    detail: texts(({ detail }) => (detail === null ? null : JSON.stringify(detail))),
  };
}

/** Where the lines of a batch ended. The primary key refuses to do a line twice. */
export async function insertLines(
  tx: Tx,
  accountId: number,
  importId: number,
  of: LineColumns,
): Promise<void> {
  await run(
    tx,
    kept(sql`insert into import_lines (account_id, import_id, line, result, reason, contact_id, email_normalised, detail)
        select ${accountId}, ${importId}, n.line, n.result, n.reason, n.contact_id, n.email, n.detail::jsonb
        from (select unnest(${of.line}::int[]) as line, unnest(${of.result}::text[]) as result, unnest(${of.reason}::text[]) as reason,
          unnest(${of.contactId}::bigint[]) as contact_id, unnest(${of.emailNormalised}::text[]) as email, unnest(${of.detail}::text[]) as detail) n`),
  );
}

/** Contacts that the lines of a batch made. */
export async function createdOf(
  tx: Tx,
  importId: number,
  lines: { from: number; to: number },
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select l.contact_id as id from import_lines l
        where l.account_id = app_account() and l.import_id = ${importId} and l.line between ${lines.from} and ${lines.to} and l.result = 'created'`,
  );
  return found.map(({ id }) => id);
}

export interface RejectedLine {
  line: number;
  reason: string;
  detail: { raw?: string[]; expected?: string; found?: string } | null;
}

export function rejectedLines(
  tx: Tx,
  importId: number,
  after: number,
  limit: number,
): Promise<RejectedLine[]> {
  return rows<RejectedLine>(
    tx,
    sql`select l.line, l.reason, l.detail from import_lines l
        where l.account_id = app_account() and l.import_id = ${importId} and l.result = 'rejected' and l.line > ${after} order by l.line limit ${limit}`,
  );
}

export interface LineToUndo {
  line: number;
  result: "created" | "updated";
  contactId: number;
  emailNormalised: string | null;
  detail: UndoDetail | null;
}

/** Lines that changed something and are not undone yet, the last first. */
export function linesToUndo(tx: Tx, importId: number, limit: number): Promise<LineToUndo[]> {
  return rows<LineToUndo>(
    tx,
    sql`select l.line, l.result, l.contact_id, l.email_normalised, l.detail from import_lines l
        where l.account_id = app_account() and l.import_id = ${importId} and l.result in ('created', 'updated') and l.undone is null and l.contact_id is not null
        order by l.line desc limit ${limit} for update`,
  );
}

export async function markUndone(
  tx: Tx,
  importId: number,
  lines: number[],
  stayed: number[],
): Promise<void> {
  await run(
    tx,
    sql`update import_lines l set undone = case when l.line = any(${stayed}::int[]) then 'kept' else 'undone' end
        where l.account_id = app_account() and l.import_id = ${importId} and l.line = any(${lines}::int[])`,
  );
}

/** After the time for undoing, only the numbers stay. */
export function expireLines(tx: Tx, importId: number): Promise<number> {
  return run(
    tx,
    sql`update import_lines l set detail = null, email_normalised = null
        where l.account_id = app_account() and l.import_id = ${importId} and (l.detail is not null or l.email_normalised is not null)
          and (not exists (select 1 from retention_holds h where h.account_id = app_account() and h.scope = 'person' and h.ended_at is null)
            or not person_held(l.account_id, l.contact_id, l.email_normalised))`,
  );
}

/** Whether lines of persons are left, because a hold on them keeps these (RET-10). */
export async function hasLinesLeft(tx: Tx, importId: number): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as there from import_lines l
        where l.account_id = app_account() and l.import_id = ${importId} and (l.detail is not null or l.email_normalised is not null) limit 1`,
  );
  return found !== undefined;
}

/** Whether what it takes to undo is still there. */
export async function hasUndoDetail(tx: Tx, importId: number): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as there from import_lines l
        where l.account_id = app_account() and l.import_id = ${importId} and l.result in ('created', 'updated') and l.detail is not null limit 1`,
  );
  return found !== undefined;
}

export function exportLines(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select i.name as file, l.line, l.result, i.created_at as uploaded_at, i.options->'origin'->>'text' as origin
        from import_lines l join imports i on i.account_id = l.account_id and i.id = l.import_id
        where l.account_id = app_account() and (l.email_normalised = ${emailNormalised} or l.contact_id = ${contactId}) order by i.id, l.line`,
  );
}

/** Erasure leaves the number of the line and how it ended. */
export function eraseLines(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`update import_lines l set detail = null, email_normalised = null, contact_id = null
        where l.account_id = app_account() and (l.email_normalised = ${emailNormalised} or l.contact_id = ${contactId})`,
  );
}
