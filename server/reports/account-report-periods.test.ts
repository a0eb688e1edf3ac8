import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addDays,
  bySpan,
  dayIn,
  hourIn,
  periodOf,
  spansOf,
  weekdayOf,
} from "./account-report-periods.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const zone = "Europe/Berlin";

test("a period ends today in the account's time zone and begins where it says", () => {
  const now = new Date("2026-11-21T23:30:00Z"); // half past midnight in Berlin
  const began = new Date("2024-02-29T12:00:00Z");
  const days = (chosen: "30" | "90" | "365" | "all") => {
    const { from, to, unit, spans } = periodOf(chosen, now, zone, began);
    return [from, to, unit, spans.length];
  };
  assert.deepEqual(days("30"), ["2026-10-24", "2026-11-22", "week", 5]);
  assert.deepEqual(days("90"), ["2026-08-25", "2026-11-22", "week", 13]);
  assert.deepEqual(days("365"), ["2025-11-23", "2026-11-22", "month", 13]);
  assert.deepEqual(days("all"), ["2024-02-29", "2026-11-22", "month", 34]);
  assert.equal(periodOf("all", now, zone, new Date("2001-01-01")).from, "2021-11-19");
  // A clock that was set back leaves one day.
  assert.deepEqual(periodOf("all", now, zone, new Date("2027-01-01")).spans, [
    { from: "2026-11-22", to: "2026-11-22" },
  ]);
});

test("weeks and months hold each day of a period once", () => {
  const day = fc
    .date({ min: new Date("2023-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 0, max: 800 }),
      fc.constantFrom("week" as const, "month" as const),
      (from, length, unit) => {
        const to = addDays(from, length);
        const spans = spansOf(from, to, unit);
        assert.equal(spans[0]!.from, from);
        assert.equal(spans.at(-1)!.to, to);
        spans.forEach((span, at) => {
          assert.ok(span.from <= span.to);
          const next = spans[at + 1];
          if (next) assert.equal(next.from, addDays(span.to, 1));
          if (next && unit === "week") assert.equal(weekdayOf(next.from), 1);
          if (next && unit === "month") assert.equal(next.from.slice(8), "01");
        });
        const rows = Array.from({ length: length + 1 }, (_unused, at) => ({
          day: addDays(from, at),
        }));
        const sorted = bySpan(spans, rows).flatMap((each) => each.rows);
        assert.deepEqual(sorted, rows);
      },
    ),
    { seed },
  );
});

test("weekday and hour are those of the account's clock", () => {
  assert.equal(weekdayOf("2026-11-22"), 7);
  assert.equal(weekdayOf("2026-11-23"), 1);
  assert.equal(dayIn(zone, new Date("2026-03-28T23:30:00Z")), "2026-03-29");
  assert.equal(hourIn(zone, new Date("2026-11-21T23:30:00Z")), 0);
  assert.equal(hourIn(zone, new Date("2026-07-01T22:00:00Z")), 0);
  assert.equal(hourIn(zone, new Date("2026-07-01T07:59:00Z")), 9);
});
