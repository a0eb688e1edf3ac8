import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import { one, run, sql, type Database, type Tx } from "../platform/index.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { claimBatch, finishBatch, releaseBatch, type ClaimedBatch } from "./batches.store.ts";

const NOW = new Date("2026-11-22T09:00:00Z");

let database: TestDatabase;
let db: Database;
before(async () => {
  database = await testDatabase();
  db = database.db;
});
after(() => database.close());
beforeEach(() =>
  db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set state = 'done', lease_until = null where state <> 'done'`,
    ),
  ),
);

/** A run with so many ready batches; gives its id. */
async function addRun(accountId: number, batches: number, state = "running"): Promise<number> {
  return db.worker(async (tx) => {
    const made = await one<{ id: number }>(
      tx,
      sql`insert into delivery_runs (account_id, kind, content_version_id, sender_id, state) values (${accountId}, 'advertising', 1, 1, ${state}) returning id`,
    );
    await run(
      tx,
      sql`insert into delivery_batches (account_id, run_id, no, priority, state, size, not_before)
          select ${accountId}::int, ${made.id}::bigint, n, 5, 'ready', 500, ${NOW} from generate_series(1, ${batches}::int) n`,
    );
    return made.id;
  });
}

async function addSingles(accountId: number, priority: number, count: number): Promise<void> {
  await db.worker((tx) =>
    run(
      tx,
      sql`insert into delivery_batches (account_id, priority, state, size, not_before)
          select ${accountId}::int, ${priority}::smallint, 'ready', 1, ${NOW} from generate_series(1, ${count}::int)`,
    ),
  );
}

const claim = (minPriority: number, maxPriority: number, last?: number) =>
  db.worker((tx) =>
    claimBatch(tx, {
      owner: "test",
      minPriority,
      maxPriority,
      now: NOW,
      leaseMs: 60_000,
      after: last,
    }),
  );
const bulk = () => claim(4, 9);

test("SND-02 SND-12: a small mailing begins beside a large one that has begun before", async () => {
  const large = await addRun(1, 40);
  for (let at = 0; at < 5; at++) assert.equal((await bulk())!.runId, large);
  const small = await addRun(1, 3);
  const other = await addRun(2, 3);
  const order = [];
  for (let at = 0; at < 9; at++) order.push((await bulk())!.runId);
  // Accounts in turn, and in account 1 the runs in turn.
  assert.equal(order.filter((id) => id === other).length, 3);
  assert.ok(order.filter((id) => id === small).length >= 2, order.join());
  assert.deepEqual(new Set(order.slice(0, 4)), new Set([other, small, large]));
});

test("SND-12: what is leased, paused, not yet due or done is passed over, and nothing comes twice", async () => {
  await addRun(1, 3, "paused");
  const ready = await addRun(1, 3);
  const later = await addRun(2, 1);
  await db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set not_before = ${new Date(NOW.getTime() + 1000)} where run_id = ${later}`,
    ),
  );
  const claimed: ClaimedBatch[] = [];
  for (;;) {
    const batch = await bulk();
    if (!batch) break;
    claimed.push(batch);
  }
  assert.deepEqual(
    claimed.map((batch) => batch.runId),
    [ready, ready, ready],
  );
  assert.equal(new Set(claimed.map((batch) => batch.id)).size, 3);
  await db.worker(async (tx) => {
    await releaseBatch(tx, claimed[0]!, NOW);
    await finishBatch(tx, claimed[1]!, NOW);
  });
  assert.equal((await bulk())!.id, claimed[0]!.id);
  assert.equal(await bulk(), undefined);
});

test("SND-12: batches of a cancelled run are claimed, to be ended", async () => {
  const cancelled = await addRun(3, 1, "cancelled");
  const batch = (await bulk())!;
  assert.equal(batch.runId, cancelled);
  assert.equal(batch.cancelled, true);
});

test("DOI-18 SND-12: opt-in mails come first, and accounts with single mails take turns", async () => {
  await addSingles(1, 3, 50);
  await addSingles(2, 3, 2);
  await addSingles(9, 3, 2);
  await addSingles(1, 1, 2);
  const order: string[] = [];
  let last: number | undefined;
  for (let at = 0; at < 8; at++) {
    const batch = (await claim(0, 3, last))!;
    last = batch.accountId;
    order.push(`${batch.accountId}/${batch.priority}`);
  }
  assert.deepEqual(order, ["1/1", "1/1", "2/3", "9/3", "1/3", "2/3", "9/3", "1/3"]);
});

test("SND-12: several workers at once never get the same batch", async () => {
  for (const account of [1, 2, 3]) await addRun(account, 30);
  const all = await Promise.all(Array.from({ length: 90 }, bulk));
  const found = all.filter((batch) => batch !== undefined);
  assert.equal(new Set(found.map((batch) => batch.id)).size, found.length);
  // Who came while all others held the rows of a run gets another one or nothing, and asks again.
  assert.ok(found.length > 60, `${found.length}`);
});

test("SND-12: among 10,000 ready batches a claim looks at a few rows, as the worker", async () => {
  for (let account = 1; account <= 20; account++) await addRun(account, 500);
  const owner = new pg.Client(database.connection);
  await owner.connect();
  await owner.query("analyze delivery_batches, delivery_runs");
  await owner.end();
  const reads = (tx: Tx) =>
    one<{ scans: number; read: number }>(
      tx,
      sql`select seq_scan as scans, seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'delivery_batches'`,
    );
  await db.worker(async (tx) => {
    const earlier = await reads(tx);
    assert.ok(
      await claimBatch(tx, {
        owner: "test",
        minPriority: 4,
        maxPriority: 9,
        now: NOW,
        leaseMs: 60_000,
      }),
    );
    const { scans, read } = await reads(tx);
    assert.equal(scans - earlier.scans, 0);
    assert.ok(read - earlier.read < 200, `${read - earlier.read} rows read`);
  });
  const began = performance.now();
  for (let at = 0; at < 50; at++) assert.ok(await bulk());
  const each = (performance.now() - began) / 50;
  assert.ok(each < 100, `${each.toFixed(1)} ms a claim`);
});
