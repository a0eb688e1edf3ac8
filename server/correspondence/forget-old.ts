import type { Clock, Tx } from "../platform/index.ts";
import { deleteOldInquiries } from "./inquiries.store.ts";
import { forgetOldLetters } from "./letters.store.ts";

const DAY_MS = 86_400_000;
const SKETCH_DAYS = 7;
const WORDS_DAYS = 90;
const INQUIRY_KEPT_DAYS = 180;

/** What is due of one account's mails to persons; gives how many were minimised or deleted. Needs the retention role. */
export async function forgetOldCorrespondence(
  tx: Tx,
  deps: { clock: Clock },
  limit: number,
): Promise<number> {
  const before = (days: number) => new Date(deps.clock.now().getTime() - days * DAY_MS);
  const letters = await forgetOldLetters(
    tx,
    { sketches: before(SKETCH_DAYS), words: before(WORDS_DAYS) },
    limit,
  );
  const day = before(INQUIRY_KEPT_DAYS).toISOString().slice(0, 10);
  return letters + (await deleteOldInquiries(tx, day));
}
