import { rows, sql, type Tx } from "../platform/index.ts";

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

export interface ReturnedWithdrawal {
  kind: "unsubscribe" | "objection" | "profiling" | "erasure";
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
