import { decideFrozen, type ComplianceDeps, type MailKind } from "../compliance/index.ts";
import type { Clock, Database } from "../platform/index.ts";
import {
  candidatesOfBatches,
  insertExclusions,
  markPrepared,
  nextFrozenBatches,
  type Exclusion,
  type PreparedBatch,
} from "./batches.store.ts";
import { factsQueryOf } from "./delivery.ts";
import { findRun, preparedTotals } from "./runs.store.ts";

export interface PreparedTotals {
  candidates: number;
  excluded: number;
  /** Cleared recipients with and without permission to be measured per person. */
  personal: number;
  anonymous: number;
}

interface PrepareDeps {
  db: Database;
  clock: Clock;
  compliance: ComplianceDeps;
}

/** Batches of one transaction: enough that round trips and planning hardly count, few enough that little is repeated. */
const BATCHES_AT_ONCE = 8;
/** While the database looks for the facts of some, the gate decides others. */
const PARALLEL = 2;

/**
 * Decides the frozen candidates of a run, a few batches per transaction, so that it can stop anywhere and go on, also on
 * another machine. Gives the totals when every batch is decided, or null when `signal` stopped it.
 */
export async function prepareRun(
  deps: PrepareDeps,
  accountId: number,
  runId: number,
  options: { signal: AbortSignal; onBatch?(): Promise<void> },
): Promise<PreparedTotals | null> {
  let failed = false;
  const work = async (): Promise<void> => {
    try {
      while (!failed && !options.signal.aborted) {
        if (!(await prepareSome(deps, accountId, runId))) return;
        await options.onBatch?.();
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  // The first failure counts, but nobody is left at work behind the caller's back.
  const ends = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  if (options.signal.aborted) return null;
  const totals = await deps.db.account(accountId, (tx) => preparedTotals(tx, runId));
  if (totals.prepared < totals.batches) return null;
  return {
    candidates: totals.excluded + totals.personal + totals.anonymous,
    excluded: totals.excluded,
    personal: totals.personal,
    anonymous: totals.anonymous,
  };
}

/** The next batches in one transaction: facts, gate, exclusions, counts. False when none is left to take. */
function prepareSome(deps: PrepareDeps, accountId: number, runId: number): Promise<boolean> {
  return deps.db.account(accountId, async (tx) => {
    const run = await findRun(tx, runId);
    if (!run || run.state !== "preparing") return false;
    const batches = await nextFrozenBatches(tx, runId, BATCHES_AT_ONCE);
    if (batches.length === 0) return false;
    const now = deps.clock.now();
    const counts = new Map<number, PreparedBatch>(
      batches.map(({ id }) => [id, { id, excluded: 0, personal: 0, anonymous: 0 }]),
    );
    const exclusions: Exclusion[] = [];
    const groups = await decideFrozen(
      tx,
      deps.compliance,
      { kind: run.kind as MailKind, ...factsQueryOf(run) },
      candidatesOfBatches(batches.map(({ id }) => id)),
    );
    for (const { batch, ids, people, erased, decision } of groups) {
      const count = counts.get(batch)!;
      if (decision.kind === "excluded") {
        // Of an audience chosen by behaviour nothing stays that says who withdrew and who was erased.
        const reason = !erased
          ? decision.reason
          : run.behaviour === null
            ? "erased"
            : "not_measurable";
        for (const deliveryId of ids) exclusions.push({ deliveryId, batchId: batch, reason });
        count.excluded += people;
      } else if (decision.measure === "personal") count.personal += people;
      else count.anonymous += people;
    }
    await insertExclusions(tx, accountId, runId, "preparation", exclusions, now);
    await markPrepared(tx, [...counts.values()]);
    return true;
  });
}
