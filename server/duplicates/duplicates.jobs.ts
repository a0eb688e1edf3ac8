import { listAccountIds } from "../accounts/index.ts";
import type { Clock, Database, Tx } from "../platform/index.ts";
import { findPairs } from "./duplicates.store.ts";
import { deleteOldMerges } from "./merges.store.ts";
import { undoableSince } from "./undo-merge.ts";

/** Looks for pairs by every reason, the surest first: a pair keeps the first one found. Gives how many are new. */
export async function searchPairs(tx: Tx, accountId: number, at: Date): Promise<number> {
  let found = 0;
  for (const reason of ["address", "name_company", "phone"] as const)
    found += await findPairs(tx, accountId, reason, at);
  return found;
}

export function duplicatePeriodic({ db, clock }: { db: Database; clock: Clock }): {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}[] {
  return [
    {
      name: "duplicates.search",
      everyMs: 24 * 3_600_000,
      async run(signal) {
        for (const accountId of await listAccountIds(db)) {
          if (signal.aborted) return;
          await db.account(accountId, (tx) => searchPairs(tx, accountId, clock.now()));
        }
      },
    },
    {
      name: "duplicates.forget_merges",
      everyMs: 6 * 3_600_000,
      async run(signal) {
        for (const accountId of await listAccountIds(db)) {
          if (signal.aborted) return;
          await db.account(accountId, (tx) => deleteOldMerges(tx, undoableSince(clock.now())));
        }
      },
    },
  ];
}
