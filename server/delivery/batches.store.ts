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
 * Claims the next due batch and raises its fence. Rows others hold are skipped. Leases are counted by the database's
 * clock, because marks are judged by it and machines differ.
 *
 * Within a priority everybody has their turn: single mails account by account (`after` is the account that was served
 * last), batches of runs by the account, and in it by the run, that was served longest ago. So the smallest mailing
 * begins beside the largest.
 */
export async function claimBatch(
  tx: Tx,
  claim: {
    owner: string;
    minPriority: number;
    maxPriority: number;
    now: Date;
    leaseMs: number;
    after?: number | undefined;
    /** Runs of which nothing may leave now. */
    resting?: readonly number[];
  },
): Promise<ClaimedBatch | undefined> {
  const free = sql`b.state = 'ready' and (b.lease_until is null or b.lease_until < now())`;
  const due = sql`${free} and b.not_before <= ${claim.now}`;
  // What was deferred before its run was cancelled ends at once.
  const dueOf = (cancelled: RawBuilder<unknown>) =>
    sql`${free} and (b.not_before <= ${claim.now} or ${cancelled})`;
  const lease = sql`set lease_owner = ${claim.owner}, lease_until = now() + ${claim.leaseMs} * interval '1 millisecond', fence = b.fence + 1, counts = b.counts - 'held'`;
  const after = claim.after ?? 0;
  const single = await maybe<ClaimedBatch>(
    tx,
    sql`update delivery_batches b ${lease}
        from (select w.account_id, w.id
              from (select p.priority, t.low, t.high from generate_series(${claim.minPriority}::int, ${claim.maxPriority}::int) p(priority),
                      (values (1, ${after}::int + 1, 2147483647), (2, 0, ${after}::int)) t(no, low, high) order by p.priority, t.no) t
              cross join lateral (
                select b.account_id, b.id from delivery_batches b
                where b.run_id is null and b.priority = t.priority::smallint and b.account_id between t.low and t.high and ${due} and ${notStopped("b")}
                order by b.account_id, b.not_before, b.id limit 1 for update of b skip locked) w
              limit 1) f
        where b.account_id = f.account_id and b.id = f.id
        returning b.account_id, b.id, b.run_id, b.priority, b.fence, b.size, false as cancelled`,
  );
  if (single) return single;
  // One step per run that has batches, however many batches it has.
  return maybe<ClaimedBatch>(
    tx,
    sql`with recursive ready as (
          (select b.account_id, b.run_id from delivery_batches b where b.state = 'ready' and b.run_id is not null order by b.account_id, b.run_id, b.not_before limit 1)
          union all
          select n.account_id, n.run_id from ready r cross join lateral (
            select b.account_id, b.run_id from delivery_batches b
            where b.state = 'ready' and b.run_id is not null and (b.account_id, b.run_id) > (r.account_id, r.run_id)
            order by b.account_id, b.run_id, b.not_before limit 1) n),
        candidate as materialized (
          select b.account_id, b.run_id, b.priority, r.state = 'cancelled' as cancelled, r.served_at, max(r.served_at) over (partition by r.account_id) as account_served_at
          from ready w join delivery_runs r on r.account_id = w.account_id and r.id = w.run_id
          cross join lateral (
            select b.account_id, b.run_id, b.priority from delivery_batches b
            where b.account_id = w.account_id and b.run_id = w.run_id and ${dueOf(sql`r.state = 'cancelled'`)} and b.priority between ${claim.minPriority} and ${claim.maxPriority}
            order by b.not_before, b.id limit 1) b
          where r.state = 'cancelled' or (r.state = 'running' and not (r.id = any(${claim.resting ?? []}::bigint[])) and ${notStopped("b")})),
        picked as (
          select f.account_id, f.id, c.run_id, c.cancelled
          from (select * from candidate order by priority, account_served_at nulls first, served_at nulls first, account_id, run_id) c
          cross join lateral (
            select b.account_id, b.id from delivery_batches b
            where b.account_id = c.account_id and b.run_id = c.run_id and ${dueOf(sql`c.cancelled`)} and b.priority = c.priority
            order by b.not_before, b.id limit 1 for update of b skip locked) f
          limit 1),
        served as (
          update delivery_runs r set served_at = clock_timestamp() from picked p where r.account_id = p.account_id and r.id = p.run_id)
        update delivery_batches b ${lease} from picked p where b.account_id = p.account_id and b.id = p.id
        returning b.account_id, b.id, b.run_id, b.priority, b.fence, b.size, p.cancelled`,
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

/**
 * Whoever was erased meanwhile, or chosen by behaviour that may not be known any more (`forgetChosen`), has no address any
 * more: the delivery ends as excluded, and the sum still closes.
 */
export function excludeErased(tx: Tx, batch: Batch, at: Date): Promise<number> {
  return run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, at)
        select d.account_id, d.id, 0, d.batch_id, d.run_id, 'excluded', true,
          case when exists (select 1 from delivery_runs r where r.account_id = d.account_id and r.id = d.run_id and r.behaviour is not null) then 'not_measurable' else 'erased' end,
          'hand_over', ${at}
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

/** Whether the batch is still this holder's; nobody takes it over before the transaction ends. */
export async function holdsBatch(tx: Tx, batch: Batch): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 from delivery_batches b where b.account_id = ${batch.accountId} and b.id = ${batch.id} and b.fence = ${batch.fence} for share`,
  );
  return found !== undefined;
}

/** The same, and nobody changes the batch before the transaction ends. */
export async function lockBatch(tx: Tx, batch: Batch): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 from delivery_batches b where b.account_id = ${batch.accountId} and b.id = ${batch.id} and b.fence = ${batch.fence} for update`,
  );
  return found !== undefined;
}

