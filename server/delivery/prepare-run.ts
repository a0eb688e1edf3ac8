import { decide, loadFacts, type ComplianceDeps, type MailKind } from "../compliance/index.ts";
import type { Clock, Database } from "../platform/index.ts";
import {
  candidatesOfBatch,
  insertExclusions,
  markPrepared,
  nextFrozenBatch,
} from "./batches.store.ts";
import { findRun, preparedTotals } from "./runs.store.ts";

export interface PreparedTotals {
  candidates: number;
  excluded: number;
  /** Cleared recipients with and without permission to be measured per person. */
  personal: number;
  anonymous: number;
}

/**
 * Decides the frozen candidates of a run, a batch per transaction, so that it can stop anywhere and go on, also on
 * another machine. Gives the totals when every batch is decided, or null when `signal` stopped it.
 */
export async function prepareRun(
  deps: { db: Database; clock: Clock; compliance: ComplianceDeps },
  accountId: number,
  runId: number,
  options: { signal: AbortSignal; onBatch?(): Promise<void> },
): Promise<PreparedTotals | null> {
  const { db, clock } = deps;
  for (;;) {
    if (options.signal.aborted) return null;
    const more = await db.account(accountId, async (tx) => {
      const run = await findRun(tx, runId);
      if (!run || run.state !== "preparing") return false;
      const batch = await nextFrozenBatch(tx, runId);
      if (!batch) return false;
      const candidates = await candidatesOfBatch(tx, batch.id);
      const targets = candidates.map((row) => ({
        contactId: row.contactId,
        ...(row.emailNormalised === null ? {} : { emailNormalised: row.emailNormalised }),
      }));
      const now = clock.now();
      const facts = await loadFacts(tx, deps.compliance, {
        kind: run.kind as MailKind,
        listIds: run.listIds,
        targets,
      });
      const counts = { excluded: 0, personal: 0, anonymous: 0 };
      const exclusions: { deliveryId: number; reason: string }[] = [];
      candidates.forEach((candidate, at) => {
        const decision = decide(facts[at]!, run.kind as MailKind, now);
        if (decision.kind === "excluded") {
          const reason = candidate.emailNormalised === null ? "erased" : decision.reason;
          exclusions.push({ deliveryId: candidate.id, reason });
          counts.excluded++;
        } else if (decision.measure === "personal") counts.personal++;
        else counts.anonymous++;
      });
      await insertExclusions(tx, accountId, batch.id, runId, "preparation", exclusions, now);
      await markPrepared(tx, batch.id, counts);
      return true;
    });
    if (!more) break;
    await options.onBatch?.();
  }
  const totals = await db.account(accountId, (tx) => preparedTotals(tx, runId));
  if (totals.prepared < totals.batches) return null;
  return {
    candidates: totals.excluded + totals.personal + totals.anonymous,
    excluded: totals.excluded,
    personal: totals.personal,
    anonymous: totals.anonymous,
  };
}
