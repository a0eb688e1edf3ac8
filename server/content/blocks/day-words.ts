import type { Locale } from "../../platform/index.ts";
import { formatDay } from "../locale.ts";

/** A local day or time as parts of a letter; undefined where none was given. */
export interface Moment {
  day: string;
  hour: number | undefined;
  minute: number;
}

export function momentOf(local: string): Moment | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$/.exec(local);
  if (!match || Number(match[2]) > 12 || Number(match[3]) > 31 || Number(match[2]) < 1)
    return undefined;
  return {
    day: local.slice(0, 10),
    hour: match[4] === undefined ? undefined : Number(match[4]),
    minute: Number(match[5] ?? 0),
  };
}

/** "Donnerstag, 3. Dezember 2026", "Thursday 3 December 2026". */
export function dayWords(moment: Moment, locale: Locale): string {
  return formatDay(moment.day, locale === "de" ? "%A, %e. %B %Y" : "%A %e %B %Y", locale);
}

/** "19 Uhr", "19.30 Uhr"; "7 pm", "7:30 pm". Empty without a time. */
export function timeWords({ hour, minute }: Moment, locale: Locale): string {
  if (hour === undefined) return "";
  return locale === "de" ? `${bare(hour, minute, locale)} Uhr` : bare(hour, minute, locale);
}

function bare(hour: number, minute: number, locale: Locale): string {
  const minutes = String(minute).padStart(2, "0");
  if (locale === "de") return minute === 0 ? String(hour) : `${hour}.${minutes}`;
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return `${twelve}${minute === 0 ? "" : `:${minutes}`} ${hour < 12 ? "am" : "pm"}`;
}

/** The whole time of an event in one line: "Donnerstag, 3. Dezember 2026, 19 bis 21 Uhr". */
export function spanWords(start: Moment, end: Moment | undefined, locale: Locale): string {
  const from = dayWords(start, locale);
  const time = timeWords(start, locale);
  if (!end) return time ? `${from}, ${time}` : from;
  const until = locale === "de" ? " bis " : " to ";
  if (end.day === start.day) {
    const ending = timeWords(end, locale);
    if (!time || !ending) return time ? `${from}, ${time}` : from;
    const short = locale === "de" ? bare(start.hour!, start.minute, locale) : time;
    return `${from}, ${short}${until}${ending}`;
  }
  const last = dayWords(end, locale);
  const ending = timeWords(end, locale);
  return `${from}${time ? `, ${time}` : ""}${until}${last}${ending ? `, ${ending}` : ""}`;
}
