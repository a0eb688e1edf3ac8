import { MAY_HAVE_HELD } from "../exports/index.ts";
import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

export type NoticeReason = "rectification" | "erasure" | "restriction" | "restriction_lifted";

/** Somebody who has to be told that data were corrected, erased or locked (Art. 19 GDPR). */
export interface Notice {
  id: number;
  publicId: string;
  reason: NoticeReason;
  recipientKind: "core" | "import" | "export";
  recipient: string;
  reference: string;
  subjectSealed: Buffer | null;
  at: Date;
  toldAt: Date | null;
  toldBy: string;
}

const NOTICE = sql.raw(
  "n.id, n.public_id, n.reason, n.recipient_kind, n.recipient, n.reference, n.subject_sealed, n.at, n.told_at, n.told_by",
);

export interface Recipient {
  kind: Notice["recipientKind"];
  name: string;
  reference: string;
}

/**
 * Who delivered the person's data or may have got them: core-system lists, imports that brought or changed a field, and
 * exports of the last year that were made while the person was stored; an export does not say who was in it.
 */
export function recipientsOf(
  tx: Tx,
  contactId: number,
  imports: readonly string[],
  exportedAfter: Date,
): Promise<Recipient[]> {
  return rows<Recipient>(
    tx,
    sql`select 'core' as kind, l.source_system || ': ' || l.name as name, l.public_id as reference
          from core_records r join core_lists l on l.account_id = r.account_id and l.id = r.list_id
          where r.account_id = app_account() and r.contact_id = ${contactId}
        union
        select 'import', i.name, i.public_id from imports i where i.account_id = app_account()
          and (i.public_id = any(${[...imports]}::text[])
               or exists (select 1 from import_lines x where x.account_id = i.account_id and x.import_id = i.id and x.contact_id = ${contactId}))
        union
        select 'export', left(e.reason, 280), e.public_id from contact_exports e join contacts c on c.account_id = e.account_id and c.id = ${contactId}
          where e.account_id = app_account() and e.state in ('done', 'expired') and e.downloads > 0
          and ${MAY_HAVE_HELD}
            and e.created_at >= greatest(c.created_at, ${exportedAfter}::timestamptz)
        order by 1, 2 limit 50`,
  );
}

export async function insertNotice(
  tx: Tx,
  accountId: number,
  made: Recipient & { reason: NoticeReason; subjectSealed: Buffer; contactId: number; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into data_notices (account_id, reason, recipient_kind, recipient, reference, subject_sealed, contact_id, at)
        values (${accountId}, ${made.reason}, ${made.kind}, ${made.name}, ${made.reference}, ${made.subjectSealed}, ${made.contactId}, ${made.at})`,
  );
}

export function listNotices(tx: Tx, state: "open" | "all", limit: number): Promise<Notice[]> {
  return rows<Notice>(
    tx,
    sql`select ${NOTICE} from data_notices n where n.account_id = app_account() and (${state === "all"} or n.told_at is null)
        order by n.told_at is not null, n.id desc limit ${limit}`,
  );
}

export async function countOpenNotices(tx: Tx): Promise<number> {
  const found = await rows<{ count: number }>(
    tx,
    sql`select count(*) as count from data_notices n where n.account_id = app_account() and n.told_at is null`,
  );
  return found[0]?.count ?? 0;
}

/** Somebody was told; whom it was about is forgotten. Undefined: no open one of this id. */
export function tellNotice(
  tx: Tx,
  publicId: string,
  told: { at: Date; by: string },
): Promise<Notice | undefined> {
  return maybe<Notice>(
    tx,
    sql`update data_notices n set told_at = ${told.at}, told_by = ${told.by}, subject_sealed = null, contact_id = null
        where n.account_id = app_account() and n.public_id = ${publicId} and n.told_at is null returning ${NOTICE}`,
  );
}

/** Notices that nobody acted on name nobody any more after their days. */
export function forgetSubjects(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`update data_notices n set subject_sealed = null, contact_id = null
        where n.account_id = app_account() and n.at < ${before} and n.subject_sealed is not null`,
  );
}

export function exportNotices(tx: Tx, contactId: number | null): Promise<unknown[]> {
  return rows(
    tx,
    sql`select n.reason, n.recipient_kind, n.recipient, n.at, n.told_at from data_notices n
        where n.account_id = app_account() and n.contact_id = ${contactId} order by n.id`,
  );
}

/** The contact is gone; what is sealed for the recipient stays until it was passed on. */
export function detachNotices(tx: Tx, contactId: number | null): Promise<number> {
  return run(
    tx,
    sql`update data_notices n set contact_id = null where n.account_id = app_account() and n.contact_id = ${contactId}`,
  );
}

export function exportCorrections(tx: Tx, contactId: number | null): Promise<unknown[]> {
  return rows(
    tx,
    sql`select f.field, f.old_value, f.new_value, f.source, f.at from field_corrections f
        where f.account_id = app_account() and f.contact_id = ${contactId} order by f.id`,
  );
}

export function deleteCorrections(tx: Tx, contactId: number | null): Promise<number> {
  return run(
    tx,
    sql`delete from field_corrections f where f.account_id = app_account() and f.contact_id = ${contactId}`,
  );
}
