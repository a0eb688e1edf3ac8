import { instantOf, wallClockOf } from "../../../ui/wall-clock.ts";

/** A day of the account's calendar: "2026-11-24". Counting days knows no hours and no zones. */
export type Day = string;

const DAY_MS = 86_400_000;
const at = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

export function addDays(day: Day, count: number): Day {
  return new Date(at(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or its last. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

/** Monday of the day's week. */
export function weekOf(day: Day): Day {
  return addDays(day, -((new Date(at(day)).getUTCDay() + 6) % 7));
}

/** The days shown: a week, or whole weeks that hold a month. */
export function daysShown(day: Day, view: "month" | "week"): Day[] {
  const first = weekOf(view === "week" ? day : `${day.slice(0, 7)}-01`);
  const last =
    view === "week"
      ? addDays(first, 6)
      : addDays(weekOf(addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1)), 6);
  const days: Day[] = [];
  for (let each = first; each <= last; each = addDays(each, 1)) days.push(each);
  return days;
}

/** The day on which an instant falls, by the clock of the zone. */
export function dayOf(instant: string, timeZone: string): Day {
  return wallClockOf(instant, timeZone).slice(0, 10);
}

/** The instant a day begins. */
export function beginOf(day: Day, timeZone: string): string {
  return instantOf(`${day} 00:00:00`, timeZone);
}

/** The same time of day on another day, as the API takes it: "2026-11-24T14:00". */
export function sameTimeOn(day: Day, instant: string, timeZone: string): string {
  return `${day}T${wallClockOf(instant, timeZone).slice(11, 16)}`;
}
