import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOfLocalTime, localTimeAt } from "../../platform/index.ts";
import { isOpen, nextOpening, type SendWindow } from "./window.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Every change of a zone's clocks between two years: the last minute before it. */
function transitions(zone: string, from: number, until: number): Date[] {
  const offset = (time: number): number =>
    Date.parse(`${localTimeAt(new Date(time), zone)}:00Z`) - time;
  const found: Date[] = [];
  const step = 7 * 24 * HOUR;
  for (let time = Date.UTC(from, 0, 1); time < Date.UTC(until, 11, 31); time += step) {
    if (offset(time) === offset(time + step)) continue;
    let low = time;
    let high = time + step;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    found.push(new Date(low));
  }
  return found;
}

const zones = Intl.supportedValuesOf("timeZone");

test("CNT-18 SND-16: over every zone and change of clocks 2025–2035 a local time means one instant, and in order", () => {
  let looked = 0;
  for (const zone of zones)
    for (const change of transitions(zone, 2025, 2035)) {
      const start = Math.floor(change.getTime() / HOUR) * HOUR - 3 * HOUR;
      let last = Number.NEGATIVE_INFINITY;
      const day = Date.parse(`${localTimeAt(new Date(start), zone)}:00Z`);
      for (let minutes = 0; minutes <= 8 * 60; minutes += 15) {
        const local = new Date(day + minutes * MINUTE).toISOString().slice(0, 16);
        const instant = instantOfLocalTime(local, zone);
        const shown = localTimeAt(instant, zone);
        // Where the clock never shows it, the moment lies after the change; never before.
        assert.ok(shown === local || shown > local, `${zone} ${local}: ${shown}`);
        if (shown === local)
          assert.notEqual(
            localTimeAt(new Date(instant.getTime() - HOUR), zone),
            local,
            `${zone} ${local}: the first of two`,
          );
        if (shown === local && instantOfLocalTime(shown, zone).getTime() === instant.getTime()) {
          assert.ok(instant.getTime() > last || shown !== local, `${zone} ${local}: in order`);
          last = instant.getTime();
        }
        looked++;
      }
    }
  assert.ok(looked > 10_000, `${looked} local times`);
});

test("CNT-18: over every zone and change of clocks a window opens at most once a day, never while it is closed", () => {
  const windows: SendWindow[] = [
    { days: [1, 2, 3, 4, 5, 6, 7], from: "02:30", to: "02:45" },
    { days: [7], from: "01:30", to: "05:00" },
    { days: [1, 2, 3, 4, 5], from: "08:00", to: "20:00" },
    { days: [6, 7], from: "00:00", to: "24:00" },
  ];
  for (const zone of zones)
    for (const change of transitions(zone, 2025, 2035).slice(0, 6))
      for (const window of windows) {
        let at = new Date(change.getTime() - 26 * HOUR);
        const days = new Set<string>();
        const end = change.getTime() + 26 * HOUR;
        for (let opening = nextOpening(window, zone, at); opening && opening.getTime() < end;) {
          assert.ok(
            opening > at && isOpen(window, zone, opening),
            `${zone} ${opening.toISOString()}`,
          );
          const day = localTimeAt(opening, zone).slice(0, 10);
          // Midnight may come twice where clocks change at midnight; the window is one all the same.
          if (window.from !== "00:00") assert.ok(!days.has(day), `${zone} ${day}`);
          days.add(day);
          // On to the first closed minute after it.
          at = new Date(opening.getTime() + MINUTE);
          while (isOpen(window, zone, at) && at.getTime() < end)
            at = new Date(at.getTime() + 5 * MINUTE);
          opening = nextOpening(window, zone, at);
        }
      }
});

test("CNT-18: open, closed for the night, closed for the weekend, and a window that does not exist on a day", () => {
  const zone = "Europe/Berlin";
  const office = { days: [1, 2, 3, 4, 5], from: "08:00", to: "20:00" };
  assert.equal(nextOpening(office, zone, new Date("2026-11-20T10:00:00Z")), null);
  assert.deepEqual(
    nextOpening(office, zone, new Date("2026-11-19T19:00:00Z")),
    new Date("2026-11-20T07:00:00Z"),
  );
  assert.deepEqual(
    nextOpening(office, zone, new Date("2026-11-20T19:00:00Z")),
    new Date("2026-11-23T07:00:00Z"),
  );
  const night = { days: [7], from: "02:10", to: "02:50" };
  assert.deepEqual(
    nextOpening(night, zone, new Date("2026-03-28T12:00:00Z")),
    new Date("2026-04-05T00:10:00Z"),
    "on 29 March the clock jumps from 2 to 3",
  );
});
