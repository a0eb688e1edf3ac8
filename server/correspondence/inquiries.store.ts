import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** Something a person asked us. */
export interface Inquiry {
  id: number;
  publicId: string;
  contactId: number;
  /** `2026-11-21`. */
  receivedOn: string;
  channel: string;
  subject: string;
  recordedBy: string;
  createdAt: Date;
}

const COLUMNS = sql.raw(
  "i.id, i.public_id, i.contact_id, i.received_on::text, i.channel, i.subject, i.recorded_by, i.created_at",
);

export function insertInquiry(
  tx: Tx,
  accountId: number,
  made: Omit<Inquiry, "id" | "publicId">,
): Promise<Inquiry> {
  return one<Inquiry>(
    tx,
    sql`insert into inquiries as i (account_id, contact_id, received_on, channel, subject, recorded_by, created_at)
        values (${accountId}, ${made.contactId}, ${made.receivedOn}, ${made.channel}, ${made.subject}, ${made.recordedBy}, ${made.createdAt})
        returning ${COLUMNS}`,
  );
}

export function inquiriesOf(tx: Tx, contactId: number): Promise<Inquiry[]> {
  return rows<Inquiry>(
    tx,
    sql`select ${COLUMNS} from inquiries i where i.account_id = app_account() and i.contact_id = ${contactId} order by i.received_on desc, i.id desc limit 50`,
  );
}

export function findInquiry(tx: Tx, publicId: string): Promise<Inquiry | undefined> {
  return maybe<Inquiry>(
    tx,
    sql`select ${COLUMNS} from inquiries i where i.account_id = app_account() and i.public_id = ${publicId}`,
  );
}

export function deleteInquiry(tx: Tx, id: number): Promise<number> {
  return run(tx, sql`delete from inquiries where account_id = app_account() and id = ${id}`);
}

/** 90 days to answer and 90 days for the log of the answers: then an inquiry has no use any more, without its person at once. */
export function deleteOldInquiries(tx: Tx, before: string): Promise<number> {
  return run(
    tx,
    sql`delete from inquiries i where i.account_id = app_account() and (i.received_on < ${before}
          or not exists (select 1 from contacts c where c.account_id = i.account_id and c.id = i.contact_id))`,
  );
}

export function exportInquiries(
  tx: Tx,
  contactId: number | null,
  email: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select i.received_on::text, i.channel, i.subject, i.recorded_by, i.created_at from inquiries i
        where i.account_id = app_account() and (i.contact_id = ${contactId} or (${contactId}::bigint is null and i.contact_id in (
          select c.id from contacts c where c.account_id = i.account_id and c.email_normalised = ${email} and c.pot = 'newsletter'))) order by i.id`,
  );
}

export function eraseInquiries(tx: Tx, contactId: number | null, email: string): Promise<number> {
  return run(
    tx,
    sql`delete from inquiries i where i.account_id = app_account() and (i.contact_id = ${contactId} or (${contactId}::bigint is null and i.contact_id in (
          select c.id from contacts c where c.account_id = i.account_id and c.email_normalised = ${email} and c.pot = 'newsletter')))`,
  );
}
