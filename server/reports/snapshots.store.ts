import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { ReportFacts } from "./report-facts.ts";

/** Selected addresses from which a report is read from a snapshot. */
export const SNAPSHOT_FROM = 5_000;
/** A computing that took longer was abandoned. */
const ABANDONED_MS = 10 * 60_000;
/** An open mailing is computed again after a minute, or after twenty times as long as it takes. */
const LEAST_AGE_MS = 60_000;
const COST_FACTOR = 20;
/** After somebody left the figures: at once, yet never without a pause. */
const CHANGED_AGE_MS = 10_000;
const CHANGED_COST_FACTOR = 2;

export interface Snapshot {
  facts: ReportFacts | null;
  computedAt: Date | null;
  tookMs: number | null;
  askedAt: Date | null;
  startedAt: Date | null;
}

export function findSnapshot(tx: Tx, mailingId: number): Promise<Snapshot | undefined> {
  return maybe<Snapshot>(
    tx,
    sql`select s.facts, s.computed_at, s.took_ms, s.asked_at, s.started_at from report_snapshots s where s.account_id = app_account() and s.mailing_id = ${mailingId}`,
  );
}

/** Large mailings without a snapshot, on all accounts, as the worker. */
export function missingSnapshots(tx: Tx): Promise<{ accountId: number; mailingId: number }[]> {
  return rows(
    tx,
    sql`select r.account_id, r.mailing_id from delivery_runs r
        where r.mailing_id is not null and r.candidates >= ${SNAPSHOT_FROM}
          and not exists (select 1 from report_snapshots s where s.account_id = r.account_id and s.mailing_id = r.mailing_id) limit 100`,
  );
}

/** The row comes before the figures, so that a deletion meanwhile finds something to mark. */
export async function insertSnapshot(tx: Tx, accountId: number, mailingId: number): Promise<void> {
  await run(
    tx,
    sql`insert into report_snapshots (account_id, mailing_id) values (${accountId}, ${mailingId}) on conflict do nothing`,
  );
}

/**
 * Snapshots that are to be computed now, on all accounts, as the worker: never computed, asked for, without somebody
 * who left the figures, or of a mailing that is still measured and old enough.
 */
export function dueSnapshots(
  tx: Tx,
  now: Date,
): Promise<{ accountId: number; mailingId: number }[]> {
  const age = sql`extract(epoch from ${now}::timestamptz - s.computed_at) * 1000`;
  return rows(
    tx,
    sql`select s.account_id, s.mailing_id from report_snapshots s
        left join measured_mailings m on m.account_id = s.account_id and m.mailing_id = s.mailing_id
        where (s.started_at is null or s.started_at < ${new Date(now.getTime() - ABANDONED_MS)})
          and (s.facts is null or s.asked_at > s.computed_at
            or (s.changes <> s.seen and ${age} >= greatest(${CHANGED_AGE_MS}, ${CHANGED_COST_FACTOR} * s.took_ms))
            or (m.closed_at is null and m.closes_at > s.computed_at and ${age} >= greatest(${LEAST_AGE_MS}, ${COST_FACTOR} * s.took_ms)))
        order by (s.facts is null) desc, (s.changes <> s.seen) desc, s.computed_at limit 50`,
  );
}

/** Takes the computing for this process. Gives what had changed before; undefined when somebody computes already. */
export function claimSnapshot(
  tx: Tx,
  mailingId: number,
  now: Date,
): Promise<{ changes: number } | undefined> {
  return maybe(
    tx,
    sql`update report_snapshots s set started_at = ${now}
        where s.account_id = app_account() and s.mailing_id = ${mailingId} and (s.started_at is null or s.started_at < ${new Date(now.getTime() - ABANDONED_MS)})
        returning s.changes`,
  );
}

/** Counting a million mails may take longer than a page may. */
export async function allowLongCount(tx: Tx): Promise<void> {
  await run(tx, sql`set local statement_timeout = '10min'`);
}

export async function saveSnapshot(
  tx: Tx,
  mailingId: number,
  made: { facts: ReportFacts; computedAt: Date; tookMs: number; seen: number },
): Promise<void> {
  await run(
    tx,
    sql`update report_snapshots s set facts = ${JSON.stringify(made.facts)}::jsonb, computed_at = ${made.computedAt}, took_ms = ${made.tookMs},
          seen = ${made.seen}, started_at = null
        where s.account_id = app_account() and s.mailing_id = ${mailingId}`,
  );
}

export async function askForSnapshot(tx: Tx, mailingId: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`update report_snapshots s set asked_at = ${now} where s.account_id = app_account() and s.mailing_id = ${mailingId}`,
  );
}
