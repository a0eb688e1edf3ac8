import type { Clock, Tx } from "../../platform/index.ts";
import type { Mailing } from "../mailing.ts";
import { changeState } from "../mailings.store.ts";
import { newEntries } from "./entries.ts";
import { setOccurrence } from "./recurring.store.ts";

/**
 * When an issue starts: whether nothing is new after all, because another issue brought it meanwhile or the feed took it
 * back. Then it is cancelled, and the history says so. A feed that gives nothing at all is waited for instead.
 */
export async function skipWithoutNews(
  tx: Tx,
  deps: { clock: Clock },
  mailing: Mailing,
): Promise<boolean> {
  const { recurring } = mailing.settings;
  if (!recurring || recurring.feed === null) return false;
  const { away, entries } = await newEntries(tx, { ...recurring, feed: recurring.feed });
  if (away || entries.length > 0) return false;
  const now = deps.clock.now();
  await changeState(tx, mailing.id, ["scheduled"], "cancelled", { finishedAt: now }, now);
  await setOccurrence(tx, recurring.occurrence, {
    state: "skipped",
    detail: { reason: "nothing_new" },
  });
  return true;
}
