import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfDay } from "./zone-day.ts";

test("a day begins at midnight of the account, also when the clocks change", () => {
  assert.equal(startOfDay("2026-11-21", "Europe/Berlin"), "2026-11-20T23:00:00.000Z");
  assert.equal(startOfDay("2026-07-01", "Europe/Berlin"), "2026-06-30T22:00:00.000Z");
  assert.equal(startOfDay("2026-03-29", "Europe/Berlin"), "2026-03-28T23:00:00.000Z");
  assert.equal(startOfDay("2026-03-29", "Europe/Berlin", true), "2026-03-29T22:00:00.000Z");
  assert.equal(startOfDay("2026-10-25", "Europe/Berlin", true), "2026-10-25T23:00:00.000Z");
  assert.equal(startOfDay("2026-12-31", "UTC", true), "2027-01-01T00:00:00.000Z");
});

test("what is no day filters nothing", () => {
  assert.equal(startOfDay("", "UTC"), undefined);
  assert.equal(startOfDay("21.11.2026", "UTC"), undefined);
});
