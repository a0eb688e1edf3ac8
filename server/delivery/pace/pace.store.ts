import { rows, run, sql, type Tx } from "../../platform/index.ts";
import type { GateKind } from "./gate.ts";

/** What one process asks of a shared limit. */
export interface RateWish {
  accountId: number;
  key: string;
  rate: number;
  /** Tokens that may gather. */
  most: number;
  want: number;
}

export interface Grant {
  accountId: number;
  key: string;
  granted: number;
  /** What is left in the bucket, the begun token included. */
  left: number;
}

/**
 * Takes tokens for one process out of the shared buckets, all in one statement. Buckets nobody used yet are made with
 * one token. Time is the database's, so that processes agree; a clock that jumps back gives nothing and goes on from
 * there, one that jumps ahead gives no more than may gather.
 */
export async function takeTokens(tx: Tx, wishes: readonly RateWish[]): Promise<Grant[]> {
  const wanted = sql`unnest(${wishes.map((w) => w.accountId)}::int[], ${wishes.map((w) => w.key)}::text[], ${wishes.map((w) => w.rate)}::float8[],
    ${wishes.map((w) => w.most)}::float8[], ${wishes.map((w) => w.want)}::int[]) w(account_id, key, rate, most, want)`;
  const take = sql`
    with locked as materialized (
      select b.account_id, b.key, b.tokens, b.filled_at, w.rate, w.most, w.want
      from pace_buckets b join ${wanted} on w.account_id = b.account_id and w.key = b.key
      order by b.account_id, b.key for update of b),
    level as materialized (
      select l.account_id, l.key, l.want, t.at, least(l.most, l.tokens + l.rate * greatest(0, extract(epoch from t.at - l.filled_at))::float8) as tokens
      from locked l cross join lateral (select clock_timestamp() as at where l.key is not null) t)
    update pace_buckets b set tokens = l.tokens - least(l.want, floor(l.tokens)), filled_at = l.at
    from level l where b.account_id = l.account_id and b.key = l.key
    returning b.account_id, b.key, least(l.want, floor(l.tokens))::int as granted, b.tokens as left`;
  const grants = await rows<Grant>(tx, take);
  if (grants.length < wishes.length)
    await run(
      tx,
      sql`insert into pace_buckets (account_id, key, tokens) select w.account_id, w.key, 1 from ${wanted} on conflict do nothing`,
    );
  return grants;
}

/** What one process asks of a day's cap. `want` below 0 gives back. */
export interface DayWish {
  accountId: number;
  domain: string;
  provider: string;
  day: string;
  cap: number;
  want: number;
  /** So much is taken even beyond the cap: it has left already. */
  owed: number;
}

export interface DayGrant {
  accountId: number;
  domain: string;
  provider: string;
  day: string;
  granted: number;
  left: number;
}

/** Takes from the caps of days, or gives back, in one statement; days nobody used yet are made. */
export async function takeFromDays(tx: Tx, wishes: readonly DayWish[]): Promise<DayGrant[]> {
  const wanted = sql`unnest(${wishes.map((w) => w.accountId)}::int[], ${wishes.map((w) => w.domain)}::text[], ${wishes.map((w) => w.provider)}::text[],
    ${wishes.map((w) => w.day)}::date[], ${wishes.map((w) => w.cap)}::int[], ${wishes.map((w) => w.want)}::int[], ${wishes.map((w) => w.owed)}::int[])
    w(account_id, domain, provider, day, cap, want, owed)`;
  const same = sql`w.account_id = d.account_id and w.domain = d.domain and w.provider = d.provider and w.day = d.day`;
  await run(
    tx,
    sql`insert into warm_up_days (account_id, domain, provider, day) select w.account_id, w.domain, w.provider, w.day from ${wanted}
        order by 1, 2, 3, 4 on conflict do nothing`,
  );
  await run(
    tx,
    sql`select 1 from warm_up_days d join ${wanted} on ${same} order by d.account_id, d.domain, d.provider, d.day for update of d`,
  );
  return rows<DayGrant>(
    tx,
    sql`with wish as (
          select d.account_id, d.domain, d.provider, d.day, w.cap,
            case when w.want < 0 then greatest(w.want, -d.taken) else greatest(w.owed, least(w.want, greatest(w.cap - d.taken, 0))) end as granted
          from warm_up_days d join ${wanted} on ${same})
        update warm_up_days d set taken = d.taken + w.granted from wish w where ${same}
        returning d.account_id, d.domain, d.provider, d.day::text as day, w.granted, w.cap - d.taken as left`,
  );
}

export interface LimitRow {
  accountId: number;
  scope: "account" | "domain" | "provider";
  name: string;
  perSecond: number | null;
  perHour: number | null;
}

