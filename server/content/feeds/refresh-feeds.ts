import type { Clock, Database, OutsideGuard } from "../../platform/index.ts";
import type { Feed } from "./feed.ts";
import { findFeedsByKey, noteFetch } from "./feeds.store.ts";
import { fetchFeed } from "./fetch-feed.ts";

export interface FeedDeps {
  db: Database;
  clock: Clock;
  /** How feeds' hosts are found (SSRF). */
  guard: OutsideGuard;
}

/** A preview shows items this old, in milliseconds. */
export const PREVIEW_AGE_MS = 5 * 60_000;

/**
 * Fetches the named feeds anew where the last attempt is older than `maxAgeMs`. Outside of any transaction, because the
 * network may take seconds. What came is stored; nothing is thrown.
 */
export async function refreshFeeds(
  deps: FeedDeps,
  accountId: number,
  keys: readonly string[],
  maxAgeMs: number,
): Promise<void> {
  if (keys.length === 0) return;
  const since = deps.clock.now().getTime() - maxAgeMs;
  const feeds = await deps.db.account(accountId, (tx) => findFeedsByKey(tx, keys));
  const stale = feeds.filter((feed) => (feed.triedAt?.getTime() ?? 0) <= since);
  await Promise.all(stale.map((feed) => refreshFeed(deps, accountId, feed)));
}

/** Fetches one feed now and stores what came. */
export async function refreshFeed(deps: FeedDeps, accountId: number, feed: Feed): Promise<void> {
  const fetched = await fetchFeed(deps.guard, feed);
  const result = fetched.ok ? { items: fetched.items } : { problem: fetched.problem };
  await deps.db.account(accountId, (tx) => noteFetch(tx, feed.id, result, deps.clock.now()));
}
