import { AppError, type JobHandler } from "../platform/index.ts";
import { backUp, keepBackups, testRestore, type BackupDeps } from "./run-backups.ts";

export const BACKUP_JOB = "backups.run";
export const TEST_JOB = "backups.test";
const WAIT_MS = 10_000;
const EVERY_MS = 15 * 60_000;

/** What an administrator asked for. A failure is noted with the run and not tried again by itself. */
export function backupJobs(deps: BackupDeps): Record<string, JobHandler> {
  const once =
    (work: (by: string) => Promise<unknown>): JobHandler =>
    async (job) => {
      try {
        await work(String(job.payload["by"] ?? ""));
      } catch (error) {
        // One at a time; this one's turn comes.
        if (error instanceof AppError && error.code === "backup_running")
          return { again: new Date(deps.clock.now().getTime() + WAIT_MS) };
        deps.log.error({ err: error, job: job.kind }, "a backup or its test failed");
      }
      return undefined;
    };
  return {
    [BACKUP_JOB]: once((by) => backUp(deps, by)),
    [TEST_JOB]: once((by) => testRestore(deps, by)),
  };
}

/** Looks four times an hour whether the night's backup is due. */
export function backupPeriodic(
  deps: BackupDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [{ name: "backups.keep", everyMs: EVERY_MS, run: () => keepBackups(deps) }];
}
