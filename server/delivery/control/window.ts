import { dayAfter, instantOfLocalTime, wallClockAt } from "../../platform/index.ts";

/** When mails of a run may leave: on these weekdays (1 Monday … 7 Sunday) from `from` until before `to`, "HH:MM". */
export interface SendWindow {
  days: readonly number[];
  from: string;
  to: string;
}

/** Whether the window is open at an instant, by the clock on the wall of the zone. */
export function isOpen(window: SendWindow, zone: string, at: Date): boolean {
  const { time, weekday } = wallClockAt(at, zone);
  return window.days.includes(weekday) && window.from <= time && time < window.to;
}

/**
 * Null while the window is open; else the instant of its next opening. A day whose window lies in an hour the zone skips
 * has none; in the hour that exists twice the window opens at the first. Null too for a window that never opens.
 */
export function nextOpening(window: SendWindow, zone: string, at: Date): Date | null {
  if (isOpen(window, zone, at)) return null;
  const today = wallClockAt(at, zone).date;
  for (let days = 0; days <= 21; days++) {
    const opening = instantOfLocalTime(`${dayAfter(today, days)}T${window.from}`, zone);
    if (opening > at && isOpen(window, zone, opening)) return opening;
  }
  return null;
}
