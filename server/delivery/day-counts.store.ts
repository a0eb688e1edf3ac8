import { one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { MailKind } from "../compliance/index.ts";
import type { Batch } from "./delivery.ts";

/** Attempts of a batch that are alike. */
export interface AttemptGroup {
  day: string;
  /** Domain of the recipients; '' when they were erased. */
  domain: string;
  senderDomain: string;
  kind: MailKind;
  /** Outcome, for refusals their class. */
  what: string;
  count: number;
}

/** When an open batch had ended before it was opened again; null: never. */
export async function endOfBatch(tx: Tx, batch: Batch): Promise<Date | null> {
  const found = await one<{ doneAt: Date | null }>(
    tx,
    sql`select b.done_at from delivery_batches b where b.account_id = ${batch.accountId} and b.id = ${batch.id}`,
  );
  return found.doneAt;
}

/** What the receivers did with a batch since then. Attempts that never reached a receiver are left out, operators' decisions too. */
export function attemptsOfBatch(tx: Tx, batch: Batch, after: Date | null): Promise<AttemptGroup[]> {
  return rows<AttemptGroup>(
    tx,
    sql`select to_char(o.at at time zone a.timezone, 'YYYY-MM-DD') as day, coalesce(split_part(d.email_normalised, '@', 2), '') as domain,
          coalesce(split_part(o.message_id, '@', 2), '') as sender_domain, d.kind,
          case when o.outcome = 'rejected' then o.reason else o.outcome end as what, count(*)::int as count
        from delivery_outcomes o
          join deliveries d on d.account_id = o.account_id and d.batch_id = o.batch_id and d.id = o.delivery_id
          join accounts a on a.id = o.account_id
        where o.account_id = ${batch.accountId} and o.batch_id = ${batch.id} and o.attempt > 0
          and (o.smtp_code is not null or o.outcome in ('accepted', 'uncertain')) and o.reason is distinct from 'decided'
          and (${after}::timestamptz is null or o.at > ${after})
        group by 1, 2, 3, 4, 5`,
  );
}

export interface RefusedAttempt {
  day: string;
  domain: string;
  senderDomain: string;
  code: number;
  enhanced: string | null;
  reply: string;
}

/** The receivers' words for what they refused or put off. */
export function refusalsOfBatch(
  tx: Tx,
  batch: Batch,
  after: Date | null,
): Promise<RefusedAttempt[]> {
  return rows<RefusedAttempt>(
    tx,
    sql`select to_char(o.at at time zone a.timezone, 'YYYY-MM-DD') as day, coalesce(split_part(d.email_normalised, '@', 2), '') as domain,
          coalesce(split_part(o.message_id, '@', 2), '') as sender_domain, o.smtp_code::int as code, o.enhanced_code as enhanced, coalesce(o.reply, '') as reply
        from delivery_outcomes o
          join deliveries d on d.account_id = o.account_id and d.batch_id = o.batch_id and d.id = o.delivery_id
          join accounts a on a.id = o.account_id
        where o.account_id = ${batch.accountId} and o.batch_id = ${batch.id} and o.outcome in ('rejected', 'deferred') and o.smtp_code is not null
          and (${after}::timestamptz is null or o.at > ${after})
        order by o.at, o.delivery_id, o.attempt`,
  );
}

/** Counts of one day, provider, sender domain and stream. */
export interface DayRow {
  day: string;
  provider: string;
  senderDomain: string;
  stream: string;
  accepted: number;
  deferred: number;
  soft: number;
  hard: number;
  policy: number;
  unknown: number;
  uncertain: number;
}

export interface RefusalRow {
  day: string;
  provider: string;
  senderDomain: string;
  meaning: string;
  count: number;
  sample: string | null;
}

/** Takes back what an open batch had contributed, before it is counted anew. */
export async function forgetBatchCounts(tx: Tx, batch: Batch): Promise<void> {
  await run(
    tx,
    sql`with refusals as (delete from delivery_refusals where account_id = ${batch.accountId} and batch_id = ${batch.id} and batch_id <> 0)
        delete from delivery_days where account_id = ${batch.accountId} and batch_id = ${batch.id} and batch_id <> 0`,
  );
}

/**
 * Adds counts; `batchId` 0 is for good. Rows are locked in the order of their key, so that two batches that end at once never wait for
 * each other.
 */
export async function addDayRows(
  tx: Tx,
  accountId: number,
  batchId: number,
  counts: readonly DayRow[],
): Promise<void> {
  if (counts.length === 0) return;
  const int = (
    name: "accepted" | "deferred" | "soft" | "hard" | "policy" | "unknown" | "uncertain",
  ) => sql`${counts.map((row) => row[name])}::int[]`;
  const text = (name: "day" | "provider" | "senderDomain" | "stream") =>
    sql`${counts.map((row) => row[name])}::text[]`;
  await run(
    tx,
    sql`insert into delivery_days as d (account_id, day, provider, sender_domain, stream, batch_id, accepted, deferred, soft, hard, policy, unknown, uncertain)
        select ${accountId}::int, u.day::date, u.provider, u.sender_domain, u.stream, ${batchId}::bigint, u.accepted, u.deferred, u.soft, u.hard, u.policy, u.unknown, u.uncertain
        from unnest(${text("day")}, ${text("provider")}, ${text("senderDomain")}, ${text("stream")}, ${int("accepted")}, ${int("deferred")}, ${int("soft")},
          ${int("hard")}, ${int("policy")}, ${int("unknown")}, ${int("uncertain")})
          u(day, provider, sender_domain, stream, accepted, deferred, soft, hard, policy, unknown, uncertain)
        order by 2, 3, 4, 5
        on conflict (account_id, day, provider, sender_domain, stream, relay_id, batch_id) do update
          set accepted = d.accepted + excluded.accepted, deferred = d.deferred + excluded.deferred, soft = d.soft + excluded.soft,
              hard = d.hard + excluded.hard, policy = d.policy + excluded.policy, unknown = d.unknown + excluded.unknown,
              uncertain = d.uncertain + excluded.uncertain`,
  );
}

export async function addRefusalRows(
  tx: Tx,
  accountId: number,
  batchId: number,
  refusals: readonly RefusalRow[],
): Promise<void> {
  if (refusals.length === 0) return;
  await run(
    tx,
    sql`insert into delivery_refusals as r (account_id, day, provider, sender_domain, meaning, batch_id, count, sample)
        select ${accountId}::int, u.day::date, u.provider, u.sender_domain, u.meaning, ${batchId}::bigint, u.count, u.sample
        from unnest(${refusals.map((row) => row.day)}::text[], ${refusals.map((row) => row.provider)}::text[], ${refusals.map((row) => row.senderDomain)}::text[],
          ${refusals.map((row) => row.meaning)}::text[], ${refusals.map((row) => row.count)}::int[], ${refusals.map((row) => row.sample)}::text[])
          u(day, provider, sender_domain, meaning, count, sample)
        order by 2, 3, 4, 5
        on conflict (account_id, day, provider, sender_domain, meaning, batch_id) do update
          set count = r.count + excluded.count, sample = coalesce(excluded.sample, r.sample)`,
  );
}

/**
 * Puts domains with fewer than `atLeast` attempts on a day before `before` together: a domain with a handful of people says
 * nothing about a server and something about them. Providers of many domains have no dot in their name and stay.
 */
export async function foldSmallDomains(tx: Tx, before: Date, atLeast: number): Promise<number> {
  return run(
    tx,
    sql`with small as (
          select d.account_id, d.day, d.provider from delivery_days d
          where d.day < (${before}::timestamptz at time zone 'UTC')::date and d.provider like '%.%'
          group by d.account_id, d.day, d.provider
          having sum(d.accepted + d.deferred + d.soft + d.hard + d.policy + d.unknown + d.uncertain) < ${atLeast} and max(d.batch_id) = 0),
        days as (
          delete from delivery_days d using small s where d.account_id = s.account_id and d.day = s.day and d.provider = s.provider
          returning d.*),
        refusals as (
          delete from delivery_refusals r using small s where r.account_id = s.account_id and r.day = s.day and r.provider = s.provider
          returning r.*),
        folded_refusals as (
          insert into delivery_refusals as t (account_id, day, provider, sender_domain, meaning, batch_id, count)
          select r.account_id, r.day, '*', r.sender_domain, r.meaning, 0, sum(r.count) from refusals r group by 1, 2, 4, 5 order by 1, 2, 4, 5
          on conflict (account_id, day, provider, sender_domain, meaning, batch_id) do update set count = t.count + excluded.count)
        insert into delivery_days as t (account_id, day, provider, sender_domain, stream, relay_id, accepted, deferred, soft, hard, policy, unknown, uncertain)
        select d.account_id, d.day, '*', d.sender_domain, d.stream, d.relay_id, sum(d.accepted), sum(d.deferred), sum(d.soft), sum(d.hard), sum(d.policy),
          sum(d.unknown), sum(d.uncertain)
        from days d group by 1, 2, 4, 5, 6 order by 1, 2, 4, 5, 6
        on conflict (account_id, day, provider, sender_domain, stream, relay_id, batch_id) do update
          set accepted = t.accepted + excluded.accepted, deferred = t.deferred + excluded.deferred, soft = t.soft + excluded.soft,
              hard = t.hard + excluded.hard, policy = t.policy + excluded.policy, unknown = t.unknown + excluded.unknown,
              uncertain = t.uncertain + excluded.uncertain`,
  );
}
