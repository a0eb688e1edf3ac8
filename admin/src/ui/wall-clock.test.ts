import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOf, wallClockOf } from "./wall-clock.ts";

test("wall clock and instant agree in summer and winter", () => {
  assert.equal(instantOf("2026-11-24 14:00:00", "Europe/Berlin"), "2026-11-24T13:00:00.000Z");
  assert.equal(instantOf("2026-07-01 14:00:00", "Europe/Berlin"), "2026-07-01T12:00:00.000Z");
  assert.equal(wallClockOf("2026-07-01T12:00:00.000Z", "Europe/Berlin"), "2026-07-01 14:00:00");
  assert.equal(wallClockOf("2026-11-24T23:30:00.000Z", "Europe/Berlin"), "2026-11-25 00:30:00");
});

test("the hour that exists twice is the first one, the skipped hour moves on", () => {
  assert.equal(instantOf("2026-10-25 02:30:00", "Europe/Berlin"), "2026-10-25T00:30:00.000Z");
  assert.equal(instantOf("2026-03-29 02:30:00", "Europe/Berlin"), "2026-03-29T01:30:00.000Z");
});

test("every half hour of a year survives the way to the wall and back", () => {
  for (const zone of ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]) {
    const start = Date.UTC(2026, 0, 1);
    let different = 0;
    for (let step = 0; step < 365 * 48; step += 41) {
      const instant = new Date(start + step * 1_800_000).toISOString();
      if (instantOf(wallClockOf(instant, zone), zone) !== instant) different += 1;
    }
    // Only the second pass of the doubled hour in autumn cannot be told apart.
    assert.ok(different <= 2, `${zone}: ${different}`);
  }
});
