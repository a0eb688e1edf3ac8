import { enqueueJob, type JobHandler } from "../platform/index.ts";
import { accountsWithDueRequests } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import { expireRequests } from "./end-request.ts";
import { noteMailEnd } from "./note-mail-end.ts";
import { HOUR_MS } from "./parameters.ts";

const EXPIRE_JOB = "signup.expire";

type Subscriber = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

/** Work of this slice: deleting what nobody confirmed, one account at a time, so that none waits for another. */
export function signupJobs(deps: SignupDeps): Record<string, JobHandler> {
  return {
    async [EXPIRE_JOB](job, context) {
      while (!context.signal.aborted && (await expireRequests(deps, job.accountId)) > 0)
        await context.keep();
    },
  };
}

/** Looks every hour where something is due, so that all of it is gone within 24 hours of its end (DOI-10). */
export function signupPeriodic(
  deps: SignupDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "signup.find_expired",
      everyMs: HOUR_MS,
      async run() {
        const now = deps.clock.now();
        await deps.db.worker(async (tx) => {
          for (const accountId of await accountsWithDueRequests(tx, now, now))
            await enqueueJob(tx, {
              kind: EXPIRE_JOB,
              accountId,
              runAt: now,
              uniqueKey: String(accountId),
            });
        });
      },
    },
  ];
}

/** News this slice acts on. */
export function signupSubscribers(deps: SignupDeps): Record<string, Subscriber[]> {
  return { "mail.ended": [(event) => noteMailEnd(deps, event)] };
}
