import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLogger, manualClock, openDatabase } from "../platform/index.ts";
import { seededRandom } from "../../test/support/random.ts";
import {
  addPerson,
  measuringBench,
  openMailing,
  type MeasuringBench,
} from "../../test/support/measuring.ts";
import pg from "pg";
import { createAnonymousHits } from "./anonymous-hits.ts";
import { createPersonalHits } from "./personal-hits.ts";
import type { Verdict } from "./hits.store.ts";
import type { TargetMailing } from "./link-targets.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());

test("TRK-06: four processes write totals and numbers of the same mailings at once, in no order; none waits for ever, and the sums are right", async () => {
  const seed = Math.floor(Math.random() * 100_000);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const ids = [
    await openMailing(bench, { level: "unique" }),
    await openMailing(bench, { level: "unique" }),
    await openMailing(bench, { level: "shared" }),
  ];
  const mailings = ids.map((mailingId, at): TargetMailing => ({
    ...{ accountId: bench.accountId, mailingId, level: at < 2 ? "unique" : "shared" },
    ...{ anonymousBase: 500, kMin: 10, timezone: "Europe/Berlin", urls: new Map() },
    closesAt: bench.clock.now().getTime() + 86_400_000,
  }));
  const errors: unknown[] = [];
  const log = createLogger("silent");
  const clock = manualClock(bench.clock.now());
  const processes = Array.from({ length: 4 }, () => {
    const db = openDatabase({ connection: bench.test.connection, poolSize: 1 });
    return { db, hits: createAnonymousHits({ pool: db.hot, clock, log, wait: () => () => {} }) };
  });
  let taken = 0;
  const numbers = new Set<string>();
  await Promise.all(
    processes.map(async ({ hits }) => {
      for (let round = 0; round < 20; round++) {
        for (let hit = 0; hit < 450; hit++) {
          const which = Math.floor(random() * 3);
          const mailing = mailings[which]!;
          const link = Math.floor(random() * 4);
          // Few numbers, so that processes meet at them.
          const number = BigInt(Math.floor(random() * 3_000));
          const isUnique = which < 2;
          assert.ok(hits.add(mailing, link, 0, clock.now(), isUnique ? number : undefined));
          if (isUnique) numbers.add(`${which} ${link} ${number}`);
          taken++;
        }
        await hits.flush().catch((error: unknown) => errors.push(error));
      }
    }),
  );
  for (const { hits, db } of processes) {
    await hits.stop();
    await db.close();
  }
  assert.deepEqual(errors, []);
  const sums = await bench.owner.query<{ hits: string; uniques: string; seen: string }>(
    `select sum(hits) as hits, sum(uniques) as uniques, (select count(*) from seen_numbers where mailing_id = any($1)) as seen
     from anonymous_totals where mailing_id = any($1)`,
    [ids],
  );
  assert.deepEqual(
    Object.values(sums.rows[0]!).map(Number),
    [taken, numbers.size, numbers.size],
    "every hit once, every number once",
  );
});

test("memory is bounded while the database hangs: what is too much is said at once, what waited is written when it goes on", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const blocker = new pg.Client(bench.test.connection);
  await blocker.connect();
  await blocker.query("begin");
  await blocker.query("lock table personal_events in access exclusive mode");
  const hits = createPersonalHits({ pool: bench.test.db.hot, log: createLogger("silent") });
  const verdicts = new Map<Verdict, number>();
  const add = () =>
    hits.add(
      {
        ...{ accountId: bench.accountId, mailingId, deliveryId: person.deliveryId, link: 1 },
        ...{ agent: 0, at: bench.clock.now() },
      },
      (verdict) => void verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1),
    );
  add();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = process.memoryUsage().heapUsed;
  for (let hit = 0; hit < 60_000; hit++) add();
  assert.deepEqual(
    [...verdicts],
    [["not_committed", 40_000]],
    "20,000 wait, the others are not kept",
  );
  assert.ok(process.memoryUsage().heapUsed - before < 40_000_000);
  await blocker.query("rollback");
  await blocker.end();
  await hits.stop();
  const stored = await bench.owner.query<{ n: string }>(
    "select count(*) as n from personal_events where mailing_id = $1",
    [mailingId],
  );
  assert.equal(Number(stored.rows[0]!.n), verdicts.get("stored"));
  assert.equal((verdicts.get("stored") ?? 0) + (verdicts.get("not_committed") ?? 0), 60_001);
  assert.ok((verdicts.get("stored") ?? 0) >= 18_000);
});
