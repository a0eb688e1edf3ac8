import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import {
  BATCH_SIZE,
  type Batch,
  type Delivery,
  type Run,
  type RunCounts,
  type RunState,
} from "./delivery.ts";
import type { OutcomeRow } from "./ledger.store.ts";

const RUN = sql.raw(
  "r.id, r.mailing_id, r.kind, r.content_version_id, r.sender_id, r.list_ids, r.state, r.pause_reason, r.candidates, r.queued, r.started_at, r.finished_at",
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
    at: Date;
  },
): Promise<Run> {
  return one<Run>(
    tx,
    sql`insert into delivery_runs as r (account_id, mailing_id, kind, content_version_id, sender_id, list_ids, created_at)
        values (${accountId}, ${made.mailingId}, ${made.kind}, ${made.contentVersionId}, ${made.senderId}, ${made.listIds}::bigint[], ${made.at}) returning ${RUN}`,
  );
}

export function findRun(tx: Tx, runId: number): Promise<Run | undefined> {
  return maybe<Run>(
    tx,
    sql`select ${RUN} from delivery_runs r where r.account_id = app_account() and r.id = ${runId}`,
  );
}

export function findRunOfMailing(tx: Tx, mailingId: number): Promise<Run | undefined> {
  return maybe<Run>(
    tx,
    sql`select ${RUN} from delivery_runs r where r.account_id = app_account() and r.mailing_id = ${mailingId}`,
  );
}

/**
 * Freezes the audience: one row per candidate, in batches, in one statement. `candidates` selects
 * (contact_id, email, email_normalised, list_id); a million take about four seconds. Gives their number.
 */
export async function freezeCandidates(
  tx: Tx,
  accountId: number,
  runId: number,
  kind: string,
  priority: number,
  candidates: RawBuilder<unknown>,
): Promise<number> {
  const frozen = await one<{ count: number }>(
    tx,
    sql`with candidate as materialized (select c.*, row_number() over (order by c.contact_id) - 1 as position from (${candidates}) c),
        batch as (
          insert into delivery_batches (account_id, run_id, no, priority, state, size)
          select ${accountId}::int, ${runId}::bigint, n.no, ${priority}::smallint, 'frozen', n.size
          from (select (position / ${BATCH_SIZE})::int as no, count(*)::int as size from candidate group by 1) n
          returning id, no),
        delivery as (
          insert into deliveries (account_id, batch_id, run_id, kind, contact_id, list_id, email, email_normalised)
          select ${accountId}::int, b.id, ${runId}::bigint, ${kind}, c.contact_id, c.list_id, c.email, c.email_normalised
          from candidate c join batch b on b.no = (c.position / ${BATCH_SIZE})::int
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

/** The next batch of a run whose candidates have not been decided yet. */
export function nextFrozenBatch(tx: Tx, runId: number): Promise<{ id: number } | undefined> {
  return maybe(
    tx,
    sql`select b.id from delivery_batches b where b.account_id = app_account() and b.run_id = ${runId} and b.state = 'frozen' and not (b.counts ? 'prepared')
        order by b.no limit 1 for update skip locked`,
  );
}

export interface CandidateRow {
  id: number;
  contactId: number;
  email: string;
  emailNormalised: string;
}

export function candidatesOfBatch(tx: Tx, batchId: number): Promise<CandidateRow[]> {
  return rows<CandidateRow>(
    tx,
    sql`select d.id, d.contact_id, d.email, d.email_normalised from deliveries d where d.account_id = app_account() and d.batch_id = ${batchId} order by d.id`,
  );
}

export async function insertExclusions(
  tx: Tx,
  accountId: number,
  batchId: number,
  runId: number | null,
  phase: "preparation" | "hand_over",
  excluded: { deliveryId: number; reason: string }[],
  at: Date,
): Promise<void> {
  if (excluded.length === 0) return;
  await run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, at)
        select ${accountId}::int, u.id, 0, ${batchId}::bigint, ${runId}::bigint, 'excluded', true, u.reason, ${phase}, ${at}
        from unnest(${excluded.map((e) => e.deliveryId)}::bigint[], ${excluded.map((e) => e.reason)}::text[]) u(id, reason)
        on conflict do nothing`,
  );
}

