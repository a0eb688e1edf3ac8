import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hkdfSync } from "node:crypto";
import { type House, type Sent, trackingKey } from "./house.ts";
import type { LogLine, Read } from "./readers.ts";
import { TEST_SECRET } from "../sending.ts";

/** A version of a row, as the write-ahead log has it. */
export interface Written {
  table: string;
  new: Record<string, unknown> | null;
  old: Record<string, unknown> | null;
  text: string;
  /** Milliseconds after the first mail left. */
  at: number;
}

/** Everything the adversary holds: not the mails, and nothing that only they say. */
export interface Evidence {
  written: Written[];
  /** Whole numbers of each table and column, in the order of its pages. */
  columns: { name: string; values: bigint[] }[];
  log: LogLine[];
  /** The write-ahead log and all files of the web process, byte for byte. */
  bytes: Buffer[];
  keys: Map<string, Buffer>;
}

/** A place in the write-ahead log. */
export interface LogPlace {
  file: string;
  offset: number;
}

/** Where the log stands before anybody reads. */
export async function logPosition({ owner }: House): Promise<LogPlace> {
  const found = await owner.query<LogPlace>(
    "select file_name as file, file_offset as offset from pg_walfile_name_offset(pg_current_wal_insert_lsn())",
  );
  return found.rows[0]!;
}

export async function gatherEvidence(
  house: House,
  sent: Sent,
  read: Read,
  from: LogPlace,
): Promise<Evidence> {
  const { owner } = house;
  const journal = await owner.query<{
    tbl: string;
    new: Written["new"];
    old: Written["old"];
    text: string;
    at: number | null;
  }>(
    "select tbl, new, old, coalesce(new, old)::text as text, at from adversary.journal order by id desc",
  );
  const written: Written[] = [];
  let at = Number.POSITIVE_INFINITY;
  for (const row of journal.rows) {
    if (row.tbl === "mark") at = row.at!;
    else written.push({ table: row.tbl, new: row.new, old: row.old, text: row.text, at });
  }
  const key = trackingKey(house.parts);
  const derive = (use: string) =>
    Buffer.from(hkdfSync("sha256", key, "", `tracking token 1 ${use}`, 32));
  return {
    written: written.reverse(),
    columns: await numberColumns(house, sent.accountId),
    log: read.log,
    bytes: [...logBytes(house, from), ...filesIn(read.dataDir)],
    keys: new Map([
      ["secret", TEST_SECRET],
      ["tracking", key],
      ["blocks", derive("blocks")],
      ["shared", derive("shared")],
    ]),
  };
}

async function numberColumns({ owner }: House, accountId: number): Promise<Evidence["columns"]> {
  const found = await owner.query<{ table: string; column: string; own: boolean }>(
    `select c.table_name as table, c.column_name as column,
       exists (select 1 from information_schema.columns a where a.table_schema = 'public' and a.table_name = c.table_name and a.column_name = 'account_id') as own
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('bigint', 'numeric') order by 1, 2`,
  );
  const columns: Evidence["columns"] = [];
  for (const { table, column, own } of found.rows) {
    const values = await owner.query<{ v: string }>(
      `select trunc("${column}"::numeric)::text as v from "${table}" where "${column}" is not null ${own ? `and account_id = ${accountId}` : ""} order by ctid`,
    );
    if (values.rows.length > 0)
      columns.push({ name: `${table}.${column}`, values: values.rows.map(({ v }) => BigInt(v)) });
  }
  return columns;
}

/** The write-ahead log since `from`. */
function logBytes({ database }: House, from: LogPlace): Buffer[] {
  const folder = join(database.folder, "pg_wal");
  return readdirSync(folder)
    .filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= from.file)
    .sort()
    .map((name) => readFileSync(join(folder, name)).subarray(name === from.file ? from.offset : 0));
}

function filesIn(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}
