import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { seededRandom } from "../../test/support/ledger-tampering.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import { createKeys, createLogger, manualClock, one, rows, sql } from "../platform/index.ts";
import { recordEntries } from "./index.ts";
import { verifyLedger } from "./ledger-verify.ts";
import { sequenceAccount, sequenceAll } from "./tree-sequence.ts";

let base: TestDatabase;
let owner: pg.Client;
const keys = createKeys(randomBytes(32));
const clock = manualClock("2026-11-21T09:00:00.123Z");
const log = createLogger("silent");
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

const newAccount = async (): Promise<number> =>
  (
    await base.db.instance((tx) =>
      one<{ id: number }>(tx, sql`insert into accounts (name) values ('Musterbank') returning id`),
    )
  ).id;
const record = (accountId: number, email: string, count = 1) =>
  base.db.account(accountId, (tx) =>
    recordEntries(
      tx,
      { keys, clock },
      accountId,
      Array.from({ length: count }, (_, no) => ({
        subject: { emailNormalised: email },
        kind: "optin_requested" as const,
        purpose: "newsletter" as const,
        payload: { no },
      })),
    ),
  );

/** Every entry has one place, the places have no gap, and the tree over them is whole. */
async function requireOrder(accountId: number, entries: number): Promise<void> {
  const verdict = await verifyLedger({ db: base.db, keys, clock, log }, accountId);
  assert.deepEqual(verdict.findings, []);
  assert.equal(verdict.entries, entries);
  const found = await base.db.account(accountId, (tx) =>
    one<{ entries: number; places: number; queued: number }>(
      tx,
      sql`select (select count(*) from ledger_entries where account_id = ${accountId}) as entries,
            (select count(distinct entry_id) from ledger_leaves where account_id = ${accountId}) as places,
            (select count(*) from ledger_queue where account_id = ${accountId}) as queued`,
    ),
  );
  assert.deepEqual(found, { entries, places: entries, queued: 0 });
}

before(async () => {
  base = await testDatabase({ poolSize: 16 });
  owner = new pg.Client(base.connection);
  await owner.connect();
});
after(async () => {
  await owner.end();
  await base.close();
});

test("CON-06: concurrent sign-ups and several sequencers keep one total order without gap or double", async () => {
  const accountId = await newAccount();
  const others = await newAccount();
  let open = true;
  const sequencers = Array.from({ length: 3 }, async () => {
    while (open) await sequenceAll(base.db);
  });
  const order: number[][] = [];
  const watch = (async () => {
    while (open)
      order.push(
        (
          await base.db.account(accountId, (tx) =>
            rows<{ entryId: number }>(
              tx,
              sql`select entry_id from ledger_leaves where account_id = ${accountId} order by position`,
            ),
          )
        ).map((row) => row.entryId),
      );
  })();
  await Promise.all(
    Array.from({ length: 8 }, async (_, lane) => {
      for (let no = 0; no < 25; no += 1)
        await record(no % 5 === 0 ? others : accountId, `p${lane}-${no}@example.org`, 2);
    }),
  );
  open = false;
  await Promise.all([...sequencers, watch]);
  await sequenceAll(base.db);
  await requireOrder(accountId, 320);
  await requireOrder(others, 80);
  // What somebody saw at any time is the beginning of what stands there now.
  const last = (
    await base.db.account(accountId, (tx) =>
      rows<{ entryId: number }>(
        tx,
        sql`select entry_id from ledger_leaves where account_id = ${accountId} order by position`,
      ),
    )
  ).map((row) => row.entryId);
  for (const seen of order) assert.deepEqual(seen, last.slice(0, seen.length));
});

test("CON-06: an entry that commits late comes later, and nothing is passed over", async () => {
  const accountId = await newAccount();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let started = () => {};
  const begun = new Promise<void>((resolve) => {
    started = resolve;
  });
  const slow = base.db.account(accountId, async (tx) => {
    await recordEntries(tx, { keys, clock }, accountId, [
      { subject: { emailNormalised: "slow@example.org" }, kind: "objection", payload: {} },
    ]);
    started();
    await held;
  });
  await begun;
  await record(accountId, "fast@example.org");
  assert.equal(await sequenceAccount(base.db, accountId), 1);
  release();
  await slow;
  assert.equal(await sequenceAccount(base.db, accountId), 1);
  await requireOrder(accountId, 2);
});

test("CON-06: a sequencer that fails at any of its writes leaves nothing behind", async () => {
  const accountId = await newAccount();
  let placed = 0;
  // Each write in turn: every leaf, every node, every taking from the queue of five entries.
  for (const [table, operation, writes] of [
    ["ledger_leaves", "insert", 5],
    ["ledger_nodes", "insert", 8],
    ["ledger_queue", "delete", 5],
  ] as const)
    for (let write = 1; write <= writes; write += 1) {
      await record(accountId, `${table}${write}@example.org`, 5);
      await owner.query("create sequence broken_writes");
      await owner.query("grant usage on broken_writes to klarpost_app");
      await owner.query(
        `create function broken() returns trigger language plpgsql as $$ begin
           if nextval('broken_writes') >= ${write} then raise exception 'killed here'; end if;
           return coalesce(new, old); end $$`,
      );
      await owner.query(
        `create trigger broken before ${operation} on ${table} for each row execute function broken()`,
      );
      await assert.rejects(sequenceAccount(base.db, accountId), /killed here/);
      await owner.query(
        `drop trigger broken on ${table}; drop function broken; drop sequence broken_writes`,
      );
      const left = await owner.query(
        "select (select count(*) from ledger_leaves where account_id = $1)::int as leaves, (select count(*) from ledger_queue where account_id = $1)::int as queued",
        [accountId],
      );
      assert.deepEqual(left.rows[0], { leaves: placed, queued: 5 });
      placed += await sequenceAccount(base.db, accountId);
    }
  await requireOrder(accountId, placed);
});

test(`CON-06: sequencers whose connections are cut at random points leave no gap and no double (seed ${seed})`, async () => {
  const pick = seededRandom(seed);
  const accountId = await newAccount();
  let recorded = 0;
  const recordMore = async (batches: number) => {
    for (let no = 0; no < batches; no += 1, recorded += 50)
      await record(accountId, `cut${recorded}@example.org`, 50);
  };
  await recordMore(40);
  let cuts = 0;
  for (let round = 0; round < 400; round += 1) {
    const work = Promise.allSettled(
      [0, 1].map(() => sequenceAccount(base.db, accountId, { perTurn: 20 })),
    );
    await new Promise((resolve) => setTimeout(resolve, pick(12)));
    const { rowCount } = await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'klarpost_app' and state <> 'idle'`,
    );
    cuts += rowCount ?? 0;
    await work;
    const left = await owner.query("select 1 from ledger_queue where account_id = $1 limit 1", [
      accountId,
    ]);
    if (left.rowCount !== 0) continue;
    if (cuts >= 3) break;
    // A fast machine is done between two looks; it gets more to do until it was caught at work.
    await recordMore(20);
  }
  assert.ok(cuts >= 3, `cut only ${cuts} times`);
  await sequenceAccount(base.db, accountId);
  await requireOrder(accountId, recorded);
});

test("CON-06: the seed of tests leaves a ledger that verifies", async () => {
  const { accountId } = await seedNewsletter(base.db, keys, { people: 3, granted: 1 });
  await sequenceAll(base.db, AbortSignal.timeout(5000));
  await requireOrder(accountId, 1);
});
