import type { MailingReport } from "../../../../../contract/reports.ts";

/** A day, or several that became public together, with opens and clicks. */
export interface Portion {
  from: string;
  to: string;
  opens: number;
  clicks: number;
}

type Day = MailingReport["days"][number];

/**
 * Days as the curve may show them. Anonymous hits become public in portions of one or more days; the personal ones
 * of the same days are added to them, so that every point says the same about its days. What is not public yet is
 * left out altogether. Without anonymous counting each day stands for itself.
 */
export function portionsOf(days: readonly Day[], countsAnonymously: boolean): Portion[] {
  const sorted = [...days].sort((left, right) => left.day.localeCompare(right.day));
  if (!countsAnonymously) return filled(sorted);
  const portions: Portion[] = [];
  for (const day of sorted) {
    if (!day.anonymous) continue;
    const { from } = day.anonymous;
    const own = sorted.filter((other) => other.day >= from && other.day <= day.day);
    portions.push({
      from,
      to: day.day,
      opens: day.anonymous.opens + sum(own, (each) => each.personal?.opens),
      clicks: day.anonymous.clicks + sum(own, (each) => each.personal?.clicks),
    });
  }
  return portions;
}

/** Days without a hit are zero, from the first to the last one with any. */
function filled(days: readonly Day[]): Portion[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  if (first === undefined || last === undefined) return [];
  const portions: Portion[] = [];
  for (let number = dayNumber(first); number <= dayNumber(last); number += 1) {
    const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
    const { personal } = byDay.get(day) ?? { personal: null };
    portions.push({
      from: day,
      to: day,
      opens: personal?.opens ?? 0,
      clicks: personal?.clicks ?? 0,
    });
  }
  return portions;
}

const DAY_MS = 86_400_000;

/** Days since 1970 of a calendar day such as `2026-11-21`. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function sum(days: readonly Day[], pick: (day: Day) => number | undefined): number {
  return days.reduce((total, day) => total + (pick(day) ?? 0), 0);
}
