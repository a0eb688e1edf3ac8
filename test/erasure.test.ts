import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { fillDemo } from "../server/demo/fill-demo.ts";
import { eraseDataSubject, exportDataSubject, personalDataMap } from "../server/privacy/index.ts";
import { one, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";

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

/** Tables in which a text occurs, whatever the column. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const hits = await owner.query<{ n: string }>(
      `select count(*) as n from ${name} t where t::text like $1`,
      [`%${text}%`],
    );
    if (Number(hits.rows[0]!.n) > 0) found.push(name);
  }
  return found;
}

test("DSR-04 DSR-06 UNS-16: a copy holds everything; an erasure leaves nothing but sealed proofs", async () => {
  const { db, keys, clock, log } = running.app;
  const deps = { db, clock, log, map: personalDataMap({ keys, clock }) };
  const { id: accountId } = (
    await owner.query<{ id: number }>("select id from accounts order by id limit 1")
  ).rows[0]!;
  const person = await db.account(accountId, (tx) =>
    one<{ id: number; email: string }>(
      tx,
      sql`select c.id, c.email_normalised as email from contacts c join profiling_permissions p on p.account_id = c.account_id and p.email_normalised = c.email_normalised
          where c.account_id = ${accountId} and p.state = 'granted' and exists (select 1 from measured_deliveries m where m.account_id = c.account_id and m.contact_id = c.id) order by c.id limit 1`,
    ),
  );
  const before_ = await tablesWith(person.email);
  assert.ok(
    before_.includes("contacts") &&
      before_.includes("deliveries") &&
      before_.includes("measured_deliveries"),
    before_.join(),
  );
  const copy = await exportDataSubject(deps)({
    accountId,
    emailNormalised: person.email,
    contactId: person.id,
  });
  assert.equal(copy["contacts"]!["contacts"]!.length, 1);
  assert.ok(copy["delivery"]!["deliveries"]!.length > 0);
  assert.ok(copy["consent"]!["ledger_entries"]!.length > 0);
  const report = await eraseDataSubject(deps)({
    accountId,
    emailNormalised: person.email,
    contactId: person.id,
  });
  assert.equal(report["contacts"]!["contacts"], 1);
  assert.ok(
    !JSON.stringify(report).includes(person.email),
    "the report holds counts, no personal data",
  );
  assert.deepEqual(await tablesWith(person.email), [], "the address stands nowhere any more");
  const sums = await owner.query<{ n: string }>(
    "select count(*) as n from delivery_runs r where r.candidates <> (select count(*) from deliveries d where d.run_id = r.id)",
  );
  assert.equal(sums.rows[0]!.n, "0", "the sums of sent mailings still close");
});
