import { OutsideRefused, type OutsideGuard } from "../../platform/index.ts";
import { askOutside } from "../outside-request.ts";
import { FEED_LIMITS, type Feed, type FeedItem } from "./feed.ts";
import { readJsonFeed, readXmlFeed } from "./read-feed.ts";

/** Why a feed gave nothing. */
export const feedProblems = [
  "bad_address",
  "refused",
  "unreachable",
  "late",
  "status",
  "too_large",
  "not_xml",
  "no_feed",
  "entities",
  "not_json",
  "no_list",
  "no_items",
] as const;
export type FeedProblem = (typeof feedProblems)[number];

export type FetchedFeed = { ok: true; items: FeedItem[] } | { ok: false; problem: FeedProblem };

const MAX_REDIRECTS = 3;

/** Asks a feed's address once, through the guard, and reads what comes. Never rejects. */
export async function fetchFeed(
  guard: OutsideGuard,
  feed: Pick<Feed, "url" | "kind" | "mapping">,
): Promise<FetchedFeed> {
  const deadline = performance.now() + FEED_LIMITS.milliseconds;
  try {
    let url = URL.parse(feed.url);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
        return { ok: false, problem: "bad_address" };
      const answer = await askOutside(guard, url, {
        method: "GET",
        accept:
          feed.kind === "json"
            ? "application/json, application/feed+json"
            : "application/rss+xml, application/atom+xml, application/xml;q=0.9",
        timeoutMs: Math.max(1, deadline - performance.now()),
        maxBytes: FEED_LIMITS.bytes,
      });
      if (answer.status >= 300 && answer.status < 400 && answer.location) {
        url = answer.location;
        continue;
      }
      if (answer.status !== 200) return { ok: false, problem: "status" };
      if (answer.isCut) return { ok: false, problem: "too_large" };
      const text = answer.body.toString("utf8").replace(/^\uFEFF/, "");
      const read =
        feed.kind === "json"
          ? readJsonFeed(text, feed.mapping, url.href)
          : readXmlFeed(text, url.href);
      if (!read.ok) return read;
      const items = read.items.filter((item) => item.title || item.summary);
      return items.length === 0 ? { ok: false, problem: "no_items" } : { ok: true, items };
    }
    return { ok: false, problem: "unreachable" };
  } catch (error) {
    if (error instanceof OutsideRefused) return { ok: false, problem: "refused" };
    const late =
      error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    return { ok: false, problem: late ? "late" : "unreachable" };
  }
}
