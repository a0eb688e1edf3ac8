import assert from "node:assert/strict";
import { test } from "node:test";
import { addMonths, beginOf, daysShown, dayOf, sameTimeOn, weekOf } from "./days.ts";

test("a month is shown in whole weeks from Monday, a week as seven days", () => {
  const november = daysShown("2026-11-22", "month");
  assert.deepEqual(
    [november[0], november.at(-1), november.length],
    ["2026-10-26", "2026-12-06", 42],
  );
  assert.equal(daysShown("2027-02-10", "month").length, 28);
  assert.deepEqual(daysShown("2026-11-22", "week").at(-1), "2026-11-22");
  assert.equal(weekOf("2026-11-23"), "2026-11-23");
  assert.equal(addMonths("2026-12-31", 2), "2027-02-28");
});

test("days and times are the account's, on both sides of a change of clocks", () => {
  assert.equal(dayOf("2026-11-22T23:30:00Z", "Europe/Berlin"), "2026-11-23");
  assert.equal(beginOf("2026-10-26", "Europe/Berlin"), "2026-10-25T23:00:00.000Z");
  assert.equal(
    sameTimeOn("2026-10-26", "2026-10-20T08:00:00Z", "Europe/Berlin"),
    "2026-10-26T10:00",
  );
});
