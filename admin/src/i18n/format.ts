import { createContext, createElement, useContext, useMemo, type ReactNode } from "react";
import { useLocale, type Locale } from "./texts.ts";

/** A moment as the API sends it (ISO 8601 with offset or Z) or as a Date. */
export type Moment = string | Date;

/** Numbers and times in the operator's language and in the time zone of the account. */
export interface Format {
  locale: Locale;
  timeZone: string;
  /** 12118 → "12.118". `digits` are the decimal places. */
  number(value: number, digits?: number): string;
  /** 0.365 → "36,5 %". One decimal place unless told; 0 and 1 are shown without. */
  percent(share: number, digits?: number): string;
  /** The same without the sign, for big figures that set it smaller. */
  percentNumber(share: number, digits?: number): string;
  /** "10.11.2026" */
  date(value: Moment): string;
  /** "10. November 2026" */
  dateLong(value: Moment): string;
  /** "10. Nov." */
  dateShort(value: Moment): string;
  /** "Dienstag, 24. November 2026" */
  weekday(value: Moment): string;
  /** "09:00 Uhr" */
  time(value: Moment): string;
  /** "10. November 2026, 09:00 Uhr" */
  dateTime(value: Moment): string;
  /** "10.11.2026, 09:00" for tables. */
  dateTimeShort(value: Moment): string;
  /** "Heute, 14:00 Uhr", "Gestern, 09:12 Uhr", else the long date and time. */
  moment(value: Moment, now?: Moment): string;
  /** "etwa 3 Minuten": a remaining or past time in seconds, rounded for people. */
  duration(seconds: number): string;
  /** "1,4 MB" (powers of 1000). */
  bytes(bytes: number): string;
  /** "a, b und c" */
  list(items: string[]): string;
}

const TAGS: Record<Locale, string> = { de: "de-DE", en: "en-GB" };

/** Builds the formats for a language and a time zone (IANA name). Falls back to UTC for an unknown zone. */
export function createFormat(locale: Locale, zone: string): Format {
  const tag = TAGS[locale];
  const timeZone = validZone(zone);
  const asDate = (value: Moment): Date => (typeof value === "string" ? new Date(value) : value);
  const formatter = (options: Intl.DateTimeFormatOptions): ((value: Moment) => string) => {
    const f = new Intl.DateTimeFormat(tag, { timeZone, ...options });
    return (value) => {
      const date = asDate(value);
      return Number.isNaN(date.getTime()) ? "–" : f.format(date);
    };
  };
  const date =
    locale === "de"
      ? formatter({ day: "2-digit", month: "2-digit", year: "numeric" })
      : dayInEnglish(formatter({ day: "numeric", month: "short", year: "numeric" }));
  const dateLong = formatter({ day: "numeric", month: "long", year: "numeric" });
  const dateShort = formatter({ day: "numeric", month: "short" });
  const weekday = formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const clock = formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dayKey = formatter({ year: "numeric", month: "2-digit", day: "2-digit" });
  const time = (value: Moment): string => (locale === "de" ? `${clock(value)} Uhr` : clock(value));
  const number = (value: number, digits = 0): string =>
    new Intl.NumberFormat(tag, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  const percentNumber = (share: number, digits?: number): string =>
    number(share * 100, digits ?? (share === 0 || share === 1 ? 0 : share < 0.01 ? 2 : 1));
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const dateTime = (value: Moment): string => `${dateLong(value)}, ${time(value)}`;

  return {
    locale,
    timeZone,
    number,
    percentNumber,
    percent: (share, digits) =>
      locale === "de" ? `${percentNumber(share, digits)} %` : `${percentNumber(share, digits)}%`,
    date,
    dateLong,
    dateShort,
    weekday,
    time,
    dateTime,
    dateTimeShort: (value) => `${date(value)}, ${clock(value)}`,
    moment(value, now) {
      const reference = now === undefined ? currentTime() : asDate(now);
      for (const offset of [0, -1, 1]) {
        const day = new Date(reference.getTime() + offset * 86_400_000);
        if (dayKey(day) === dayKey(value))
          return `${capital(relative.format(offset, "day"))}, ${time(value)}`;
      }
      return dateTime(value);
    },
    duration: (seconds) => duration(seconds, locale, number),
    bytes(bytes) {
      const units = ["B", "kB", "MB", "GB", "TB"];
      let value = bytes;
      let unit = 0;
      while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
      }
      return `${number(value, unit < 2 || value >= 100 ? 0 : 1)} ${units[unit] ?? "B"}`;
    },
    list: (items) => new Intl.ListFormat(tag, { type: "conjunction" }).format(items),
  };
}

/** "1 Dec 2026" in one piece: 01/12/2026 is another day in America. */
function dayInEnglish(format: (value: Moment) => string): (value: Moment) => string {
  return (value) => format(value).replaceAll(" ", "\u00a0");
}

function duration(
  seconds: number,
  locale: Locale,
  number: (value: number, digits?: number) => string,
): string {
  const german = locale === "de";
  const unit = (value: number, one: string, many: string): string =>
    `${number(value)} ${value === 1 ? one : many}`;
  if (seconds < 45) return german ? "weniger als eine Minute" : "less than a minute";
  const about = german ? "etwa " : "about ";
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90)
    return (
      about + (german ? unit(minutes, "Minute", "Minuten") : unit(minutes, "minute", "minutes"))
    );
  const hours = Math.round(seconds / 3600);
  if (hours < 36)
    return about + (german ? unit(hours, "Stunde", "Stunden") : unit(hours, "hour", "hours"));
  const days = Math.round(seconds / 86_400);
  return about + (german ? unit(days, "Tag", "Tage") : unit(days, "day", "days"));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function validZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** Present time of this browser. Only for words such as "today"; deadlines are counted by the server. */
export function currentTime(): Date {
  return new Date();
}

const TimeZone = createContext("Europe/Berlin");

/** Gives the pages below the time zone of the account. */
export function TimeZoneProvider(props: { timeZone: string; children: ReactNode }): ReactNode {
  return createElement(TimeZone.Provider, { value: props.timeZone }, props.children);
}

/** The formats for the operator's language and the account's time zone. */
export function useFormat(): Format {
  const locale = useLocale();
  const zone = useContext(TimeZone);
  return useMemo(() => createFormat(locale, zone), [locale, zone]);
}
