import { rows, run, sql, type Tx } from "../../platform/index.ts";

/** Runs that were due while nobody worked: with the time their waiting mails were due, at the earliest after `asleep`. */
export function runsAsleep(
  tx: Tx,
  asleep: Date,
  now: Date,
): Promise<{ accountId: number; runId: number; dueAt: Date; missedAfterMinutes: number }[]> {
  return rows(
    tx,
    sql`select r.account_id, r.id as run_id, greatest(min(b.not_before), ${asleep}::timestamptz) as due_at,
          coalesce((select s.missed_after_minutes from sending_settings s where s.account_id = r.account_id), 120) as missed_after_minutes
        from delivery_runs r join delivery_batches b on b.account_id = r.account_id and b.run_id = r.id and b.state = 'ready'
        where r.state = 'running' and b.not_before <= ${now} group by r.account_id, r.id order by r.account_id, r.id`,
  );
}

/** Ends what was said of a mailing that missed its time. */
export async function endMissedAlarm(tx: Tx, mailingId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update sending_alarms set ended_at = ${at} where account_id = app_account() and code = 'missed' and subject = ${`mailing:${mailingId}`} and ended_at is null`,
  );
}
