import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openHouse } from "../test/support/adversary/house.ts";
import type { Verdict } from "../test/support/adversary/judge.ts";
import { LEAKS } from "../test/support/adversary/leaks.ts";
import type { Pattern } from "../test/support/adversary/readers.ts";
import { describe, trial, type Trial } from "../test/support/adversary/trial.ts";

/**
 * `npm run drill:adversary`: mailings to 20,000 people without permission, read at busy and at quiet times, and an
 * adversary with database, write-ahead log, logs, files and keys who tries to say who read (docs/privacy/measuring.md).
 * Exit code 1 when it can, or when it misses a program that leaks on purpose. `--save` keeps the figures for the help
 * pages. The last line is JSON for machines.
 */
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "20000" },
    seeds: { type: "string", default: "3" },
    seed: { type: "string", default: "20261122" },
    save: { type: "boolean", default: false },
  },
});
const people = Number(values.people);
const granted = Math.round(people / 10);
const seeds = Array.from(
  { length: Number(values.seeds) },
  (_unused, at) => Number(values.seed) + at,
);
const LEVELS = ["shared", "unique"] as const;
const RESULTS = join(import.meta.dirname, "../docs/privacy/adversary-results.json");

const house = await openHouse();
const product: Trial[] = [];
const leaks: Trial[] = [];
const limits: Trial[] = [];
const run = async (into: Trial[], options: Parameters<typeof trial>[1]): Promise<void> => {
  const result = await trial(house, options);
  process.stdout.write(`${describe(result)}${result.caught ? "  FOUND" : ""}\n`);
  into.push(result);
};
try {
  for (const level of LEVELS)
    for (const pattern of ["busy", "quiet"] as Pattern[])
      for (const seed of seeds) await run(product, { level, pattern, people, granted, seed });
  for (const leak of LEAKS)
    await run(leaks, {
      ...{ level: leak.level, pattern: leak.pattern, leak, seed: seeds[0]! },
      ...{ people: Math.min(people, 5_000), granted: 500 },
    });
  for (const level of LEVELS)
    await run(limits, { level, pattern: "trickle", people: 5_000, granted: 500, seed: seeds[0]! });
} finally {
  await house.close();
}

const rounded = ({ auc, precision, baseRate, precisionLimit }: Verdict) =>
  Object.fromEntries(
    Object.entries({ auc, precision, baseRate, precisionLimit }).map(([name, value]) => [
      name,
      Math.round(value * 1000) / 1000,
    ]),
  );
const shown = (result: Trial) => ({
  ...{ variant: result.name, level: result.level, pattern: result.pattern },
  ...{ people: result.people, hits: result.hits, seed: result.seed },
  ...{ opened: rounded(result.opened), clicked: rounded(result.clicked), caught: result.caught },
});
/** One excess among the seeds may be chance (three standard deviations are passed now and then); two are a leak. */
const leaking = product.filter(
  (one) =>
    product.filter(
      (other) => other.caught && other.level === one.level && other.pattern === one.pattern,
    ).length > (seeds.length > 1 ? 1 : 0),
);
const passed = leaking.length === 0 && leaks.every((leak) => leak.caught);
const results = {
  date: new Date().toISOString().slice(0, 10),
  people,
  seeds,
  tolerance: { auc: 0.05, standardDeviations: 3 },
  product: product.map(shown),
  leaks: leaks.map(shown),
  limits: limits.map(shown),
  passed,
};
if (values.save) writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
process.stdout.write(`${JSON.stringify({ drill: "adversary", ...results })}\n`);
process.exitCode = passed ? 0 : 1;
