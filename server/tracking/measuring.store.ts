import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { LevelReason, MeasuredLink, MeasuredMailing, MeasuringLevel } from "./measuring.ts";
import { HONEYPOT_LINK } from "./tokens.ts";

const MAILING = sql.raw(
  "m.account_id, m.mailing_id, m.level, m.level_reason, m.personal_base, m.anonymous_base, m.k_min, m.timezone, m.opened_at, m.closes_at, m.closed_at",
);

/** False when the mailing is measured already. */
export async function insertMeasuredMailing(
  tx: Tx,
  made: {
    accountId: number;
    mailingId: number;
    level: MeasuringLevel;
    levelReason: LevelReason | null;
    personalBase: number;
    anonymousBase: number;
    kMin: number;
    timezone: string;
    at: Date;
    closesAt: Date;
  },
): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`insert into measured_mailings (account_id, mailing_id, level, level_reason, personal_base, anonymous_base, k_min, timezone, opened_at, closes_at)
        values (${made.accountId}, ${made.mailingId}, ${made.level}, ${made.levelReason}, ${made.personalBase}, ${made.anonymousBase}, ${made.kMin},
          ${made.timezone}, ${made.at}, ${made.closesAt})
        on conflict do nothing`,
  );
  return inserted === 1;
}

export async function insertMeasuredLinks(
  tx: Tx,
  accountId: number,
  mailingId: number,
  links: readonly MeasuredLink[],
): Promise<void> {
  if (links.length === 0) return;
  await run(
    tx,
    sql`insert into measured_links (account_id, mailing_id, link, url, label, not_personal)
        select ${accountId}::int, ${mailingId}::bigint, u.* from unnest(${links.map((l) => l.no)}::smallint[], ${links.map((l) => l.url)}::text[],
          ${links.map((l) => l.label.slice(0, 500))}::text[], ${links.map((l) => l.notPersonal)}::boolean[]) u`,
  );
}

/** What is measured of a mailing of this account, or undefined while its audience is not frozen. */
export function measuredMailing(tx: Tx, mailingId: number): Promise<MeasuredMailing | undefined> {
  return maybe<MeasuredMailing>(
    tx,
    sql`select ${MAILING} from measured_mailings m where m.account_id = app_account() and m.mailing_id = ${mailingId}`,
  );
}

export function measuredLinks(tx: Tx, mailingId: number): Promise<MeasuredLink[]> {
  return rows<MeasuredLink>(
    tx,
    sql`select l.link as no, l.url, l.label, l.not_personal from measured_links l where l.account_id = app_account() and l.mailing_id = ${mailingId} order by l.link`,
  );
}

/** One anonymous counter: a bare number a day, a link and an agent class. */
export interface DayCount {
  link: number;
  /** `2026-11-21`, in the mailing's time zone. */
  day: string;
  agent: number;
  hits: number;
  /** Numbers that were new on this day (level `unique`). */
  uniques: number;
}

/** The counters as they are stored. Nobody sees them before `publish` (figures.ts) has judged them. */
export function anonymousCounts(tx: Tx, mailingId: number): Promise<DayCount[]> {
  return rows<DayCount>(
    tx,
    sql`select t.link, to_char(t.day, 'YYYY-MM-DD') as day, t.agent, t.hits, t.uniques from anonymous_totals t
        where t.account_id = app_account() and t.mailing_id = ${mailingId} and t.link <> ${HONEYPOT_LINK}`,
  );
}

/** Closes what is due, on all accounts; gives the number of mailings. */
export function closeDueMailings(tx: Tx, now: Date): Promise<number> {
  return run(
    tx,
    sql`update measured_mailings set closed_at = ${now} where closed_at is null and closes_at <= ${now}`,
  );
}

/**
 * Mailings whose seen sets have to go because they are closed. Jumps from mailing to mailing over the key, so it costs
 * as much as there are mailings with a seen set.
 */
export function closedSeenSets(tx: Tx): Promise<{ accountId: number; mailingId: number }[]> {
  return rows(
    tx,
    sql`with recursive held as (
          (select s.account_id, s.mailing_id from seen_numbers s order by s.account_id, s.mailing_id limit 1)
          union all
          select n.account_id, n.mailing_id from held h cross join lateral (
            select s.account_id, s.mailing_id from seen_numbers s where (s.account_id, s.mailing_id) > (h.account_id, h.mailing_id)
            order by s.account_id, s.mailing_id limit 1) n)
        select h.account_id, h.mailing_id from held h
        where not exists (select 1 from measured_mailings m where m.account_id = h.account_id and m.mailing_id = h.mailing_id and m.closed_at is null)`,
  );
}

/** Deletes up to `limit` numbers of a mailing; gives how many there were. */
export function deleteSeenNumbers(
  tx: Tx,
  mailing: { accountId: number; mailingId: number },
  limit: number,
): Promise<number> {
  return run(
    tx,
    sql`delete from seen_numbers where ctid = any(array(
          select s.ctid from seen_numbers s where s.account_id = ${mailing.accountId} and s.mailing_id = ${mailing.mailingId} limit ${limit}))`,
  );
}

