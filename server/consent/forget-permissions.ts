import { outbox, type Tx } from "../platform/index.ts";
import { deletePermissionsLeft, reduceRefusals } from "./profiling.store.ts";

/**
 * Permissions to analyse go with the last contact on the address (RET-06): without a row nobody is measured. Of a no the
 * address stays. The news makes tracking delete what was measured (TRK-14). Gives how many went.
 */
export async function forgetPermissions(tx: Tx, accountId: number): Promise<number> {
  const gone = await deletePermissionsLeft(tx, null);
  for (const { emailNormalised, state } of gone)
    if (state === "granted")
      await outbox.publish(tx, accountId, { type: "profiling.withdrawn", emailNormalised });
  await reduceRefusals(tx);
  return gone.length;
}
