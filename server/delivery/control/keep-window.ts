import type { Clock, Database } from "../../platform/index.ts";
import type { Batch } from "../delivery.ts";
import { nextOpening } from "./window.ts";
import { deferRun, windowOfRun } from "./window.store.ts";

export interface WindowKeeper {
  /** Milliseconds until the run's window opens; null while it is open or there is none. */
  closedFor(): number | null;
  /** Lets the run's waiting batches rest until it opens. */
  defer(): Promise<void>;
}

/** Watches the send window of a batch's run by the clock of this machine. */
export async function keepWindow(
  deps: { db: Database; clock: Clock },
  batch: Batch,
): Promise<WindowKeeper> {
  const { accountId, runId } = batch;
  const found =
    runId === null ? undefined : await deps.db.worker((tx) => windowOfRun(tx, accountId, runId));
  const opening = (): Date | null =>
    found ? nextOpening(found.sendWindow, found.timezone, deps.clock.now()) : null;
  return {
    closedFor() {
      const until = opening();
      return until === null ? null : until.getTime() - deps.clock.now().getTime();
    },
    async defer() {
      const until = opening();
      if (until !== null && runId !== null)
        await deps.db.worker((tx) => deferRun(tx, accountId, runId, until));
    },
  };
}
