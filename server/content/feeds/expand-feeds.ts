import type { Localised } from "../../../contract/content.ts";
import type { Locale } from "../../platform/index.ts";
import { escapeHtml } from "../pieces.ts";
import { filterText, ownFilters, type Filters } from "../template-filters.ts";
import type { OutputToken, TagToken, TemplateToken } from "../template.ts";
import { parseTemplate } from "../template.ts";
import { feedFields, FEED_LIMITS, type FeedInContent, type FeedItem } from "./feed.ts";

/** A stretch of the expanded source and where it comes from in the author's. */
interface Chunk {
  at: number;
  length: number;
  start: number;
  end: number;
  /** The characters are the author's own. */
  exact: boolean;
}

/** What stands in the way, with its place in the author's source. */
export interface FeedFault {
  code: "unknown_feed" | "unknown_field" | "condition" | "nested" | "empty";
  start: number;
  end: number;
  message: Localised;
  /** Of `empty`: the mailing waits, so it cannot go out now. */
  waits?: boolean;
}

export interface Expanded {
  source: string;
  faults: FeedFault[];
  /** The author's place of a stretch of the expanded source. `exact`: it is the same text there. */
  back(start: number, end: number): { start: number; end: number; exact: boolean };
}

export interface ExpandOptions {
  feeds: Readonly<Record<string, FeedInContent>>;
  locale: Locale;
  mailingDate: string;
  /** Values are escaped for HTML, or stand in plain text. */
  html: boolean;
}

const LOOP =
  /^\{%-?\s*for\s+item\s+in\s+feeds\.([a-z][a-z0-9_]{0,39})\.items(?:\s+limit\s*:\s*(\d{1,2}))?\s*-?%\}$/;
