import { audit, systemActor } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import type { InboundOutcome } from "./receive-reply.ts";

/** A withdrawal is in the ledger; of what a machine or nobody said nothing is written. */
export async function noteInbound(
  tx: Tx,
  accountId: number,
  { result, reply }: InboundOutcome,
): Promise<void> {
  if (result === "complaint") await audit(tx, accountId, systemActor, "complaint.received");
  if (reply)
    await audit(tx, accountId, systemActor, "reply.received", {
      objectType: "reply",
      objectId: reply.publicId,
      detail: { result },
    });
}
