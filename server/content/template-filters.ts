import type { Locale } from "../platform/index.ts";
import { formatDay, longDay } from "./locale.ts";
import type { ALLOWED_FILTERS } from "./template-language.ts";

/** A value that is shown in another form than it is compared in; `valueOf` gives the latter. */
export interface Shown {
  shown: string;
  valueOf(): unknown;
}

export type Filter = (value: unknown, ...args: unknown[]) => string;
export type Filters = Record<(typeof ALLOWED_FILTERS)[number], Filter>;

/** The longest text a filter may produce; a letter needs far less. */
const MAX_FILTER_CHARS = 10_000;

/** The filters of the template language. None of them can make markup, an address, or a long text out of a short one. */
export function ownFilters(constants: { locale: Locale; mailingDate: string }): Filters {
  const { locale, mailingDate } = constants;
  const written = longDay(mailingDate, locale);
  return {
    default: (value, fallback) => filterText(value) || filterText(fallback),
    upcase: (value) => filterText(value).toLocaleUpperCase(locale),
    downcase: (value) => filterText(value).toLocaleLowerCase(locale),
    capitalize: (value) =>
      filterText(value).replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase(locale)),
    // Escaping is always on; the filter exists so that texts brought along from elsewhere work.
    escape: (value) => filterText(value),
    truncate: (value, length, end) => truncate([...filterText(value)], count(length, 50), end, ""),
    truncatewords: (value, length, end) =>
      truncate(filterText(value).split(/\s+/).filter(Boolean), count(length, 15), end, " "),
    strip: (value) => filterText(value).trim(),
    lstrip: (value) => filterText(value).trimStart(),
    rstrip: (value) => filterText(value).trimEnd(),
    append: (value, more) => (filterText(value) + filterText(more)).slice(0, MAX_FILTER_CHARS),
    prepend: (value, more) => (filterText(more) + filterText(value)).slice(0, MAX_FILTER_CHARS),
    date: (value, format) => {
      const raw = isShown(value) ? filterText(value.valueOf()) : filterText(value);
      const birthday = /^--(\d{2}-\d{2})$/.exec(raw);
      const day = raw === written ? mailingDate : birthday ? `2000-${birthday[1]}` : raw;
      return formatDay(
        day,
        filterText(format) || (locale === "de" ? "%d.%m.%Y" : "%d/%m/%Y"),
        locale,
      );
    },
  };
}

/** A value as text; objects and lists have none. */
export function filterText(value: unknown): string {
  if (typeof value === "string") return value.slice(0, MAX_FILTER_CHARS);
  if (isShown(value)) return value.shown.slice(0, MAX_FILTER_CHARS);
  return typeof value === "number" ? String(value) : "";
}

function isShown(value: unknown): value is Shown {
  return typeof value === "object" && value !== null && typeof (value as Shown).shown === "string";
}

function count(value: unknown, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) && number >= 0 && number <= MAX_FILTER_CHARS ? number : otherwise;
}

function truncate(parts: string[], length: number, end: unknown, glue: string): string {
  if (parts.length <= length) return parts.join(glue);
  return (
    parts.slice(0, length).join(glue) + (end === undefined ? "…" : filterText(end).slice(0, 100))
  );
}