const FIRST = /^feeds\.([a-z][a-z0-9_]{0,39})\.first\.([a-z_]+)$/;
const CONDITION =
  /^\{%-?\s*(?:if|unless)\s+item\.([a-z_]+)(?:\s*(==|!=|contains)\s*(?:"([^"]*)"|'([^']*)'))?\s*-?%\}$/;
const ON_ITEM = /[\s"']item\./;

/**
 * Puts the items of feeds into a source before anything else reads it: the stretch between `{% for item in
 * feeds.news.items limit: 3 %}` and `{% endfor %}` is written once for each item, with `{{ item.title }}` and
 * `{% if item.image %}` decided here. So loops never reach the template engine, links of items are links like any other,
 * and every recipient gets the same. Values are data: escaped, and never read as placeholders. Pure; linear.
 */
export function expandFeeds(source: string, options: ExpandOptions): Expanded {
  if (!source.includes("feeds."))
    return { source, faults: [], back: (start, end) => ({ start, end, exact: true }) };
  const tokens = parseTemplate(source).tokens.toSorted((left, right) => left.start - right.start);
  const writer = new Writer(source, options);
  writer.walk(tokens, 0, source.length, undefined);
  return {
    source: writer.text,
    faults: writer.faults,
    back: (start, end) => writer.back(start, end),
  };
}

class Writer {
  text = "";
  readonly faults: FeedFault[] = [];
  readonly #source: string;
  readonly #options: ExpandOptions;
  readonly #filters: Filters;
  readonly #chunks: Chunk[] = [];

  constructor(source: string, options: ExpandOptions) {
    this.#source = source;
    this.#options = options;
    this.#filters = ownFilters(options);
  }

  /** Writes the stretch from `from` to `to`; `item` is set inside a loop. */
  walk(
    tokens: readonly TemplateToken[],
    from: number,
    to: number,
    item: FeedItem | undefined,
  ): void {
    let at = from;
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!;
      if (token.start < at) continue;
      if (token.kind === "output") {
        const value = this.#value(token, item);
        if (value === undefined) continue;
        this.#copy(at, token.start);
        this.#insert(value, token);
        at = token.end;
      } else if (token.kind === "tag" && token.name === "for") {
        this.#copy(at, token.start);
        const end = closing(tokens, index);
        const inside = tokens.slice(index + 1, end);
        const last = tokens[end] as TagToken | undefined;
        this.#loop(token, inside, last?.start ?? to, item);
        at = last?.end ?? to;
        index = end;
      } else if (item && token.kind === "tag" && this.#isOwnCondition(token)) {
        this.#copy(at, token.start);
        const end = closing(tokens, index);
        const last = tokens[end] as TagToken | undefined;
        this.#condition(token, tokens.slice(index + 1, end), last?.start ?? to, item);
        at = last?.end ?? to;
        index = end;
      }
    }
    this.#copy(at, to);
  }

  back(start: number, end: number): { start: number; end: number; exact: boolean } {
    const first = this.#chunkAt(start);
    const last = this.#chunkAt(Math.max(start, end - 1));
    if (!first || !last) return { start: 0, end: 0, exact: false };
    const from = first.exact ? first.start + (start - first.at) : first.start;
    const until = last.exact ? last.start + (end - last.at) : last.end;
    return {
      start: from,
      end: Math.max(from, until),
      exact: first === last && first.exact,
    };
  }

  #chunkAt(offset: number): Chunk | undefined {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#chunks[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low];
  }

  #copy(start: number, end: number): void {
    if (end <= start) return;
    this.#chunks.push({ at: this.text.length, length: end - start, start, end, exact: true });
    this.text += this.#source.slice(start, end);
  }

  #insert(value: string, { start, end }: { start: number; end: number }): void {
    if (value === "") return;
    this.#chunks.push({ at: this.text.length, length: value.length, start, end, exact: false });
    this.text += value;
  }

  #loop(
    token: TagToken,
    inside: readonly TemplateToken[],
    end: number,
    outer: FeedItem | undefined,
  ): void {
    const match = LOOP.exec(this.#source.slice(token.start, token.end));
    const key = match?.[1] ?? "";
    const feed = this.#feed(key, token);
    if (outer) this.#fault("nested", token, NESTED);
    if (!feed || outer) return;
    const otherwise = branchOf(inside);
    const items = feed.items.slice(0, Math.min(FEED_LIMITS.items, Number(match?.[2] ?? 99)));
    const bodyEnd = otherwise?.start ?? end;
    for (const item of items)
      this.walk(
        inside.filter((each) => each.start < bodyEnd),
        token.end,
        bodyEnd,
        item,
      );
    if (items.length > 0) return;
    this.#emptyFault(feed, token);
    if (otherwise)
      this.walk(
        inside.filter((each) => each.start > otherwise.start),
        otherwise.end,
        end,
        undefined,
      );
    else this.#insert(this.#written(feed.awayText), token);
  }

  #isOwnCondition(token: TagToken): boolean {
    return (
      (token.name === "if" || token.name === "unless") &&
      ON_ITEM.test(this.#source.slice(token.start, token.end))
    );
  }

  #condition(token: TagToken, inside: readonly TemplateToken[], end: number, item: FeedItem): void {
    const match = CONDITION.exec(this.#source.slice(token.start, token.end));
    const mixed = inside.some((each) => each.kind === "tag" && each.name === "elsif");
    if (!match || mixed) return this.#fault("condition", token, CONDITION_FAULT);
    const [, field = "", operator, double, single] = match;
    if (!this.#knows(field, token)) return;
    const value = item[field as keyof FeedItem] ?? "";
    const wanted = double ?? single ?? "";
    const holds =
      operator === undefined
        ? value !== ""
        : operator === "contains"
          ? value.includes(wanted)
          : (value === wanted) === (operator === "==");
    const otherwise = branchOf(inside);
    const chosen = holds === (token.name === "if");
    if (chosen) {
      const bodyEnd = otherwise?.start ?? end;
      this.walk(
        inside.filter((each) => each.start < bodyEnd),
        token.end,
        bodyEnd,
        item,
      );
    } else if (otherwise) {
      this.walk(
        inside.filter((each) => each.start > otherwise.start),
        otherwise.end,
        end,
        item,
      );
    }
  }

  /** The text of a placeholder that a feed fills; undefined for every other. */
  #value(token: OutputToken, item: FeedItem | undefined): string | undefined {
    const name = token.field ?? "";
    const first = FIRST.exec(name);
    if (!first && name.startsWith("feeds.")) {
      this.#fault("unknown_field", token, unknownField(name));
      return "";
    }
    if (!first && !(item && name.startsWith("item."))) return undefined;
    const feed = first ? this.#feed(first[1]!, token) : undefined;
    if (first && !feed) return "";
    const field = first ? first[2]! : name.slice("item.".length);
    if (!this.#knows(field, token)) return "";
    if (feed && feed.items.length === 0) this.#emptyFault(feed, token);
    let value = (first ? feed?.items[0] : item)?.[field as keyof FeedItem] ?? "";
    for (const { name: filter, args } of token.filters)
      value = this.#filters[filter as keyof Filters](value, ...args.map(literal));
    return this.#written(value);
  }

  #feed(key: string, token: TemplateToken): FeedInContent | undefined {
    const feed = Object.hasOwn(this.#options.feeds, key) ? this.#options.feeds[key] : undefined;
    if (!feed) this.#fault("unknown_feed", token, unknownFeed(key));
    return feed;
  }

  #knows(field: string, token: TemplateToken): boolean {
    const known = (feedFields as readonly string[]).includes(field);
    if (!known) this.#fault("unknown_field", token, unknownField(`item.${field}`));
    return known;
  }

  #emptyFault(feed: FeedInContent, { start, end }: TemplateToken): void {
    this.faults.push({ code: "empty", start, end, ...emptyFault(feed) });
  }

  #fault(code: FeedFault["code"], { start, end }: TemplateToken, message: Localised): void {
    if (this.faults.some((each) => each.code === code && each.start === start)) return;
    this.faults.push({ code, start, end, message });
  }

  /** A value as part of the source: escaped where there is HTML, never the beginning of a placeholder. */
  #written(value: string): string {
    const line = filterText(value).replaceAll(/\s+/g, " ").trim();
    if (this.#options.html)
      return escapeHtml(line).replaceAll("{", "&#123;").replaceAll("}", "&#125;");
    return line.replaceAll(/[{}](?=[{}%])/g, "$& ").replaceAll("%}", "% }");
  }
}

