import type { Locale } from "./theme.ts";

interface Place {
  locale: Locale;
  timeZone: string;
}

const language: Record<Locale, string> = { de: "de-DE", en: "en-GB" };
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(place: Place, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${place.locale} ${place.timeZone} ${name}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(language[place.locale], {
      ...options,
      timeZone: place.timeZone,
    });
    formatters.set(key, found);
  }
  return found;
}

// A line must not end between "3." and "Februar", nor between "14:05" and "Uhr".
const tie = (text: string): string =>
  text.replace(/(\d\.?) (?=\p{Lu})/gu, "$1\u00a0").replace(/(\d) Uhr/g, "$1\u00a0Uhr");

/** "3. Februar 2026", "3 February 2026". */
export function formatDay(at: Date, place: Place): string {
  return tie(formatter(place, "day", { dateStyle: "long" }).format(at));
}

/** "Samstag, 28. November 2026", "Saturday, 28 November 2026". */
export function formatWeekday(at: Date, place: Place): string {
  return tie(formatter(place, "weekday", { dateStyle: "full" }).format(at));
}

/** "14:05 Uhr", "14:05". */
export function formatTime(at: Date, place: Place): string {
  const time = formatter(place, "time", { hour: "2-digit", minute: "2-digit" }).format(at);
  return place.locale === "de" ? tie(`${time} Uhr`) : time;
}

/** "3. Februar 2026 um 09:12 Uhr", "3 February 2026 at 09:12". */
export function formatMoment(at: Date, place: Place): string {
  const join = place.locale === "de" ? " um " : " at ";
  return formatDay(at, place) + join + formatTime(at, place);
}

/** For tables: "03.02.2026, 09:12", "03 Feb 2026, 09:12". */
export function formatShort(at: Date, place: Place): string {
  return formatter(place, "short", {
    day: "2-digit",
    month: place.locale === "de" ? "2-digit" : "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}

/** For events that are kept to the hour (TRK-17): "03.02.2026, 9 Uhr", "03 Feb 2026, 09:00". */
export function formatHour(at: Date, place: Place): string {
  const day = formatter(place, "shortDay", {
    day: "2-digit",
    month: place.locale === "de" ? "2-digit" : "short",
    year: "numeric",
  }).format(at);
  const hour = Number(
    formatter(place, "hour", { hour: "numeric", hourCycle: "h23" })
      .formatToParts(at)
      .find((part) => part.type === "hour")?.value,
  );
  const clock = place.locale === "de" ? `${hour}\u00a0Uhr` : `${String(hour).padStart(2, "0")}:00`;
  return `${day}, ${clock}`;
}

/** "A, B und C", "A, B and C". */
export function formatList(items: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(language[locale], { type: "conjunction" }).format(items);
}

/** A number with its word: `formatCount(1, "de", "Klick", "Klicks")` gives "1 Klick". */
export function formatCount(count: number, locale: Locale, one: string, many: string): string {
  return `${count.toLocaleString(language[locale])}\u00a0${count === 1 ? one : many}`;
}
