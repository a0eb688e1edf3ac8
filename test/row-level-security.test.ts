import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { fillDemo } from "../server/demo/fill-demo.ts";
import { rows, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";

let running: RunningApp;
let owner: pg.Client;
let accounts: { id: number }[];
let tables: { name: string; rows: number }[];

before(async () => {
  running = await runningApp();
  await fillDemo(running.app, () => {});
  owner = new pg.Client(running.database.connection);
  await owner.connect();
  accounts = (await owner.query<{ id: number }>("select id from accounts order by id")).rows;
  const found = await owner.query<{ name: string }>(
    "select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and c.column_name = 'account_id' and t.table_type = 'BASE TABLE' order by 1",
  );
  tables = [];
  for (const { name } of found.rows) {
    const count = await owner.query<{ n: string }>(
      `select count(*) as n from ${name} where account_id = $1`,
      [accounts[1]!.id],
    );
    tables.push({ name, rows: Number(count.rows[0]!.n) });
  }
});
after(async () => {
  await owner.end();
  await running.close();
});

/** As the application's session, without any of its checks: whatever statement somebody manages to smuggle in. */
async function asApp<T>(
  accountId: number | null,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...running.database.connection, options: "-c role=klarpost_app" });
  await client.connect();
  try {
    await client.query("begin");
    if (accountId !== null)
      await client.query("select set_config('app.account', $1, true)", [String(accountId)]);
    return await work(client);
  } finally {
    await client.query("rollback").catch(() => undefined);
    await client.end();
  }
}

test("ORG-08: every table of an account is behind row-level security", async () => {
  const unprotected = await owner.query<{ relname: string }>(
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relrowsecurity and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id') order by 1",
  );
  assert.deepEqual(unprotected.rows, []);
  assert.ok(tables.filter((table) => table.rows > 0).length >= 15, "the example fills many tables");
});

test("ORG-08: with the application's checks switched off, no row of another account can be read", async () => {
  const [mine, other] = accounts;
  for (const { name } of tables) {
    const readable = await asApp(mine!.id, async (client) => {
      try {
        return Number(
          (
            await client.query<{ n: string }>(
              `select count(*) as n from ${name} where account_id = $1`,
              [other!.id],
            )
          ).rows[0]!.n,
        );
      } catch (error) {
        if ((error as { code?: string }).code === "42501") return 0;
        throw error;
      }
    });
    assert.equal(readable, 0, name);
  }
});

test("ORG-08: without an account there are no rows at all", async () => {
  for (const { name } of tables) {
    const readable = await asApp(null, async (client) => {
      try {
        return Number(
          (await client.query<{ n: string }>(`select count(*) as n from ${name}`)).rows[0]!.n,
        );
      } catch (error) {
        if ((error as { code?: string }).code === "42501") return 0;
        throw error;
      }
    });
    assert.equal(readable, 0, name);
  }
});

test("ORG-08: no row of another account can be changed, removed or smuggled in", async () => {
  const [mine, other] = accounts;
  for (const { name, rows: count } of tables) {
    for (const statement of [
      `update ${name} set account_id = account_id where account_id = ${other!.id}`,
      `delete from ${name} where account_id = ${other!.id}`,
    ]) {
      const touched = await asApp(mine!.id, async (client) => {
        try {
          return (await client.query(statement)).rowCount;
        } catch (error) {
          if ((error as { code?: string }).code === "42501") return 0;
          throw error;
        }
      });
      assert.equal(touched, 0, statement);
    }
    if (count === 0) continue;
    const copied = await owner.query<{ copy: object }>(
      `select to_jsonb(t) as copy from ${name} t where account_id = ${other!.id} limit 1`,
    );
    // A queue that was worked off meanwhile holds nothing to copy.
    const [row] = copied.rows;
    if (!row) continue;
    await assert.rejects(
      asApp(mine!.id, (client) =>
        client.query(
          `insert into ${name} overriding system value select * from jsonb_populate_record(null::${name}, $1)`,
          [JSON.stringify(row.copy)],
        ),
      ),
      (error: { code?: string; message: string }) =>
        error.code === "42501" || assert.fail(`${name}: ${error.message}`),
    );
  }
});

test("CON-06: the application can neither change nor remove what the ledger and the audit log hold", async () => {
  const [mine] = accounts;
  for (const table of [
    "ledger_entries",
    "ledger_payloads",
    "ledger_subjects",
    "ledger_leaves",
    "ledger_nodes",
    "ledger_checkpoints",
    "ledger_erasures",
    "audit_entries",
    "content_versions",
    "form_versions",
  ]) {
    for (const statement of [
      `update ${table} set account_id = account_id`,
      `delete from ${table}`,
    ]) {
      await assert.rejects(
        asApp(mine!.id, (client) => client.query(statement)),
        { code: "42501" },
        statement,
      );
    }
  }
  const left = await running.database.db.account(mine!.id, (tx) =>
    rows(tx, sql`select 1 from ledger_entries limit 1`),
  );
  assert.equal(left.length, 1);
});
