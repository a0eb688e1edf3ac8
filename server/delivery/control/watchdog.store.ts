import { rows, run, sql, type Tx } from "../../platform/index.ts";
import { notStopped } from "./stops.store.ts";

/** A mail that is due: without an end, and not put off to a time that is still near or ahead. */
const isDue = (since: Date) => sql`exists (
  select 1 from deliveries d where d.account_id = b.account_id and d.batch_id = b.id and d.email is not null
    and not exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and (o.final or o.next_attempt_at > ${since})))`;

/** No outcome for a while, although mails are due, nothing stops them, and no window or slow pace explains it. */
export function stalledRuns(
  tx: Tx,
  since: Date,
  now: Date,
): Promise<{ accountId: number; subject: string; runId: number | null }[]> {
  return rows(
    tx,
    sql`select r.account_id, r.id::text as subject, r.id as run_id from delivery_runs r
        where r.state = 'running' and r.started_at < ${since} and coalesce(r.per_hour, 60) >= 60
          and not exists (select 1 from delivery_stops s where s.ended_at is null and s.account_id in (0, r.account_id))
          and not exists (select 1 from delivery_outcomes o where o.account_id = r.account_id and o.run_id = r.id and o.at > ${since})
          and exists (select 1 from delivery_batches b where b.account_id = r.account_id and b.run_id = r.id and b.state = 'ready'
            and b.not_before < ${now}::timestamptz + interval '2 minutes' and ${isDue(since)})
        union all
        select r.account_id, r.id::text, r.id from delivery_runs r
        where r.state = 'preparing' and r.created_at < ${since}::timestamptz - interval '25 minutes'
        union all
        select b.account_id, 'singles', null from delivery_batches b
        where b.run_id is null and b.state = 'ready' and b.created_at < ${since} and b.not_before < ${now}::timestamptz + interval '2 minutes'
          and ${notStopped("b")}
          and ${isDue(since)}
        group by b.account_id`,
  );
}

/** Alarms of things that move again end by themselves. */
export async function endStalled(
  tx: Tx,
  still: { accountId: number; subject: string }[],
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update sending_alarms a set ended_at = ${at} where a.code = 'stalled' and a.ended_at is null
        and not exists (select 1 from unnest(${still.map((one) => one.accountId)}::int[], ${still.map((one) => one.subject)}::text[]) u(account_id, subject)
          where u.account_id = a.account_id and u.subject = a.subject)`,
  );
}
