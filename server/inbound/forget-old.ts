import type { Clock, Tx } from "../platform/index.ts";
import { deleteOldArrivals } from "./arrivals.store.ts";
import { deleteOldReplies } from "./replies.store.ts";
import { minimiseOldReported } from "./reported.store.ts";
import { UNKNOWN_DAYS } from "./unknown-message.ts";
import { deleteOldUnknown } from "./unknown.store.ts";

const DAY_MS = 24 * 3_600_000;
/** LEG-17: replies, counted from the decision. RET-08: what receivers said about a mail. */
const REPLY_DAYS = 90;
const REPORT_DAYS = 90;
/** A message that is delivered twice comes twice within days. */
const ARRIVAL_DAYS = 90;

/** Deletes what came in and whose time is over; gives how many replies and unknown messages went. */
export async function forgetOldInbound(
  tx: Tx,
  { clock }: { clock: Clock },
  most: number,
): Promise<number> {
  const before = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);
  const replies = await deleteOldReplies(tx, before(REPLY_DAYS), most);
  const unknown = await deleteOldUnknown(tx, before(UNKNOWN_DAYS), most);
  await minimiseOldReported(tx, before(REPORT_DAYS), most);
  await deleteOldArrivals(tx, before(ARRIVAL_DAYS), most);
  return replies + unknown;
}
