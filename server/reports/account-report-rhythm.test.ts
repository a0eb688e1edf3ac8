import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../test/support/random.ts";
import { rhythmOf, type RhythmMailing } from "./account-report-rhythm.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const random = seededRandom(seed);

/** A mailing whose readers open with this probability. */
function mailing(key: number, probability: number, options: Partial<RhythmMailing> = {}) {
  const base = options.base ?? 400;
  let openers = 0;
  for (let one = 0; one < base; one++) if (random() < probability) openers += 1;
  return {
    key,
    lists: "1",
    base,
    openers,
    clickers: Math.floor(openers / 4),
    anonymous: null,
    ...options,
  };
}

test("below twelve mailings, or three on two weekdays, nothing is claimed", () => {
  const eleven = Array.from({ length: 11 }, (_unused, at) =>
    mailing(1 + (at % 2), at % 2 ? 0.6 : 0.2),
  );
  assert.equal(rhythmOf(eleven).verdict, "too_few");
  assert.equal(rhythmOf(eleven).best, null);
  const oneDay = Array.from({ length: 30 }, (_unused, at) => mailing(at < 28 ? 2 : 4, 0.4));
  assert.equal(rhythmOf(oneDay).verdict, "too_few");
  assert.equal(rhythmOf([]).verdict, "too_few");
  assert.deepEqual(rhythmOf([]).cells, []);
});

test("a clear lead is found and measured, and the same figures give the same answer", () => {
  const mailings = Array.from({ length: 36 }, (_unused, at) =>
    mailing(1 + (at % 4), at % 4 === 1 ? 0.5 : 0.38),
  );
  const rhythm = rhythmOf(mailings);
  assert.equal(rhythm.verdict, "clear");
  assert.equal(rhythm.best?.key, 2);
  assert.ok(rhythm.best.lead > 0.07 && rhythm.best.lead < 0.17, String(rhythm.best.lead));
  assert.ok(rhythm.best.chance < 0.05);
  assert.deepEqual(rhythmOf(mailings), rhythm);
  const cell = rhythm.cells.find((each) => each.key === 2)!;
  assert.equal(cell.mailings, 9);
  assert.equal(cell.opened.base, 3600);
});

test("where days make no difference a clear lead is claimed as seldom as promised", () => {
  const turns = 120;
  let claimed = 0;
  for (let turn = 0; turn < turns; turn++) {
    // Readers differ from mailing to mailing far more than dice would make them.
    const mailings = Array.from({ length: 20 }, (_unused, at) =>
      mailing(1 + (at % 5), 0.3 + random() * 0.2, { base: 200 }),
    );
    if (rhythmOf(mailings).verdict === "clear") claimed += 1;
  }
  // 5 of 100 are promised: 6 of 120. More than 18 have a chance below one in 10,000.
  assert.ok(claimed <= 18, `${claimed} of ${turns}`);
});

test("a list with keen readers that always goes out on Tuesdays makes no best day", () => {
  const mailings = [
    ...Array.from({ length: 12 }, () => mailing(2, 0.7, { lists: "7" })),
    ...Array.from({ length: 12 }, (_unused, at) => mailing(at % 2 ? 4 : 5, 0.3, { lists: "8" })),
  ];
  assert.notEqual(rhythmOf(mailings).verdict === "clear" && rhythmOf(mailings).best?.key, 2);
});

test("TRK-09: only published loads are added up, each with the people it is of", () => {
  const rhythm = rhythmOf([
    mailing(1, 0.4, { anonymous: { base: 200, opens: 90 } }),
    mailing(1, 0.4),
    mailing(1, 0.4, { anonymous: { base: 100, opens: 30 } }),
    mailing(3, 0.4),
  ]);
  assert.deepEqual(
    rhythm.cells.map((cell) => cell.anonymous),
    [{ mailings: 2, base: 300, opens: 120 }, null],
  );
});
