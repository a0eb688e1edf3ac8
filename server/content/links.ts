import type { ContentLink } from "../../contract/content.ts";
import { MASK, type HtmlElement, type HtmlScan } from "./html-scan.ts";
import { positionFinder } from "./position.ts";
import { sensitiveWord } from "./sensitive-words.ts";

/** Tokens have ten bits for the link's number; zero is the pixel. */
export const MAX_LINKS = 1022;

/** Marks a link "not personally" in the author's code (TRK-25); never sent. */
export const NOT_PERSONAL_ATTRIBUTE = "data-klarpost-not-personal";

/** A place in a part where the link's target stands. */
export interface LinkPlace {
  no: number;
  start: number;
  end: number;
}

export interface LinkRules {
  /** Addresses that the account marked "not personally" in the link settings. */
  notPersonalUrls: ReadonlySet<string>;
  /** Addresses never counted: imprint and privacy notice. */
  uncountedUrls: ReadonlySet<string>;
}

/** Links of a content, in the order of HTML and then of the text. */
export class LinkList {
  readonly links: ContentLink[] = [];
  readonly htmlPlaces: LinkPlace[] = [];
  readonly textPlaces: LinkPlace[] = [];
  /** Links beyond the highest number; they keep their own target and block sending. */
  overflow = 0;
  readonly #rules: LinkRules;
  readonly #byUrl = new Map<string, ContentLink>();

  constructor(rules: LinkRules) {
    this.#rules = rules;
  }

  /** Each `<a href>` and `<area href>` is a link of its own; Outlook's VML twins share the number of their target. */
  collectHtml(scan: HtmlScan): void {
    const position = positionFinder(scan.source);
    for (const element of linkElements(scan)) {
      const href = element.attributes.find((attribute) => attribute.name === "href");
      const url = href && storedUrl(href.value);
      if (!href || !url || this.#rules.uncountedUrls.has(url)) continue;
      const twin = element.conditional ? this.#byUrl.get(url) : undefined;
      const link =
        twin ??
        this.#add(
          url,
          linkLabel(element, scan),
          "html",
          position(href.start, href.end - href.start),
        );
      if (!link) continue;
      if (element.attributes.some((attribute) => attribute.name === NOT_PERSONAL_ATTRIBUTE))
        link.notPersonal = true;
      this.htmlPlaces.push({ no: link.no, start: href.start, end: href.end });
    }
  }

