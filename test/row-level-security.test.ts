import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { rows, sql } from "../server/platform/index.ts";
import { testAccount } from "./support/account.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { fillEveryTable } from "./support/two-rows.ts";

let base: TestDatabase;
let owner: pg.Client;
/** A session of the application, without any of its checks: whatever statement somebody manages to smuggle in. */
let app: pg.Client;
let mine: number;
let other: number;
let tables: string[];

before(async () => {
  base = await testDatabase();
  owner = new pg.Client(base.connection);
  app = new pg.Client({ ...base.connection, options: "-c role=klarpost_app" });
  await Promise.all([owner.connect(), app.connect()]);
  ({ accountId: mine } = await testAccount(base.db));
  ({ accountId: other } = await testAccount(base.db));
  tables = await fillEveryTable(owner, [mine, other]);
});
after(async () => {
  await Promise.all([owner.end(), app.end()]);
  await base.close();
});

/** Tries a statement as the application and takes it back; the code of the refusal, or what it did. */
async function tryAsApp(
  accountId: number | null,
  statement: string,
): Promise<{ refused: string } | { rows: Record<string, unknown>[]; touched: number }> {
  await app.query("begin");
  try {
    if (accountId !== null)
      await app.query("select set_config('app.account', $1, true)", [String(accountId)]);
    const result = await app.query<Record<string, unknown>>(statement);
    return { rows: result.rows, touched: result.rowCount ?? 0 };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { refused: code ?? message };
  } finally {
    await app.query("rollback");
  }
}

/** How many rows the application can read so; none where it may not read the table at all. */
async function readable(accountId: number | null, statement: string): Promise<number> {
  const tried = await tryAsApp(accountId, statement);
  if (!("refused" in tried)) return Number(tried.rows[0]!["n"]);
  assert.equal(tried.refused, "42501", statement);
  return 0;
}

test("ORG-08: every table of an account is behind row-level security", async () => {
  const unprotected = await owner.query<{ relname: string }>(
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relrowsecurity and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id') order by 1",
  );
  assert.deepEqual(unprotected.rows, []);
  assert.ok(tables.length > 100, `${tables.length} tables`);
  for (const name of tables) {
    const held = await owner.query<{ accounts: number[] }>(
      `select array_agg(distinct account_id) filter (where account_id in (${mine}, ${other})) as accounts from ${name}`,
    );
    assert.equal(held.rows[0]!.accounts?.length, 2, `${name} holds rows of both accounts`);
  }
});

test("ORG-08: with the application's checks switched off, no row of another account can be read", async (t) => {
  let seen = 0;
  for (const name of tables) {
    const count = `select count(*) as n from ${name} where account_id =`;
    assert.equal(await readable(mine, `${count} ${other}`), 0, name);
    if ((await readable(mine, `${count} ${mine}`)) > 0) seen++;
  }
  // Some belong to the worker alone.
  t.diagnostic(`of ${tables.length} tables the application reads ${seen}`);
  assert.ok(seen > tables.length / 2);
});

test("ORG-08: without an account there are no rows at all", async () => {
  for (const name of tables)
    assert.equal(await readable(null, `select count(*) as n from ${name}`), 0, name);
});

test("ORG-08: no row of another account can be changed, removed or smuggled in", async () => {
  for (const name of tables) {
    for (const statement of [
      `update ${name} set account_id = account_id where account_id = ${other}`,
      `delete from ${name} where account_id = ${other}`,
    ]) {
      const tried = await tryAsApp(mine, statement);
      if ("refused" in tried) assert.equal(tried.refused, "42501", statement);
      else assert.equal(tried.touched, 0, statement);
    }
    // The policy is asked before any other rule of the table.
    const smuggled = await tryAsApp(mine, `insert into ${name} (account_id) values (${other})`);
    assert.deepEqual(smuggled, { refused: "42501" }, name);
    const moved = await tryAsApp(
      mine,
      `update ${name} set account_id = ${other} where account_id = ${mine}`,
    );
    if ("refused" in moved) assert.equal(moved.refused, "42501", `${name} can be given away`);
    else assert.equal(moved.touched, 0, `${name} can be given away`);
  }
});

test("CON-06: the application can neither change nor remove what the ledger and the audit log hold", async () => {
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
  ])
    for (const statement of [`update ${table} set account_id = account_id`, `delete from ${table}`])
      assert.deepEqual(await tryAsApp(mine, statement), { refused: "42501" }, statement);
  const left = await base.db.account(mine, (tx) =>
    rows(tx, sql`select 1 from ledger_entries limit 1`),
  );
  assert.equal(left.length, 1);
});

test("ORG-08: what runs with the owner's rights reads the tables of the schema, never those of somebody's session", async () => {
  const open = await owner.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.prosecdef and not coalesce(p.proconfig @> array['search_path=public, pg_temp'], false)`,
  );
  assert.deepEqual(open.rows, [], "set search_path = public, pg_temp");
  await app.query("begin");
  try {
    // A view of the same name, which says as whom it is read.
    await app.query(
      `create function pg_temp.whom() returns text language plpgsql as $$ begin raise exception 'read as %', current_user; end $$`,
    );
    await app.query(
      "create temp view contacts as select 1 as account_id, pg_temp.whom() as email_normalised",
    );
    await app.query("grant select on pg_temp.contacts to public");
    await app.query("select set_config('app.account', $1, true)", [String(mine)]);
    const found = await app.query(
      "select * from known_addresses('{x@nobody.example}', array['\\x00']::bytea[], '{}')",
    );
    assert.deepEqual(found.rows, []);
  } finally {
    await app.query("rollback");
  }
});