export function limitsOf(tx: Tx, accountIds: readonly number[]): Promise<LimitRow[]> {
  return rows(
    tx,
    sql`select l.account_id, l.scope, l.name, l.per_second, l.per_hour from pace_limits l where l.account_id = any(${accountIds}::int[]) order by l.scope, l.name`,
  );
}

export interface SlowDownRow {
  accountId: number;
  relay: string;
  provider: string;
  perSecond: number;
  beforePerSecond: number;
  since: Date;
  changedAt: Date;
  objections: number;
  code: string;
}

const SLOW_DOWN = sql.raw(
  "s.account_id, s.relay, s.provider, s.per_second, s.before_per_second, s.since, s.changed_at, s.objections, s.code",
);

export function slowDownsOf(tx: Tx, accountIds: readonly number[]): Promise<SlowDownRow[]> {
  return rows(
    tx,
    sql`select ${SLOW_DOWN} from pace_slowdowns s where s.account_id = any(${accountIds}::int[]) order by s.since, s.relay, s.provider`,
  );
}

/** Notes that a provider objected. Where it did so a moment ago, to this process or another, nothing changes. */
export async function slowDown(
  tx: Tx,
  slow: {
    accountId: number;
    relay: string;
    provider: string;
    perSecond: number;
    before: number;
    slowest: number;
    code: string;
    at: Date;
    sameMs: number;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into pace_slowdowns as s (account_id, relay, provider, per_second, before_per_second, since, objected_at, changed_at, code)
        values (${slow.accountId}, ${slow.relay}, ${slow.provider}, ${slow.perSecond}, ${slow.before}, ${slow.at}, ${slow.at}, ${slow.at}, ${slow.code})
        on conflict (account_id, relay, provider) do update
        set per_second = greatest(${slow.slowest}, s.per_second / 2), objected_at = excluded.objected_at, changed_at = excluded.changed_at,
            objections = s.objections + 1, code = excluded.code
        where abs(extract(epoch from excluded.objected_at - s.objected_at)) * 1000 >= ${slow.sameMs}`,
  );
}

/** Raises the pace by a step where the provider accepts, and ends what is as before. One process at a time does this. */
export async function recover(
  tx: Tx,
  wishes: readonly { accountId: number; relay: string; provider: string }[],
  rule: { at: Date; restMs: number; everyMs: number; steps: number; leastStep: number },
): Promise<void> {
  if (wishes.length === 0) return;
  const accepted = sql`(s.account_id, s.relay, s.provider) in (select * from unnest(${wishes.map((w) => w.accountId)}::int[],
    ${wishes.map((w) => w.relay)}::text[], ${wishes.map((w) => w.provider)}::text[]))`;
  const since = (column: string) =>
    sql`abs(extract(epoch from ${rule.at}::timestamptz - ${sql.ref(column)})) * 1000`;
  await run(
    tx,
    sql`update pace_slowdowns s set per_second = s.per_second + greatest(${rule.leastStep}, s.before_per_second / ${rule.steps}), changed_at = ${rule.at}
        where ${accepted} and ${since("s.objected_at")} >= ${rule.restMs} and ${since("s.changed_at")} >= ${rule.everyMs}`,
  );
  await run(
    tx,
    sql`delete from pace_slowdowns s where ${accepted} and s.per_second >= s.before_per_second`,
  );
}

export async function forgetSlowDowns(
  tx: Tx,
  accountIds: readonly number[],
  before: Date,
): Promise<void> {
  await run(
    tx,
    sql`delete from pace_slowdowns s where s.account_id = any(${accountIds}::int[]) and s.changed_at < ${before}`,
  );
}

export interface WarmUpRow {
  accountId: number;
  domain: string;
  state: "running" | "skipped";
  caps: number[] | null;
  declaredPerDay: number | null;
  startedAt: Date;
  decidedBy: string | null;
}

const WARM_UP = sql.raw(
  "w.account_id, w.domain, w.state, w.caps, w.declared_per_day, w.started_at, w.decided_by",
);

export function warmUpsOf(tx: Tx, accountIds: readonly number[]): Promise<WarmUpRow[]> {
  return rows(
    tx,
    sql`select ${WARM_UP} from warm_ups w where w.account_id = any(${accountIds}::int[]) order by w.domain`,
  );
}

/** Begins the warm-up of a domain nobody has decided about: its first mail is about to leave. */
export async function beginWarmUp(
  tx: Tx,
  accountId: number,
  domain: string,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into warm_ups (account_id, domain, state, started_at) values (${accountId}, ${domain}, 'running', ${at}) on conflict do nothing`,
  );
}

export interface WarmUpDay {
  accountId: number;
  domain: string;
  provider: string;
  day: string;
  taken: number;
}

