import type pg from "pg";
import { run, sql, type Tx } from "../platform/index.ts";
import type { DropReason, MeasuredMailing } from "./measuring.ts";

/** A hit with a personal token, as it goes to the database. */
export interface PersonalHit {
  accountId: number;
  mailingId: number;
  deliveryId: number;
  link: number;
  agent: number;
  at: Date;
}

export type Verdict = "stored" | DropReason;

const VERDICTS: Record<string, Verdict> = {
  s: "stored",
  n: "not_measured",
  p: "permission_missing",
  t: "not_covered",
  e: "erased",
  r: "restricted",
  c: "closed",
};

/** Arrays of numbers as PostgreSQL reads them; the driver's own way costs several times as much. */
const array = (values: readonly (number | bigint | string)[]): string => `{${values.join(",")}}`;

/**
 * Stores a batch where permission is granted now, in one statement and one commit (TRK-01). Gives what happened to
 * each, in the same order.
 */
export async function recordPersonalHits(
  client: pg.ClientBase,
  hits: readonly PersonalHit[],
): Promise<Verdict[]> {
  const result = await client.query<{ verdicts: string }>({
    name: "record_personal_hits",
    text: "select record_personal_hits($1::int[], $2::bigint[], $3::bigint[], $4::smallint[], $5::smallint[], $6::timestamptz[]) as verdicts",
    values: [
      array(hits.map((hit) => hit.accountId)),
      array(hits.map((hit) => hit.mailingId)),
      array(hits.map((hit) => hit.deliveryId)),
      array(hits.map((hit) => hit.link)),
      array(hits.map((hit) => hit.agent)),
      array(hits.map((hit) => hit.at.toISOString())),
    ],
  });
  const letters = result.rows[0]?.verdicts ?? "";
  return hits.map((_hit, at) => VERDICTS[letters[at] ?? ""] ?? "not_committed");
}

/** Hits that two processes stored at the same moment, one of them the invisible link's, are turned into a machine's. */
export async function turnHoneypotHours(tx: Tx, since: Date): Promise<void> {
  await run(tx, sql`select turn_honeypot_hours(${since})`);
}

/** What the flusher's connection is told once: a batch that takes longer must not end after the second deletion of a withdrawal. */
export async function limitStatements(client: pg.ClientBase, milliseconds: number): Promise<void> {
  await client.query(`set statement_timeout = ${Math.trunc(milliseconds)}`);
}

export interface AnonymousCount {
  accountId: number;
  mailingId: number;
  link: number;
  day: string;
  agent: number;
  hits: number;
}

/** A number of level `unique` that was fetched. */
export interface SeenNumber {
  accountId: number;
  mailingId: number;
  link: number;
  day: string;
  agent: number;
  number: bigint;
  /** Sent before, and nobody knows whether that came through: it counts its hit now if it is new. */
  again: boolean;
}

/**
 * Adds a held batch to the day's totals, in one statement: numbers into the seen sets of mailings that are open, and
 * only those that are new into the unique counters. It sorts what it writes, so that neither rows nor the write-ahead
 * log keep the hits' order, and batches of several processes meet in one order and do not deadlock: every number first,
 * then the totals.
 *
 * @param numbers each at most once for a link and agent class, on a day that is among the counts
 */
