import { escapeHtml } from "../content/index.ts";
import type { Locale } from "../platform/index.ts";
import type { ArchiveIssue } from "./pages/index.ts";

export interface Feed {
  title: string;
  description: string;
  locale: Locale;
  /** Absolute addresses: of the archive and of the feed itself. */
  url: string;
  selfUrl: string;
  issues: readonly ArchiveIssue[];
}

/** The archive as RSS 2.0. An item's address is its identity; nothing in it belongs to a reader. */
export function writeFeed(feed: Feed): string {
  const items = feed.issues.map(
    (issue) => `<item>
<title>${xml(issue.title)}</title>
<link>${xml(issue.url)}</link>
<guid isPermaLink="true">${xml(issue.url)}</guid>
<pubDate>${issue.at.toUTCString()}</pubDate>
<description>${xml(issue.excerpt)}</description>
</item>
`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${xml(feed.title)}</title>
<link>${xml(feed.url)}</link>
<description>${xml(feed.description)}</description>
<language>${feed.locale}</language>
<atom:link href="${xml(feed.selfUrl)}" rel="self" type="application/rss+xml"/>
${items.join("")}</channel>
</rss>
`;
}

/** Text for XML 1.0, which knows no control characters and no halves of surrogate pairs. */
function xml(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return escapeHtml(
    text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, ""),
  );
}

export const FEED_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "application/rss+xml; charset=utf-8",
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "unsafe-none",
  "cross-origin-resource-policy": "cross-origin",
};