/** The days of warm-ups that run, oldest first. */
export function warmUpDaysOf(tx: Tx, accountIds: readonly number[]): Promise<WarmUpDay[]> {
  return rows(
    tx,
    sql`select d.account_id, d.domain, d.provider, d.day::text as day, d.taken from warm_up_days d
        join warm_ups w on w.account_id = d.account_id and w.domain = d.domain and w.state = 'running'
        where d.account_id = any(${accountIds}::int[]) and d.taken > 0 order by d.day`,
  );
}

/** The day it is in a time zone, and when the next one begins there. */
export async function daysIn(
  tx: Tx,
  timezones: readonly string[],
  now: Date,
): Promise<Map<string, { today: string; nextDayAt: Date }>> {
  const found = await rows<{ timezone: string; today: string; nextDayAt: Date }>(
    tx,
    sql`select z as timezone, (${now}::timestamptz at time zone z)::date::text as today,
          (((${now}::timestamptz at time zone z)::date + 1)::timestamp at time zone z) as next_day_at from unnest(${timezones}::text[]) z`,
  );
  return new Map(found.map(({ timezone, ...day }) => [timezone, day]));
}

// What the account decides

export async function saveLimit(
  tx: Tx,
  accountId: number,
  limit: Omit<LimitRow, "accountId">,
): Promise<void> {
  await run(
    tx,
    sql`insert into pace_limits (account_id, scope, name, per_second, per_hour) values (${accountId}, ${limit.scope}, ${limit.name}, ${limit.perSecond}, ${limit.perHour})
        on conflict (account_id, scope, name) do update set per_second = excluded.per_second, per_hour = excluded.per_hour`,
  );
}

export function deleteLimit(tx: Tx, scope: LimitRow["scope"], name: string): Promise<number> {
  return run(
    tx,
    sql`delete from pace_limits where account_id = app_account() and scope = ${scope} and name = ${name}`,
  );
}

export async function saveWarmUp(
  tx: Tx,
  accountId: number,
  warmUp: Pick<WarmUpRow, "domain" | "state" | "caps" | "declaredPerDay"> & {
    by: string;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into warm_ups (account_id, domain, state, caps, declared_per_day, decided_by, started_at)
        values (${accountId}, ${warmUp.domain}, ${warmUp.state}, ${warmUp.caps}::int[], ${warmUp.declaredPerDay}, ${warmUp.by}, ${warmUp.at})
        on conflict (account_id, domain) do update set state = excluded.state, caps = excluded.caps, declared_per_day = excluded.declared_per_day, decided_by = excluded.decided_by`,
  );
}

/** Begins a warm-up anew: what the receivers learned so far counts no more, today's mails stay counted. */
export async function restartWarmUp(
  tx: Tx,
  domain: string,
  today: string,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`delete from warm_up_days where account_id = app_account() and domain = ${domain} and day < ${today}::date`,
  );
  await run(
    tx,
    sql`update warm_ups set started_at = ${at} where account_id = app_account() and domain = ${domain}`,
  );
}

export function deleteSlowDown(tx: Tx, relay: string, provider: string): Promise<number> {
  return run(
    tx,
    sql`delete from pace_slowdowns where account_id = app_account() and relay = ${relay} and provider = ${provider}`,
  );
}

/** How many mails of a run wait for their next turn, why, and when the first of them have it. */
export function heldOf(
  tx: Tx,
  runId: number,
  now: Date,
): Promise<{ code: GateKind; until: Date; count: number }[]> {
  return rows(
    tx,
    sql`select h.key as code, min(b.not_before) as until, sum(h.value::int) as count
        from delivery_batches b cross join lateral jsonb_each_text(b.counts->'held') h
        where b.account_id = app_account() and b.run_id = ${runId} and b.state = 'ready' and b.not_before > ${now}
        group by 1 order by 1 desc`,
  );
}

/** Gives a batch back until its next turn, and notes how many mails of it wait for what. False: it was not ours any more. */
export async function holdBatch(
  tx: Tx,
  batch: { accountId: number; id: number; fence: number },
  notBefore: Date,
  held: Record<string, number>,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update delivery_batches set lease_owner = null, lease_until = null, not_before = ${notBefore}, counts = counts || jsonb_build_object('held', ${JSON.stringify(held)}::jsonb)
        where account_id = ${batch.accountId} and id = ${batch.id} and fence = ${batch.fence}`,
  );
  return changed === 1;
}

/** What was held back is looked at again at once: a limit changed. */
export async function releaseHeld(tx: Tx, at: Date): Promise<void> {
  await run(
    tx,
    sql`with held as (
          select b.account_id, b.id from delivery_batches b
          where b.account_id = app_account() and b.state = 'ready' and b.run_id is not null and b.not_before > ${at} and b.counts ? 'held' and b.lease_until is null
          order by b.account_id, b.id for update skip locked)
        update delivery_batches b set not_before = ${at} from held h where b.account_id = h.account_id and b.id = h.id`,
  );
}