export async function markPrepared(
  tx: Tx,
  batchId: number,
  counts: { excluded: number; personal: number; anonymous: number },
): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches set counts = counts || ${JSON.stringify({ prepared: true, ...counts })}::jsonb where account_id = app_account() and id = ${batchId}`,
  );
}

export function preparedTotals(
  tx: Tx,
  runId: number,
): Promise<{
  batches: number;
  prepared: number;
  size: number;
  excluded: number;
  personal: number;
  anonymous: number;
}> {
  return one(
    tx,
    sql`select count(*) as batches, count(*) filter (where b.counts ? 'prepared') as prepared, coalesce(sum(b.size), 0) as size,
          coalesce(sum((b.counts->>'excluded')::int), 0) as excluded, coalesce(sum((b.counts->>'personal')::int), 0) as personal,
          coalesce(sum((b.counts->>'anonymous')::int), 0) as anonymous
        from delivery_batches b where b.account_id = app_account() and b.run_id = ${runId}`,
  );
}

/** Opens the prepared run for the dispatcher. */
export async function releaseRun(tx: Tx, runId: number, queued: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_runs set state = 'running', queued = ${queued}, started_at = ${at} where account_id = app_account() and id = ${runId} and state = 'preparing'`,
  );
  await run(
    tx,
    sql`update delivery_batches set state = 'ready', not_before = ${at} where account_id = app_account() and run_id = ${runId} and state = 'frozen'`,
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

/** Cancels everything of a run that is neither finished nor on its way (no mark without outcome). */
export async function cancelOpen(
  tx: Tx,
  accountId: number,
  runId: number,
  at: Date,
): Promise<number> {
  return run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, at)
        select ${accountId}::int, d.id, 0, d.batch_id, d.run_id, 'cancelled', true, 'cancelled', ${at}
        from deliveries d
        where d.account_id = app_account() and d.run_id = ${runId}
          and not exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final)
          and not exists (select 1 from delivery_marks m where m.account_id = d.account_id and m.delivery_id = d.id
                          and not exists (select 1 from delivery_outcomes o where o.account_id = m.account_id and o.delivery_id = m.delivery_id and o.attempt = m.attempt))
        on conflict do nothing`,
  );
}

/** Batches of a run that was cancelled before it was prepared end like all others. */
export async function openFrozenBatches(tx: Tx, runId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches set state = 'ready', not_before = ${at} where account_id = app_account() and run_id = ${runId} and state = 'frozen'`,
  );
}

/** A single mail with its own batch; it may leave at once. */
export async function insertSingle(
  tx: Tx,
  accountId: number,
  made: {
    priority: number;
    kind: string;
    contactId: number | null;
    listId: number | null;
    senderId: number | null;
    email: string;
    emailNormalised: string;
    referenceType: string | null;
    referenceId: number | null;
    sealed: Buffer;
    at: Date;
  },
): Promise<{ id: number; publicId: string }> {
  return one(
    tx,
    sql`with batch as (
          insert into delivery_batches (account_id, priority, state, size, not_before, created_at) values (${accountId}, ${made.priority}, 'ready', 1, ${made.at}, ${made.at}) returning id),
        delivery as (
          insert into deliveries (account_id, batch_id, kind, contact_id, list_id, sender_id, email, email_normalised, reference_type, reference_id, created_at)
          select ${accountId}, b.id, ${made.kind}, ${made.contactId}, ${made.listId}, ${made.senderId}, ${made.email}, ${made.emailNormalised},
            ${made.referenceType}, ${made.referenceId}, ${made.at} from batch b
          returning id, public_id),
        message as (insert into delivery_messages (account_id, delivery_id, sealed) select ${accountId}, d.id, ${made.sealed} from delivery d)
        select d.id, d.public_id from delivery d`,
  );
}

/** Claims the most urgent due batch and raises its fence. Rows others hold are skipped. */
export function claimBatch(
  tx: Tx,
  claim: {
    owner: string;
    minPriority: number;
    maxPriority: number;
    now: Date;
    until: Date;
  },
): Promise<(Batch & { takenOver: boolean }) | undefined> {
  return maybe(
    tx,
    sql`update delivery_batches b set lease_owner = ${claim.owner}, lease_until = ${claim.until}, fence = b.fence + 1
        from (select w.account_id, w.id, w.lease_owner is not null as taken_over from delivery_batches w
              left join delivery_runs r on r.account_id = w.account_id and r.id = w.run_id
              where w.state = 'ready' and w.not_before <= ${claim.now} and w.priority between ${claim.minPriority} and ${claim.maxPriority}
                and (w.lease_until is null or w.lease_until < ${claim.now}) and (r.id is null or r.state in ('running', 'cancelled'))
              order by w.priority, w.not_before, w.id limit 1 for update of w skip locked) f
        where b.account_id = f.account_id and b.id = f.id
        returning b.account_id, b.id, b.run_id, b.priority, b.fence, b.size, f.taken_over`,
  );
}