/** False when somebody else holds the batch by now. */
export async function releaseBatch(tx: Tx, batch: Batch, notBefore: Date): Promise<boolean> {
  const released = await run(
    tx,
    sql`update delivery_batches set lease_owner = null, lease_until = null, not_before = ${notBefore}
        where account_id = ${batch.accountId} and id = ${batch.id} and fence = ${batch.fence}`,
  );
  return released > 0;
}

/**
 * Ends the batch. Undefined when somebody else holds it by now, or it ended before; else when it had ended the last time,
 * if an operator's decision about uncertain mails opened it again.
 */
export function finishBatch(
  tx: Tx,
  batch: Batch,
  at: Date,
): Promise<{ endedBefore: Date | null } | undefined> {
  return maybe(
    tx,
    sql`with old as (select o.done_at from delivery_batches o where o.account_id = ${batch.accountId} and o.id = ${batch.id})
        update delivery_batches b set state = 'done', lease_owner = null, lease_until = null, done_at = ${at},
          counts = (b.counts - '{accepted,rejected,excluded,uncertain,cancelled}'::text[]) || (
          select coalesce(jsonb_object_agg(c.outcome, c.count), '{}') from (
            select o.outcome, count(*) as count from delivery_outcomes o where o.account_id = b.account_id and o.batch_id = b.id and o.final group by o.outcome) c)
        where b.account_id = ${batch.accountId} and b.id = ${batch.id} and b.fence = ${batch.fence} and b.state <> 'done'
        returning (select done_at from old) as ended_before`,
  );
}

/** Since a batch ended the last time: one that an operator's decision opened again must not count anything twice. */
const SINCE_ITS_END = sql`o.at > coalesce((select b.done_at from delivery_batches b where b.account_id = o.account_id and b.id = o.batch_id), '-infinity')`;

/** An accepted mail of a batch, for what a hand-over means to subscription and address. */
export interface AcceptedMail {
  deliveryId: number;
  listId: number | null;
  emailNormalised: string;
  at: Date;
}

export function acceptedOfBatch(tx: Tx, batchId: number): Promise<AcceptedMail[]> {
  return rows(
    tx,
    sql`select d.id as delivery_id, d.list_id, d.email_normalised, o.at from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.batch_id = ${batchId} and o.outcome = 'accepted' and ${SINCE_ITS_END} and d.email_normalised is not null`,
  );
}

/** A mail of a batch that a receiving server refused for good. */
export interface RefusedMail {
  deliveryId: number;
  contactId: number | null;
  emailNormalised: string;
  /** Class of the refusal (SND-08). */
  reason: string;
  smtpCode: number;
  enhancedCode: string | null;
  reply: string | null;
  at: Date;
}

export function refusalsOfBatch(tx: Tx, batchId: number): Promise<RefusedMail[]> {
  return rows(
    tx,
    sql`select d.id as delivery_id, d.contact_id, d.email_normalised, o.reason, o.smtp_code, o.enhanced_code, o.reply, o.at
        from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.batch_id = ${batchId} and o.outcome = 'rejected' and o.final and o.smtp_code is not null and ${SINCE_ITS_END} and d.email_normalised is not null`,
  );
}
