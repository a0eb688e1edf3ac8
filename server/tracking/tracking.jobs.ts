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

/** News this slice acts on. The state they tell of is committed already. */
export function trackingSubscribers(
  deps: Deps,
): Record<
  string,
  ((event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>)[]
> {
  const forget =
    (onlyWithoutPermission: boolean) =>
    async (event: { accountId: number; payload: Record<string, unknown> }) => {
      const address = event.payload["emailNormalised"];
      if (typeof address !== "string") throw new Error("The event names no address.");
      await forgetPerson(deps, event.accountId, address, onlyWithoutPermission);
    };
  return {
    "profiling.withdrawn": [forget(false)],
    // UNS-14: leaving the last list takes the permission along; leaving another one does not.
    "subscription.unsubscribed": [forget(true)],
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
