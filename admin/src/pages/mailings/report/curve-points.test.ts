import assert from "node:assert/strict";
import { test } from "node:test";
import { portionsOf } from "./curve-points.ts";

const day = (name: string, opens: number | null, anonymous?: { from: string; opens: number }) => ({
  day: `2026-11-${name}`,
  personal: opens === null ? null : { opens, clicks: 1 },
  anonymous: anonymous
    ? { from: `2026-11-${anonymous.from}`, opens: anonymous.opens, clicks: 2 }
    : null,
});

test("TRK-08: personal hits wait for the anonymous ones of their days", () => {
  const days = [
    day("10", 5, { from: "10", opens: 40 }),
    day("11", 3),
    day("12", 2, { from: "11", opens: 12 }),
    day("13", 7),
  ];
  assert.deepEqual(portionsOf(days, true, false), [
    { from: "2026-11-10", to: "2026-11-10", opens: 45, clicks: 3 },
    { from: "2026-11-11", to: "2026-11-12", opens: 17, clicks: 4 },
  ]);
});

test("TRK-08: a portion that reaches back counts no personal hit twice", () => {
  const days = [
    day("15", 266, { from: "15", opens: 476 }),
    day("16", 161, { from: "16", opens: 309 }),
    day("18", 3, { from: "18", opens: 14 }),
    day("19", 2),
    day("20", 1, { from: "16", opens: 0 }),
    day("21", 8),
  ];
  const shown = portionsOf(days, true, false);
  assert.deepEqual(
    shown.map((portion) => [portion.from, portion.to, portion.opens]),
    [
      ["2026-11-15", "2026-11-15", 742],
      ["2026-11-16", "2026-11-16", 470],
      ["2026-11-18", "2026-11-18", 17],
      ["2026-11-16", "2026-11-20", 3],
    ],
  );
  const atEnd = portionsOf(days, true, true);
  const all = days.reduce(
    (total, each) => total + (each.personal?.opens ?? 0) + (each.anonymous?.opens ?? 0),
    0,
  );
  assert.equal(
    atEnd.reduce((total, portion) => total + portion.opens, 0),
    all,
  );
});

test("without personal figures the portions are the anonymous ones", () => {
  assert.deepEqual(portionsOf([day("10", null, { from: "10", opens: 40 })], true, false), [
    { from: "2026-11-10", to: "2026-11-10", opens: 40, clicks: 2 },
  ]);
});

test("without anonymous counting a day without a hit is zero", () => {
  const portions = portionsOf([day("10", 5), day("12", 1)], false, false);
  assert.deepEqual(
    portions.map((portion) => [portion.to, portion.opens]),
    [
      ["2026-11-10", 5],
      ["2026-11-11", 0],
      ["2026-11-12", 1],
    ],
  );
  assert.deepEqual(portionsOf([], false, false), []);
});
