import { conflict, type Actor, type Clock, type Tx } from "../../platform/index.ts";
import { findRun } from "../runs.store.ts";
import {
  decideOutcomes,
  reopenBatches,
  reopenRun,
  supersedeOutcomes,
  type UncertainDecision,
} from "./uncertain.store.ts";

/**
 * An operator's word on mails whose final dot may have left without a reply (SND-16): count them as accepted, or send
 * them again with the same Message-ID, through the gate and the whole path, at most once each. The batches open again,
 * so that the run's sum is proven anew at their end. Gives how many mails this call decided. Throws `run_cancelled`.
 */
export async function decideUncertain(
  tx: Tx,
  deps: { clock: Clock },
  actor: Pick<Actor, "operatorId" | "name">,
  made: {
    runId: number;
    /** Public ids of deliveries; null: every uncertain mail of the run. */
    publicIds: string[] | null;
    decision: UncertainDecision;
    reason: string;
  },
): Promise<number> {
  const now = deps.clock.now();
  const run = await findRun(tx, made.runId);
  if (made.decision === "resend" && run?.state === "cancelled")
    throw conflict("run_cancelled", "The mailing was stopped for good; nothing of it is sent.", {
      hint: "Count the mails as accepted, or leave them uncertain.",
    });
  const decided = await decideOutcomes(tx, {
    ...made,
    operatorId: actor.operatorId ?? null,
    by: actor.name,
    at: now,
  });
  if (decided.length === 0) return 0;
  await supersedeOutcomes(tx, decided, made.decision, now);
  await reopenBatches(tx, [...new Set(decided.map((one) => one.batchId))], now);
  await reopenRun(tx, made.runId);
  return decided.length;
}
