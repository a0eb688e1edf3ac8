import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { Offer } from "../compliance/index.ts";
import { BATCH_SIZE, type Run, type RunCounts, type RunState } from "./delivery.ts";

const RUN = sql.raw(
  "r.id, r.mailing_id, r.kind, r.content_version_id, r.sender_id, r.list_ids, r.purpose, r.wording_from, r.offer_category_id, r.offer_entity_id, r.behaviour, r.state, r.pause_reason, r.candidates, r.queued, r.started_at, r.finished_at, r.send_window, r.timezone, r.per_hour",
);

export function insertRun(
  tx: Tx,
  accountId: number,
  made: {
    mailingId: number | null;
    kind: string;
    contentVersionId: number;
    senderId: number;
    listIds: number[];
    purpose?: Run["purpose"];
    wordingFrom?: number | null;
    offer?: Offer | null;
    behaviour?: Run["behaviour"];
    at: Date;
  },
): Promise<Run> {
  return one<Run>(
    tx,
    sql`insert into delivery_runs as r (account_id, mailing_id, kind, content_version_id, sender_id, list_ids, purpose, wording_from, offer_category_id, offer_entity_id, behaviour, created_at)
        values (${accountId}, ${made.mailingId}, ${made.kind}, ${made.contentVersionId}, ${made.senderId}, ${made.listIds}::bigint[], ${made.purpose ?? null}, ${made.wordingFrom ?? null},
          ${made.offer?.categoryId ?? null}, ${made.offer?.entityId ?? null}, ${made.behaviour ? JSON.stringify(made.behaviour) : null}, ${made.at}) returning ${RUN}`,
  );
}

export function findRun(tx: Tx, runId: number): Promise<Run | undefined> {
  return maybe<Run>(
    tx,
    sql`select ${RUN} from delivery_runs r where r.account_id = app_account() and r.id = ${runId}`,
  );
}

/**
 * Freezes the audience: one row per candidate, in batches, in one statement. `candidates` selects
 * (contact_id, email, email_normalised, list_id); a million take about four seconds. Gives their number. `waveOf` says of
 * a candidate `k` in which wave it leaves; a batch holds people of one wave.
 */
export async function freezeCandidates(
  tx: Tx,
  accountId: number,
  runId: number,
  kind: string,
  priority: number,
  candidates: RawBuilder<unknown>,
  waveOf?: RawBuilder<unknown>,
): Promise<number> {
  const chosen = waveOf
    ? sql`select k.*, (${waveOf})::smallint as wave from (${candidates}) k`
    : sql`select k.*, null::smallint as wave from (${candidates}) k`;
  const frozen = await one<{ count: number }>(
    tx,
    sql`with candidate as materialized (select c.*, (row_number() over (partition by c.wave order by c.contact_id) - 1) / ${BATCH_SIZE} as part from (${chosen}) c),
        part as (
          select p.wave, p.part, row_number() over (order by p.wave, p.part) - 1 as no, p.size
          from (select c.wave, c.part, count(*)::int as size from candidate c group by 1, 2) p),
        batch as (
          insert into delivery_batches (account_id, run_id, no, priority, state, size, wave)
          select ${accountId}::int, ${runId}::bigint, p.no, ${priority}::smallint, 'frozen', p.size, p.wave from part p
          returning id, no),
        delivery as (
          insert into deliveries (account_id, batch_id, run_id, kind, contact_id, list_id, email, email_normalised)
          select ${accountId}::int, b.id, ${runId}::bigint, ${kind}, c.contact_id, c.list_id, c.email, c.email_normalised
          from candidate c join part p on p.part = c.part and p.wave is not distinct from c.wave join batch b on b.no = p.no
          on conflict do nothing
          returning 1)
        select count(*) as count from delivery`,
  );
  await run(
    tx,
    sql`update delivery_runs set candidates = ${frozen.count} where account_id = app_account() and id = ${runId}`,
  );
  return frozen.count;
}

export function preparedTotals(
  tx: Tx,
  runId: number,
): Promise<{
  batches: number;
  prepared: number;
  excluded: number;
  personal: number;
  anonymous: number;
}> {
  return one(
    tx,
    sql`select count(*) as batches, count(*) filter (where b.counts ? 'prepared') as prepared,
          coalesce(sum((b.counts->>'excluded')::int), 0) as excluded, coalesce(sum((b.counts->>'personal')::int), 0) as personal,
          coalesce(sum((b.counts->>'anonymous')::int), 0) as anonymous
        from delivery_batches b where b.account_id = app_account() and b.run_id = ${runId}`,
  );
}

/** Opens the prepared run for the dispatcher; what leaves in waves waits for its own. */
export async function releaseRun(tx: Tx, runId: number, queued: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_runs set state = 'running', queued = ${queued}, started_at = ${at} where account_id = app_account() and id = ${runId} and state = 'preparing'`,
  );
  await run(
    tx,
    sql`update delivery_batches b set state = 'ready', not_before = greatest(${at}::timestamptz,
          (select w.at from delivery_waves w where w.account_id = b.account_id and w.run_id = b.run_id and w.no = b.wave))
        where b.account_id = app_account() and b.run_id = ${runId} and b.state = 'frozen'`,
  );
}

/** Changes a run's state when it is in one of the expected ones; tells whether it was. */
export async function changeRunState(
  tx: Tx,
  runId: number,
  from: RunState[],
  to: RunState,
  reason: string | null,
  at: Date,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update delivery_runs set state = ${to}, pause_reason = ${reason}, finished_at = case when ${to} in ('done', 'cancelled') then ${at}::timestamptz else finished_at end
        where account_id = app_account() and id = ${runId} and state = any(${from}::text[])`,
  );
  return changed === 1;
}

