/** Calendar days of a mailing's time zone, as `2026-11-21`. */

/** A finished day may still get hits that were held in memory; after this long it is settled and may be shown. */
export const SETTLE_MS = 60 * 60_000;
/** Held hits of a day count for the day they are written once it is this old: ten minutes before it may be shown. */
export const LATE_MS = 50 * 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a moment in a time zone. An unknown zone counts as UTC. */
export function dayOf(timezone: string, at: Date | number): string {
  let format = formats.get(timezone);
  if (!format) {
    const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    try {
      format = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: timezone });
    } catch {
      format = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: "UTC" });
    }
    formats.set(timezone, format);
  }
  return format.format(at);
}

/** The day after, or `count` days after. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The last day that ended at least `age` milliseconds ago. */
export function lastDayEndedBefore(timezone: string, now: Date, age: number): string {
  return addDays(dayOf(timezone, now.getTime() - age), -1);
}

/** Where days are asked for thousands of times a second: the answer holds until the quarter of an hour ends. */
export function createDayFinder(): (timezone: string, at: Date) => string {
  const found = new Map<string, { day: string; until: number }>();
  const quarter = 15 * 60_000;
  return (timezone, at) => {
    const time = at.getTime();
    const last = found.get(timezone);
    // No zone changes its day at another moment than a quarter of an hour.
    if (last && time < last.until && time >= last.until - quarter) return last.day;
    const day = dayOf(timezone, at);
    found.set(timezone, { day, until: Math.floor(time / quarter) * quarter + quarter });
    return day;
  };
}
