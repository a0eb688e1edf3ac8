import { approveWordingVersion, listWordingVersions } from "../consent/index.ts";
import type { Clock, Tx } from "../platform/index.ts";

/** The example's owner approves the product's own wordings, as every owner has to (CON-09). */
export async function approveAllWordings(
  tx: Tx,
  deps: { clock: Clock },
  operatorId: number,
): Promise<void> {
  for (const version of await listWordingVersions(tx)) {
    if (!version.approvedAt && !version.retiredAt)
      await approveWordingVersion(tx, deps, version.publicId, operatorId);
  }
}
