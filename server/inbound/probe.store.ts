import { maybe, run, sql, type Tx } from "../platform/index.ts";

export interface Probe {
  way: string;
  sentAt: Date;
  arrivedAt: Date | null;
}

export function findProbe(tx: Tx): Promise<Probe | undefined> {
  return maybe(
    tx,
    sql`select p.way, p.sent_at, p.arrived_at from bounce_probes p where p.account_id = app_account()`,
  );
}

/** The newest probe replaces the one before. */
export function saveProbe(tx: Tx, accountId: number, way: string, at: Date): Promise<number> {
  return run(
    tx,
    sql`insert into bounce_probes (account_id, way, sent_at) values (${accountId}, ${way}, ${at})
        on conflict (account_id) do update set way = excluded.way, sent_at = excluded.sent_at, arrived_at = null`,
  );
}

/** Undefined where none is under way. */
export function noteProbeArrived(tx: Tx, at: Date): Promise<{ way: string } | undefined> {
  return maybe(
    tx,
    sql`update bounce_probes p set arrived_at = ${at} where p.account_id = app_account() and p.arrived_at is null returning p.way`,
  );
}