/**
 * Makes all batches of a cancelled run due, so that whoever claims them ends them. The batches are locked in one order
 * and before the run, as everywhere.
 */
export async function openAllBatches(tx: Tx, runId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`with open as (
          select b.account_id, b.id from delivery_batches b
          where b.account_id = app_account() and b.run_id = ${runId} and b.state <> 'done' order by b.account_id, b.id for update)
        update delivery_batches b set state = 'ready', not_before = least(b.not_before, ${at}) from open o where b.account_id = o.account_id and b.id = o.id`,
  );
}

export async function unfinishedBatches(tx: Tx, accountId: number, runId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from delivery_batches b where b.account_id = ${accountId} and b.run_id = ${runId} and b.state <> 'done'`,
  );
  return found.count;
}

/** Locks the run for its closing sum. */
export function lockRun(tx: Tx, accountId: number, runId: number): Promise<Run | undefined> {
  return maybe<Run>(
    tx,
    sql`select ${RUN} from delivery_runs r where r.account_id = ${accountId} and r.id = ${runId} for update`,
  );
}

export async function closeRun(tx: Tx, accountId: number, runId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_runs set state = case when state = 'cancelled' then state else 'done' end, finished_at = coalesce(finished_at, ${at})
        where account_id = ${accountId} and id = ${runId}`,
  );
}

/** Counts of runs: finished batches from their sums, the few under way from their outcomes. */
export async function countsOfRuns(
  tx: Tx,
  accountId: number,
  runIds: number[],
): Promise<Map<number, RunCounts>> {
  if (runIds.length === 0) return new Map();
  const found = await rows<RunCounts & { runId: number }>(
    tx,
    sql`select r.id as run_id, r.candidates, w.deferred, f.accepted + u.accepted as accepted, f.rejected + u.rejected as rejected,
          f.excluded + u.excluded as excluded, f.uncertain + u.uncertain as uncertain, f.cancelled + u.cancelled as cancelled,
          r.candidates - (f.accepted + u.accepted + f.rejected + u.rejected + f.excluded + u.excluded + f.uncertain + u.uncertain + f.cancelled + u.cancelled) as open
        from delivery_runs r,
          lateral (
            select coalesce(sum((b.counts->>'accepted')::int), 0) as accepted, coalesce(sum((b.counts->>'rejected')::int), 0) as rejected,
                   coalesce(sum((b.counts->>'excluded')::int), 0) as excluded, coalesce(sum((b.counts->>'uncertain')::int), 0) as uncertain,
                   coalesce(sum((b.counts->>'cancelled')::int), 0) as cancelled
            from delivery_batches b where b.account_id = r.account_id and b.run_id = r.id and b.state = 'done') f,
          lateral (
            select count(*) filter (where o.outcome = 'accepted') as accepted, count(*) filter (where o.outcome = 'rejected') as rejected,
                   count(*) filter (where o.outcome = 'excluded') as excluded, count(*) filter (where o.outcome = 'uncertain') as uncertain,
                   count(*) filter (where o.outcome = 'cancelled') as cancelled
            from delivery_batches b join delivery_outcomes o on o.account_id = b.account_id and o.batch_id = b.id and o.final
            where b.account_id = r.account_id and b.run_id = r.id and b.state <> 'done') u,
          lateral (
            select count(distinct o.delivery_id) as deferred
            from delivery_batches b join delivery_outcomes o on o.account_id = b.account_id and o.batch_id = b.id and not o.final
            where b.account_id = r.account_id and b.run_id = r.id and b.state <> 'done'
              and not exists (select 1 from delivery_outcomes f where f.account_id = o.account_id and f.delivery_id = o.delivery_id and f.final)) w
        where r.account_id = ${accountId} and r.id = any(${runIds}::bigint[])`,
  );
  return new Map(found.map(({ runId, ...counts }) => [runId, counts]));
}

/** Counts of one run. Throws when there is none. */
export async function runCounts(tx: Tx, accountId: number, runId: number): Promise<RunCounts> {
  const counts = (await countsOfRuns(tx, accountId, [runId])).get(runId);
  if (!counts) throw new Error(`There is no run ${runId}.`);
  return counts;
}

/** How often each reason kept a mail of the run back or had it rejected. */
export function reasonCounts(
  tx: Tx,
  runId: number,
): Promise<{ outcome: string; reason: string | null; phase: string | null; count: number }[]> {
  return rows(
    tx,
    sql`select o.outcome, o.reason, o.phase, count(*) as count from delivery_outcomes o
        where o.account_id = app_account() and o.run_id = ${runId} and o.final and o.outcome <> 'accepted' group by 1, 2, 3 order by 4 desc`,
  );
}
