import type { Clock } from "../../platform/index.ts";
import type { Batch } from "../delivery.ts";

/** Whose turn it is in this process while some batches wait for their pace. */
export interface Turns {
  /** Waits for the work on a batch, or only until it waits for its pace: then the lane is free for another one. */
  take(batch: Batch, work: Promise<void>, failed: (error: unknown) => void): Promise<void>;
  waits(batch: Batch): void;
  rests(batch: Batch, until: Date): void;
  /** Runs of which nothing may leave now. */
  resting(): number[];
  /** Everything that goes on beside the lanes has ended. */
  ended(): Promise<void>;
}

/** Batches that wait for their pace at the same time; each holds only its few admitted mails. */
const MOST_WAITING = 24;

export function createTurns(clock: Clock): Turns {
  const free = new Map<Batch, () => void>();
  const beside = new Set<Promise<void>>();
  const resting = new Map<number, Date>();
  return {
    async take(batch, work, failed) {
      const { promise, resolve } = Promise.withResolvers<"free">();
      free.set(batch, () => resolve("free"));
      try {
        if ((await Promise.race([work, promise])) !== "free") return;
        const rest = work.catch(failed).finally(() => beside.delete(rest));
        beside.add(rest);
      } finally {
        free.delete(batch);
      }
    },
    waits(batch) {
      if (beside.size < MOST_WAITING) free.get(batch)?.();
    },
    rests(batch, until) {
      if (batch.runId !== null) resting.set(batch.runId, until);
    },
    resting() {
      if (resting.size === 0) return [];
      const now = clock.now();
      for (const [runId, until] of resting) if (until <= now) resting.delete(runId);
      return [...resting.keys()];
    },
    async ended() {
      while (beside.size > 0) await Promise.all(beside);
    },
  };
}
