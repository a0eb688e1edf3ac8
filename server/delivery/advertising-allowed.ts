import { decide, loadFacts, type ComplianceDeps } from "../compliance/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import type { Delivery } from "./delivery.ts";

/**
 * Whether advertising may stand in a mail that goes out for another reason (LEG-19): the recipient passes the gate as
 * for a newsletter of one of these lists, or as an existing customer. Without a contact nobody agreed to anything.
 */
export async function advertisingAllowed(
  tx: Tx,
  deps: { keys: Keys; clock: Clock; compliance: ComplianceDeps },
  delivery: Pick<Delivery, "contactId" | "emailNormalised">,
  { listIds, offer }: { listIds: number[]; offer: { categoryId: number; entityId: number } | null },
): Promise<boolean> {
  const { contactId, emailNormalised } = delivery;
  if (contactId === null) return false;
  const targets = [{ contactId, emailNormalised }];
  for (const kind of ["newsletter", "customer_7_3"] as const) {
    if (kind === "newsletter" && listIds.length === 0) continue;
    if (kind === "customer_7_3" && offer === null) continue;
    const [facts] = await loadFacts(tx, deps.compliance, { kind, listIds, offer, targets });
    if (decide(facts!, kind, deps.clock.now()).kind === "cleared") return true;
  }
  return false;
}
