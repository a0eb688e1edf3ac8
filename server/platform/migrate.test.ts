import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { emptyDatabase } from "../../test/support/database.ts";
import type { ConnectionSettings } from "./database.ts";
import { DATABASE_ROLES, rolesSql } from "./database-roles.ts";
import type { AppError } from "./errors.ts";
import { createLogger } from "./log.ts";
import { migrate, MIGRATIONS_FOLDER, pendingMigrations, readMigrations } from "./migrate.ts";

const log = createLogger("silent");
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "klarpost-migrations-"));
  writeFileSync(
    join(folder, "0001_one.sql"),
    "create table one (id int);\ninsert into one values (1);\n",
  );
  writeFileSync(join(folder, "0002_two.sql"), "create table two (id int);\n");
});
after(() => rmSync(folder, { recursive: true }));

async function withDatabase(
  work: (connection: ConnectionSettings, client: pg.Client) => Promise<void>,
): Promise<void> {
  const { connection, close } = await emptyDatabase();
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await work(connection, client);
  } finally {
    await client.end();
    await close();
  }
}

const changed = (change: (copy: string) => void): string => {
  const copy = mkdtempSync(join(folder, "copy-"));
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".sql")))
    cpSync(join(folder, file), join(copy, file));
  change(copy);
  return copy;
};

test("several processes that migrate at once apply each migration once", () =>
  withDatabase(async (connection, client) => {
    const done = await Promise.all([1, 2, 3].map(() => migrate(connection, { log, folder })));
    assert.deepEqual(done.flatMap((one) => one.applied).sort(), [1, 2]);
    assert.deepEqual(
      done.map((one) => one.version),
      [2, 2, 2],
    );
    assert.deepEqual((await client.query("select id from one")).rows, [{ id: 1 }]);
    assert.deepEqual((await migrate(connection, { log, folder })).applied, []);
  }));

test("a failing migration leaves nothing behind and says which it was", () =>
  withDatabase(async (connection, client) => {
    const broken = changed((copy) =>
      writeFileSync(join(copy, "0003_three.sql"), "create table three (id int); select 1/0;"),
    );
    await assert.rejects(migrate(connection, { log, folder: broken }), {
      code: "migration_failed",
      message: /Migration 3 \(three\).*division by zero/,
    });
    const { rows } = await client.query(
      "select to_regclass('two') is not null as two, to_regclass('three') is null as none",
    );
    assert.deepEqual(rows, [{ two: true, none: true }]);
  }));

test("a changed migration and a newer database are refused, with what was expected and found", () =>
  withDatabase(async (connection) => {
    await migrate(connection, { log, folder });
    const edited = changed((copy) =>
      writeFileSync(join(copy, "0001_one.sql"), "create table one (id bigint);"),
    );
    await assert.rejects(migrate(connection, { log, folder: edited }), {
      code: "schema_changed",
      message: /Migration 1 \(one\).*expected SHA-256 [0-9a-f]{64}, found/,
    });
    const older = changed((copy) => rmSync(join(copy, "0002_two.sql")));
    await assert.rejects(migrate(connection, { log, folder: older }), {
      code: "schema_too_new",
      message: /version 1; the database is at version 2/,
    });
  }));

test("files out of order are refused, and line ends do not change a sum", () => {
  const gap = changed((copy) => rmSync(join(copy, "0001_one.sql")));
  assert.throws(() => readMigrations(gap), /expected 0001_name\.sql, found 0002_two\.sql/);
  const windows = changed((copy) =>
    writeFileSync(join(copy, "0002_two.sql"), "create table two (id int);\r\n"),
  );
  assert.equal(readMigrations(windows)[1]?.sha256, readMigrations(folder)[1]?.sha256);
  assert.deepEqual(
    pendingMigrations(readMigrations(folder), readMigrations(folder).slice(0, 1)).map(
      (one) => one.name,
    ),
    ["two"],
  );
});

/** The same database as another user. */
function as(connection: ConnectionSettings, user: string): ConnectionSettings {
  if (connection.connectionString === undefined) return { ...connection, user, password: user };
  const url = new URL(connection.connectionString);
  [url.username, url.password] = [user, user];
  return { connectionString: url.href };
}

test("without the right to create the roles, the message carries the SQL to run", async () => {
  const { connection, admin, close } = await emptyDatabase();
  const stranger = `klarpost_stranger_${process.pid}`;
  const administrator = new pg.Client(admin);
  await administrator.connect();
  try {
    await administrator.query(`create role ${stranger} login password '${stranger}'`);
    await assert.rejects(migrate(as(connection, stranger), { log, folder }), (error: AppError) => {
      assert.equal(error.code, "database_roles_missing");
      assert.ok(error.hint?.includes(rolesSql(stranger)));
      return true;
    });
    // What the hint says is enough, apart from the right to create tables.
    await administrator.query(rolesSql(stranger));
    await assert.rejects(migrate(as(connection, stranger), { log, folder }), { code: "42501" });
  } finally {
    await administrator.query(`drop role ${stranger}`);
    await administrator.end();
    await close();
  }
});

test("ORG-08: the product's own migrations apply, and no table of theirs is open to everybody", () =>
  withDatabase(async (connection, client) => {
    const { version } = await migrate(connection, { log });
    assert.equal(version, readMigrations(MIGRATIONS_FOLDER).length);
    const { rows } = await client.query<{ table: string }>(
      `select c.relname as table from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and exists (select from aclexplode(c.relacl) where grantee = 0)`,
    );
    assert.deepEqual(rows, []);
    const { rows: roles } = await client.query<{ may: boolean }>(
      "select pg_has_role(session_user, name, 'MEMBER') as may from unnest($1::text[]) name",
      [DATABASE_ROLES],
    );
    assert.ok(roles.every((role) => role.may));
  }));