export async function addAnonymousCounts(
  client: pg.ClientBase,
  counts: readonly AnonymousCount[],
  numbers: readonly SeenNumber[],
): Promise<void> {
  await client.query({
    name: "add_anonymous_counts",
    text: `with held as materialized (
        select * from unnest($7::int[], $8::bigint[], $9::smallint[], $10::date[], $11::smallint[], $12::bigint[], $13::boolean[])
          h(account_id, mailing_id, link, day, agent, number, again)
      ), fresh as (
        insert into seen_numbers (account_id, mailing_id, link, agent, number)
        select h.account_id, h.mailing_id, h.link, h.agent, h.number from held h
        where exists (select 1 from measured_mailings m where m.account_id = h.account_id and m.mailing_id = h.mailing_id
                        and m.level = 'unique' and m.closed_at is null)
        order by h.account_id, h.mailing_id, h.link, h.agent, h.number
        on conflict do nothing
        returning account_id, mailing_id, link, agent, number
      ), news as (
        select account_id, mailing_id, link, h.day, agent, count(*) as uniques, count(*) filter (where h.again) as hits
        from fresh join held h using (account_id, mailing_id, link, agent, number)
        group by account_id, mailing_id, link, h.day, agent
      )
      insert into anonymous_totals as t (account_id, mailing_id, link, day, agent, hits, uniques)
      select account_id, mailing_id, link, day, agent, c.hits + coalesce(n.hits, 0), coalesce(n.uniques, 0)
      from unnest($1::int[], $2::bigint[], $3::smallint[], $4::date[], $5::smallint[], $6::bigint[]) c(account_id, mailing_id, link, day, agent, hits)
      left join news n using (account_id, mailing_id, link, day, agent)
      where c.hits > 0 or n.uniques > 0
      order by account_id, mailing_id, link, day, agent
      on conflict (account_id, mailing_id, link, day, agent)
        do update set hits = t.hits + excluded.hits, uniques = t.uniques + excluded.uniques`,
    values: [
      array(counts.map((count) => count.accountId)),
      array(counts.map((count) => count.mailingId)),
      array(counts.map((count) => count.link)),
      array(counts.map((count) => count.day)),
      array(counts.map((count) => count.agent)),
      array(counts.map((count) => count.hits)),
      array(numbers.map((seen) => seen.accountId)),
      array(numbers.map((seen) => seen.mailingId)),
      array(numbers.map((seen) => seen.link)),
      array(numbers.map((seen) => seen.day)),
      array(numbers.map((seen) => seen.agent)),
      array(numbers.map((seen) => seen.number)),
      array(numbers.map((seen) => (seen.again ? "t" : "f"))),
    ],
  });
}

/** What a web process keeps of a mailing to answer its hits. */
export interface MailingTargets extends Pick<
  MeasuredMailing,
  "accountId" | "mailingId" | "level" | "anonymousBase" | "kMin" | "timezone" | "closesAt"
> {
  links: { no: number; url: string }[];
}

const TARGETS = `select m.account_id, m.mailing_id, m.level, m.anonymous_base, m.k_min, m.timezone, coalesce(m.closed_at, m.closes_at) as closes_at,
    coalesce((select json_agg(json_build_object('no', l.link, 'url', l.url) order by l.link) from measured_links l
              where l.account_id = m.account_id and l.mailing_id = m.mailing_id), '[]') as links
  from measured_mailings m`;

interface TargetsRow {
  account_id: number;
  mailing_id: number;
  level: MeasuredMailing["level"];
  anonymous_base: number;
  k_min: number;
  timezone: string;
  closes_at: Date;
  links: { no: number; url: string }[];
}

const toTargets = (row: TargetsRow): MailingTargets => ({
  accountId: row.account_id,
  mailingId: row.mailing_id,
  level: row.level,
  anonymousBase: row.anonymous_base,
  kMin: row.k_min,
  timezone: row.timezone,
  closesAt: row.closes_at,
  links: row.links,
});

/** Open mailings of all accounts that this process does not know yet. */
export async function unknownOpenTargets(
  pool: pg.Pool,
  known: readonly number[],
): Promise<MailingTargets[]> {
  const result = await pool.query<TargetsRow>({
    name: "open_targets",
    text: `${TARGETS} where m.closed_at is null and not (m.mailing_id = any($1::bigint[]))`,
    values: [array(known)],
  });
  return result.rows.map(toTargets);
}

export async function findTargets(
  pool: pg.Pool,
  accountId: number,
  mailingId: number,
): Promise<MailingTargets | undefined> {
  const result = await pool.query<TargetsRow>({
    name: "targets_of_mailing",
    text: `${TARGETS} where m.account_id = $1::int and m.mailing_id = $2::bigint`,
    values: [accountId, mailingId],
  });
  return result.rows.map(toTargets)[0];
}
