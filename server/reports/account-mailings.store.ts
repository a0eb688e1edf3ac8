import { rows, sql, type Tx } from "../platform/index.ts";
import {
  HONEYPOT_LINK,
  HUMAN,
  PIXEL_LINK,
  type DayCount,
  type MeasuredMailing,
} from "../tracking/index.ts";
import type { ReportFacts } from "./report-facts.ts";

/** Reads across slices, never writes: the figures of many mailings at once, in a handful of statements. */

export interface SentMailing {
  id: number;
  publicId: string;
  name: string;
  runId: number;
  listIds: number[];
  startedAt: Date;
  finishedAt: Date | null;
  /** The audience was chosen by what people did. */
  byBehaviour: boolean;
  /** What people did with it is deleted, in part at least; those who opened late would make no rate (TRK-18). */
  expired: boolean;
}

/** Mailings that began on that day or later, the latest first. */
export function mailingsSince(
  tx: Tx,
  since: { from: string; timezone: string },
  now: Date,
  limit: number,
): Promise<SentMailing[]> {
  return rows<SentMailing>(
    tx,
    sql`select m.id, m.public_id, m.name, m.run_id, m.list_ids, m.started_at, m.finished_at,
          (coalesce(jsonb_typeof(m.settings->'behaviour') = 'object', false) or coalesce((m.settings->'segment'->>'behaviour')::boolean, false)) as by_behaviour,
          m.started_at < ${now}::timestamptz - make_interval(months => least(24, greatest(1, coalesce((a.settings->>'eventsTtlMonths')::int, 12)))) as expired
        from mailings m join accounts a on a.id = m.account_id
        where m.account_id = app_account() and m.run_id is not null and m.started_at >= (${since.from}::date::timestamp at time zone ${since.timezone})
        order by m.started_at desc, m.id desc limit ${limit}`,
  );
}

/** Totals of large mailings that were computed ahead, the parts this report needs. */
export function snapshotFacts(
  tx: Tx,
  ids: number[],
): Promise<
  {
    mailingId: number;
    counts: ReportFacts["counts"];
    complaints: number;
    personal: { base: number; openers: number; clickers: number } | null;
  }[]
> {
  return rows(
    tx,
    sql`select s.mailing_id, s.facts->'counts' as counts, (s.facts->>'complaints')::int as complaints,
          case when jsonb_typeof(s.facts->'personal') = 'object' then jsonb_build_object(
            'base', s.facts->'personal'->'base', 'clickers', s.facts->'personal'->'clickers',
            'openers', coalesce(jsonb_path_query_first(s.facts, '$.personal.people[*] ? (@.link == 0).people'), '0')) end as personal
        from report_snapshots s where s.account_id = app_account() and s.mailing_id = any(${ids}::bigint[]) and s.facts is not null`,
  );
}

export function measuredMailings(tx: Tx, ids: number[]): Promise<MeasuredMailing[]> {
  return rows<MeasuredMailing>(
    tx,
    sql`select m.account_id, m.mailing_id, m.level, m.level_reason, m.personal_base, m.anonymous_base, m.k_min, m.timezone, m.opened_at, m.closes_at, m.closed_at
        from measured_mailings m where m.account_id = app_account() and m.mailing_id = any(${ids}::bigint[])`,
  );
}

/** Accepted and refused mails of runs whose batches are all done, from the sums of the batches. */
export function finishedCounts(
  tx: Tx,
  runIds: number[],
): Promise<{ runId: number; accepted: number; rejected: number }[]> {
  return rows(
    tx,
    sql`select b.run_id, coalesce(sum((b.counts->>'accepted')::int), 0)::bigint as accepted, coalesce(sum((b.counts->>'rejected')::int), 0)::bigint as rejected
        from delivery_batches b where b.account_id = app_account() and b.run_id = any(${runIds}::bigint[]) group by 1 having bool_and(b.state = 'done')`,
  );
}

export interface PersonalCounts {
  mailingId: number;
  base: number;
  openers: number;
  clickers: number;
}

/**
 * People measured of each mailing, and how many of them opened and clicked. The same condition as for a single report:
 * granted now by everybody on the address, none of them restricted, the mail accepted (TRK-01, TRK-24).
 */
