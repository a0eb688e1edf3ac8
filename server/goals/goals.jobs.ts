import type { Clock, Database } from "../platform/index.ts";
import { accountsWithConversions, expireConversions } from "./conversions.store.ts";

const EVERY_MS = 6 * 3_600_000;

/** Conversions expire as events do (TRK-18). A withdrawal needs no work here: they go with the measured mail. */
export function goalPeriodic(deps: { db: Database; clock: Clock }): {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}[] {
  return [{ name: "goals.expire", everyMs: EVERY_MS, run: (signal) => expireAll(deps, signal) }];
}

/** One account's failure does not keep the others' conversions alive. */
async function expireAll(
  { db, clock }: { db: Database; clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const accounts = await db.worker((tx) => accountsWithConversions(tx));
  let failure: unknown;
  for (const { accountId, ttlMonths } of accounts) {
    if (signal.aborted) return;
    const before = clock.now();
    before.setUTCMonth(before.getUTCMonth() - ttlMonths);
    try {
      await db.retention(accountId, (tx) => expireConversions(tx, before));
    } catch (error) {
      failure = error;
    }
  }
  if (failure) throw failure;
}
