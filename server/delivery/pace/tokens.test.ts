import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLogger, one, pause, run, sql, type Database } from "../../platform/index.ts";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import type { Gate } from "./gate.ts";
import { createTokens } from "./tokens.ts";

let database: TestDatabase;
let db: Database;
before(async () => {
  database = await testDatabase();
  db = database.db;
});
after(() => database.close());

const log = createLogger("silent");
const process = () => createTokens({ db, log, now: () => performance.now() });

/** Lets mails pass as fast as the gate allows; gives their times. */
async function drain(gate: Gate, ms: number, urgent = false): Promise<number[]> {
  const passed: number[] = [];
  const end = performance.now() + ms;
  for (let now = performance.now(); now < end; now = performance.now()) {
    while (gate.readyAt(performance.now(), urgent) <= performance.now()) {
      gate.pass(performance.now());
      passed.push(performance.now());
    }
    await pause(3);
  }
  return passed;
}

/** The most mails in any window of so many milliseconds. */
function busiest(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    while (sorted[to]! - sorted[from]! > windowMs) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

test("SND-12: two processes with one limit of 50 a second keep it together, also when the clock is set back and forth", async () => {
  const rate = 50;
  const processes = [process(), process()];
  const gates = processes.map((tokens) =>
    tokens.rate({ kind: "limit", accountId: 1, key: "account", rate }),
  );
  const began = performance.now();
  const jumps = (async () => {
    // What the database sees when its clock jumps by an hour.
    for (const hours of [1, -1]) {
      await pause(2_500);
      await db.worker((tx) =>
        run(
          tx,
          sql`update pace_buckets set filled_at = filled_at + ${hours} * interval '1 hour' where account_id = 1`,
        ),
      );
    }
  })();
  const passed = (await Promise.all(gates.map((gate) => drain(gate, 8_000)))).flat();
  await jumps;
  const most = busiest(passed, 5_000);
  console.log(`${passed.length} in 8 s, at most ${most} in 5 s`);
  assert.ok(most <= 5 * rate + rate, `${most} in 5 s`);
  // Neither stuck after a jump nor far below the limit.
  assert.ok(passed.length >= 8 * rate * 0.75, `${passed.length} in 8 s`);
  const late = passed.filter((at) => at - began > 6_500).length;
  assert.ok(late >= 1.5 * rate * 0.6, `${late} in the last second and a half`);
  await Promise.all(processes.map((tokens) => tokens.stop()));
});

test("SND-12 DOI-18: urgent mail goes ahead of a limit at once, and the others make up for it", async () => {
  const tokens = process();
  const gate = tokens.rate({ kind: "limit", accountId: 2, key: "account", rate: 10 });
  const began = performance.now();
  const urgent = await drain(gate, 200, true);
  assert.ok(urgent.length >= 8 && urgent.length <= 16, `${urgent.length} at once`);
  const others = await drain(gate, 3_000);
  const all = urgent.length + others.length;
  const seconds = (performance.now() - began) / 1000;
  assert.ok(all <= 10 * seconds + 10, `${all} in ${seconds} s`);
  assert.ok(others.length >= 10, `${others.length} others`);
  await tokens.stop();
});

test("SND-12: a day's cap is never exceeded by two processes, counts durably, and what is not used goes back", async () => {
  const day = {
    accountId: 3,
    domain: "neu.example",
    provider: "gmail",
    day: "2026-11-22",
    cap: 100,
    taken: 0,
    nextDayAt: performance.now() + 3_600_000,
  };
  const taken = () =>
    db.worker((tx) =>
      one<{ taken: number }>(tx, sql`select taken from warm_up_days where account_id = 3`),
    );
  const [first, second] = [process(), process()];
  const early = first.day(day);
  const some: number[] = [];
  while (some.length < 5) some.push(...(await drain(early, 30)));
  early.refund();
  await first.stop();
  assert.equal((await taken()).taken, some.length - 1);
  const again = [process(), second];
  const gates = again.map((tokens) => tokens.day({ ...day, taken: some.length - 1 }));
  const passed = (await Promise.all(gates.map((gate) => drain(gate, 800)))).flat();
  assert.equal(some.length - 1 + passed.length, 100);
  assert.equal((await taken()).taken, 100);
  assert.deepEqual(
    gates.map((gate) => gate.isFull),
    [true, true],
  );
  assert.equal(gates[0]!.readyAt(performance.now(), false), day.nextDayAt);
  // Opt-in mail is wanted now: it leaves and is counted.
  gates[0]!.pass(performance.now());
  await pause(100);
  assert.equal((await taken()).taken, 101);
  await Promise.all(again.map((tokens) => tokens.stop()));
});

test("SND-12: a database that is away lets nothing pass, and mails go on when it is back", async () => {
  let away = true;
  const shaky = {
    ...db,
    worker: (work: Parameters<Database["worker"]>[0]) =>
      away
        ? Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }))
        : db.worker(work),
  } as Database;
  const tokens = createTokens({ db: shaky, log, now: () => performance.now() });
  const gate = tokens.rate({ kind: "limit", accountId: 4, key: "account", rate: 100 });
  assert.equal((await drain(gate, 400)).length, 0);
  away = false;
  assert.ok((await drain(gate, 800)).length > 20);
  await tokens.stop();
});
