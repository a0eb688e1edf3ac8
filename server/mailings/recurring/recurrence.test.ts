import assert from "node:assert/strict";
import { test } from "node:test";
import type { Recurrence } from "../../../contract/recurring.ts";
import { nextDates } from "./recurrence.ts";

const dates = (rule: Recurrence, count = 4, more: { startsOn?: string; endsOn?: string } = {}) =>
  nextDates(
    { rule, time: "09:00", zone: "Europe/Berlin", startsOn: "2026-11-22", endsOn: null, ...more },
    { at: new Date("2026-11-22T12:00:00Z") },
    count,
  ).map(({ local }) => local.slice(0, 10));

test("weekly, every other week, by day of the month and by weekday of the month", () => {
  assert.deepEqual(dates({ every: "week", interval: 1, days: [2, 5] }), [
    "2026-11-24",
    "2026-11-27",
    "2026-12-01",
    "2026-12-04",
  ]);
  assert.deepEqual(dates({ every: "week", interval: 2, days: [1] }, 3), [
    "2026-11-30",
    "2026-12-14",
    "2026-12-28",
  ]);
  assert.deepEqual(dates({ every: "month", day: 31 }), [
    "2026-11-30",
    "2026-12-31",
    "2027-01-31",
    "2027-02-28",
  ]);
  assert.deepEqual(dates({ every: "month", nth: 1, weekday: 2 }, 3), [
    "2026-12-01",
    "2027-01-05",
    "2027-02-02",
  ]);
  assert.deepEqual(dates({ every: "month", nth: -1, weekday: 5 }, 3), [
    "2026-11-27",
    "2026-12-25",
    "2027-01-29",
  ]);
  assert.deepEqual(dates({ every: "week", interval: 1, days: [1] }, 5, { endsOn: "2026-12-06" }), [
    "2026-11-23",
    "2026-11-30",
  ]);
});

test("the hour stays the same by the clock on the wall when summer time ends", () => {
  const found = nextDates(
    {
      rule: { every: "week", interval: 1, days: [7] },
      time: "02:30",
      zone: "Europe/Berlin",
      startsOn: "2026-10-18",
      endsOn: null,
    },
    { at: new Date("2026-10-17T00:00:00Z") },
    3,
  );
  assert.deepEqual(
    found.map(({ at }) => at.toISOString()),
    ["2026-10-18T00:30:00.000Z", "2026-10-25T00:30:00.000Z", "2026-11-01T01:30:00.000Z"],
  );
});
