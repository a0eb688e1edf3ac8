import assert from "node:assert/strict";

import { after, before, test } from "node:test";
import pg from "pg";
import { assertPixel, assertRedirect, hitHelpers } from "../../test/support/hit-helpers.ts";
import {
  addPerson,
  AWAY_PAGE,
  measuringBench,
  openMailing,
  type MeasuringBench,
} from "../../test/support/measuring.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());
const { personal, shared, events, totals } = hitHelpers(() => bench);

test("TRK-01: with the database away links and pixels work, also after a restart; personal hits are lost, not guessed", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(shared(mailingId, 1));
  const away = new pg.Pool({
    host: "/nonexistent",
    database: "away",
    connectionTimeoutMillis: 200,
  });
  await bench.restart({ pool: away });
  const started = performance.now();
  assertRedirect(await bench.get(shared(mailingId, 3)), "https://shop.example/haus");
  assertRedirect(
    await bench.get(personal(mailingId, person.deliveryId, 3)),
    "https://shop.example/haus",
  );
  assertPixel(await bench.get(personal(mailingId, person.deliveryId, 0)));
  assert.ok(performance.now() - started < 1500);
  assert.equal(bench.hits.counts["dropped_not_committed"], 2);
  const unread = await bench.get(shared(mailingId + 1000, 1));
  assert.deepEqual([unread.status, unread.body.toString()], [503, AWAY_PAGE]);
  await assert.rejects(bench.hits.flush());
  await bench.restart();
  await away.end();
  assert.deepEqual(await events(mailingId), []);
});

test("TRK-01: a commit that hangs delays the redirect by a quarter of a second at most", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(shared(mailingId, 1));
  const blocker = new pg.Client(bench.test.connection);
  await blocker.connect();
  await blocker.query("begin");
  await blocker.query("lock table personal_events in access exclusive mode");
  const started = performance.now();
  assertRedirect(
    await bench.get(personal(mailingId, person.deliveryId, 3)),
    "https://shop.example/haus",
  );
  const waited = performance.now() - started;
  assert.ok(waited >= 240 && waited < 500, `${waited} ms`);
  assert.equal(bench.hits.counts["early"], 1);
  await blocker.query("rollback");
  await blocker.end();
  await bench.hits.flush();
  // The permission still held when the statement ran, so the hit counts although the answer went ahead.
  assert.equal((await events(mailingId)).length, 1);
});

test("personal hits are committed before the answer, hundreds at once", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const people: { deliveryId: number }[] = [];
  for (let i = 0; i < 40; i++) people.push(await addPerson(bench, { granted: true, mailingId }));
  const reader = new pg.Pool({ ...bench.test.connection, max: 5 });
  await Promise.all(
    Array.from({ length: 400 }, async (_unused, i) => {
      const { deliveryId } = people[i % 40]!;
      await bench.get(personal(mailingId, deliveryId, (i % 3) + 1));
      const seen = await reader.query("select 1 from personal_events where delivery_id = $1", [
        deliveryId,
      ]);
      assert.ok(seen.rowCount! > 0);
    }),
  );
  await reader.end();
  assert.equal((await events(mailingId)).length, 400);
});

test("TRK-06: anonymous hits are written when 500 wait, sorted, and not before", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const other = await openMailing(bench, { level: "shared" });
  for (let i = 0; i < 499; i++) await bench.get(shared(i % 2 ? mailingId : other, i % 4));
  assert.deepEqual(await totals(mailingId), []);
  await bench.get(shared(mailingId, 1));
  for (let i = 0; i < 50 && (await totals(mailingId)).length === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const sum = async (id: number) =>
    (await totals(id)).reduce((total, line) => total + Number(line.split(": ")[1]), 0);
  assert.equal((await sum(mailingId)) + (await sum(other)), 500);
});
