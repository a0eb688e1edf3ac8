/** What an item of a feed may hold; templates use `{{ item.title }}` and so on. All are plain text or addresses. */
export const feedFields = [
  "title",
  "summary",
  "url",
  "image",
  "image_alt",
  "date",
  "author",
  "category",
  "price",
] as const;
export type FeedField = (typeof feedFields)[number];

/** One piece of news or one product. What a feed does not say is left out. Dates are ISO days, addresses http(s). */
export type FeedItem = Partial<Record<FeedField, string>>;

export const feedKinds = ["rss", "json"] as const;
export type FeedKind = (typeof feedKinds)[number];

/** Of JSON: where the list stands (`data.products`, empty for the whole) and which path in an item means what. */
export interface FeedMapping {
  items?: string | undefined;
  fields?: Partial<Record<FeedField, string>> | undefined;
}

/** A feed as an account defined it. */
export interface Feed {
  id: number;
  publicId: string;
  /** Its name in templates: `feeds.<key>.items`. */
  key: string;
  name: string;
  url: string;
  kind: FeedKind;
  mapping: FeedMapping;
  /** What a mailing does when the feed gives nothing: it waits, or `awayText` stands in its place. */
  whenAway: "wait" | "text";
  awayText: string;
  /** Of the last successful fetch. */
  items: FeedItem[];
  fetchedAt: Date | null;
  triedAt: Date | null;
  /** Why the last attempt gave nothing; a code of `FEED_PROBLEMS`. */
  problem: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A feed as far as a content needs it; frozen with the content. */
export interface FeedInContent {
  name: string;
  items: readonly FeedItem[];
  whenAway: "wait" | "text";
  awayText: string;
}

export const FEED_LIMITS = {
  bytes: 1024 * 1024,
  milliseconds: 5_000,
  items: 50,
  textChars: 1_000,
  urlChars: 2_000,
  perAccount: 50,
} as const;

/** Keys of the feeds that a template names, in the order of their appearance. */
export function feedsIn(...sources: readonly string[]): string[] {
  const keys = new Set<string>();
  for (const source of sources)
    for (const match of source.matchAll(/\bfeeds\.([a-z][a-z0-9_]{0,39})\b/g)) keys.add(match[1]!);
  return [...keys];
}
