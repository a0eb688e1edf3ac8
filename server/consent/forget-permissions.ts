import type { Tx } from "../platform/index.ts";
import { resetProfilingAfterLastUnsubscribe } from "./decide-profiling.ts";
import {
  deletePermissionsLeft,
  permittedWithoutContact,
  reduceRefusals,
} from "./profiling.store.ts";
import type { LedgerDeps } from "./record-entry.ts";

/**
 * Permissions to analyse go with the last contact on the address (RET-06): without a row nobody is measured. One in force
 * ends with an entry and the news by which tracking deletes what was measured (TRK-14); of a no the address stays. Gives
 * how many went.
 */
export async function forgetPermissions(
  tx: Tx,
  deps: LedgerDeps,
  accountId: number,
): Promise<number> {
  for (const emailNormalised of await permittedWithoutContact(tx))
    await resetProfilingAfterLastUnsubscribe(tx, deps, {
      accountId,
      emailNormalised,
      contactId: 0,
      evidence: { reason: "last_contact_gone" },
    });
  await reduceRefusals(tx);
  return deletePermissionsLeft(tx, null);
}
