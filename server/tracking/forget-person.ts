import type { Clock, Database } from "../platform/index.ts";
import { enqueueJob } from "../platform/index.ts";
import { deleteEventsOf, forgetAddress } from "./measuring.store.ts";

export const FORGET_AGAIN = "tracking.forget_again";
/** A hit may have asked for permission just before the withdrawal was committed, and be stored just after. */
const AGAIN_MS = 10_000;

/**
 * Deletes what was measured of an address (TRK-14, UNS-14), after the transaction that took the permission away, and
 * plans the second deletion.
 */
export async function forgetPerson(
  deps: { db: Database; clock: Clock },
  accountId: number,
  emailNormalised: string,
): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const gone = await forgetAddress(tx, emailNormalised);
    await enqueueJob(tx, {
      kind: FORGET_AGAIN,
      accountId,
      payload: { emailNormalised, deliveryIds: gone.deliveryIds },
      runAt: new Date(deps.clock.now().getTime() + AGAIN_MS),
    });
  });
}

/** The second deletion: events that came meanwhile, and mails that were handed over meanwhile. */
export async function forgetAgain(
  deps: { db: Database },
  accountId: number,
  payload: Record<string, unknown>,
): Promise<void> {
  const { emailNormalised, deliveryIds } = payload;
  await deps.db.account(accountId, async (tx) => {
    await deleteEventsOf(tx, deliveryIds as number[]);
    await forgetAddress(tx, emailNormalised as string);
  });
}
