import { rows, run, sql, type Tx } from "../platform/index.ts";

/** Mails of a run that leave together, because the clocks of these zones show the hour at the same instant. */
export interface Wave {
  at: Date;
  /** IANA names. */
  zones: readonly string[];
}

/** Notes the waves of a run; their numbers are their places in the list. Before the run is released. */
export async function insertWaves(
  tx: Tx,
  accountId: number,
  runId: number,
  waves: readonly Wave[],
): Promise<void> {
  for (const [no, { at, zones }] of waves.entries())
    await run(
      tx,
      sql`insert into delivery_waves (account_id, run_id, no, at, zones) values (${accountId}, ${runId}, ${no}, ${at}, ${[...zones]}::text[])`,
    );
}

/** The waves of a run with their people and how many of them have an end, the earliest first. */
export function wavesOfRun(
  tx: Tx,
  runId: number,
): Promise<{ at: Date; zones: string[]; people: number; done: number }[]> {
  return rows(
    tx,
    sql`select w.at, w.zones, coalesce(sum(b.size), 0)::bigint as people,
          coalesce(sum(case when b.state = 'done' then b.size else (
            select count(*) from delivery_outcomes o where o.account_id = b.account_id and o.batch_id = b.id and o.final and b.fence > 0) end), 0)::bigint as done
        from delivery_waves w
        left join delivery_batches b on b.account_id = w.account_id and b.run_id = w.run_id and b.wave = w.no
        where w.account_id = app_account() and w.run_id = ${runId} group by w.no, w.at, w.zones order by w.at`,
  );
}
