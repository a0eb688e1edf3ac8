import { rows, sql, type Tx } from "../platform/index.ts";
import { AGENT, HONEYPOT_LINK, PIXEL_LINK } from "../tracking/index.ts";

/** A campaign that went, or goes, to a list. */
export interface CampaignOfList {
  id: number;
  publicId: string;
  name: string;
  state: string;
  runId: number | null;
  at: Date | null;
}

export function campaignsOfList(tx: Tx, listPublicId: string): Promise<CampaignOfList[]> {
  return rows<CampaignOfList>(
    tx,
    sql`select m.id, m.public_id, m.name, m.state, m.run_id, coalesce(m.started_at, m.scheduled_at) as at from mailings m
        where m.account_id = app_account() and m.kind = 'core_campaign' and m.settings->>'coreList' = ${listPublicId} and m.archived_at is null
        order by m.id desc`,
  );
}

interface Who {
  personNumber: string;
  recordNumber: string;
  line: number;
  fileName: string;
  deliveryId: string;
  mailingId: number;
}

export interface ReturnedDelivery extends Who {
  outcome: string | null;
  reason: string | null;
  measured: string | null;
  smtpCode: number | null;
  enhancedCode: string | null;
  at: Date | null;
  /** What came back later. */
  bounce: string | null;
  bounceStatus: string | null;
  bouncedAt: Date | null;
}

const WHO = sql`r.person_number, r.record_number, r.line, i.file_name, d.public_id as delivery_id, u.mailing_id`;
const DELIVERIES = (mailingIds: readonly number[]) => sql`
  core_records r
  join core_imports i on i.account_id = r.account_id and i.id = r.import_id
  join deliveries d on d.account_id = r.account_id and d.contact_id = r.contact_id
  join delivery_runs u on u.account_id = d.account_id and u.id = d.run_id and u.kind = 'core_campaign' and u.mailing_id = any(${[...mailingIds]}::bigint[])`;
const OF_LIST = (listId: number) => sql`r.account_id = app_account() and r.list_id = ${listId}`;

/** What became of each mail: for everyone, with delivery id and time (CRM-12). */
export function returnedDeliveries(
  tx: Tx,
  listId: number,
  mailingIds: readonly number[],
): Promise<ReturnedDelivery[]> {
  return rows<ReturnedDelivery>(
    tx,
    sql`select ${WHO}, o.outcome, o.reason, o.measured, o.smtp_code, o.enhanced_code, o.at, b.class as bounce, b.status as bounce_status, b.at as bounced_at
        from ${DELIVERIES(mailingIds)}
        left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
        left join lateral (select x.class, x.status, x.at from delivery_bounces x where x.account_id = d.account_id and x.delivery_id = d.id
          and x.class in ('hard', 'soft', 'policy', 'unknown') order by x.at limit 1) b on true
        where ${OF_LIST(listId)} order by u.mailing_id, r.contact_id`,
  );
}

export interface ReturnedAct extends Who {
  /** Null: opened. */
  link: string | null;
  firstHour: Date;
  times: number;
}

/**
 * Who opened and clicked: of records that carried Profiling 1 when the mail left (only such mails are measured), when it
 * happened (only then is it stored), and now (what was ended is gone) (CRM-13). Machines are nobody.
 */
export function returnedActs(
  tx: Tx,
  listId: number,
  mailingIds: readonly number[],
): Promise<ReturnedAct[]> {
  return rows<ReturnedAct>(
    tx,
    sql`select ${WHO}, case when e.link = ${PIXEL_LINK} then null else coalesce(nullif(l.label, ''), l.url, '') end as link,
          min(e.hour) as first_hour, count(*) as times
        from ${DELIVERIES(mailingIds)}
        join contacts c on c.account_id = r.account_id and c.id = r.contact_id and c.restricted_at is null
        join measured_deliveries m on m.account_id = d.account_id and m.delivery_id = d.id and m.email_normalised = r.measured_as
        join personal_events e on e.account_id = d.account_id and e.delivery_id = d.id and e.agent = ${AGENT.person} and e.link <> ${HONEYPOT_LINK}
        left join measured_links l on l.account_id = e.account_id and l.mailing_id = e.mailing_id and l.link = e.link
        where ${OF_LIST(listId)} and r.profiling and r.unsubscribed_at is null
        group by r.account_id, r.contact_id, r.person_number, r.record_number, r.line, i.file_name, d.public_id, u.mailing_id, e.link, l.label, l.url
        order by u.mailing_id, r.contact_id, e.link`,
  );
}

export interface ReturnedWithdrawal {
  kind: "unsubscribe" | "objection" | "profiling";
  /** As the core system knows it; empty for a record without. */
  personNumber: string;
  recordNumber: string;
  line: number | null;
  fileName: string | null;
  deliveryId: string | null;
  mailingId: number | null;
  origin: string;
  at: Date;
  acknowledgedAt: Date | null;
}

/** Who unsubscribed, objected, or ended the analysis: for everyone (CRM-12). */
export function returnedWithdrawals(
  tx: Tx,
  listId: number,
  mailingId: number | null,
): Promise<ReturnedWithdrawal[]> {
  return rows<ReturnedWithdrawal>(
    tx,
    sql`select w.kind, case when w.person_number like '~%' then '' else w.person_number end as person_number, coalesce(r.record_number, '') as record_number,
          r.line, i.file_name, w.mailing_id, w.origin, w.at, w.acknowledged_at,
          (select d.public_id from deliveries d join delivery_runs u on u.account_id = d.account_id and u.id = d.run_id and u.mailing_id = w.mailing_id
            where d.account_id = w.account_id and d.contact_id = w.contact_id limit 1) as delivery_id
        from core_withdrawals w
        left join core_records r on r.account_id = w.account_id and r.contact_id = w.contact_id
        left join core_imports i on i.account_id = r.account_id and i.id = r.import_id
        where w.account_id = app_account() and w.list_id = ${listId} and w.undone_at is null
          and (${mailingId}::bigint is null or w.mailing_id = ${mailingId})
        order by w.id`,
  );
}
