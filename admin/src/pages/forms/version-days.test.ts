import assert from "node:assert/strict";
import { test } from "node:test";
import { heldOn } from "./version-days.ts";

test("CON-05: a day shows every version that held in it, also for an hour", () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
  const first = { from: at(3, 10), until: at(5, 9) };
  const second = { from: at(5, 9), until: at(5, 10) };
  const third = { from: at(5, 10), until: null };
  const on = (day: string) => [first, second, third].map((version) => heldOn(version, day));
  assert.deepEqual(on("2026-11-02"), [false, false, false]);
  assert.deepEqual(on("2026-11-03"), [true, false, false]);
  assert.deepEqual(on("2026-11-05"), [true, true, true]);
  assert.deepEqual(on("2026-11-06"), [false, false, true]);
});
