import { outbox, type Clock, type Tx } from "../platform/index.ts";
import { addsUp, type Batch } from "./delivery.ts";
import {
  cancelOpen,
  changeRunState,
  closeRun,
  lockRun,
  openFrozenBatches,
  runCounts,
  unfinishedBatches,
} from "./runs.store.ts";

/** Stops hand-over within seconds: no further mark is given, open bodies are dropped before their final dot. */
export function pauseRun(
  tx: Tx,
  deps: { clock: Clock },
  runId: number,
  reason: string | null,
): Promise<boolean> {
  return changeRunState(tx, runId, ["running"], "paused", reason, deps.clock.now());
}

export function resumeRun(tx: Tx, deps: { clock: Clock }, runId: number): Promise<boolean> {
  return changeRunState(tx, runId, ["paused"], "running", null, deps.clock.now());
}

/** Ends a run. What is on its way at this moment is waited for; everything else is cancelled now. Gives how many. */
export async function cancelRun(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  runId: number,
): Promise<number> {
  const now = deps.clock.now();
  await changeRunState(tx, runId, ["preparing", "running", "paused"], "cancelled", null, now);
  await openFrozenBatches(tx, runId, now);
  return cancelOpen(tx, accountId, runId, now);
}

/**
 * Closes a run whose last batch just ended, in the transaction that proves the sum: everyone who was selected was
 * handed over, refused, kept back, left uncertain or cancelled. A sum that does not close throws and keeps it open.
 */
export async function closeRunIfDone(tx: Tx, deps: { clock: Clock }, batch: Batch): Promise<void> {
  if (batch.runId === null) return;
  const run = await lockRun(tx, batch.accountId, batch.runId);
  if (!run || run.state === "done" || (run.finishedAt !== null && run.state !== "cancelled"))
    return;
  if ((await unfinishedBatches(tx, batch.accountId, run.id)) > 0) return;
  const counts = await runCounts(tx, batch.accountId, run.id);
  if (!addsUp(counts) || counts.open !== 0) {
    throw new Error(`Run ${run.id} does not add up: ${JSON.stringify(counts)}.`);
  }
  await closeRun(tx, batch.accountId, run.id, deps.clock.now());
  await outbox.publish(tx, batch.accountId, {
    type: "run.finished",
    runId: run.id,
    mailingId: run.mailingId,
    state: run.state === "cancelled" ? "cancelled" : "done",
  });
}
