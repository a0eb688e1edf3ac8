/**
 * `npm run bench:answers`: whether the time of an answer tells what is known of an address (DOI-11). Signs up addresses
 * in every state over a real socket, in random order, and compares the times: as they are answered, and, for
 * information, the bare work behind them. Fails when some state can be told from the others better than by
 * chance (rank test over permuted labels, p < 0.01). The last line is JSON for machines.
 */
import type { AddressInfo } from "node:net";
import { testDatabase } from "../test/support/database.ts";
import { seededRandom } from "../test/support/random.ts";
import { signupWorld, type SignupWorld } from "../test/support/signup.ts";
import { addressesInEveryState, STATES, type AddressState } from "../test/support/signup-states.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ROUNDS = Number(process.argv[2] ?? 30);
const ANSWER_AFTER_MS = 250;
const PERMUTATIONS = 2000;
const LIMIT_P = 0.01;

interface Sample {
  state: AddressState;
  ms: number;
}

const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
say(`seed ${seed}, ${ROUNDS} rounds`);
const random = seededRandom(seed);
const shuffled = <T>(items: readonly T[]): T[] => {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
};

let visits = 0;
async function timeOf(world: SignupWorld, origin: string, email: string): Promise<number> {
  visits += 1;
  const body = new URLSearchParams({ email, lists: world.lists[0]!.publicId });
  const began = performance.now();
  const answer = await fetch(`${origin}/f/${world.form.publicId}?lang=de`, {
    method: "POST",
    body,
    headers: { "x-forwarded-for": `198.51.${Math.trunc(visits / 250)}.${visits % 250}` },
  });
  await answer.text();
  const ms = performance.now() - began;
  if (answer.status !== 200) throw new Error(`${answer.status} for ${email}`);
  return ms;
}

async function measure(name: string, stepMs: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    world.deps.answerAfterMs = 0;
    const number = String(round + 100).padStart(3, "0");
    const addresses = await addressesInEveryState(world, `${name}${number}`);
    world.deps.answerAfterMs = stepMs;
    for (const state of shuffled(STATES)) {
      const ms = await timeOf(world, origin, addresses[state]);
      // The first round warms up.
      if (round >= 0) samples.push({ state, ms });
    }
    world.clock.advance(3_600_000);
  }
  return samples;
}

/** How far the ranks of a state lie from the middle, at worst over the states; 0 to 0.5. */
function farthest(samples: readonly { state: AddressState; rank: number }[]): number {
  const middle = (samples.length + 1) / 2;
  return Math.max(
    ...STATES.map((state) => {
      const own = samples.filter((one) => one.state === state);
      const mean = own.reduce((sum, one) => sum + one.rank, 0) / own.length;
      return Math.abs(mean - middle) / samples.length;
    }),
  );
}

function judge(samples: readonly Sample[]): { distance: number; p: number } {
  const ranked = samples
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ state }, index) => ({ state, rank: index + 1 }));
  const distance = farthest(ranked);
  const states = ranked.map((one) => one.state);
  let asFar = 0;
  for (let at = 0; at < PERMUTATIONS; at += 1) {
    const labels = shuffled(states);
    if (farthest(ranked.map(({ rank }, index) => ({ rank, state: labels[index]! }))) >= distance)
      asFar += 1;
  }
  return { distance, p: (asFar + 1) / (PERMUTATIONS + 1) };
}

function report(title: string, samples: readonly Sample[]) {
  const { distance, p } = judge(samples);
  const medians: Record<string, number> = {};
  say(
    `\n${title}\n${"state".padEnd(14)}${"p10".padStart(9)}${"median".padStart(9)}${"p90".padStart(9)} ms`,
  );
  for (const state of STATES) {
    const times = samples
      .filter((one) => one.state === state)
      .map((one) => one.ms)
      .toSorted((a, b) => a - b);
    const at = (part: number) => times[Math.floor(part * (times.length - 1))]!;
    medians[state] = Math.round(at(0.5) * 100) / 100;
    const cells = [0.1, 0.5, 0.9].map((part) => at(part).toFixed(2).padStart(9));
    say(`${state.padEnd(14)}${cells.join("")}`);
  }
  say(`distance of ranks ${distance.toFixed(3)}, p = ${p.toFixed(4)}`);
  return { medians, distance, p };
}

const base = await testDatabase();
const world = await signupWorld(base.db, { trustedProxies: 1 });
await world.http.app.listen({ host: "127.0.0.1", port: 0 });
const origin = `http://127.0.0.1:${(world.http.app.server.address() as AddressInfo).port}`;
const work = report("The bare work, which nobody sees", await measure("w", 0));
const answers = report("The answers, as visitors get them", await measure("a", ANSWER_AFTER_MS));
await world.close();
await base.close();
const ok = answers.p >= LIMIT_P;
say(JSON.stringify({ bench: "answers", rounds: ROUNDS, seed, work, answers, ok }));
process.exit(ok ? 0 : 1);
