import { maybe, run, sql, type Tx } from "../../platform/index.ts";
import type { SendWindow } from "./window.ts";

/** The window of a run, if it has one. */
export function windowOfRun(
  tx: Tx,
  accountId: number,
  runId: number,
): Promise<{ sendWindow: SendWindow; timezone: string } | undefined> {
  return maybe(
    tx,
    sql`select r.send_window, r.timezone from delivery_runs r where r.account_id = ${accountId} and r.id = ${runId} and r.send_window is not null and r.timezone is not null`,
  );
}

/** Sets when and how fast the mails of a run may leave. */
export async function setRunTimes(
  tx: Tx,
  runId: number,
  times: { sendWindow: SendWindow | null; timezone: string; perHour: number | null },
): Promise<void> {
  await run(
    tx,
    sql`update delivery_runs set send_window = ${times.sendWindow === null ? null : JSON.stringify(times.sendWindow)}::jsonb, timezone = ${times.timezone}, per_hour = ${times.perHour}::int
        where account_id = app_account() and id = ${runId}`,
  );
}

/** Lets the waiting batches of a run rest until then; those somebody holds are left to their holders. */
export async function deferRun(
  tx: Tx,
  accountId: number,
  runId: number,
  until: Date,
): Promise<void> {
  await run(
    tx,
    sql`with waiting as (
          select b.account_id, b.id from delivery_batches b
          where b.account_id = ${accountId} and b.run_id = ${runId} and b.state = 'ready' and b.not_before < ${until} and (b.lease_until is null or b.lease_until < now())
          order by b.account_id, b.id for update skip locked)
        update delivery_batches b set not_before = ${until} from waiting w where b.account_id = w.account_id and b.id = w.id`,
  );
}

/** When the next waiting batch of a run is due; undefined when somebody holds one, or none is left. */
export async function nextDueOfRun(tx: Tx, runId: number): Promise<Date | undefined> {
  const found = await maybe<{ due: Date | null; held: boolean | null }>(
    tx,
    sql`select min(b.not_before) as due, bool_or(b.lease_until > now()) as held from delivery_batches b
        where b.account_id = app_account() and b.run_id = ${runId} and b.state = 'ready'`,
  );
  return found?.held === true ? undefined : (found?.due ?? undefined);
}

/** The last time anything became of a mail of the run. */
export async function lastMovement(tx: Tx, runId: number): Promise<Date | undefined> {
  const found = await maybe<{ at: Date | null }>(
    tx,
    sql`select max(o.at) as at from delivery_outcomes o where o.account_id = app_account() and o.run_id = ${runId} and o.attempt > 0`,
  );
  return found?.at ?? undefined;
}
