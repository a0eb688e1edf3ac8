import { maybe, sql, type Tx } from "../platform/index.ts";

/** Which mail to these contacts an answer means. */
export interface AnsweredDelivery {
  contactId: number;
  listId: number | null;
  mailingId: number | null;
  /** Null once the delivery is older than 90 days (RET-08). */
  emailNormalised: string | null;
}

/** The newest delivery to one of the contacts among these left parts of Message-IDs. */
export function findAnsweredDelivery(
  tx: Tx,
  contactIds: number[],
  messageKeys: string[],
): Promise<AnsweredDelivery | undefined> {
  return maybe<AnsweredDelivery>(
    tx,
    sql`select d.contact_id, d.list_id, r.mailing_id, d.email_normalised from deliveries d
          left join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
        where d.account_id = app_account() and d.contact_id = any(${contactIds}::bigint[])
          and d.public_id = any(${messageKeys.map((key) => `dlv_${key}`)}::text[])
        order by d.id desc limit 1`,
  );
}

/** A delivery that somebody reported about. */
export interface ReportedDelivery {
  id: number;
  kind: string;
  contactId: number | null;
  listId: number | null;
  runId: number | null;
  mailingId: number | null;
  /** Null once the delivery is older than 90 days (RET-08). */
  emailNormalised: string | null;
  /** When its last attempt ended; null while it waits. */
  handedOverAt: Date | null;
}

const REPORTED = sql.raw(
  `select d.id, d.kind, d.contact_id, d.list_id, d.run_id, r.mailing_id, d.email_normalised,
     (select max(e.at) from delivery_outcomes e where e.account_id = d.account_id and e.delivery_id = d.id) as handed_over_at
   from deliveries d left join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id`,
);

/** The delivery a signed bounce address names (SND-13). */
export function findReportedDelivery(tx: Tx, id: number): Promise<ReportedDelivery | undefined> {
  return maybe(tx, sql`${REPORTED} where d.account_id = app_account() and d.id = ${id}`);
}

/** The delivery with this public id, as our Message-IDs begin with. */
export function findDeliveryByPublicId(
  tx: Tx,
  publicId: string,
): Promise<ReportedDelivery | undefined> {
  return maybe(
    tx,
    sql`${REPORTED} where d.account_id = app_account() and d.public_id = ${publicId}`,
  );
}

/** The newest delivery to one of these addresses whose Message-ID begins with one of these keys. */
export function findDeliveryByMessage(
  tx: Tx,
  emails: string[],
  messageKeys: string[],
): Promise<ReportedDelivery | undefined> {
  return maybe(
    tx,
    sql`${REPORTED} where d.account_id = app_account() and d.public_id = any(${messageKeys.map((key) => `dlv_${key}`)}::text[])
          and d.contact_id in (select c.id from contacts c where c.account_id = app_account() and c.email_normalised = any(${emails}::text[]))
        order by d.id desc limit 1`,
  );
}

/** The newest mail that a receiver accepted for this address since a time. */
export function findNewestAccepted(
  tx: Tx,
  emailNormalised: string,
  since: Date,
): Promise<ReportedDelivery | undefined> {
  return maybe(
    tx,
    sql`${REPORTED} join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final and o.outcome in ('accepted', 'uncertain')
        where d.account_id = app_account() and d.email_normalised = ${emailNormalised} and o.at > ${since}
          and d.contact_id in (select c.id from contacts c where c.account_id = app_account() and c.email_normalised = ${emailNormalised})
        order by d.id desc limit 1`,
  );
}