/** What a lost worker left between mark and outcome is uncertain: it is never sent again by itself. */
export async function settleUncertain(tx: Tx, batch: Batch, at: Date): Promise<number> {
  return run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, at)
        select m.account_id, m.delivery_id, m.attempt, m.batch_id, ${batch.runId}::bigint, 'uncertain', true, 'no_reply', ${at}
        from delivery_marks m
        where m.account_id = ${batch.accountId} and m.batch_id = ${batch.id} and m.fence < ${batch.fence}
          and not exists (select 1 from delivery_outcomes o where o.account_id = m.account_id and o.delivery_id = m.delivery_id and o.attempt = m.attempt)
        on conflict do nothing`,
  );
}

/** Deliveries of a batch that are due now, with their number of attempts. */
export function openDeliveries(tx: Tx, batch: Batch, now: Date): Promise<Delivery[]> {
  return rows<Delivery>(
    tx,
    sql`select d.account_id, d.id, d.public_id, d.batch_id, d.run_id, d.kind, d.contact_id, d.list_id, d.sender_id, d.email, d.email_normalised,
          d.reference_type, d.reference_id, d.created_at, coalesce(a.attempts, 0) as attempts
        from deliveries d
        left join lateral (
          select max(greatest(coalesce(o.attempt, 0), coalesce(m.attempt, 0)))::int as attempts, bool_or(coalesce(o.final, false)) as finished,
                 max(o.next_attempt_at) as next_attempt_at, bool_or(m.attempt is not null and o.attempt is null) as on_its_way
          from (select x.attempt, x.final, x.next_attempt_at from delivery_outcomes x where x.account_id = d.account_id and x.delivery_id = d.id) o
          full join (select y.attempt from delivery_marks y where y.account_id = d.account_id and y.delivery_id = d.id) m on m.attempt = o.attempt) a on true
        where d.account_id = ${batch.accountId} and d.batch_id = ${batch.id} and d.email is not null
          and not coalesce(a.finished, false) and not coalesce(a.on_its_way, false) and (a.next_attempt_at is null or a.next_attempt_at <= ${now})
        order by d.id`,
  );
}

/** When the batch has to be looked at again, or null when all of its deliveries ended. */
export async function nextDue(tx: Tx, batch: Batch): Promise<Date | null | "open"> {
  const found = await one<{ open: number; next: Date | null }>(
    tx,
    sql`select count(*) filter (where f.delivery_id is null) as open, min(w.next_attempt_at) filter (where f.delivery_id is null) as next
        from deliveries d
        left join delivery_outcomes f on f.account_id = d.account_id and f.delivery_id = d.id and f.final
        left join lateral (select o.next_attempt_at from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id order by o.attempt desc limit 1) w on true
        where d.account_id = ${batch.accountId} and d.batch_id = ${batch.id}`,
  );
  if (found.open === 0) return null;
  return found.next ?? "open";
}

export async function extendLeases(tx: Tx, owner: string, until: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches set lease_until = ${until} where lease_owner = ${owner} and state = 'ready'`,
  );
}

