import { Liquid } from "liquidjs";
import type { Locale } from "../platform/index.ts";
import { formatDay, longDay } from "./locale.ts";
import { MAY_BE_ASKED, type MergeValues } from "./merge-fields.ts";
import { escapeHtml } from "./pieces.ts";
import { ALLOWED_FILTERS, ALLOWED_TAGS } from "./template-language.ts";

/** Values that are the same for all recipients of a mailing. */
export interface MailingConstants {
  locale: Locale;
  accountName: string;
  listName: string;
  /** ISO day. */
  mailingDate: string;
}

/** The longest text a filter may produce; a letter needs far less. */
const MAX_FILTER_CHARS = 10_000;

/** Bounds for one rendering; a second net under the check of the template's grammar. */
const LIMITS = {
  parseLimit: 2_000_000,
  renderLimit: 200,
  memoryLimit: 2_000_000,
  templateLimit: 20_000,
};

/**
 * LiquidJS with nothing but the allowed tags and filters, all filters being our own. Every output is
 * escaped in HTML and there is no way to say otherwise. Runs inside the killable worker only.
 */
export function buildLiquid(html: boolean, constants: MailingConstants): Liquid {
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    jsTruthy: true,
    dynamicPartials: false,
    relativeReference: false,
    cache: false,
    outputEscape: (value: unknown) => (html ? escapeHtml(text(value)) : text(value)),
    ...LIMITS,
  });
  const tags = { ...liquid.tags };
  for (const name of Object.keys(liquid.tags)) delete liquid.tags[name];
  for (const name of ALLOWED_TAGS) liquid.tags[name] = tags[name]!;
  for (const name of Object.keys(liquid.filters)) delete liquid.filters[name];
  const filters = ownFilters(constants);
  for (const name of ALLOWED_FILTERS) liquid.registerFilter(name, filters[name]);
  return liquid;
}

type Filter = (value: unknown, ...args: unknown[]) => string;

function ownFilters(constants: MailingConstants): Record<(typeof ALLOWED_FILTERS)[number], Filter> {
  const written = longDay(constants.mailingDate, constants.locale);
  return {
    default: (value, fallback) => text(value) || text(fallback),
    upcase: (value) => text(value).toLocaleUpperCase(constants.locale),
    downcase: (value) => text(value).toLocaleLowerCase(constants.locale),
    capitalize: (value) =>
      text(value).replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase(constants.locale)),
    // Escaping is always on; the filter exists so that texts brought along from elsewhere work.
    escape: (value) => text(value),
    truncate: (value, length, end) => truncate([...text(value)], count(length, 50), end, ""),
    truncatewords: (value, length, end) =>
      truncate(text(value).split(/\s+/).filter(Boolean), count(length, 15), end, " "),
    strip: (value) => text(value).trim(),
    lstrip: (value) => text(value).trimStart(),
    rstrip: (value) => text(value).trimEnd(),
    append: (value, more) => (text(value) + text(more)).slice(0, MAX_FILTER_CHARS),
    prepend: (value, more) => (text(more) + text(value)).slice(0, MAX_FILTER_CHARS),
    date: (value, format) => {
      const day = text(value) === written ? constants.mailingDate : text(value);
      return formatDay(
        day,
        text(format) || (constants.locale === "de" ? "%d.%m.%Y" : "%d/%m/%Y"),
        constants.locale,
      );
    },
  };
}

function text(value: unknown): string {
  if (typeof value === "string") return value.slice(0, MAX_FILTER_CHARS);
  return typeof value === "number" ? String(value) : "";
}

function count(value: unknown, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) && number >= 0 && number <= MAX_FILTER_CHARS ? number : otherwise;
}

function truncate(parts: string[], length: number, end: unknown, glue: string): string {
  if (parts.length <= length) return parts.join(glue);
  return parts.slice(0, length).join(glue) + (end === undefined ? "…" : text(end).slice(0, 100));
}

/** The scope a template sees: own properties only, strings and one boolean. */
export function liquidScope(values: MergeValues, constants: MailingConstants): object {
  const contact: Record<string, unknown> = { may_be_asked: Boolean(values[MAY_BE_ASKED]) };
  const custom: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const [, second, third] = name.split(".");
    if (third) custom[third] = value;
    else if (second && name !== MAY_BE_ASKED) contact[second] = value;
  }
  contact["custom"] = custom;
  return {
    contact,
    list: { name: constants.listName },
    account: { name: constants.accountName },
    mailing: { date: longDay(constants.mailingDate, constants.locale) },
  };
}
