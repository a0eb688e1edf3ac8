import { enqueueJob, type Clock, type Database, type JobHandler } from "../platform/index.ts";
import { forgetChosenAddress, forgetUnmeasurable } from "./forget-chosen.store.ts";

const AGAIN = "delivery.forget_chosen";
/**
 * An audience may have been frozen while the permission was being withdrawn, and a mail may have been on its way: both
 * have ended by then. Within the minute that TRK-14 gives.
 */
const AGAIN_MS = 40_000;

interface Deps {
  db: Database;
  clock: Clock;
}
type Subscriber = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

/**
 * That somebody is in an audience chosen by behaviour says what they did. It goes with the permission (TRK-14): at once
 * after a withdrawal, and at the end of a run for everybody the gate left out for that reason. What was sent stays as the
 * proof of sending (docs/privacy/measuring.md).
 */
export function chosenSubscribers({ db, clock }: Deps): Record<string, Subscriber[]> {
  return {
    "profiling.withdrawn": [
      async ({ accountId, payload }) => {
        const address = payload["emailNormalised"];
        if (typeof address !== "string") throw new Error("The event names no address.");
        await db.retention(accountId, (tx) => forgetChosenAddress(tx, address));
        await db.account(accountId, (tx) =>
          enqueueJob(tx, {
            kind: AGAIN,
            accountId,
            payload: { emailNormalised: address },
            runAt: new Date(clock.now().getTime() + AGAIN_MS),
          }),
        );
      },
    ],
    "run.finished": [
      async ({ accountId, payload }) => {
        const runId = Number(payload["runId"]);
        await db.retention(accountId, (tx) => forgetUnmeasurable(tx, runId));
      },
    ],
  };
}

/** The second look after a withdrawal. */
export function chosenJobs({ db }: Pick<Deps, "db">): Record<string, JobHandler> {
  return {
    async [AGAIN](job) {
      const address = String(job.payload["emailNormalised"]);
      await db.retention(job.accountId, (tx) => forgetChosenAddress(tx, address));
    },
  };
}
