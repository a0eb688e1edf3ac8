import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type House, openHouse } from "./support/adversary/house.ts";
import { LEAKS, type Leak } from "./support/adversary/leaks.ts";
import type { Pattern } from "./support/adversary/readers.ts";
import { describe, trial, type Trial } from "./support/adversary/trial.ts";
import { isThorough } from "./support/thorough.ts";

const SEED = 20_261_122;
const PEOPLE = 5_000;
const GRANTED = 500;
/** A leak shows among fewer. */
const PEOPLE_OF_LEAKS = 2_000;

let house: House;
before(async () => {
  house = await openHouse();
});
after(() => house?.close());

async function attempt(options: Parameters<typeof trial>[1]): Promise<Trial> {
  const result = await trial(house, options);
  console.log(describe(result));
  return result;
}

/** What chance does once in some hundred runs it does not do again with another seed; a leak does. */
async function findsNobody(level: Leak["level"], pattern: Pattern): Promise<void> {
  const options = { level, pattern, people: PEOPLE, granted: GRANTED, seed: SEED };
  const first = await attempt(options);
  assert.ok(first.hits > 2_000);
  if (first.caught) {
    const second = await attempt({ ...options, seed: SEED + 1 });
    assert.ok(!second.caught, describe(second));
  }
}

test("TRK-06 TRK-10: at level shared nobody with dump, write-ahead log, logs, files and keys can say who read a slowly sent mailing", () =>
  findsNobody("shared", "quiet"));

test("TRK-06 TRK-10: at level unique nobody can say who read a mailing that all read in an hour", () =>
  findsNobody("unique", "busy"));

/** Every second kind of leak each day; all by `npm run drill:thorough`. */
for (const leak of LEAKS.filter((_leak, no) => isThorough || no % 2 === 0))
  test(`TRK-06: the same adversary catches a program that ${leak.name}`, async () => {
    const { level, pattern } = leak;
    const options = { level, pattern, people: PEOPLE_OF_LEAKS, granted: 200, leak };
    const result = await attempt({ ...options, seed: SEED });
    assert.ok(result.caught, describe(result));
  });