  /** Addresses in the text part get the number of the same target in the HTML part, if there is one. */
  collectText(source: string, masked: string): void {
    const position = positionFinder(source);
    for (const place of textUrls(masked)) {
      const url = storedUrl(place.url);
      if (!url || this.#rules.uncountedUrls.has(url)) continue;
      const label = source.slice(source.lastIndexOf("\n", place.start - 1) + 1, place.start);
      const link =
        this.#byUrl.get(url) ??
        this.#add(
          url,
          label.replace(/[:\s<(]+$/, ""),
          "text",
          position(place.start, place.url.length),
        );
      if (link)
        this.textPlaces.push({
          no: link.no,
          start: place.start,
          end: place.start + place.url.length,
        });
    }
  }

  #add(
    url: string,
    label: string,
    part: "html" | "text",
    position: ContentLink["position"],
  ): ContentLink | undefined {
    if (this.links.length >= MAX_LINKS) {
      this.overflow++;
      return undefined;
    }
    const shown =
      label
        .replaceAll(/[\s\0\u200B\u200C\u00AD]+/g, " ")
        .trim()
        .slice(0, 120) || new URL(url).hostname;
    const word = sensitiveWord(`${shown} ${decodedPath(url)}`);
    const link: ContentLink = {
      no: this.links.length + 1,
      url,
      label: shown,
      part,
      position,
      notPersonal: this.#rules.notPersonalUrls.has(url),
      ...(word && { sensitiveWord: word }),
    };
    this.links.push(link);
    if (!this.#byUrl.has(url)) this.#byUrl.set(url, link);
    return link;
  }
}

/** Elements that people can click: `a`, `area`, and Outlook's VML shapes. */
export function linkElements(scan: HtmlScan): HtmlElement[] {
  return scan.elements.filter(
    (element) =>
      element.name === "a" ||
      element.name === "area" ||
      (element.conditional && element.name.startsWith("v:")),
  );
}

/**
 * The target as it is stored and redirected to: absolute http(s) in the form browsers send it.
 * Undefined for anything else, for placeholders, and for what is no URL.
 */
export function storedUrl(value: string): string | undefined {
  const trimmed = value.trim();
  if (!/^https?:\/\//i.test(trimmed) || trimmed.includes(MASK) || trimmed.length > 4000)
    return undefined;
  return URL.parse(trimmed)?.href;
}

/** What a reader sees of a link: its text, else the alternative text of its image, else its title. */
export function linkLabel(element: HtmlElement, scan: HtmlScan): string {
  if (element.name === "area")
    return attributeOf(element, "alt") ?? attributeOf(element, "title") ?? "";
  let label = "";
  for (let index = firstRunAt(scan, element.openEnd); index < scan.runs.length; index++) {
    const run = scan.runs[index]!;
    if (run.start >= element.closeStart || label.length > 400) break;
    label += run.text;
  }
  label = label.replaceAll(new RegExp(`${MASK}+`, "g"), "…");
  if (/[\p{L}\p{N}]/u.test(label)) return label;
  const images = imagesOf(scan);
  const image = images[firstAt(images, element.openEnd)];
  const isInside = image !== undefined && image.start < element.closeStart;
  return (
    (isInside && attributeOf(image, "alt")) ||
    attributeOf(element, "title") ||
    attributeOf(element, "aria-label") ||
    label
  );
}

/** Decoded value of an attribute; undefined if it is absent. */
export function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}

const imagesByScan = new WeakMap<HtmlScan, HtmlElement[]>();

function imagesOf(scan: HtmlScan): HtmlElement[] {
  let images = imagesByScan.get(scan);
  if (!images) {
    images = scan.elements.filter((each) => each.name === "img");
    imagesByScan.set(scan, images);
  }
  return images;
}

/** Index of the first text run that starts at or after an offset. */
export function firstRunAt(scan: HtmlScan, offset: number): number {
  return firstAt(scan.runs, offset);
}

function firstAt(sorted: readonly { start: number }[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Addresses in plain text, without the punctuation that ends the sentence around them. */
export function textUrls(masked: string): { url: string; start: number }[] {
  const urls: { url: string; start: number }[] = [];
  for (const match of masked.matchAll(/\bhttps?:\/\/[^\s<>"`\uE000-\uE00F]+/gi)) {
    urls.push({ url: withoutSentenceEnd(match[0]), start: match.index });
  }
  return urls;
}

/** Without the marks that end the sentence around an address, and brackets that opened before it. Linear. */
function withoutSentenceEnd(found: string): string {
  let end = found.length;
  const strip = (marks: string) => {
    while (end > 0 && marks.includes(found[end - 1]!)) end--;
  };
  strip(".,;:!?'”“»«’‘");
  const over = new Map<string, number>();
  for (const [opening, closing] of ["()", "[]", "{}"])
    over.set(
      closing!,
      found.slice(0, end).split(closing!).length - found.slice(0, end).split(opening!).length,
    );
  while (end > 0 && [...over.values()].some((count) => count > 0)) {
    const last = found[end - 1]!;
    if (!over.has(last)) break;
    over.set(last, over.get(last)! - 1);
    end--;
    strip(".,;:!?");
  }
  return found.slice(0, end);
}

function decodedPath(url: string): string {
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname).replaceAll(/[/_.-]/g, " ");
  } catch {
    return pathname;
  }
}
