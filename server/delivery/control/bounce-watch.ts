import type { Clock, Database } from "../../platform/index.ts";
import type { Batch } from "../delivery.ts";
import { watchBounces } from "./watch-limits.ts";

/** A run is looked at this often at most by one process; its last chunk is caught by the periodic look. */
const AT_MOST_EVERY_MS = 500;

/** Looks at a run's hard bounces when a chunk of it had refusals (SND-11); cheap enough for every chunk. */
export function createBounceWatch(deps: {
  db: Database;
  clock: Clock;
}): (batch: Batch, outcomes: readonly { outcome: string }[]) => Promise<void> {
  const looked = new Map<string, number>();
  return async (batch, outcomes) => {
    if (batch.runId === null || !outcomes.some((one) => one.outcome === "rejected")) return;
    const key = `${batch.accountId}:${batch.runId}`;
    const now = performance.now();
    if (now - (looked.get(key) ?? Number.NEGATIVE_INFINITY) < AT_MOST_EVERY_MS) return;
    if (looked.size > 1000) looked.clear();
    looked.set(key, now);
    const { accountId, runId } = batch;
    await deps.db.worker((tx) => watchBounces(tx, deps, accountId, runId!));
  };
}
