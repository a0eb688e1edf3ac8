import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { notStopped } from "./control/stops.store.ts";
import type { Batch, Delivery } from "./delivery.ts";

/** A claimed batch; its run may have been cancelled. */
export type ClaimedBatch = Batch & { cancelled: boolean };

/** Neither ended nor on its way (no mark without outcome). */
const IS_OPEN = sql`
  not exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final)
  and not exists (select 1 from delivery_marks m where m.account_id = d.account_id and m.delivery_id = d.id
    and not exists (select 1 from delivery_outcomes o where o.account_id = m.account_id and o.delivery_id = m.delivery_id and o.attempt = m.attempt))`;

/** The next batches of a run whose candidates have not been decided yet. Others may hold some and are not waited for. */
export function nextFrozenBatches(tx: Tx, runId: number, limit: number): Promise<{ id: number }[]> {
  return rows(
    tx,
    sql`select b.id from delivery_batches b where b.account_id = app_account() and b.run_id = ${runId} and b.state = 'frozen' and not (b.counts ? 'prepared')
        order by b.no limit ${limit} for update skip locked`,
  );
}

/** The candidates of these batches, for the gate. Who was erased after the freezing has neither contact nor address any more. */
export function candidatesOfBatches(batchIds: number[]): RawBuilder<unknown> {
  return sql`select d.id as no, d.batch_id as batch, d.contact_id, d.email_normalised from deliveries d
    where d.account_id = app_account() and d.batch_id = any(${batchIds}::bigint[])`;
}

export interface Exclusion {
  deliveryId: number;
  batchId: number;
  reason: string;
}

export async function insertExclusions(
  tx: Tx,
  accountId: number,
  runId: number | null,
  phase: "preparation" | "hand_over",
  excluded: Exclusion[],
  at: Date,
): Promise<void> {
  if (excluded.length === 0) return;
  await run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, at)
        select ${accountId}::int, u.id, 0, u.batch_id, ${runId}::bigint, 'excluded', true, u.reason, ${phase}, ${at}
        from unnest(${excluded.map((e) => e.deliveryId)}::bigint[], ${excluded.map((e) => e.batchId)}::bigint[], ${excluded.map((e) => e.reason)}::text[]) u(id, batch_id, reason)
        on conflict do nothing`,
  );
}

export interface PreparedBatch {
  id: number;
  excluded: number;
  personal: number;
  anonymous: number;
}

export async function markPrepared(tx: Tx, batches: PreparedBatch[]): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches b set counts = b.counts || jsonb_build_object('prepared', true, 'excluded', u.excluded, 'personal', u.personal, 'anonymous', u.anonymous)
        from unnest(${batches.map((b) => b.id)}::bigint[], ${batches.map((b) => b.excluded)}::int[], ${batches.map((b) => b.personal)}::int[],
          ${batches.map((b) => b.anonymous)}::int[]) u(id, excluded, personal, anonymous)
        where b.account_id = app_account() and b.id = u.id`,
  );
}

/**
 * Claims the most urgent due batch and raises its fence. Rows others hold are skipped. Leases are counted by the
 * database's clock, because marks are judged by it and machines differ.
 */
export function claimBatch(
  tx: Tx,
  claim: {
    owner: string;
    minPriority: number;
    maxPriority: number;
    now: Date;
    leaseMs: number;
  },
): Promise<ClaimedBatch | undefined> {
  return maybe<ClaimedBatch>(
    tx,
    sql`update delivery_batches b set lease_owner = ${claim.owner}, lease_until = now() + ${claim.leaseMs} * interval '1 millisecond', fence = b.fence + 1
        from (select w.account_id, w.id, coalesce(r.state = 'cancelled', false) as cancelled from delivery_batches w
              left join delivery_runs r on r.account_id = w.account_id and r.id = w.run_id
              where w.state = 'ready' and w.not_before <= ${claim.now} and w.priority between ${claim.minPriority} and ${claim.maxPriority}
                and (w.lease_until is null or w.lease_until < now()) and (r.state = 'cancelled' or ((r.id is null or r.state = 'running') and ${notStopped("w")}))
              order by w.priority, w.not_before, w.id limit 1 for update of w skip locked) f
        where b.account_id = f.account_id and b.id = f.id
        returning b.account_id, b.id, b.run_id, b.priority, b.fence, b.size, f.cancelled`,
  );
}

/**
 * What an earlier worker left between mark and outcome is uncertain: it is never sent again by itself. A worker that
 * gives a batch back has an outcome for every mark of its own, so this finds the lost ones only.
 */
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

/** Ends what is open of a batch whose run was cancelled. Its holder does this, so that nobody else hands over meanwhile. */
export function cancelOpen(tx: Tx, batch: Batch, at: Date): Promise<number> {
  return run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, at)
        select d.account_id, d.id, 0, d.batch_id, d.run_id, 'cancelled', true, 'cancelled', ${at}
        from deliveries d where d.account_id = ${batch.accountId} and d.batch_id = ${batch.id} and ${IS_OPEN}
        on conflict do nothing`,
  );
}

/** Whoever was erased meanwhile has no address any more: the delivery ends as excluded, and the sum still closes. */
export function excludeErased(tx: Tx, batch: Batch, at: Date): Promise<number> {
  return run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, at)
        select d.account_id, d.id, 0, d.batch_id, d.run_id, 'excluded', true, 'erased', 'hand_over', ${at}
        from deliveries d where d.account_id = ${batch.accountId} and d.batch_id = ${batch.id} and d.email is null and ${IS_OPEN}
        on conflict do nothing`,
  );
}

/** Keeps the leases of these batches. Locks them in one order, as the ledger does, so that the two never wait for each other. */
export async function extendLeases(
  tx: Tx,
  owner: string,
  batches: readonly Pick<Batch, "accountId" | "id">[],
  leaseMs: number,
): Promise<void> {
  if (batches.length === 0) return;
  await run(
    tx,
    sql`with held as (
          select b.account_id, b.id from delivery_batches b
          where (b.account_id, b.id) in (select * from unnest(${batches.map((b) => b.accountId)}::int[], ${batches.map((b) => b.id)}::bigint[]))
            and b.lease_owner = ${owner} and b.state = 'ready'
          order by b.account_id, b.id for update)
        update delivery_batches b set lease_until = now() + ${leaseMs} * interval '1 millisecond' from held h where b.account_id = h.account_id and b.id = h.id`,
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
    sql`update delivery_batches b set state = 'done', lease_owner = null, lease_until = null, done_at = ${at},
          counts = (b.counts - '{accepted,rejected,excluded,uncertain,cancelled}'::text[]) || (
          select coalesce(jsonb_object_agg(c.outcome, c.count), '{}') from (
            select o.outcome, count(*) as count from delivery_outcomes o where o.account_id = b.account_id and o.batch_id = b.id and o.final group by o.outcome) c)
        where b.account_id = ${batch.accountId} and b.id = ${batch.id} and b.fence = ${batch.fence}`,
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
