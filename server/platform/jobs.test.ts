import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { manualClock } from "./clock.ts";
import { rows, sql } from "./database.ts";
import { createJobRunner, enqueueJob, offerJob, outbox } from "./jobs.ts";
import { createLogger } from "./log.ts";

const START = "2026-11-23T08:00:00Z";
const log = createLogger("silent");
let database: TestDatabase;

before(async () => {
  database = await testDatabase();
});
after(() => database.close());

test("a job asked for anew while it runs, runs once more", async () => {
  const clock = manualClock(START);
  let runs = 0;
  const enqueue = () =>
    database.db.worker((tx) =>
      enqueueJob(tx, { kind: "test.again", runAt: clock.now(), uniqueKey: "one" }),
    );
  const runner = createJobRunner({
    db: database.db,
    clock,
    log,
    handlers: {
      async "test.again"() {
        if (++runs > 1) return;
        clock.advance(5);
        await enqueue();
      },
    },
  });
  await enqueue();
  await runner.drain();
  assert.equal(runs, 2);
  const left = await database.db.worker((tx) =>
    rows(tx, sql`select 1 from jobs where kind = 'test.again'`),
  );
  assert.equal(left.length, 0);
});

test("TRK-14: news that cannot be handled holds up nobody else's and is tried again later", async () => {
  const clock = manualClock(START);
  const heard: string[] = [];
  let isBroken = true;
  const runner = createJobRunner({
    db: database.db,
    clock,
    log,
    handlers: {},
    subscribers: {
      "test.broken": [
        async () => {
          if (isBroken) throw new Error("a defect");
          heard.push("broken");
        },
      ],
      "test.good": [async () => void heard.push("good")],
    },
  });
  await database.db.worker(async (tx) => {
    await outbox.publish(tx, 1, { type: "test.broken" });
    await outbox.publish(tx, 2, { type: "test.good" });
  });
  await runner.drain();
  assert.deepEqual(heard, ["good"]);
  isBroken = false;
  await runner.drain();
  assert.deepEqual(heard, ["good"], "it rests for a while");
  clock.advance(60_000);
  await runner.drain();
  assert.deepEqual(heard, ["good", "broken"]);
});

test("a job whose worker died is taken over when its lease has run out", async () => {
  const clock = manualClock(START);
  let runs = 0;
  const runner = createJobRunner({
    db: database.db,
    clock,
    log,
    handlers: { "test.lost": async () => void runs++ },
  });
  await database.db.worker(async (tx) => {
    await enqueueJob(tx, { kind: "test.lost", runAt: clock.now() });
    await rows(
      tx,
      sql`update jobs set lease_owner = 'a dead worker', lease_until = ${new Date(clock.now().getTime() + 60_000)} where kind = 'test.lost'`,
    );
  });
  await runner.drain();
  assert.equal(runs, 0);
  clock.advance(60_001);
  await runner.drain();
  assert.equal(runs, 1);
});

test(
  "a job that is offered is there once, and two who offer it do not wait for each other",
  {
    timeout: 10_000,
  },
  async () => {
    const job = {
      ...{ kind: "test.offered", accountId: 1 },
      ...{ runAt: new Date(START), uniqueKey: "one" },
    };
    const held = Promise.withResolvers<void>();
    const offered = Promise.withResolvers<void>();
    const long = database.db.worker(async (tx) => {
      await offerJob(tx, job);
      offered.resolve();
      await held.promise;
    });
    await offered.promise;
    await database.db.worker((tx) => offerJob(tx, job));
    held.resolve();
    await long;
    await database.db.worker((tx) => offerJob(tx, job));
    const found = await database.db.worker((tx) =>
      rows(tx, sql`select 1 from jobs where kind = 'test.offered'`),
    );
    assert.equal(found.length, 1);
  },
);
