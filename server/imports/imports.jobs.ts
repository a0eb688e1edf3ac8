import {
  isClassHeld,
  noteRetention,
  workApart,
  type ConnectionSettings,
  type Job,
  type JobHandler,
} from "../platform/index.ts";
import { checkImport, type WorkResult } from "./check-import.ts";
import { FileError } from "./file-error.ts";
import type { Import, ImportDeps } from "./import.ts";
import { lockImport, saveState } from "./imports.store.ts";
import { expireLines, hasLinesLeft } from "./lines.store.ts";
import { runImport } from "./run-import.ts";
import { CHECK_JOB, EXPIRE_JOB, RUN_JOB, UNDO_JOB } from "./start-import.ts";
import { undoImport } from "./undo-import.ts";

/** After so many attempts an unknown error is no passing fault. */
const ATTEMPTS = 5;

type Work = (
  deps: ImportDeps,
  accountId: number,
  importId: number,
  signal?: AbortSignal,
) => Promise<WorkResult>;

/** From this size a file is worth the second that a process of its own takes to begin. */
const LARGE_BYTES = 2_000_000;

/**
 * What bounds the memory of a process that works on a file. Most of a batch outlives a young generation of any size, so that
 * a small one costs nothing. A bound of the old one as well would have it collected far more often.
 */
export const IMPORT_NODE_OPTIONS = ["--max-semi-space-size=4", "--max-old-space-size=1000"];

/** What such a process is given: secrets too, because those in the settings may be newer than the ones in use here. */
export interface ApartImport {
  job: Job;
  connection: ConnectionSettings;
  secretKeys: readonly Buffer[];
}

/** Works on an `ApartImport` in a process of its own. */
interface Apart {
  module: URL;
  secretKeys: readonly Buffer[];
}

/**
 * Checking, importing, undoing, and forgetting what undoing needs.
 *
 * @param apart who works on large files; without it, all work is done in this process
 */
export function importJobs(deps: ImportDeps, apart?: Apart): Record<string, JobHandler> {
  const handler =
    (work: Work): JobHandler =>
    async (job, { signal }) => {
      if (apart !== undefined && (await isLargeFile(deps, job)))
        return attemptApart(deps, job, apart, signal);
      const result = await attempt(deps, job, work, signal);
      // The process is being stopped; another takes over where this one was.
      return result === "interrupted" ? { again: deps.clock.now() } : undefined;
    };
  return {
    [CHECK_JOB]: handler(checkImport),
    [RUN_JOB]: handler(runImport),
    [UNDO_JOB]: handler(undoImport),
    [EXPIRE_JOB]: async (job) => {
      const at = deps.clock.now();
      return deps.db.account(job.accountId, async (tx) => {
        // A hold keeps the lines; a day later somebody looks again.
        const again = { again: new Date(at.getTime() + 86_400_000) };
        if (await isClassHeld(tx, "import_lines")) return again;
        const done = await expireLines(tx, importIdOf(job));
        await noteRetention(tx, job.accountId, { class: "import_lines", done, at });
        return (await hasLinesLeft(tx, importIdOf(job))) ? again : undefined;
      });
    },
  };
}

async function isLargeFile(deps: Pick<ImportDeps, "db">, job: Job): Promise<boolean> {
  const found = await deps.db.account(job.accountId, (tx) => lockImport(tx, importIdOf(job)));
  return (found?.format.sizeBytes ?? 0) >= LARGE_BYTES;
}

const importIdOf = (job: Job) => Number(job.payload["importId"]);

/** A process that ends without a word has failed as well: what ends it may be the file, each time anew. */
async function attemptApart(
  deps: ImportDeps,
  job: Job,
  { module, secretKeys }: Apart,
  signal: AbortSignal,
): Promise<{ again: Date } | void> {
  const given: ApartImport = { job, connection: deps.db.connection, secretKeys };
  try {
    return await workApart({ module, nodeOptions: IMPORT_NODE_OPTIONS }, given, signal);
  } catch (error) {
    if (job.attempts < ATTEMPTS) throw error;
    deps.log.error({ err: error, job: job.kind }, "import failed");
    await failImport(deps, job.accountId, importIdOf(job), { code: "internal", line: null });
  }
}

async function attempt(
  deps: ImportDeps,
  job: Job,
  work: Work,
  signal: AbortSignal,
): Promise<WorkResult> {
  try {
    return await work(deps, job.accountId, importIdOf(job), signal);
  } catch (error) {
    const known = error instanceof FileError;
    if (!known && job.attempts < ATTEMPTS) throw error;
    if (!known) deps.log.error({ err: error, job: job.kind }, "import failed");
    await failImport(
      deps,
      job.accountId,
      importIdOf(job),
      known
        ? {
            code: error.reason,
            line: error.line,
            ...(error.expected === undefined ? {} : { expected: error.expected }),
            ...(error.found === undefined ? {} : { found: error.found }),
          }
        : { code: "internal", line: null },
    );
    return "stopped";
  }
}

/** Ends an import with its reason. What is imported stays, and can be undone. */
export async function failImport(
  deps: Pick<ImportDeps, "db" | "clock">,
  accountId: number,
  importId: number,
  error: NonNullable<Import["error"]>,
): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const found = await lockImport(tx, importId);
    if (!found || !["checking", "running", "undoing"].includes(found.state)) return;
    await saveState(tx, importId, { state: "failed", error, finishedAt: deps.clock.now() });
  });
}
