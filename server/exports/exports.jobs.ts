import { deleteFile, type Job, type JobHandler } from "../platform/index.ts";
import { EXPIRE_JOB, RUN_JOB, type ExportDeps } from "./export.ts";
import { forgetFile, lockExport, setState } from "./exports.store.ts";
import { runExport } from "./run-export.ts";

/** After so many attempts an unknown error is no passing fault. */
const ATTEMPTS = 5;

/** Writing files of contacts, and deleting them after a day. */
export function exportJobs(deps: ExportDeps): Record<string, JobHandler> {
  return {
    [RUN_JOB]: async (job, { signal }) => {
      try {
        const result = await runExport(deps, job.accountId, idOf(job), signal);
        return result === "interrupted" ? { again: deps.clock.now() } : undefined;
      } catch (error) {
        if (job.attempts < ATTEMPTS) throw error;
        deps.log.error({ err: error, job: job.kind }, "export failed");
        await deps.db.account(job.accountId, (tx) =>
          setState(tx, idOf(job), {
            state: "failed",
            error: "internal",
            finishedAt: deps.clock.now(),
          }),
        );
        return undefined;
      }
    },
    [EXPIRE_JOB]: (job) =>
      deps.db.account(job.accountId, async (tx) => {
        const found = await lockExport(tx, idOf(job));
        if (found?.state !== "done") return;
        if (found.fileId !== null) await deleteFile(tx, found.fileId);
        await forgetFile(tx, found.id, "expired");
      }),
  };
}

const idOf = (job: Job): number => Number(job.payload["exportId"]);
