import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { fillDemo } from "../server/demo/fill-demo.ts";
import { manualClock, one, rows, sql, type Tx } from "../server/platform/index.ts";
import { applyRetention, personalDataMap } from "../server/privacy/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { pastEveryPeriod } from "./support/past-every-period.ts";

let running: RunningApp;
let owner: pg.Client;
before(async () => {
  running = await runningApp();
  await fillDemo(running.app, () => {});
  owner = new pg.Client(running.database.connection);
  await owner.connect();
});
after(async () => {
  await owner.end();
  await running.close();
});

test("UNS-15 RET-04 RET-08: after 7 days an unsubscribe keeps the address alone, after 90 days a delivery forgets whom it went to", async () => {
  const { db, keys, log } = running.app;
  const clock = manualClock(new Date());
  const deps = { db, clock, keys, log, map: personalDataMap({ keys, clock }) };
  const accounts = await db.worker((tx) =>
    rows<{ id: number }>(tx, sql`select id from accounts order by id`),
  );
  const accountId = accounts[0]!.id;
  const look = <T>(work: (tx: Tx) => Promise<T>) => db.account(accountId, work);
  const left = () =>
    look((tx) =>
      one<{ ended: number; suppressed: number; addressed: number; recent: number }>(
        tx,
        sql`select (select count(*) from subscriptions where account_id = ${accountId} and state = 'unsubscribed' and unsubscribed_at < ${clock.now()}::timestamptz - interval '7 days') as ended,
              (select count(*) from suppressions where account_id = ${accountId} and scope = 'list_address' and email_normalised is not null) as suppressed,
              (select count(*) from deliveries where account_id = ${accountId} and email is not null) as addressed,
              (select count(*) from subscriptions where account_id = ${accountId} and state = 'unsubscribed') as recent`,
      ),
    );
  const before_ = await left();
  assert.ok(
    before_.ended > 0 && before_.suppressed > 0 && before_.addressed > 0,
    JSON.stringify(before_),
  );
  const first = await applyRetention(deps, accountId);
  const then = await left();
  assert.equal(first.subscriptions, before_.ended);
  assert.equal(then.ended, 0);
  assert.equal(then.suppressed, before_.suppressed, "the list's suppression keeps the address");
  assert.equal(
    then.addressed,
    before_.addressed,
    "deliveries of the last 90 days stay as they are",
  );
  const orphans = await look((tx) =>
    rows(
      tx,
      sql`select 1 from subscriptions s where s.account_id = ${accountId} and not exists (select 1 from contacts c where c.account_id = s.account_id and c.id = s.contact_id)`,
    ),
  );
  assert.deepEqual(orphans, []);
  clock.advance(91 * 86_400_000);
  let minimised = 0;
  for (let due = 1; due > 0; minimised += due)
    due = (await applyRetention(deps, accountId)).deliveries;
  assert.equal(minimised, before_.addressed);
  assert.equal((await left()).addressed, 0);
});

test("RET-08: kept answers of the API go after a day, the audit log after three years", async () => {
  const { db, keys, log } = running.app;
  const clock = manualClock(new Date());
  const deps = { db, clock, keys, log, map: personalDataMap({ keys, clock }) };
  const { id: accountId } = await db.worker((tx) =>
    one<{ id: number }>(tx, sql`select min(id) as id from accounts`),
  );
  const count = () =>
    db.account(accountId, (tx) =>
      one<{ answers: number; entries: number; young: number }>(
        tx,
        sql`select (select count(*) from idempotency_keys) as answers, (select count(*) from audit_entries) as entries,
              (select count(*) from audit_entries where at >= ${clock.now()}::timestamptz - interval '3 years') as young`,
      ),
    );
  await db.account(accountId, async (tx) => {
    await rows(
      tx,
      sql`insert into idempotency_keys (account_id, key, route, request_hash, status, response, created_at)
          values (${accountId}, 'alt', 'POST /', '', 201, 'erika@muster.example', now() - interval '25 hours'), (${accountId}, 'neu', 'POST /', '', 201, '', now())`,
    );
    await rows(
      tx,
      sql`insert into audit_entries (account_id, at, actor_kind, actor_name, action) values (${accountId}, now() - interval '3 years 1 day', 'system', 'Klarpost', 'test.old')`,
    );
  });
  const before_ = await count();
  const done = await applyRetention(deps, accountId);
  assert.deepEqual([done.answers, done.auditEntries], [1, before_.entries - before_.young]);
  assert.deepEqual(await count(), {
    answers: before_.answers - 1,
    entries: before_.young,
    young: before_.young,
  });
});

/** What names somebody longer than any period, and why it may. */
const KEPT: Record<string, string> = {
  suppressions: "Art. 17(3)(b), 21(3) GDPR: so that a no stays a no",
  profiling_permissions: "a refusal or withdrawal: so that no import makes a yes of it",
};
/** The number of a contact that is gone, which no other table explains: the sums and an import's lines still close. */
const NUMBERS = ["deliveries", "import_lines"];

test("RET-13: past every period no table of the map names a person, but those the law keeps", async () => {
  const { id: accountId } = await running.app.db.worker((tx) =>
    one<{ id: number }>(tx, sql`select min(id) as id from accounts`),
  );
  const { filled, left, leftInWords } = await pastEveryPeriod(running.app, owner, accountId);
  assert.ok(filled.length >= 15, `${filled.length}: ${filled.join()}`);
  for (const table of ["contacts", "measured_deliveries", "purchases", "core_records"])
    assert.ok(filled.includes(table), table);
  assert.deepEqual(
    leftInWords.filter((table) => KEPT[table] === undefined),
    [],
  );
  assert.deepEqual(
    left.filter((table) => KEPT[table] === undefined && !NUMBERS.includes(table)),
    [],
  );
  assert.ok(leftInWords.includes("suppressions"));
});
