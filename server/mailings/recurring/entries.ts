import { createHash } from "node:crypto";
import { feedsForContent, type FeedInContent, type FeedItem } from "../../content/index.ts";
import type { Tx } from "../../platform/index.ts";
import type { Mailing, MailingSettings } from "../mailing.ts";
import { sentEntries, setEntries } from "./recurring.store.ts";

/** What names an entry of a feed: its address, else what it says. */
export function entryOf({ url, title, date, summary }: FeedItem): string {
  const named = url ?? [title, date, summary].join("\n");
  return createHash("sha256").update(named).digest("base64url").slice(0, 22);
}

/** The feeds of a content; an issue of a recurring mailing leaves out what earlier issues brought. */
export async function withoutSentEntries(
  tx: Tx,
  settings: MailingSettings | undefined,
  feeds: Record<string, FeedInContent>,
): Promise<Record<string, FeedInContent>> {
  const { recurring } = settings ?? {};
  const feed = recurring?.feed == null ? undefined : feeds[recurring.feed];
  if (!recurring || recurring.feed === null || !feed) return feeds;
  const sent = await sentEntries(tx, recurring.id, recurring.occurrence, feed.items.map(entryOf));
  const items = feed.items.filter((item) => !sent.has(entryOf(item)));
  return { ...feeds, [recurring.feed]: { ...feed, items } };
}

/** Entries of a feed that no issue brought yet. `away`: the feed gives nothing at all. */
export async function newEntries(
  tx: Tx,
  recurring: { id: number; feed: string; occurrence: number | null },
): Promise<{ away: boolean; entries: string[] }> {
  const found = (await feedsForContent(tx, [recurring.feed]))[recurring.feed];
  if (!found || found.items.length === 0) return { away: true, entries: [] };
  const entries = [...new Set(found.items.map(entryOf))];
  const sent = await sentEntries(tx, recurring.id, recurring.occurrence, entries);
  return { away: false, entries: entries.filter((entry) => !sent.has(entry)) };
}

/** Keeps which entries an issue brings, in the transaction that freezes its content. */
export async function noteEntries(tx: Tx, { settings }: Pick<Mailing, "settings">): Promise<void> {
  const { recurring } = settings;
  if (!recurring || recurring.feed === null) return;
  const { entries } = await newEntries(tx, { ...recurring, feed: recurring.feed });
  await setEntries(tx, recurring.occurrence, entries);
}
