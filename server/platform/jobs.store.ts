import { maybe, one, rows, run, sql, type Tx } from "./database.ts";

export interface JobRow {
  id: number;
  accountId: number;
  kind: string;
  payload: Record<string, unknown>;
  attempts: number;
}

/** A job in the hands of a runner, with the time it was planned for. */
export interface ClaimedJobRow extends JobRow {
  runAt: Date;
}

/**
 * Adds a job; a second one with the same kind and unique key moves the waiting one to the earlier time. Where that one
 * is running at this moment, it takes the new time, by which `finishJob` knows that it is wanted once more.
 */
export async function insertJob(
  tx: Tx,
  job: {
    kind: string;
    accountId: number;
    payload: Record<string, unknown>;
    runAt: Date;
    uniqueKey: string | null;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into jobs (kind, account_id, payload, run_at, unique_key)
        values (${job.kind}, ${job.accountId}, ${JSON.stringify(job.payload)}, ${job.runAt}, ${job.uniqueKey})
        on conflict (kind, unique_key) where unique_key is not null
        do update set run_at = case when jobs.lease_owner is null then least(jobs.run_at, excluded.run_at) else excluded.run_at end, payload = excluded.payload`,
  );
}

/** Whether nobody has asked for the job yet, and nobody else does so at this moment. Waits for nobody. */
export async function isJobFree(tx: Tx, kind: string, uniqueKey: string): Promise<boolean> {
  const found = await one<{ free: boolean }>(
    tx,
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`job ${kind} ${uniqueKey}`}, 0))
          and not exists (select 1 from jobs j where j.kind = ${kind} and j.unique_key = ${uniqueKey}) as free`,
  );
  return found.free;
}

/** Claims one due job for `leaseSeconds`. Skips rows that others hold, so that workers never wait for each other. */
export function claimJob(
  tx: Tx,
  owner: string,
  kinds: string[],
  now: Date,
  leaseSeconds: number,
): Promise<ClaimedJobRow | undefined> {
  return maybe<ClaimedJobRow>(
    tx,
    sql`update jobs j set lease_owner = ${owner}, lease_until = ${now}::timestamptz + ${leaseSeconds} * interval '1 second', attempts = j.attempts + 1
        where j.id = (select w.id from jobs w
                      where w.run_at <= ${now} and (w.lease_until is null or w.lease_until < ${now}) and w.kind = any(${kinds})
                      order by w.run_at for update skip locked limit 1)
        returning j.id, j.account_id, j.kind, j.payload, j.attempts, j.run_at`,
  );
}

export async function extendJob(tx: Tx, id: number, owner: string, until: Date): Promise<void> {
  await run(
    tx,
    sql`update jobs set lease_until = ${until} where id = ${id} and lease_owner = ${owner}`,
  );
}

/** Ends a job, unless somebody asked for it anew while it ran: then it waits for its new time. */
export async function finishJob(tx: Tx, job: ClaimedJobRow, owner: string): Promise<void> {
  const gone = await run(
    tx,
    sql`delete from jobs where id = ${job.id} and lease_owner = ${owner} and date_trunc('milliseconds', run_at) = date_trunc('milliseconds', ${job.runAt}::timestamptz)`,
  );
  if (gone === 0)
    await run(
      tx,
      sql`update jobs set lease_owner = null, lease_until = null, attempts = 0 where id = ${job.id} and lease_owner = ${owner}`,
    );
}

export async function repeatJob(
  tx: Tx,
  id: number,
  owner: string,
  runAt: Date,
  error: string | null,
): Promise<void> {
  await run(
    tx,
    sql`update jobs set run_at = ${runAt}, lease_owner = null, lease_until = null, last_error = ${error}, attempts = case when ${error}::text is null then 0 else attempts end
        where id = ${id} and lease_owner = ${owner}`,
  );
}

export interface OutboxRow {
  id: number;
  accountId: number;
  type: string;
  payload: Record<string, unknown>;
}

export async function insertEvent(
  tx: Tx,
  accountId: number,
  type: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await run(
    tx,
    sql`insert into outbox_events (account_id, type, payload) values (${accountId}, ${type}, ${JSON.stringify(payload)})`,
  );
}

/** Open events in their order, without those that rest, held until the transaction ends. */
export function takeEvents(tx: Tx, limit: number, resting: number[]): Promise<OutboxRow[]> {
  return rows<OutboxRow>(
    tx,
    sql`select e.id, e.account_id, e.type, e.payload from outbox_events e where e.handled_at is null and e.id <> all(${resting}::bigint[]) order by e.id for update skip locked limit ${limit}`,
  );
}

export async function markEventsHandled(tx: Tx, ids: number[]): Promise<void> {
  await run(tx, sql`delete from outbox_events where id = any(${ids})`);
}