/** TRK-14: removes what was measured of an address, mails included, so that a later permission does not reach back. */
export async function forgetAddress(
  tx: Tx,
  emailNormalised: string,
): Promise<{ deliveryIds: number[]; events: number }> {
  const gone = await rows<{ deliveryId: number }>(
    tx,
    sql`delete from measured_deliveries d where d.account_id = app_account() and d.email_normalised = ${emailNormalised} returning d.delivery_id`,
  );
  const deliveryIds = gone.map((row) => row.deliveryId);
  return { deliveryIds, events: await deleteEventsOf(tx, deliveryIds) };
}

export async function deleteEventsOf(tx: Tx, deliveryIds: readonly number[]): Promise<number> {
  if (deliveryIds.length === 0) return 0;
  return run(
    tx,
    sql`delete from personal_events e where e.account_id = app_account() and e.delivery_id = any(${[...deliveryIds]}::bigint[])`,
  );
}

export function exportMeasuredDeliveries(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select d.mailing_id, d.handed_over_at from measured_deliveries d
        where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId}) order by d.handed_over_at`,
  );
}

export interface ExportedEvent {
  agent: number;
  [field: string]: unknown;
}

/** What a person's copy lists: which mail, opened or which link, in which hour, by a person or a machine. */
export function exportPersonalEvents(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<ExportedEvent[]> {
  return rows(
    tx,
    sql`select e.mailing_id, case e.link when 0 then 'opened' when ${HONEYPOT_LINK} then 'opened the invisible link' else 'clicked' end as what, l.url, l.label, e.hour, e.agent::int as agent
        from measured_deliveries d join personal_events e on e.account_id = d.account_id and e.delivery_id = d.delivery_id
        left join measured_links l on l.account_id = e.account_id and l.mailing_id = e.mailing_id and l.link = e.link
        where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId}) order by e.hour`,
  );
}

/** For erasure: events and measured mails of the address, and of the contact under any address. */
export async function erasePerson(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<{ deliveries: number; events: number }> {
  const gone = await rows<{ deliveryId: number }>(
    tx,
    sql`delete from measured_deliveries d where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId}) returning d.delivery_id`,
  );
  const events = await deleteEventsOf(
    tx,
    gone.map((row) => row.deliveryId),
  );
  return { deliveries: gone.length, events };
}

/** Accounts that measured anything, with the months after which their personal events expire (TRK-18). */
export function accountsWithEvents(tx: Tx): Promise<{ accountId: number; ttlMonths: number }[]> {
  return rows(
    tx,
    sql`select a.id as account_id, least(24, greatest(1, coalesce((a.settings->>'eventsTtlMonths')::int, 12))) as ttl_months
        from accounts a where exists (select 1 from measured_mailings m where m.account_id = a.id) order by a.id`,
  );
}

/** How many events are older than the account's months at a moment (TRK-18). */
export async function dueEvents(tx: Tx, at: Date): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from personal_events e join measured_mailings m on m.account_id = e.account_id and m.mailing_id = e.mailing_id
          join accounts a on a.id = e.account_id
        where e.account_id = app_account()
          and e.hour < ${at}::timestamptz - make_interval(months => least(24, greatest(1, coalesce((a.settings->>'eventsTtlMonths')::int, 12))))`,
  );
  return found.count;
}

/**
 * TRK-18, as the retention role: personal events older than `before` go; of groups of at least `k_min` people the
 * month's total stays. Measured mails go with their last event.
 */
export async function expireEvents(tx: Tx, before: Date): Promise<number> {
  const removed = await one<{ count: number }>(
    tx,
    sql`with gone as (
          delete from personal_events e using measured_mailings m
          where m.account_id = app_account() and m.opened_at < ${before} and e.account_id = m.account_id and e.mailing_id = m.mailing_id and e.hour < ${before}
          returning e.account_id, e.mailing_id, e.delivery_id, e.link, e.agent, date_trunc('month', e.hour at time zone m.timezone)::date as month, m.k_min),
        kept as (
          insert into expired_totals as t (account_id, mailing_id, link, month, agent, hits)
          select g.account_id, g.mailing_id, g.link, g.month, g.agent, count(*) from gone g where g.link <> ${HONEYPOT_LINK} group by 1, 2, 3, 4, 5
          having count(distinct g.delivery_id) >= min(g.k_min)
          on conflict (account_id, mailing_id, link, month, agent) do update set hits = t.hits + excluded.hits)
        select count(*) as count from gone`,
  );
  await run(
    tx,
    sql`delete from measured_deliveries d where d.account_id = app_account() and d.handed_over_at < ${before}
          and not exists (select 1 from personal_events e where e.account_id = d.account_id and e.delivery_id = d.delivery_id)`,
  );
  return removed.count;
}
