import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { ConnectionSettings } from "./database.ts";
import { ensureRoles } from "./database-roles.ts";
import { AppError } from "./errors.ts";
import type { Logger } from "./log.ts";

/** The folder of the product's own migrations. */
export const MIGRATIONS_FOLDER = join(import.meta.dirname, "../../migrations");
const OLDEST_SERVER = 15;
/** Key of the advisory lock under which one process at a time changes the schema. Any number will do. */
const MIGRATION_LOCK = 7_311_202_601;

/** One numbered, immutable step of the schema. */
export interface Migration {
  version: number;
  name: string;
  text: string;
  /** SHA-256 of the text, hexadecimal. */
  sha256: string;
}

/**
 * Reads `0001_name.sql`, `0002_…` in order. Line ends are made equal first, so that a checkout on
 * Windows has the same sums. Throws when a number is missing, double, or a name is not of this form.
 */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  return files.sort().map((file, index) => {
    const [, number = "", name = ""] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
    if (Number(number) !== index + 1) {
      throw new Error(
        `migrations/: expected ${String(index + 1).padStart(4, "0")}_name.sql, found ${file}.`,
      );
    }
    const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n");
    return {
      version: index + 1,
      name,
      text,
      sha256: createHash("sha256").update(text).digest("hex"),
    };
  });
}

interface AppliedMigration {
  version: number;
  name: string;
  sha256: string;
}

/** Compares what the database has with what this release brings, and returns what is still to do. */
export function pendingMigrations(known: Migration[], applied: AppliedMigration[]): Migration[] {
  for (const [index, done] of applied.toSorted((a, b) => a.version - b.version).entries()) {
    const file = known[index];
    if (file === undefined) {
      throw new AppError(
        "schema_too_new",
        500,
        `This release knows the database up to version ${known.length}; the database is at version ${Math.max(...applied.map((one) => one.version))}.`,
        {
          hint: "A newer release of Klarpost has been here. Start that one, or restore a backup made before it.",
        },
      );
    }
    if (done.version !== file.version || done.sha256 !== file.sha256) {
      throw new AppError(
        "schema_changed",
        500,
        `Migration ${file.version} (${file.name}) is not the one that was applied: expected SHA-256 ${file.sha256}, found ${done.version} (${done.name}) with ${done.sha256}.`,
        {
          hint: "Migrations never change. Restore the file from the release, and make a new one for a new change.",
        },
      );
    }
  }
  return known.slice(applied.length);
}

async function refuseUnsuitableServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; text: string; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
            current_setting('server_encoding') as encoding`,
  );
  const [server] = rows;
  if (server === undefined || server.version < OLDEST_SERVER * 10_000) {
    throw new AppError(
      "database_too_old",
      500,
      `Klarpost needs PostgreSQL ${OLDEST_SERVER} or later; found ${server?.text}.`,
      {
        hint: "Upgrade the server, or leave DATABASE_URL out to use the embedded database.",
      },
    );
  }
  if (server.encoding !== "UTF8") {
    throw new AppError(
      "database_encoding",
      500,
      `The database must be encoded in UTF8; found ${server.encoding}.`,
      {
        hint: "create database klarpost encoding 'UTF8' template template0;",
      },
    );
  }
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    // Held to the end of the transaction, so it works behind a connection pooler too.
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    "select version, name, sha256 from schema_migrations",
  );
  return rows;
}

async function applyNext(client: pg.Client, known: Migration[]): Promise<Migration | undefined> {
  const [next] = pendingMigrations(known, await readApplied(client));
  if (next === undefined) return undefined;
  try {
    await client.query(next.text);
  } catch (error) {
    throw new AppError(
      "migration_failed",
      500,
      `Migration ${next.version} (${next.name}) failed: ${(error as Error).message}`,
      {
        hint: "Nothing of it was kept. The message names the statement's problem; earlier migrations are in place.",
        cause: error,
      },
    );
  }
  await client.query("insert into schema_migrations (version, name, sha256) values ($1, $2, $3)", [
    next.version,
    next.name,
    next.sha256,
  ]);
  return next;
}

/**
 * Brings the schema to this release: roles, then each missing migration in a transaction of its own.
 * Forward only. Several processes may call it at once: one works, the others wait and find it done.
 * The connected user becomes the owner of the tables. PostgreSQL 15 to 18.
 *
 * Throws AppErrors that say what was expected, what was found and what to do: `database_too_old`,
 * `database_encoding`, `database_roles_missing`, `database_role_unsafe`, `schema_changed`,
 * `schema_too_new`, `migration_failed`.
 */
export async function migrate(
  connection: ConnectionSettings,
  options: { log: Logger; folder?: string },
): Promise<{ applied: number[]; version: number }> {
  const known = readMigrations(options.folder);
  const client = new pg.Client({ ...connection, application_name: "klarpost_migrate" });
  client.on("error", (err) => options.log.error({ err }, "the connection that migrates was lost"));
  await client.connect();
  try {
    await client.query(
      "set client_min_messages = warning; set search_path = public; set timezone = 'UTC'; set jit = off",
    );
    await refuseUnsuitableServer(client);
    await inTransaction(client, async () => {
      await ensureRoles(client);
      await client.query(
        `create table if not exists schema_migrations (
           version int primary key,
           name text not null,
           sha256 text not null,
           applied_at timestamptz not null default now()
         )`,
      );
    });
    const applied: number[] = [];
    for (;;) {
      const done = await inTransaction(client, () => applyNext(client, known));
      if (done === undefined) return { applied, version: known.length };
      applied.push(done.version);
      options.log.info({ version: done.version, name: done.name }, "schema migrated");
    }
  } finally {
    await client.end();
  }
}
