import { one, rows, sql, type Tx } from "../platform/index.ts";

/** Reads across slices, never writes. */

/** Checks that failed and were not passed over for now (CHK-A2). */
export async function failedChecks(tx: Tx, now: Date): Promise<string[]> {
  const found = await rows<{ checkId: string }>(
    tx,
    sql`select r.check_id from check_results r where r.account_id = app_account() and r.status = 'failed'
          and not exists (select 1 from check_overrides o where o.account_id = r.account_id and o.check_id = r.check_id and o.ended_at is null and o.expires_at > ${now})
        order by r.check_id`,
  );
  return found.map((row) => row.checkId);
}

/** Reply addresses of senders in use that nobody has confirmed (CNT-03). */
export async function unconfirmedReplyAddresses(tx: Tx): Promise<string[]> {
  const found = await rows<{ replyTo: string }>(
    tx,
    sql`select distinct s.reply_to from senders s where s.account_id = app_account() and s.archived_at is null
          and not exists (select 1 from confirmed_addresses a where a.account_id = s.account_id and a.kind = 'reply_to'
                            and a.confirmed_at is not null and lower(a.email) = lower(s.reply_to))
        order by 1`,
  );
  return found.map((row) => row.replyTo);
}

/** Mailings with deliveries nobody knows the end of; they are sent again by a person only. */
export function uncertainMailings(
  tx: Tx,
  since: Date,
): Promise<{ publicId: string; name: string; count: number; at: Date }[]> {
  return rows(
    tx,
    sql`select m.public_id, m.name, count(*) as count, max(o.at) as at
        from mailings m join delivery_outcomes o on o.account_id = m.account_id and o.run_id = m.run_id and o.outcome = 'uncertain' and o.final
        where m.account_id = app_account() and m.started_at > ${since} group by m.id, m.public_id, m.name order by 4 desc limit 5`,
  );
}

export interface MailingHead {
  publicId: string;
  name: string;
  state: string;
  scheduledAt: Date | null;
  updatedAt: Date;
}

/** Mailings that wait for somebody or something, in the order of urgency. */
export function waitingMailings(tx: Tx): Promise<MailingHead[]> {
  return rows<MailingHead>(
    tx,
    sql`(select m.public_id, m.name, m.state, m.scheduled_at, m.updated_at from mailings m
          where m.account_id = app_account() and m.archived_at is null and m.state in ('paused', 'missed', 'scheduled') order by m.scheduled_at nulls first limit 10)
        union all
        (select m.public_id, m.name, m.state, m.scheduled_at, m.updated_at from mailings m
          where m.account_id = app_account() and m.archived_at is null and m.translation_of is null and m.state = 'draft'
            and not exists (select 1 from recurring_mailings t where t.account_id = m.account_id and t.mailing_id = m.id) order by m.updated_at desc limit 3)`,
  );
}

/** Public ids of mailings on their way, and of the last finished one. */
export async function currentMailings(
  tx: Tx,
): Promise<{ underway: string[]; last: string | undefined }> {
  const found = await rows<{ publicId: string; state: string }>(
    tx,
    sql`(select m.public_id, m.state from mailings m where m.account_id = app_account() and m.state in ('preparing', 'sending', 'paused') order by m.started_at desc nulls last limit 5)
        union all
        (select m.public_id, m.state from mailings m where m.account_id = app_account() and m.state = 'sent' and m.archived_at is null order by m.finished_at desc nulls last limit 1)`,
  );
  return {
    underway: found.filter((row) => row.state !== "sent").map((row) => row.publicId),
    last: found.find((row) => row.state === "sent")?.publicId,
  };
}

/** Confirmed addresses, and what they said about the analysis of their use. */
export function countPeople(tx: Tx): Promise<{
  subscribers: number;
  subscriptions: number;
  granted: number;
  refused: number;
  withdrawn: number;
}> {
  return one(
    tx,
    sql`with confirmed as (
          select s.email_normalised, count(*) as lists from subscriptions s join lists l on l.account_id = s.account_id and l.id = s.list_id and l.archived_at is null
          where s.account_id = app_account() and s.state = 'confirmed' group by 1)
        select count(*) as subscribers, coalesce(sum(c.lists), 0)::bigint as subscriptions, count(*) filter (where p.state = 'granted') as granted,
               count(*) filter (where p.state = 'refused') as refused, count(*) filter (where p.state = 'withdrawn') as withdrawn
        from confirmed c left join profiling_permissions p on p.account_id = app_account() and p.email_normalised = c.email_normalised`,
  );
}

export interface LedgerMonth {
  month: string;
  gained: number;
  left: number;
  granted: number;
  withdrawn: number;
}

/** What the ledger says about each month since `from`. Its entries name nobody. */
export function ledgerMonths(tx: Tx, from: Date, timezone: string): Promise<LedgerMonth[]> {
  return rows<LedgerMonth>(
    tx,
    sql`select to_char(e.at at time zone ${timezone}, 'YYYY-MM') as month,
          count(*) filter (where e.kind in ('consent_granted', 'imported_with_evidence', 'unsubscribe_undone') and coalesce(p.purpose, 'newsletter') = 'newsletter') as gained,
          count(*) filter (where e.kind = 'unsubscribed') as left,
          count(*) filter (where e.kind = 'profiling_granted') as granted, count(*) filter (where e.kind = 'profiling_withdrawn') as withdrawn
        from ledger_entries e left join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
        where e.account_id = app_account() and e.at >= ${from} group by 1`,
  );
}
