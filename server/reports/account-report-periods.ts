import type { ReportPeriod } from "../../contract/account-report.ts";

const DAY_MS = 86_400_000;
/** The longest period: five years. */
const LONGEST_DAYS = 5 * 366;
/** Periods up to this many days are shown by weeks, longer ones by months. */
const BY_WEEK_DAYS = 100;

export interface Span {
  /** First and last day, `2026-11-22`, in the account's time zone. */
  from: string;
  to: string;
}

export interface Period extends Span {
  chosen: ReportPeriod;
  unit: "week" | "month";
  timezone: string;
  /** The weeks (Monday to Sunday) or months of the period, cut off at both ends. */
  spans: Span[];
}

/** The days a report is about. `began` is when there was anything first. */
export function periodOf(chosen: ReportPeriod, now: Date, timezone: string, began: Date): Period {
  const to = dayIn(timezone, now);
  const longest = addDays(to, 1 - LONGEST_DAYS);
  const opened = dayIn(timezone, began);
  const from =
    chosen === "all"
      ? opened > to
        ? to
        : opened < longest
          ? longest
          : opened
      : addDays(to, 1 - Number(chosen));
  const unit = daysBetween(from, to) < BY_WEEK_DAYS ? "week" : "month";
  return { chosen, from, to, unit, timezone, spans: spansOf(from, to, unit) };
}

/** Weeks from Monday to Sunday or calendar months, the first and the last cut off. */
export function spansOf(from: string, to: string, unit: "week" | "month"): Span[] {
  const spans: Span[] = [];
  for (let day = from; day <= to;) {
    const end = unit === "week" ? addDays(day, 7 - weekdayOf(day)) : lastOfMonth(day);
    spans.push({ from: day, to: end < to ? end : to });
    day = addDays(end, 1);
  }
  return spans;
}

/** What happened on days, put together by the spans of a period. */
export function bySpan<T>(
  spans: readonly Span[],
  rows: readonly (T & { day: string })[],
): { span: Span; rows: T[] }[] {
  const made = spans.map((span) => ({ span, rows: [] as T[] }));
  for (const row of rows)
    made.find(({ span }) => span.from <= row.day && row.day <= span.to)?.rows.push(row);
  return made;
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

export function dayIn(timezone: string, at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(at);
}

/** The hour of the day, 0 to 23. */
export function hourIn(timezone: string, at: Date): number {
  const hour = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    hour: "2-digit",
    hourCycle: "h23",
  }).format(at);
  return Number(hour);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

function lastOfMonth(day: string): string {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
