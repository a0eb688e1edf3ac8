import { noteRetention, type Clock, type Database, type JobHandler } from "../platform/index.ts";
import { FORGET_AGAIN, forgetAgain, forgetPerson } from "./forget-person.ts";
import { turnHoneypotHours } from "./hits.store.ts";
import {
  accountsWithEvents,
  closedSeenSets,
  closeDueMailings,
  deleteSeenNumbers,
  expireEvents,
} from "./measuring.store.ts";

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
      run: (signal) => closeDue(deps, signal),
    },
    {
      name: "tracking.machines",
      everyMs: 60_000,
      // TRK-13. Two hours, because only the hour of a hit is stored.
      run: () =>
        deps.db.worker((tx) =>
          turnHoneypotHours(tx, new Date(deps.clock.now().getTime() - 2 * 3_600_000)),
        ),
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

/** Numbers deleted in one transaction: short enough for nobody to wait for it. */
const SEEN_CHUNK = 20_000;

/**
 * Closes what is due and deletes the seen sets of closed mailings; the counters stay. A batch of hits that was being
 * written meanwhile may leave a few numbers, which go with the next round.
 */
async function closeDue({ db, clock }: Deps, signal: AbortSignal): Promise<void> {
  await db.worker((tx) => closeDueMailings(tx, clock.now()));
  for (const mailing of await db.worker((tx) => closedSeenSets(tx))) {
    let gone = SEEN_CHUNK;
    while (gone === SEEN_CHUNK && !signal.aborted)
      gone = await db.worker((tx) => deleteSeenNumbers(tx, mailing, SEEN_CHUNK));
  }
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
      await db.retention(accountId, async (tx) => {
        const done = await expireEvents(tx, before);
        await noteRetention(tx, accountId, { class: "events", done, at: clock.now() });
      });
    } catch (error) {
      failure = error;
    }
  }
  if (failure) throw failure;
}
