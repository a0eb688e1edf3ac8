import { rows, sql, type Tx } from "../platform/index.ts";
import { AGENT } from "./measuring.ts";
import { HONEYPOT_LINK, PIXEL_LINK } from "./tokens.ts";

/** What somebody did whose record of the core system permits it. */
export interface RecordAct {
  personNumber: string;
  recordNumber: string;
  line: number;
  fileName: string;
  deliveryId: string;
  mailingId: number;
  /** Null: opened. */
  link: string | null;
  firstHour: Date;
  times: number;
}

/**
 * Who of a core-system list opened and clicked: of records that carried Profiling 1 when the mail left (only such mails are
 * measured), when it happened (only then is it stored), and now (what was ended is gone) (CRM-13). Machines are nobody.
 */
export function actsOfRecords(
  tx: Tx,
  coreListId: number,
  mailingIds: readonly number[],
): Promise<RecordAct[]> {
  return rows<RecordAct>(
    tx,
    sql`select r.person_number, r.record_number, r.line, i.file_name, d.public_id as delivery_id, m.mailing_id,
          case when e.link = ${PIXEL_LINK} then null else coalesce(nullif(l.label, ''), l.url, '') end as link,
          min(e.hour) as first_hour, count(*) as times
        from core_records r
        join core_imports i on i.account_id = r.account_id and i.id = r.import_id
        join contacts c on c.account_id = r.account_id and c.id = r.contact_id and c.restricted_at is null
        join measured_deliveries m on m.account_id = r.account_id and m.contact_id = r.contact_id and m.email_normalised = r.measured_as
          and m.mailing_id = any(${[...mailingIds]}::bigint[])
        join deliveries d on d.account_id = m.account_id and d.id = m.delivery_id
        join personal_events e on e.account_id = m.account_id and e.delivery_id = m.delivery_id and e.agent = ${AGENT.person} and e.link <> ${HONEYPOT_LINK}
        left join measured_links l on l.account_id = e.account_id and l.mailing_id = e.mailing_id and l.link = e.link
        where r.account_id = app_account() and r.list_id = ${coreListId} and r.profiling and r.unsubscribed_at is null
        group by r.contact_id, r.person_number, r.record_number, r.line, i.file_name, d.public_id, m.mailing_id, e.link, l.label, l.url
        order by m.mailing_id, r.contact_id, e.link`,
  );
}
