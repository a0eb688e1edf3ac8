/** The clock on the wall somewhere. */
export interface WallClock {
  /** "2026-11-24" */
  date: string;
  /** "14:05" */
  time: string;
  /** 1 Monday … 7 Sunday (ISO 8601). */
  weekday: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock on the wall shows in an IANA zone at an instant, to the minute. */
export function wallClockAt(instant: Date, zone: string): WallClock {
  const parts = formatOf(zone).formatToParts(instant);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "00";
  const date = `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}`;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return { date, time: `${of("hour")}:${of("minute")}`, weekday: weekday === 0 ? 7 : weekday };
}

/** The same as the product stores it: "2026-11-24T14:05". */
export function localTimeAt(instant: Date, zone: string): string {
  const { date, time } = wallClockAt(instant, zone);
  return `${date}T${time}`;
}

/**
 * The one instant a local time ("2026-11-24T14:05") means in a zone. Where the clock shows it twice (autumn) the first;
 * where it never does (spring) the moment as many minutes after the change. Throws on an unknown zone or malformed time.
 */
export function instantOfLocalTime(local: string, zone: string): Date {
  const wanted = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(wanted))
    throw new Error(`Expected a local time such as 2026-11-24T14:05, found ${local}.`);
  const offsetAt = (time: number): number =>
    Date.parse(`${localTimeAt(new Date(time), zone)}:00Z`) -
    Math.floor(time / MINUTE_MS) * MINUTE_MS;
  // The zone's offsets a day before and after bracket a change of clocks.
  const candidates = [offsetAt(wanted - DAY_MS), offsetAt(wanted + DAY_MS)].map(
    (offset) => wanted - offset,
  );
  const exact = candidates.filter((time) => time + offsetAt(time) === wanted);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

/** The calendar day so many days later: "2026-11-24", 7 → "2026-12-01". */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
