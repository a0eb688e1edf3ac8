import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";
import type { Advertising, LetterKind, LetterRow } from "./correspondence.ts";

const COLUMNS = sql.raw(
  `m.id, m.public_id, m.kind, m.contact_id, m.email_normalised, m.sent_by, m.category, m.law, m.template_id, m.advertising, m.subject,
   m.body_sealed, m.locale, m.basis, m.delivery_id, m.entry_id, m.created_at,
   (select t.name from transactional_templates t where t.account_id = m.account_id and t.id = m.template_id) as template_name`,
);

export interface NewLetterRow {
  kind: LetterKind;
  contactId: number | null;
  emailNormalised: string;
  operatorId: number | null;
  sentBy: string;
  reasonKind?: string;
  reasonText?: string;
  originSource?: string;
  /** `2026-11-21`. */
  originOn?: string;
  inquiryId?: number | null;
  offer?: { categoryId: number; entityId: number } | null;
  category?: string;
  law?: string | null;
  templateId?: number | null;
  advertising?: Advertising;
  subject: string | null;
  bodySealed?: Buffer;
  bodySketch?: Buffer;
  locale: Locale;
  at: Date;
}

export function insertLetter(tx: Tx, accountId: number, letter: NewLetterRow): Promise<LetterRow> {
  const l = letter;
  return one<LetterRow>(
    tx,
    sql`insert into correspondence_mails as m (account_id, kind, contact_id, email_normalised, operator_id, sent_by, reason_kind, reason_text,
          origin_source, origin_on, inquiry_id, offer_category_id, offer_entity_id, category, law, template_id, advertising, subject, body_sealed, body_sketch, locale, created_at)
        values (${accountId}, ${l.kind}, ${l.contactId}, ${l.emailNormalised}, ${l.operatorId}, ${l.sentBy}, ${l.reasonKind ?? null}, ${l.reasonText ?? null},
          ${l.originSource ?? null}, ${l.originOn ?? null}, ${l.inquiryId ?? null}, ${l.offer?.categoryId ?? null}, ${l.offer?.entityId ?? null}, ${l.category ?? null}, ${l.law ?? null}, ${l.templateId ?? null},
          ${l.advertising ?? "none"}, ${l.subject}, ${l.bodySealed ?? null}, ${l.bodySketch ?? null}, ${l.locale}, ${l.at})
        returning ${COLUMNS}`,
  );
}

export function setQueued(
  tx: Tx,
  id: number,
  queued: { basis: string; deliveryId: number },
): Promise<LetterRow> {
  return one<LetterRow>(
    tx,
    sql`update correspondence_mails m set basis = ${queued.basis}, delivery_id = ${queued.deliveryId}
        where m.account_id = app_account() and m.id = ${id} returning ${COLUMNS}`,
  );
}

export async function setAdvertising(tx: Tx, id: number, advertising: Advertising): Promise<void> {
  await run(
    tx,
    sql`update correspondence_mails set advertising = ${advertising} where account_id = app_account() and id = ${id}`,
  );
}

export async function setEntry(tx: Tx, id: number, entryId: number): Promise<void> {
  await run(
    tx,
    sql`update correspondence_mails set entry_id = ${entryId} where account_id = app_account() and id = ${id}`,
  );
}

export function findLetterById(tx: Tx, id: number): Promise<LetterRow | undefined> {
  return maybe<LetterRow>(
    tx,
    sql`select ${COLUMNS} from correspondence_mails m where m.account_id = app_account() and m.id = ${id}`,
  );
}

export function findTransactional(tx: Tx, publicId: string): Promise<LetterRow | undefined> {
  return maybe<LetterRow>(
    tx,
    sql`select ${COLUMNS} from correspondence_mails m where m.account_id = app_account() and m.public_id = ${publicId} and m.kind = 'transactional'`,
  );
}

export function lettersOfContact(tx: Tx, contactId: number, limit: number): Promise<LetterRow[]> {
  return rows<LetterRow>(
    tx,
    sql`select ${COLUMNS} from correspondence_mails m where m.account_id = app_account() and m.contact_id = ${contactId} order by m.id desc limit ${limit}`,
  );
}

export function recentTransactional(
  tx: Tx,
  page: { limit: number; before?: number },
): Promise<LetterRow[]> {
  return rows<LetterRow>(
    tx,
    sql`select ${COLUMNS} from correspondence_mails m where m.account_id = app_account() and m.kind = 'transactional'
          and (${page.before ?? null}::bigint is null or m.id < ${page.before ?? null}::bigint) order by m.id desc limit ${page.limit}`,
  );
}

export function lastNotice(tx: Tx, contactId: number): Promise<LetterRow | undefined> {
  return maybe<LetterRow>(
    tx,
    sql`select ${COLUMNS} from correspondence_mails m
        where m.account_id = app_account() and m.contact_id = ${contactId} and m.kind = 'privacy_notice' order by m.id desc limit 1`,
  );
}

/** Two mails at the same moment must not both be the last one of a limit: the second waits here. */
export async function lockLetters(tx: Tx, accountId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${accountId}, hashtext('correspondence'))`.execute(tx);
}

/** RET-08: what 90 days ago was written to somebody loses its words and address; LEG-12 needs sketches for a week. */
export async function forgetOldLetters(
  tx: Tx,
  before: { sketches: Date; words: Date },
  limit: number,
): Promise<number> {
  await run(
    tx,
    sql`update correspondence_mails set body_sketch = null where account_id = app_account() and body_sketch is not null and created_at < ${before.sketches}`,
  );
  return run(
    tx,
    sql`with old as (select m.id from correspondence_mails m where m.account_id = app_account() and m.created_at < ${before.words}
          and (m.email_normalised is not null or m.subject is not null or m.body_sealed is not null)
            and not person_held(m.account_id, m.contact_id, m.email_normalised) limit ${limit})
        update correspondence_mails m set email_normalised = null, subject = null, body_sealed = null, body_sketch = null, reason_text = null
        from old where m.account_id = app_account() and m.id = old.id`,
  );
}

export function exportLetters(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<
  {
    kind: string;
    sentBy: string;
    reason: string | null;
    originSource: string | null;
    originOn: string | null;
    category: string | null;
    subject: string | null;
    bodySealed: Buffer | null;
    basis: string | null;
    createdAt: Date;
  }[]
> {
  return rows(
    tx,
    sql`select m.kind, m.sent_by, m.reason_text as reason, m.origin_source, m.origin_on::text, m.category, m.subject, m.body_sealed, m.basis, m.created_at
        from correspondence_mails m where m.account_id = app_account() and (m.email_normalised = ${emailNormalised} or m.contact_id = ${contactId})
        order by m.id desc limit 10000`,
  );
}

/** The row stays for the sums of the log and says nothing about anybody. Needs the retention role. */
export function eraseLetters(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`update correspondence_mails set contact_id = null, email_normalised = null, reason_text = null, origin_source = null, origin_on = null,
          inquiry_id = null, subject = null, body_sealed = null, body_sketch = null
        where account_id = app_account() and (email_normalised = ${emailNormalised} or contact_id = ${contactId})`,
  );
}
