import { feedsForContent, feedsIn, refreshFeeds } from "../content/index.ts";
import { missedAfterMs } from "../delivery/index.ts";
import type { MailingDeps } from "./deps.ts";
import { freezeAgain } from "./freeze-again.ts";
import { findMailingById } from "./mailings.store.ts";
import { skipWithoutNews } from "./recurring/skip-occurrence.ts";
import { findTranslation } from "./translations.store.ts";

/** How often a mailing that waits for a feed asks again. */
const ASK_AGAIN_MS = 5 * 60_000;

/**
 * Before a mailing starts: fetches the feeds in it once, and freezes its content with what they say now. A time: a feed
 * that the mailing waits for gives nothing; ask again then. When it is too late by the account's rule, the mailing goes on
 * to be marked as missed like any other.
 */
export async function refreshFeedsOf(
  deps: MailingDeps,
  accountId: number,
  mailingId: number,
): Promise<Date | null> {
  const found = await deps.db.account(accountId, async (tx) => ({
    mailing: await findMailingById(tx, mailingId),
    other: await findTranslation(tx, mailingId),
  }));
  const { mailing, other } = found;
  if (!mailing || mailing.state !== "scheduled" || mailing.scheduledAt === null) return null;
  const now = deps.clock.now();
  if (mailing.scheduledAt > now) return null;
  const sources = [mailing, ...(other ? [other] : [])].flatMap((version) => [
    version.subject,
    version.preheader,
    version.html,
    version.text,
  ]);
  const keys = feedsIn(...sources);
  if (keys.length === 0) return null;
  // Whatever was fetched for a preview: what people get is what the feed says when the mailing starts.
  await refreshFeeds(deps, accountId, keys, 0);
  return deps.db.account(accountId, async (tx) => {
    if (await skipWithoutNews(tx, deps, mailing)) return null;
    const feeds = Object.values(await feedsForContent(tx, keys));
    const isAway = feeds.some((feed) => feed.whenAway === "wait" && feed.items.length === 0);
    const isLate =
      now.getTime() - mailing.scheduledAt!.getTime() > (await missedAfterMs(tx, accountId));
    if (isAway) return isLate ? null : new Date(now.getTime() + ASK_AGAIN_MS);
    await freezeAgain(tx, deps, accountId, mailingId);
    return null;
  });
}
