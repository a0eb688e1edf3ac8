import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  openDatabase,
  type ConnectionSettings,
  type Database,
} from "../../server/platform/database.ts";
import { EMBEDDED_OWNER } from "../../server/platform/database-roles.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../server/platform/embedded-postgres.ts";
import { createLogger } from "../../server/platform/log.ts";
import { migrate, readMigrations } from "../../server/platform/migrate.ts";

/** A database of one test's own, with the product's schema and no rows. */
export interface TestDatabase {
  db: Database;
  /** As the owner of the tables, who is not under row-level security. */
  connection: ConnectionSettings;
  /** Closes `db` and drops the database. Fails when the test left connections open. */
  close(): Promise<void>;
}

/** The server the tests run on. */
interface TestServer {
  /** May create databases and roles. */
  admin: ConnectionSettings;
  owner: ConnectionSettings;
  stop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_311_202_602;
const CLONE = /^klarpost_test_(\d+)_[0-9a-f]+$/;
const log = createLogger("silent");

let server: Promise<TestServer> | undefined;

/**
 * The server all test processes of this checkout share: the embedded one, kept warm while anybody uses
 * it, or `TEST_DATABASE_URL`. The embedded one does not wait for the disk; nothing here outlives a crash.
 */
export function testServer(): Promise<TestServer> {
  server ??= openServer();
  return server;
}

async function openServer(): Promise<TestServer> {
  const url = process.env["TEST_DATABASE_URL"];
  if (url !== undefined && url !== "") {
    const connection = { connectionString: url };
    return { admin: connection, owner: connection, stop: async () => {} };
  }
  const checkout = createHash("sha256")
    .update(import.meta.dirname)
    .digest("hex")
    .slice(0, 8);
  const dataDir = join(tmpdir(), `klarpost-test-${process.getuid?.() ?? 0}-${checkout}`);
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
  const embedded = await startEmbeddedPostgres({
    dataDir,
    log,
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      max_connections: "300",
    },
  });
  await dropForgotten(embedded);
  process.once("beforeExit", () => void embedded.stop());
  return {
    admin: embedded.superuser,
    owner: embedded.connection,
    stop: () => embedded.stop(),
  };
}

async function withClient<T>(
  connection: ConnectionSettings,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, application_name: "klarpost_test_admin" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Databases of test processes that were killed. */
async function dropForgotten(embedded: EmbeddedPostgres): Promise<void> {
  await withClient(embedded.superuser, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database",
    );
    for (const { name } of rows) {
      const pid = Number(CLONE.exec(name)?.[1] ?? Number.NaN);
      if (!Number.isNaN(pid) && !isAlive(pid))
        await client.query(`drop database if exists ${name} with (force)`);
    }
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The same server, another database. */
function inDatabase(connection: ConnectionSettings, database: string): ConnectionSettings {
  if (connection.connectionString === undefined) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

const ownerClause = (at: TestServer): string =>
  at.admin === at.owner ? "" : ` owner ${EMBEDDED_OWNER}`;

const newName = (): string => `klarpost_test_${process.pid}_${randomBytes(4).toString("hex")}`;

/** A database with all migrations, made once for each state of migrations/ and then only copied. */
async function ensureTemplate(at: TestServer): Promise<string> {
  const sums = readMigrations().map((one) => `${one.version} ${one.name} ${one.sha256}`);
  const template = `klarpost_template_${createHash("sha256").update(sums.join("\n")).digest("hex").slice(0, 12)}`;
  await withClient(at.admin, async (client) => {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where datname like 'klarpost\\_template\\_%'",
    );
    if (rows.some(({ name }) => name === template)) return;
    for (const { name } of rows) {
      // Of an earlier state of migrations/; another process may still copy it.
      await client.query(`drop database if exists ${name}`).catch(() => {});
    }
    await client.query(`create database ${template}_new${ownerClause(at)}`);
    await migrate(inDatabase(at.owner, `${template}_new`), { log });
    await client.query(`alter database ${template}_new rename to ${template}`);
  });
  return template;
}

async function cloneTemplate(at: TestServer): Promise<string> {
  const name = newName();
  for (let attempt = 0; ; attempt++) {
    const template = await ensureTemplate(at);
    try {
      await withClient(at.admin, (client) =>
        client.query(`create database ${name} template ${template}${ownerClause(at)}`),
      );
      return name;
    } catch (error) {
      // Gone since we looked, because migrations/ changed meanwhile; or still being closed.
      const { code = "" } = error as { code?: string };
      if (attempt === 10 || !["3D000", "55006"].includes(code)) throw error;
      await sleep(100);
    }
  }
}

/** Waits a little for connections to go, because the server notices a closed one late. */
async function openConnections(client: pg.Client, database: string): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ text: string }>(
      `select application_name || ' (' || coalesce(state, '') || '): ' || left(query, 200) as text
         from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0 || attempt === 40) return rows.map((row) => row.text);
    await sleep(50);
  }
}

async function drop(at: TestServer, name: string): Promise<void> {
  await withClient(at.admin, async (client) => {
    const left = await openConnections(client, name);
    await client.query(`drop database ${name} with (force)`).catch((error: unknown) => {
      if ((error as { code?: string }).code !== "42501") throw error;
      // Autovacuum is at work there, which an owner may not end by force; a plain drop asks it to go.
      return client.query(`drop database ${name}`);
    });
    if (left.length > 0) {
      throw new Error(`The test left ${left.length} connection(s) open:\n${left.join("\n")}`);
    }
  });
}

/** Gives a test a database of its own. Call `close()` when done, best in `after`. */
export async function testDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const at = await testServer();
  const name = await cloneTemplate(at);
  const connection = inDatabase(at.owner, name);
  const db = openDatabase({ connection, poolSize: options.poolSize ?? 5 });
  return {
    db,
    connection,
    async close() {
      await db.close();
      await drop(at, name);
    },
  };
}

/**
 * A database without the product's schema, for tests of what makes it. `admin` reaches the same server
 * as a user who may create databases and roles.
 */
export async function emptyDatabase(): Promise<
  Omit<TestDatabase, "db"> & { admin: ConnectionSettings }
> {
  const at = await testServer();
  const name = newName();
  await withClient(at.admin, (client) => client.query(`create database ${name}${ownerClause(at)}`));
  return {
    connection: inDatabase(at.owner, name),
    admin: at.admin,
    close: () => drop(at, name),
  };
}
