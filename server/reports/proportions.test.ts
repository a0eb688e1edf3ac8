import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { differenceOf, rateOf } from "./proportions.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const near = (value: number, expected: number) =>
  assert.ok(Math.abs(value - expected) < 0.0005, `${value} is not ${expected}`);

test("a rate says within which bounds chance leaves it: the intervals of the literature", () => {
  // Newcombe 1998, Statistics in Medicine 17, 857: 81 of 263, and 15 of 148.
  near(rateOf(81, 263)!.low, 0.2553);
  near(rateOf(81, 263)!.high, 0.3662);
  near(rateOf(15, 148)!.low, 0.0624);
  near(rateOf(15, 148)!.high, 0.1605);
  assert.equal(rateOf(0, 29)!.low, 0);
  near(rateOf(0, 29)!.high, 0.117);
  assert.equal(rateOf(3, 0), null);
});

test("two rates differ only where the interval of their difference leaves zero out", () => {
  // Newcombe 1998, Statistics in Medicine 17, 873, example a: 56/70 and 48/80 differ by 0.0524 to 0.3339.
  assert.equal(differenceOf(rateOf(56, 70)!, rateOf(48, 80)!), "higher");
  assert.equal(differenceOf(rateOf(48, 80)!, rateOf(56, 70)!), "lower");
  // Example b: 9/10 and 3/10, 0.1705 to 0.8090; c: 6/7 and 2/7, 0.0582 to 0.8062; e: 0/56 … 1/29.
  assert.equal(differenceOf(rateOf(9, 10)!, rateOf(3, 10)!), "higher");
  assert.equal(differenceOf(rateOf(5, 56)!, rateOf(0, 29)!), "chance");
  assert.equal(differenceOf(rateOf(41, 100)!, rateOf(39, 100)!), "chance");
  assert.equal(differenceOf(rateOf(41_000, 100_000)!, rateOf(39_000, 100_000)!), "higher");
});

test("bounds hold the share, and a difference turned round is the opposite", () => {
  const rate = fc
    .record({
      base: fc.integer({ min: 1, max: 5000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ base, part }) => rateOf(Math.round(part * base), base)!);
  const opposite = { chance: "chance", higher: "lower", lower: "higher" } as const;
  fc.assert(
    fc.property(rate, rate, (one, other) => {
      assert.ok(one.low <= one.share && one.share <= one.high);
      assert.equal(differenceOf(other, one), opposite[differenceOf(one, other)]);
      assert.equal(differenceOf(one, one), "chance");
    }),
    { seed },
  );
});
