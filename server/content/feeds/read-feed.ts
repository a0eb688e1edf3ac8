import { XMLParser } from "fast-xml-parser";
import { convert } from "html-to-text";
import { FEED_LIMITS, feedFields, type FeedItem, type FeedMapping } from "./feed.ts";

export type FeedReading =
  | { ok: true; items: FeedItem[] }
  | { ok: false; problem: "not_xml" | "no_feed" | "entities" | "not_json" | "no_list" };

/** Nodes that may stand several times; the parser gives one of them as itself otherwise. */
const LISTS = new Set(["item", "entry", "link", "category", "enclosure", "media:content"]);

/**
 * Reads RSS 2.0, RSS 1.0 (RDF) or Atom (RFC 4287). Entities that a document declares itself are refused: a feed needs
 * none, and they are how a kilobyte becomes a gigabyte. Values become plain text; markup in them is dropped.
 */
export function readXmlFeed(xml: string, base: string): FeedReading {
  if (/<!ENTITY/i.test(xml)) return { ok: false, problem: "entities" };
  let document: Record<string, unknown>;
  try {
    document = new XMLParser({
      processEntities: false,
      ignoreAttributes: false,
      attributeNamePrefix: "@",
      parseTagValue: false,
      parseAttributeValue: false,
      isArray: (name) => LISTS.has(name),
    }).parse(xml) as Record<string, unknown>;
  } catch {
    return { ok: false, problem: "not_xml" };
  }
  const rss = record(record(document["rss"])["channel"]);
  const rdf = record(document["rdf:RDF"]);
  const atom = record(document["feed"]);
  const found =
    "rss" in document ? rss["item"] : "rdf:RDF" in document ? rdf["item"] : atom["entry"];
  if (!("rss" in document) && !("rdf:RDF" in document) && !("feed" in document))
    return { ok: false, problem: Object.keys(document).length === 0 ? "not_xml" : "no_feed" };
  return {
    ok: true,
    items: list(found)
      .slice(0, FEED_LIMITS.items)
      .map((item) => xmlItem(record(item), base)),
  };
}

function xmlItem(item: Record<string, unknown>, base: string): FeedItem {
  const html = text(item["content:encoded"]) || text(item["content"]);
  const summary = text(item["description"]) || text(item["summary"]);
  const links = list(item["link"]);
  const link =
    links.find((each) =>
      ["alternate", undefined].includes(record(each)["@rel"] as string | undefined),
    ) ?? links[0];
  const pictures = [...list(item["enclosure"]), ...list(item["media:content"])].map(record);
  const picture =
    pictures.find((each) => (text(each["@type"]) || text(each["@medium"])).startsWith("image")) ??
    record(item["media:thumbnail"]);
  const inText = /<img\b[^>]*\bsrc\s*=\s*["']([^"']+)["'][^>]*>/i.exec(decode(html || summary));
  return tidy(
    {
      title: text(item["title"]),
      summary: summary || html,
      url: text(link) || text(record(link)["@href"]) || text(item["guid"]),
      image: text(picture["@url"]) || (inText?.[1] ?? ""),
      date:
        text(item["pubDate"]) ||
        text(item["dc:date"]) ||
        text(item["published"]) ||
        text(item["updated"]),
      author:
        text(item["dc:creator"]) || text(record(item["author"])["name"]) || text(item["author"]),
      category: text(list(item["category"])[0]) || text(record(list(item["category"])[0])["@term"]),
      price: text(item["g:price"]),
    },
    base,
    true,
  );
}

/** Reads a list of objects out of JSON by the account's mapping; without one, JSON Feed 1.1 and usual names. */
export function readJsonFeed(json: string, mapping: FeedMapping, base: string): FeedReading {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return { ok: false, problem: "not_json" };
  }
  const found = mapping.items ? at(document, mapping.items) : firstList(document);
  if (!Array.isArray(found)) return { ok: false, problem: "no_list" };
  const items = found.slice(0, FEED_LIMITS.items).map((item) =>
    tidy(
      Object.fromEntries(
        feedFields.map((field) => {
          const path = mapping.fields?.[field];
          const names = path ? [path] : USUAL[field];
          return [field, names.map((name) => scalar(at(item, name))).find(Boolean) ?? ""];
        }),
      ),
      base,
      false,
    ),
  );
  return { ok: true, items };
}

const USUAL: Record<(typeof feedFields)[number], string[]> = {
  title: ["title", "name", "titel", "bezeichnung"],
  summary: ["summary", "content_text", "description", "beschreibung", "text", "content_html"],
  url: ["url", "link", "href"],
  image: ["image", "image.url", "image_url", "img", "bild", "thumbnail"],
  image_alt: ["image_alt", "image.alt", "alt"],
  date: ["date_published", "date", "datum", "published_at", "created_at"],
  author: ["author.name", "authors.0.name", "author", "autor"],
  category: ["category", "tags.0", "kategorie"],
  price: ["price", "preis", "price.formatted"],
};

function firstList(document: unknown): unknown {
  if (Array.isArray(document)) return document;
  return ["items", "products", "entries", "data", "results"]
    .map((name) => at(document, name))
    .find(Array.isArray);
}

/** The value at `a.b.0.c`; own properties only. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const step of path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step))
      return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

function scalar(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function list(value: unknown): unknown[] {
  return value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value];
}

/** The text of a node, with or without attributes. */
function text(node: unknown): string {
  if (Array.isArray(node)) return text(node[0]);
  return scalar(node) || scalar(record(node)["#text"]);
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** XML's own five entities and numbers; nothing a document could declare. */
function decode(value: string): string {
  return value.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : "";
    },
  );
}

/** Plain text, absolute http(s) addresses, ISO days; nothing longer than a mail needs. */
function tidy(raw: Partial<Record<string, string>>, base: string, isXml: boolean): FeedItem {
  const item: FeedItem = {};
  for (const field of feedFields) {
    const given = raw[field]?.slice(0, 20_000) ?? "";
    const value = isXml ? decode(given) : given;
    const tidied =
      field === "url" || field === "image"
        ? address(value, base)
        : field === "date"
          ? day(value)
          : plain(value);
    if (tidied) item[field] = tidied;
  }
  return item;
}

function plain(value: string): string {
  const words = /[<&]/.test(value)
    ? convert(value, {
        wordwrap: false,
        selectors: [
          { selector: "img", format: "skip" },
          { selector: "a", options: { ignoreHref: true } },
        ],
      })
    : value;
  const flat = words
    // eslint-disable-next-line no-control-regex
    .replaceAll(
      /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uE000-\uE00F]+/g,
      " ",
    )
    .toWellFormed()
    .replaceAll(/\s+/g, " ")
    .trim();
  if (flat.length <= FEED_LIMITS.textChars) return flat;
  return `${flat.slice(0, flat.lastIndexOf(" ", FEED_LIMITS.textChars)).trimEnd()} …`;
}

function address(value: string, base: string): string {
  const url = URL.parse(value.trim(), base);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return "";
  return url.href.length <= FEED_LIMITS.urlChars ? url.href : "";
}

function day(value: string): string {
  const iso = /^\s*(\d{4}-\d{2}-\d{2})/.exec(value)?.[1];
  if (iso) return iso;
  const at = Date.parse(value);
  return Number.isNaN(at) ? "" : new Date(at).toISOString().slice(0, 10);
}