/** Index of the tag that closes the one at `open`; the number of tokens if there is none. */
function closing(tokens: readonly TemplateToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== "tag") continue;
    if (["if", "unless", "case", "for"].includes(token.name)) depth++;
    else if (token.name.startsWith("end") && --depth === 0) return index;
  }
  return tokens.length;
}

/** The `else` that belongs to the tag around these tokens. */
function branchOf(inside: readonly TemplateToken[]): TagToken | undefined {
  let depth = 0;
  for (const token of inside) {
    if (token.kind !== "tag") continue;
    if (["if", "unless", "case", "for"].includes(token.name)) depth++;
    else if (token.name.startsWith("end")) depth--;
    else if (token.name === "else" && depth === 0) return token;
  }
  return undefined;
}

function literal(argument: string): string | number {
  const quoted = /^(["'])([\s\S]*)\1$/.exec(argument);
  return quoted ? quoted[2]! : /^-?\d+(\.\d+)?$/.test(argument) ? Number(argument) : "";
}

function emptyFault(feed: FeedInContent): Pick<FeedFault, "message" | "waits"> {
  const waits = feed.whenAway === "wait";
  return {
    waits,
    message: waits
      ? {
          de: `Der Feed „${feed.name}“ liefert gerade nichts. Das Mailing wartet, bis er wieder etwas liefert.`,
          en: `The feed “${feed.name}” gives nothing at the moment. The mailing waits until it does again.`,
        }
      : {
          de: `Der Feed „${feed.name}“ liefert gerade nichts. An seiner Stelle steht der Ersatztext.`,
          en: `The feed “${feed.name}” gives nothing at the moment. The replacement text stands in its place.`,
        },
  };
}

function unknownFeed(key: string): Localised {
  return {
    de: `Es gibt keinen Feed „${key}“. Legen Sie ihn unter Einstellungen → Feeds an, oder ändern Sie den Namen.`,
    en: `There is no feed “${key}”. Define it under Settings → Feeds, or change the name.`,
  };
}

function unknownField(name: string): Localised {
  return {
    de: `„${name}“ gibt es in Feeds nicht. Möglich sind ${feedFields.map((field) => `item.${field}`).join(", ")}.`,
    en: `Feeds have no “${name}”. You can use ${feedFields.map((field) => `item.${field}`).join(", ")}.`,
  };
}

const NESTED: Localised = {
  de: "Feeds lassen sich nicht ineinander schachteln. Setzen Sie sie hintereinander.",
  en: "Feeds cannot be nested. Put one after the other.",
};
const CONDITION_FAULT: Localised = {
  de: 'Diese Bedingung versteht ein Feed nicht. Möglich sind {% if item.image %}, {% if item.category == "…" %} und contains, mit {% else %}.',
  en: 'A feed does not understand this condition. You can use {% if item.image %}, {% if item.category == "…" %} and contains, with {% else %}.',
};
