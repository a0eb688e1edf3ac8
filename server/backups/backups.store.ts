import type { BackupSettings } from "../../contract/backups.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Progress } from "./make-backup.ts";

export interface BackupRun {
  id: number;
  publicId: string;
  kind: "backup" | "restore_test";
  state: "running" | "done" | "failed";
  name: string;
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
  tables: number;
  tablesDone: number;
  totalRows: number;
  bytes: number;
  error: string | null;
}

const RUN = sql.raw(
  "b.id, b.public_id, b.kind, b.state, b.name, b.started_by, b.started_at, b.finished_at, b.tables, b.tables_done, b.total_rows, b.bytes, b.error",
);

export function findSettings(tx: Tx): Promise<BackupSettings> {
  return one<BackupSettings>(
    tx,
    sql`select s.nightly, s.hour, s.keep_daily, s.keep_weekly, s.keep_monthly, s.max_age_days from backup_settings s`,
  );
}

/** Since when the settings hold, and how large the database is, in bytes. */
export function findNights(tx: Tx): Promise<{ since: Date; databaseBytes: number }> {
  return one(
    tx,
    sql`select s.since, pg_database_size(current_database()) as database_bytes from backup_settings s`,
  );
}

export async function saveSettings(
  tx: Tx,
  to: BackupSettings,
  by: string,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update backup_settings set nightly = ${to.nightly}, hour = ${to.hour}, keep_daily = ${to.keepDaily}, keep_weekly = ${to.keepWeekly},
          keep_monthly = ${to.keepMonthly}, max_age_days = ${to.maxAgeDays}, updated_by = ${by}, updated_at = ${at}`,
  );
}

/**
 * Begins a run; undefined while another is under way and was not given up: a new backup may remove the one that is being
 * tried.
 */
export function insertRun(
  tx: Tx,
  entry: { kind: BackupRun["kind"]; name: string; by: string; at: Date; givenUpBefore: Date },
): Promise<BackupRun | undefined> {
  return maybe<BackupRun>(
    tx,
    sql`with over as (update backup_runs set state = 'failed', finished_at = ${entry.at}, error = 'interrupted'
          where state = 'running' and started_at < ${entry.givenUpBefore} returning id)
        insert into backup_runs as b (kind, state, name, started_by, started_at)
        select ${entry.kind}, 'running', ${entry.name}, ${entry.by}, ${entry.at}
        where not exists (select 1 from backup_runs r where r.state = 'running' and r.id not in (select id from over))
        returning ${RUN}`,
  );
}

export async function saveProgress(tx: Tx, id: number, progress: Progress): Promise<void> {
  await run(
    tx,
    sql`update backup_runs set tables = ${progress.tables}, tables_done = ${progress.tablesDone}, total_rows = ${progress.rows}, bytes = ${progress.bytes} where id = ${id}`,
  );
}

export async function endRun(
  tx: Tx,
  id: number,
  end: { state: "done" | "failed"; at: Date; name?: string; rows?: number; error?: string },
): Promise<void> {
  await run(
    tx,
    sql`update backup_runs set state = ${end.state}, finished_at = ${end.at}, name = coalesce(${end.name ?? null}, name),
          total_rows = coalesce(${end.rows ?? null}, total_rows), error = ${end.error ?? null} where id = ${id}`,
  );
}

/** The newest run of a kind, of those in a state where one is named. */
export function newestRun(
  tx: Tx,
  kind: BackupRun["kind"],
  state: BackupRun["state"] | null = null,
): Promise<BackupRun | undefined> {
  return maybe<BackupRun>(
    tx,
    sql`select ${RUN} from backup_runs b where b.kind = ${kind} and (${state}::text is null or b.state = ${state}) order by b.id desc limit 1`,
  );
}

export function runningRuns(tx: Tx): Promise<BackupRun[]> {
  return rows<BackupRun>(
    tx,
    sql`select ${RUN} from backup_runs b where b.state = 'running' order by b.id desc`,
  );
}

export async function deleteOldRuns(tx: Tx, before: Date): Promise<void> {
  await run(
    tx,
    sql`delete from backup_runs b where b.started_at < ${before} and b.id not in (select max(k.id) from backup_runs k group by k.kind, k.state)`,
  );
}
