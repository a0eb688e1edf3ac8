import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { crashDrill, failures, type Drill } from "./support/crash-drill.ts";
import { durableDatabase } from "./support/durable-database.ts";
import { seededRandom } from "./support/random.ts";

/** Two processes send; each may leave a hundred mails uncertain at full speed (`delivery/marks-ahead.ts`). */
const WORKERS = 2;
const PER_PROCESS = 100;

test("SND-16 UNS-13: after kill -9 of worker, web and database, and a standstill, nobody is mailed twice, forgotten or mailed after leaving", async (t) => {
  const seed = Math.floor(Math.random() * 100_000);
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const database = await durableDatabase();
  const disturb = async (drill: Drill): Promise<void> => {
    const standStill = async (): Promise<void> => {
      drill.workers[0]!.kill("SIGSTOP");
      await sleep(2_200);
      drill.workers[0]!.kill("SIGCONT");
    };
    for (const [disturb, name] of [
      [drill.killWorker, "worker"],
      [drill.killWeb, "web"],
      [drill.killDatabase, "database"],
      [standStill, "standstill"],
      [drill.killWorker, "worker"],
    ] as const) {
      assert.ok(await drill.moreMails(10), `mails are still leaving before: ${name}`);
      await sleep(random() * 100);
      await disturb();
      await drill.disturbed();
    }
  };
  try {
    const result = await crashDrill(database, {
      messages: 1500,
      connections: 4,
      workers: WORKERS,
      delay: 25,
      random,
      web: true,
      disturb,
    });
    assert.deepEqual(failures(result), [], JSON.stringify(result));
    assert.equal(result.disturbances, 5);
    assert.equal(result.unsubscribed, 1);
    assert.ok(
      result.mostUncertainAtOnce <= WORKERS * PER_PROCESS,
      `${result.mostUncertainAtOnce} uncertain after one disturbance`,
    );
  } finally {
    await database.close();
  }
});
