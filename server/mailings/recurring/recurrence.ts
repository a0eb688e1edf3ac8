import type { Recurrence } from "../../../contract/recurring.ts";
import { dayAfter, instantOfLocalTime } from "../../platform/index.ts";

/** When a recurring mailing is due: a rule over days, by the clock of a zone. */
interface Schedule {
  rule: Recurrence;
  /** "09:00" */
  time: string;
  /** IANA zone. */
  zone: string;
  /** Days, both included. */
  startsOn: string;
  endsOn: string | null;
}

/** One date: by the clock on the wall, which names it, and as the instant by the zone's rules known now. */
export interface Due {
  local: string;
  at: Date;
}

/** Where clocks show an hour first (UTC+14) and last (UTC-12); offsets of these names have their sign turned. */
const FIRST_CLOCK = "Etc/GMT-14";
const LAST_CLOCK = "Etc/GMT+12";

/** When the first clock on earth shows a time, and when the last one does. Pure. */
export function clocksSpan(local: string): { first: Date; last: Date } {
  return {
    first: instantOfLocalTime(local, FIRST_CLOCK),
    last: instantOfLocalTime(local, LAST_CLOCK),
  };
}

/** A rule that never comes true ends the search. */
const MOST_DAYS = 800;
const DAY_MS = 86_400_000;

/**
 * The next dates of a schedule that lie after a moment and, where one is given, after a date by its name. Pure. In an hour
 * that the zone skips it is due as many minutes after the change, in one that it has twice at the first, so that each date
 * is one instant and happens once.
 */
export function nextDates(
  schedule: Schedule,
  after: { at: Date; local?: string | null },
  count: number,
): Due[] {
  const found: Due[] = [];
  let day = dayAfter(after.at.toISOString().slice(0, 10), -2);
  if (day < schedule.startsOn) day = schedule.startsOn;
  for (let step = 0; step < MOST_DAYS && found.length < count; step++, day = dayAfter(day, 1)) {
    if (schedule.endsOn !== null && day > schedule.endsOn) break;
    if (!isDay(schedule, day)) continue;
    const local = `${day}T${schedule.time}`;
    if (after.local != null && local <= after.local) continue;
    const at = instantOfLocalTime(local, schedule.zone);
    if (at > after.at) found.push({ local, at });
  }
  return found;
}

/** Whether the rule means this day. */
function isDay({ rule, startsOn }: Pick<Schedule, "rule" | "startsOn">, day: string): boolean {
  const weekday = weekdayOf(day);
  if (rule.every === "week") {
    if (!rule.days.includes(weekday)) return false;
    const weeks = (mondayOf(day) - mondayOf(startsOn)) / (7 * DAY_MS);
    return weeks % rule.interval === 0;
  }
  const date = Number(day.slice(8));
  const last = lastDate(day);
  if ("day" in rule) return date === Math.min(rule.day, last);
  if (weekday !== rule.weekday) return false;
  return rule.nth === -1 ? date + 7 > last : Math.ceil(date / 7) === rule.nth;
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function mondayOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - (weekdayOf(day) - 1) * DAY_MS;
}

function lastDate(day: string): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
}
