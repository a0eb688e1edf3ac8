import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { isDatabaseAway, one, openDatabase, rows, sql } from "./database.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

async function asOwner(statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client(database.connection);
  await client.connect();
  await client.query(statement, values).finally(() => client.end());
}

test("a connection that dies between the statements of a transaction ends the transaction, not the process", async () => {
  const told: string[] = [];
  const db = openDatabase({
    connection: database.connection,
    onError: (error) => told.push(error.message),
  });
  const failure = await db
    .worker(async (tx) => {
      const { pid } = await one<{ pid: number }>(tx, sql`select pg_backend_pid() as pid`);
      await asOwner("select pg_terminate_backend($1)", [pid]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return rows(tx, sql`select 1`);
    })
    .catch((error: unknown) => error);
  assert.ok(isDatabaseAway(failure), String(failure));
  assert.ok(told.length > 0);
  assert.equal((await db.worker((tx) => rows(tx, sql`select 1`))).length, 1, "the next one works");
  await db.close();
});

test("a missing file is not taken for a missing database", () => {
  const missing = (syscall: string) => Object.assign(new Error("x"), { code: "ENOENT", syscall });
  assert.equal(isDatabaseAway(missing("open")), false);
  assert.equal(isDatabaseAway(missing("connect")), true);
});
