/**
 * `npm run bench:gate`: how many recipients the gate decides per second on one core, from loaded facts.
 * Goal: 200,000/s. The last line is JSON for machines.
 */
import { decide } from "../server/compliance/gate.ts";
import type { RecipientFacts } from "../server/compliance/facts.ts";
import { goodFacts, goodSubscription } from "../test/support/gate-facts.ts";

const LIMIT = 200_000;
const COUNT = 1_000_000;
const ROUNDS = 5;

// A list as it is in life: most may be mailed, a third may be measured, the rest fails in different places.
const people: RecipientFacts[] = Array.from({ length: COUNT }, (_, no) =>
  goodFacts({
    contactId: no,
    emailNormalised: `person${no}@example.org`,
    subscriptions:
      no % 29 === 0
        ? [goodSubscription({ state: "pending" })]
        : no % 7 === 0
          ? [goodSubscription({ state: "unsubscribed" }), goodSubscription({ listId: 2 })]
          : [goodSubscription()],
    retained: no % 97 === 0,
    addressObjected: no % 89 === 0,
    profiling: no % 3 === 0 ? "granted" : "unknown",
  }),
);
const now = new Date("2026-11-21T09:00:00Z");

const rates: number[] = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  const begun = performance.now();
  let cleared = 0;
  let personal = 0;
  for (const facts of people) {
    const decision = decide(facts, "newsletter", now);
    if (decision.kind === "cleared") {
      cleared += 1;
      if (decision.measure === "personal") personal += 1;
    }
  }
  const rate = (COUNT / (performance.now() - begun)) * 1000;
  rates.push(rate);
  process.stdout.write(
    `round ${round}: ${Math.round(rate).toLocaleString("en")} decisions/s, ${cleared} cleared, ${personal} measured\n`,
  );
}
const value = Math.round(rates.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!);
process.stdout.write(
  `${JSON.stringify({ bench: "gate", value, limit: LIMIT, ratio: Math.round((value / LIMIT) * 100) / 100 })}\n`,
);
process.exitCode = value >= LIMIT ? 0 : 1;
