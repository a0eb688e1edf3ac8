import type { Locale } from "../platform/index.ts";

const MONTHS: Record<Locale, string[]> = {
  de: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(
    " ",
  ),
  en: "January February March April May June July August September October November December".split(
    " ",
  ),
};

const WEEKDAYS: Record<Locale, string[]> = {
  de: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag".split(" "),
  en: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" "),
};

/**
 * Formats a calendar day with a small part of strftime: %d %e %m %Y %y %B %b %A %a %%.
 * Widths and padding flags do not exist, so no format can make a long result.
 * @param day ISO day `2026-11-21`, or a longer ISO time of which only the day counts
 * @returns the formatted day, or the input unchanged if it does not start with a day
 */
export function formatDay(day: string, format: string, locale: Locale): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!match) return day;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay();
  const monthName = MONTHS[locale][month - 1] ?? "";
  const dayName = WEEKDAYS[locale][weekday] ?? "";
  const values: Record<string, string> = {
    d: String(date).padStart(2, "0"),
    e: String(date),
    m: String(month).padStart(2, "0"),
    Y: String(year),
    y: String(year % 100).padStart(2, "0"),
    B: monthName,
    b: monthName.slice(0, 3),
    A: dayName,
    a: dayName.slice(0, locale === "de" ? 2 : 3),
    "%": "%",
  };
  return format.slice(0, 100).replace(/%([demYyBbAa%])/g, (_, key: string) => values[key] ?? "");
}

/** The way a date stands in a letter: "21. November 2026", "21 November 2026". */
export function longDay(day: string, locale: Locale): string {
  return formatDay(day, locale === "de" ? "%e. %B %Y" : "%e %B %Y", locale);
}
