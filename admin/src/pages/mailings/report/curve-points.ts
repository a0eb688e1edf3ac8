import type { MailingReport } from "../../../../../contract/reports.ts";

/** What became known on a day: its hits, or those of several days together. */
export interface Portion {
  from: string;
  to: string;
  opens: number;
  clicks: number;
}

type Day = MailingReport["days"][number];

/**
 * Days as the curve may show them. Anonymous hits become public in portions, link by link, some with those of earlier
 * days; personal ones are added once, with the next portion of any link. So no hit counts twice, and what is not
 * public yet is left out altogether. Without anonymous counting each day stands for itself.
 *
 * @param closed measuring has ended: no portion follows, the personal hits since the last one stand alone
 */
export function portionsOf(
  days: readonly Day[],
  countsAnonymously: boolean,
  closed: boolean,
): Portion[] {
  const sorted = [...days].sort((left, right) => left.day.localeCompare(right.day));
  if (!countsAnonymously) return filled(sorted);
  const portions: Portion[] = [];
  let waiting: Day[] = [];
  const take = (to: Day): void => {
    const { anonymous } = to;
    const from = [...waiting.map((day) => day.day), anonymous?.from ?? to.day].sort()[0]!;
    portions.push({
      from,
      to: to.day,
      opens: (anonymous?.opens ?? 0) + sum(waiting, (day) => day.personal?.opens),
      clicks: (anonymous?.clicks ?? 0) + sum(waiting, (day) => day.personal?.clicks),
    });
    waiting = [];
  };
  for (const day of sorted) {
    waiting.push(day);
    if (day.anonymous) take(day);
  }
  const last = waiting.at(-1);
  if (closed && last) take(last);
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
