import type { Clock, Database, JobHandler } from "../platform/index.ts";
import { FORGET_AGAIN, forgetAgain, forgetPerson } from "./forget-person.ts";
import { accountsWithEvents, closeDueMailings, expireEvents } from "./measuring.store.ts";

interface Deps {
  db: Database;
  clock: Clock;
}

/** Work of this slice that is due at a time. */
export function trackingJobs(deps: Deps): Record<string, JobHandler> {
  return {
    async [FORGET_AGAIN](job) {
      await forgetAgain(deps, job.accountId, job.payload);
    },
  };
}

/** Work of this slice that repeats. */
export function trackingPeriodic(deps: Deps): {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}[] {
  return [
    {
      name: "tracking.close",
      everyMs: 60_000,
      run: async () => void (await deps.db.worker((tx) => closeDueMailings(tx, deps.clock.now()))),
    },
    { name: "tracking.expire", everyMs: 6 * 3_600_000, run: (signal) => expireAll(deps, signal) },
  ];
}

/**
 * News this slice acts on: somebody withdrew, or left the last list the permission was given for (UNS-14). The state
 * is committed already.
 */
export function trackingSubscribers(
  deps: Deps,
): Record<
  string,
  ((event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>)[]
> {
  return {
    "profiling.withdrawn": [
      async ({ accountId, payload }) => {
        const address = payload["emailNormalised"];
        if (typeof address !== "string") throw new Error("The event names no address.");
        await forgetPerson(deps, accountId, address);
      },
    ],
  };
}

/** TRK-18 for every account. One account's failure does not keep the others' events alive. */
async function expireAll({ db, clock }: Deps, signal: AbortSignal): Promise<void> {
  const accounts = await db.worker((tx) => accountsWithEvents(tx));
  let failure: unknown;
  for (const { accountId, ttlMonths } of accounts) {
    if (signal.aborted) return;
    const before = clock.now();
    before.setUTCMonth(before.getUTCMonth() - ttlMonths);
    try {
      await db.retention(accountId, (tx) => expireEvents(tx, before));
    } catch (error) {
      failure = error;
    }
  }
  if (failure) throw failure;
}
