import { maybe, one, rows, run, sql, type Tx } from "../../platform/index.ts";
import type { ComplaintFigures } from "./limits.ts";

export interface SendingSettings {
  /** Share of hard bounces that pauses a mailing. */
  hardBounceStop: number;
  missedAfterMinutes: number;
}

export function findSettings(tx: Tx, accountId: number): Promise<SendingSettings | undefined> {
  return maybe<SendingSettings>(
    tx,
    sql`select s.hard_bounce_stop::float8 as hard_bounce_stop, s.missed_after_minutes from sending_settings s where s.account_id = ${accountId}`,
  );
}

export async function saveSettings(
  tx: Tx,
  accountId: number,
  settings: SendingSettings,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into sending_settings (account_id, hard_bounce_stop, missed_after_minutes, updated_at)
        values (${accountId}, ${settings.hardBounceStop}, ${settings.missedAfterMinutes}, ${at})
        on conflict (account_id) do update set hard_bounce_stop = excluded.hard_bounce_stop, missed_after_minutes = excluded.missed_after_minutes, updated_at = excluded.updated_at`,
  );
}

/** Hard bounces of a run: refused at hand-over, or reported afterwards. */
export async function hardBounces(tx: Tx, accountId: number, runId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select (select count(*) from delivery_outcomes o where o.account_id = ${accountId} and o.run_id = ${runId} and o.outcome = 'rejected' and o.final and o.reason = 'hard')
          + (select count(*) from delivery_bounces x join deliveries d on d.account_id = x.account_id and d.id = x.delivery_id
             where x.account_id = ${accountId} and d.run_id = ${runId} and x.class = 'hard'
               and x.at >= (select r.created_at from delivery_runs r where r.account_id = ${accountId} and r.id = ${runId})) as count`,
  );
  return found.count;
}

/** Runs under way, of all accounts. */
export function runningRuns(tx: Tx): Promise<{ accountId: number; runId: number }[]> {
  return rows(
    tx,
    sql`select r.account_id, r.id as run_id from delivery_runs r where r.state = 'running' order by r.account_id, r.id`,
  );
}

/** Pauses a running run for a reason of the product's own. False when it was not running any more. */
export async function pauseRunning(
  tx: Tx,
  accountId: number,
  runId: number,
  reason: string,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update delivery_runs set state = 'paused', pause_reason = ${reason} where account_id = ${accountId} and id = ${runId} and state = 'running'`,
  );
  return changed === 1;
}

/** Accounts that heard of complaints about mails of the last days. */
export async function accountsWithComplaints(tx: Tx, since: Date): Promise<number[]> {
  const found = await rows<{ accountId: number }>(
    tx,
    sql`select x.account_id from delivery_bounces x where x.class = 'complaint' and x.at > ${since}
        union select c.account_id from complaint_reports c where c.noted_at > ${since} order by 1`,
  );
  return found.map((row) => row.accountId);
}

export interface DomainDay extends ComplaintFigures {
  domain: string;
  /** In the account's time zone. */
  day: string;
}

/**
 * Complaints by sending domain and the day the mail was accepted: reports of providers and what people noted, beside what
 * was accepted of that domain's advertising on the day.
 */
export function complaintDays(tx: Tx, accountId: number, since: Date): Promise<DomainDay[]> {
  return rows<DomainDay>(
    tx,
    sql`with zone as (select a.timezone from accounts a where a.id = ${accountId}),
        reported as (
          select s.domain, (coalesce(o.at, x.at) at time zone z.timezone)::date as day, count(*) as complaints, null::float8 as rate
          from zone z, delivery_bounces x
          join deliveries d on d.account_id = x.account_id and d.id = x.delivery_id
          join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
          join senders s on s.account_id = r.account_id and s.id = r.sender_id
          left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
          where x.account_id = ${accountId} and x.class = 'complaint' and x.at > ${since} group by 1, 2
          union all
          select c.domain, c.day, coalesce(sum(c.complaints), 0), max(c.rate)::float8
          from complaint_reports c where c.account_id = ${accountId} and c.noted_at > ${since} group by 1, 2)
        select r.domain, to_char(r.day, 'YYYY-MM-DD') as day, sum(r.complaints)::int as complaints, max(r.rate) as rate,
          coalesce((select sum(t.accepted) from delivery_days t where t.account_id = ${accountId} and t.day = r.day and t.sender_domain = r.domain and t.stream = 'marketing'), 0)::int as accepted
        from reported r group by r.domain, r.day order by r.day desc, r.domain`,
  );
}

/** Writes down what somebody read off at a provider. */
export async function insertComplaintReport(
  tx: Tx,
  accountId: number,
  made: {
    domain: string;
    day: string;
    complaints: number | null;
    rate: number | null;
    by: string;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into complaint_reports (account_id, domain, day, complaints, rate, noted_by, noted_at)
        values (${accountId}, ${made.domain}, ${made.day}::date, ${made.complaints}::int, ${made.rate}::numeric, ${made.by}, ${made.at})`,
  );
}

/** Runs under way whose sender is of the domain. */
export async function runningOfDomain(
  tx: Tx,
  accountId: number,
  domain: string,
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select r.id from delivery_runs r join senders s on s.account_id = r.account_id and s.id = r.sender_id
        where r.account_id = ${accountId} and r.state = 'running' and s.domain = ${domain} order by r.id`,
  );
  return found.map((row) => row.id);
}

/** The sending domain of a run. */
export async function domainOfRun(
  tx: Tx,
  accountId: number,
  runId: number,
): Promise<string | undefined> {
  const found = await maybe<{ domain: string }>(
    tx,
    sql`select s.domain from delivery_runs r join senders s on s.account_id = r.account_id and s.id = r.sender_id
        where r.account_id = ${accountId} and r.id = ${runId}`,
  );
  return found?.domain;
}