export async function releaseBatch(tx: Tx, batch: Batch, notBefore: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches set lease_owner = null, lease_until = null, not_before = ${notBefore}
        where account_id = ${batch.accountId} and id = ${batch.id} and fence = ${batch.fence}`,
  );
}

export async function finishBatch(tx: Tx, batch: Batch, at: Date): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches b set state = 'done', lease_owner = null, lease_until = null, done_at = ${at}, counts = b.counts || (
          select coalesce(jsonb_object_agg(c.outcome, c.count), '{}') from (
            select o.outcome, count(*) as count from delivery_outcomes o where o.account_id = b.account_id and o.batch_id = b.id and o.final group by o.outcome) c)
        where b.account_id = ${batch.accountId} and b.id = ${batch.id} and b.fence = ${batch.fence}`,
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

/** Counts of a run: finished batches from their sums, the few under way from their outcomes. */
export function runCounts(tx: Tx, accountId: number, runId: number): Promise<RunCounts> {
  return one<RunCounts>(
    tx,
    sql`with finished as (
          select coalesce(sum((b.counts->>'accepted')::int), 0) as accepted, coalesce(sum((b.counts->>'rejected')::int), 0) as rejected,
                 coalesce(sum((b.counts->>'excluded')::int), 0) as excluded, coalesce(sum((b.counts->>'uncertain')::int), 0) as uncertain,
                 coalesce(sum((b.counts->>'cancelled')::int), 0) as cancelled
          from delivery_batches b where b.account_id = ${accountId} and b.run_id = ${runId} and b.state = 'done'),
        under_way as (
          select count(*) filter (where o.outcome = 'accepted') as accepted, count(*) filter (where o.outcome = 'rejected') as rejected,
                 count(*) filter (where o.outcome = 'excluded') as excluded, count(*) filter (where o.outcome = 'uncertain') as uncertain,
                 count(*) filter (where o.outcome = 'cancelled') as cancelled
          from delivery_batches b join delivery_outcomes o on o.account_id = b.account_id and o.batch_id = b.id and o.final
          where b.account_id = ${accountId} and b.run_id = ${runId} and b.state <> 'done'),
        waiting as (
          select count(distinct o.delivery_id) as deferred
          from delivery_batches b join delivery_outcomes o on o.account_id = b.account_id and o.batch_id = b.id and not o.final
          where b.account_id = ${accountId} and b.run_id = ${runId} and b.state <> 'done'
            and not exists (select 1 from delivery_outcomes f where f.account_id = o.account_id and f.delivery_id = o.delivery_id and f.final))
        select r.candidates, w.deferred, f.accepted + u.accepted as accepted, f.rejected + u.rejected as rejected, f.excluded + u.excluded as excluded,
          f.uncertain + u.uncertain as uncertain, f.cancelled + u.cancelled as cancelled,
          r.candidates - (f.accepted + u.accepted + f.rejected + u.rejected + f.excluded + u.excluded + f.uncertain + u.uncertain + f.cancelled + u.cancelled) as open
        from delivery_runs r, finished f, under_way u, waiting w where r.account_id = ${accountId} and r.id = ${runId}`,
  );
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

/** Accepted mails of a batch, by list and address, for what a hand-over means to the subscription. */
export function acceptedOfBatch(
  tx: Tx,
  batchId: number,
): Promise<{ listId: number | null; emailNormalised: string }[]> {
  return rows(
    tx,
    sql`select d.list_id, d.email_normalised from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.batch_id = ${batchId} and o.outcome = 'accepted' and d.email_normalised is not null`,
  );
}

/** Recipients of a batch whose mailbox the receiving server said does not exist (RFC 3463, X.1.1). */
export function unknownUsersOfBatch(
  tx: Tx,
  batchId: number,
): Promise<{ emailNormalised: string }[]> {
  return rows(
    tx,
    sql`select d.email_normalised from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.batch_id = ${batchId} and o.outcome = 'rejected' and o.enhanced_code = '5.1.1' and d.email_normalised is not null`,
  );
}

/** Ends a single mail: its outcome, and its body goes. */
export async function endSingle(tx: Tx, row: OutcomeRow): Promise<void> {
  await run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, basis, measured, smtp_code, enhanced_code, reply, message_id, at)
        values (${row.accountId}, ${row.deliveryId}, ${row.attempt}, ${row.batchId}, null, ${row.outcome}, true, ${row.reason}, ${row.basis}, ${row.measured},
          ${row.smtpCode}, ${row.enhancedCode}, ${row.reply}, ${row.messageId}, ${row.at}) on conflict do nothing`,
  );
  await run(
    tx,
    sql`delete from delivery_messages where account_id = ${row.accountId} and delivery_id = ${row.deliveryId}`,
  );
}

export async function sealedMessage(
  tx: Tx,
  accountId: number,
  deliveryId: number,
): Promise<Buffer | undefined> {
  const found = await maybe<{ sealed: Buffer }>(
    tx,
    sql`select m.sealed from delivery_messages m where m.account_id = ${accountId} and m.delivery_id = ${deliveryId}`,
  );
  return found?.sealed;
}