export function personalCounts(tx: Tx, ids: number[]): Promise<PersonalCounts[]> {
  return rows<PersonalCounts>(
    tx,
    // Many mailings go to the same people: each address is judged once.
    sql`with mails as materialized (
          select d.mailing_id, d.delivery_id, d.contact_id, d.email_normalised from measured_deliveries d
          where d.account_id = app_account() and d.mailing_id = any(${ids}::bigint[])),
        addresses as materialized (select distinct m.email_normalised from mails m),
        allowed as materialized (
          select a.email_normalised from addresses a
          join profiling_permissions p on p.account_id = app_account() and p.email_normalised = a.email_normalised and p.state = 'granted'
          where not exists (select 1 from contacts c where c.account_id = app_account() and c.email_normalised = a.email_normalised and c.pot = 'newsletter'
                              and (c.id <> all (p.contact_ids) or c.restricted_at is not null))),
        known as materialized (select c.id from (select distinct m.contact_id from mails m) m join contacts c on c.account_id = app_account() and c.id = m.contact_id),
        granted as materialized (
          select m.mailing_id, m.delivery_id from mails m join allowed a on a.email_normalised = m.email_normalised join known k on k.id = m.contact_id
          where exists (select 1 from delivery_outcomes o where o.account_id = app_account() and o.delivery_id = m.delivery_id and o.final and o.outcome = 'accepted')),
        used as materialized (
          select e.delivery_id, bool_or(e.link = ${PIXEL_LINK}) as opened, bool_or(e.link <> ${PIXEL_LINK}) as clicked from personal_events e
          where e.account_id = app_account() and e.mailing_id = any(${ids}::bigint[]) and e.agent = ${HUMAN} and e.link <> ${HONEYPOT_LINK} group by 1)
        select g.mailing_id, count(*) as base, count(*) filter (where u.opened) as openers, count(*) filter (where u.clicked) as clickers
        from granted g left join used u on u.delivery_id = g.delivery_id group by 1`,
  );
}

/** Loads of the shared pixel by people, as they are stored. Nobody sees them before they were judged (TRK-08). */
export function pixelCounts(tx: Tx, ids: number[]): Promise<(DayCount & { mailingId: number })[]> {
  return rows(
    tx,
    sql`select t.mailing_id, t.link, to_char(t.day, 'YYYY-MM-DD') as day, t.agent, t.hits, 0 as uniques from anonymous_totals t
        where t.account_id = app_account() and t.mailing_id = any(${ids}::bigint[]) and t.link = ${PIXEL_LINK} and t.agent = ${HUMAN}`,
  );
}

/** Whether at least so many of a run's accepted mails went to people without permission. Stops looking at the last one needed. */
export function enoughAnonymous(
  tx: Tx,
  runs: { runId: number; least: number }[],
): Promise<{ runId: number; enough: boolean }[]> {
  return rows(
    tx,
    sql`select u.run_id, (select count(*) from (
            select 1 from delivery_outcomes o where o.account_id = app_account() and o.run_id = u.run_id and o.outcome = 'accepted' and o.final
              and o.measured is distinct from 'personal' limit u.least) x) >= u.least as enough
        from unnest(${runs.map((each) => each.runId)}::bigint[], ${runs.map((each) => each.least)}::int[]) u(run_id, least)`,
  );
}

/** Complaints about the mails of some runs. */
export function complaintsOfRuns(
  tx: Tx,
  runIds: number[],
  since: Date,
): Promise<{ runId: number; count: number }[]> {
  return rows(
    tx,
    sql`select d.run_id, count(*) as count from delivery_bounces b join deliveries d on d.account_id = b.account_id and d.id = b.delivery_id
        where b.account_id = app_account() and b.at >= ${since} and b.class = 'complaint' and d.run_id = any(${runIds}::bigint[]) group by 1`,
  );
}

export interface LeavingWindow {
  mailingId: number;
  listIds: number[];
  from: Date;
  to: Date;
}

/** Unsubscribes from the lists of each mailing in its window, from the ledger, which names nobody. */
export function unsubscribesIn(
  tx: Tx,
  windows: readonly LeavingWindow[],
): Promise<{ mailingId: number; count: number }[]> {
  return rows(
    tx,
    sql`select u.mailing_id, c.count
        from unnest(${windows.map((each) => each.mailingId)}::bigint[], ${windows.map((each) => each.from.toISOString())}::timestamptz[],
            ${windows.map((each) => each.to.toISOString())}::timestamptz[], ${windows.map((each) => each.listIds.join(","))}::text[]) u(mailing_id, start_at, end_at, lists),
          lateral (
            select count(*) as count from ledger_entries e left join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
            where e.account_id = app_account() and e.kind = 'unsubscribed' and e.at >= u.start_at and e.at < u.end_at
              and (p.list_id is null or p.list_id = any(string_to_array(u.lists, ',')::bigint[]))) c`,
  );
}
