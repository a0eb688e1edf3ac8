import { randomBytes } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { ConnectionSettings } from "../platform/index.ts";

/**
 * What another start makes anew, or must not come back: how far we migrated, the tokens of the pace and of the API, who was
 * signed in, the facts kept for counting, which wait for transactions of this very server, and the numbers of level
 * "unique", which are deleted when measuring closes and would live on in a backup (TRK-06).
 */
const LEFT_OUT = [
  "schema_migrations",
  "pace_buckets",
  "call_budgets",
  "sessions",
  "counted_accounts",
  "fact_kinds",
  "contact_facts",
  "fact_changes",
  "seen_numbers",
];

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A connection as the owner of the tables, who is under no row-level security. */
export async function connectOwner(connection: ConnectionSettings): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, application_name: "klarpost_backup" });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(
    "set search_path = public; set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = 0; set client_min_messages = warning",
  );
  return client;
}

export interface StoredTable {
  name: string;
  columns: string[];
  /** What the rows are put in order by, each with a collation that is the same everywhere. */
  order: string;
}

/** Tables with the columns that are stored, not computed; in the order of their names. */
export async function storedTables(client: pg.Client): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable>(
    `select c.relname as name,
            array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns,
            coalesce(
              (select string_agg(quote_ident(k.attname) || case when k.attcollation <> 0 then ' collate "C"' else '' end, ', ' order by u.place)
                 from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as u(no, place)
                 join pg_attribute k on k.attrelid = c.oid and k.attnum = u.no
                where i.indrelid = c.oid and i.indisprimary),
              string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end, ', ' order by a.attnum)) as "order"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'public' and c.relkind = 'r' and c.relpersistence = 'p' and c.relname <> all($1)
      group by c.oid, c.relname order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

/** One view of the whole database for everything that follows on this connection. */
export async function beginSnapshot(client: pg.Client): Promise<void> {
  await client.query("begin transaction isolation level repeatable read read only");
}

export const endSnapshot = async (client: pg.Client): Promise<void> =>
  void (await client.query("commit"));

/** The rows of a table in PostgreSQL's text format, a line each. */
export function readRows(client: pg.Client, table: StoredTable): Readable {
  const columns = table.columns.map(quote).join(", ");
  return client.query(
    copyTo(`copy (select ${columns} from ${quote(table.name)} order by ${table.order}) to stdout`),
  );
}

export function writeRows(client: pg.Client, name: string, columns: readonly string[]): Writable {
  return client.query(
    copyFrom(`copy ${quote(name)} (${columns.map(quote).join(", ")}) from stdin`),
  );
}

export async function schemaVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "select max(version) as version from schema_migrations",
  );
  return rows[0]!.version;
}

/** Number of the journal's newest entry, and where each account's ledger stands. */
export async function marksOf(client: pg.Client): Promise<{
  journalNo: number;
  checkpoints: { account: number; treeSize: number; root: string }[];
}> {
  const journal = await client.query<{ no: string }>("select last_no as no from journal_state");
  const { rows } = await client.query<{ account: number; size: string; root: string }>(
    `select distinct on (account_id) account_id as account, tree_size as size, encode(root, 'hex') as root
       from ledger_checkpoints order by account_id, tree_size desc`,
  );
  return {
    journalNo: Number(journal.rows[0]!.no),
    checkpoints: rows.map(({ account, size, root }) => ({ account, treeSize: Number(size), root })),
  };
}

export async function sequencesOf(client: pg.Client): Promise<{ name: string; last: number }[]> {
  const { rows } = await client.query<{ name: string; last: string }>(
    "select sequencename as name, last_value as last from pg_sequences where schemaname = 'public' and last_value is not null order by 1",
  );
  return rows.map(({ name, last }) => ({ name, last: Number(last) }));
}

export async function setSequences(
  client: pg.Client,
  sequences: readonly { name: string; last: number }[],
): Promise<void> {
  for (const { name, last } of sequences)
    await client.query(
      "select setval(to_regclass(quote_ident($1)), $2) where to_regclass(quote_ident($1)) is not null",
      [name, last],
    );
}

/** Whether somebody already works in this database. */
export async function hasRows(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select exists (select 1 from accounts) or exists (select 1 from operators) as there",
  );
  return rows[0]!.there;
}

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Empties every table and takes away what looks at rows one by one: foreign keys and the product's triggers. Rows can
 * then come in any order; `closeAfterLoading` puts both back and thereby checks every reference.
 */
export async function openForLoading(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select c.conrelid::regclass::text as "table", quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
       from pg_constraint c join pg_namespace n on n.oid = c.connamespace where c.contype = 'f' and n.nspname = 'public' order by 1, 2`,
  );
  const tables = (await storedTables(client)).map(({ name }) => name);
  await client.query(`truncate ${tables.map(quote).join(", ")} cascade`);
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${name}`);
  for (const table of tables)
    await client.query(`alter table ${quote(table)} disable trigger user`);
  return rows;
}

export async function closeAfterLoading(client: pg.Client, keys: ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  for (const { name } of await storedTables(client))
    await client.query(`alter table ${quote(name)} enable trigger user`);
}

export const begin = async (client: pg.Client): Promise<void> => void (await client.query("begin"));
export const commit = async (client: pg.Client): Promise<void> =>
  void (await client.query("commit"));
export const analyse = async (client: pg.Client): Promise<void> =>
  void (await client.query("analyze"));

/** Who may create databases: the owner, or the superuser of the embedded server, who listens on its socket only. */
function mayCreate(connection: ConnectionSettings): ConnectionSettings[] {
  if (connection.connectionString !== undefined) return [connection];
  return [connection, { ...connection, user: "postgres", database: "postgres" }];
}

/**
 * A database of its own for a while, beside the real one. Undefined where nobody we can be may create one. `drop` removes
 * it with everything in it.
 */
export async function createScratch(
  connection: ConnectionSettings,
): Promise<{ connection: ConnectionSettings; drop(): Promise<void> } | undefined> {
  const name = `klarpost_restore_test_${randomBytes(6).toString("hex")}`;
  for (const as of mayCreate(connection)) {
    const admin = new pg.Client({ ...as, application_name: "klarpost_backup" });
    admin.on("error", () => undefined);
    try {
      await admin.connect();
      const owner = as === connection ? "" : ` owner ${quote(connection.user!)}`;
      await admin.query(`create database ${name}${owner} template template0 encoding 'UTF8'`);
    } catch (error) {
      await admin.end().catch(() => undefined);
      const { code = "" } = error as { code?: string };
      if (["42501", "28000", "28P01", "3D000"].includes(code)) continue;
      throw error;
    }
    const scratch =
      connection.connectionString === undefined
        ? { ...connection, database: name }
        : {
            connectionString: Object.assign(new URL(connection.connectionString), {
              pathname: `/${name}`,
            }).href,
          };
    return {
      connection: scratch,
      async drop() {
        await admin.query(`drop database if exists ${name} with (force)`);
        await admin.end();
      },
    };
  }
  return undefined;
}
