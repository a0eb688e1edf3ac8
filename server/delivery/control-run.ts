import { outbox, type Clock, type Tx } from "../platform/index.ts";
import { addsUp, type Batch } from "./delivery.ts";
import {
  changeRunState,
  closeRun,
  lockRun,
  openAllBatches,
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

/**
 * Ends a run: from the commit on no further mark is given. Each batch is ended by whoever claims it next, because only
 * its holder knows what is on its way. False when the run had ended already.
 */
export async function cancelRun(tx: Tx, deps: { clock: Clock }, runId: number): Promise<boolean> {
  const now = deps.clock.now();
  await openAllBatches(tx, runId, now);
  return changeRunState(tx, runId, ["preparing", "running", "paused"], "cancelled", null, now);
}

/**
 * Closes a run whose last batch just ended, in the transaction that proves the sum: everyone who was selected was
 * handed over, refused, kept back, left uncertain or cancelled. A sum that does not close throws and keeps it open.
 */
export async function closeRunIfDone(
  tx: Tx,
  deps: { clock: Clock },
  batch: Pick<Batch, "accountId" | "runId">,
): Promise<void> {
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
