import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import pg from "pg";
import { makeBackup } from "../server/backups/make-backup.ts";
import { openBackup, rowsOf } from "../server/backups/read-backup.ts";
import { fillDemo } from "../server/demo/fill-demo.ts";
import { journalFolder, writeJournal } from "../server/journal/index.ts";
import { systemClock } from "../server/platform/index.ts";
import { eraseDataSubject } from "../server/privacy/index.ts";
import { sweepMailboxes } from "../server/sandbox/index.ts";
import { runningApp } from "../test/support/app.ts";
import { durableDatabase } from "../test/support/durable-database.ts";

/**
 * `npm run drill:erasure`: two people of the example, one of a newsletter and one of a core system, are erased. Then the
 * tables are rewritten, the write-ahead log is let expire, the sandbox mailbox is a day older, and everything is searched for
 * address, name and person number: every table, the database's files, the data folder, the log of the run, the erasure
 * journal, and a fresh backup, decrypted. Allowed are keyed hashes and sealed proofs, in which none of it can be read, and the
 * person number of a withdrawal that the core system has not acknowledged yet (UNS-15).
 * Exit code 1 when anything is found. The last line is JSON for machines.
 */
const SECRET = "drill drill drill";
const NAME = ["Xaverine", "Quastenflosser-Drill"] as const;
const DAY_MS = 86_400_000;
const MAX_FILE = 512 * 1024 * 1024;

const database = await durableDatabase({
  settings: { wal_recycle: "off", min_wal_size: "32MB", max_wal_size: "64MB" },
});
const lines: string[] = [];
const write = process.stdout.write.bind(process.stdout);
// The product's log goes to the standard output; it is kept to be searched.
process.stdout.write = ((chunk: string | Uint8Array) => {
  lines.push(String(chunk));
  return true;
}) as typeof process.stdout.write;
const say = (text: string): void => void write(`${text}\n`);

const running = await runningApp({ database, log: "debug" });
const owner = new pg.Client(database.connection);
const backups = mkdtempSync(join(tmpdir(), "klarpost-drill-erasure-"));
let found: string[] = [];
try {
  await owner.connect();
  say("filling the example …");
  await fillDemo(running.app, () => undefined);
  const people = [await personOf("newsletter"), await personOf("core")];
  const needles = people.flatMap(({ email, number }) =>
    number === null ? [email] : [email, number],
  );
  needles.push(...NAME);
  const before = await tablesWith(needles);
  if (before.length < 5)
    throw new Error(`The people stand in too few tables: ${before.join(", ")}`);
  say(`before: ${before.length} tables know them (${before.join(", ")})`);

  for (const { accountId, email, id } of people) {
    const report = await eraseDataSubject(running.app.deps.privacy)({
      accountId,
      emailNormalised: email,
      contactId: id,
    });
    say(`erased: ${JSON.stringify(report)}`);
  }
  await settle();
  for (const needle of needles) {
    for (const table of await tablesWith([needle])) found.push(`table ${table}: ${what(needle)}`);
    for (const folder of [database.folder, running.dataDir])
      for (const file of filesWith(folder, needle)) found.push(`file ${file}: ${what(needle)}`);
    if (lines.some((line) => line.includes(needle))) found.push(`log: ${what(needle)}`);
  }
  const journal = journalFolder(backups);
  await writeJournal({ ...running.app, folders: [journal] });
  const made = await makeBackup({
    connection: database.connection,
    folder: backups,
    secret: SECRET,
    secretCheck: "",
    clock: systemClock,
  });
  const backup = await openBackup(join(backups, made.name), SECRET);
  for (const table of made.tables) {
    const text = await readAll((into) => rowsOf(backup, table, into));
    for (const needle of needles)
      if (text.includes(needle)) found.push(`backup, table ${table.name}: ${what(needle)}`);
  }
  for (const needle of needles)
    for (const file of filesWith(backups, needle))
      found.push(`backup file ${file}: ${what(needle)}`);
  const allowed = await allowedPlaces();
  found = [...new Set(found)].filter(
    (one) => !allowed.some((place) => one === `${place}: person number`),
  );
  for (const place of allowed) say(`allowed (UNS-15): ${place}`);
  for (const one of found) say(`FOUND  ${one}`);
  say(found.length === 0 ? "Nothing of them is left but keyed hashes and sealed proofs." : "");
  say(
    JSON.stringify({
      drill: "erasure",
      tablesBefore: before.length,
      tablesInBackup: made.tables.length,
      found: found.length,
    }),
  );

  /** A word that tells what was found without printing it. */
  function what(needle: string): string {
    return needle.includes("@")
      ? "address"
      : NAME.includes(needle as never)
        ? "name"
        : "person number";
  }
} finally {
  await owner.end();
  await running.close();
  rmSync(backups, { recursive: true, force: true });
}
process.exit(found.length === 0 ? 0 : 1);

async function personOf(
  pot: "newsletter" | "core",
): Promise<{ accountId: number; id: number; email: string; number: string | null }> {
  const { rows } = await owner.query<{ account: number; id: string; email: string }>(
    `select c.account_id as account, c.id, c.email_normalised as email from contacts c
      where c.pot = $1 and (c.pot = 'core' or exists (select 1 from measured_deliveries m where m.account_id = c.account_id and m.contact_id = c.id))
        and not exists (select 1 from contacts o where o.account_id = c.account_id and o.email_normalised = c.email_normalised and o.id <> c.id)
      order by c.id limit 1`,
    [pot],
  );
  const [person] = rows;
  if (!person) throw new Error(`The example has nobody in the pot ${pot}.`);
  const number = pot === "core" ? "7700123456789" : null;
  await owner.query(
    "update contacts set first_name = $2, last_name = $3, person_number = coalesce($4, person_number) where id = $1",
    [person.id, ...NAME, number],
  );
  if (number !== null)
    await owner.query("update core_records set person_number = $2 where contact_id = $1", [
      person.id,
      number,
    ]);
  return { accountId: person.account, id: Number(person.id), email: person.email, number };
}

/** Where a withdrawal that waits for the core system may keep the person number: its table, wherever that lies. */
async function allowedPlaces(): Promise<string[]> {
  const { rows } = await owner.query<{ path: string }>(
    `select pg_relation_filepath(c.oid) as path from pg_class c
      where c.oid = 'core_withdrawals'::regclass or c.oid in (select i.indexrelid from pg_index i where i.indrelid = 'core_withdrawals'::regclass)`,
  );
  const waiting = await owner.query(
    "select 1 from core_withdrawals where acknowledged_at is null and undone_at is null limit 1",
  );
  if (waiting.rows.length === 0) return [];
  return [
    "table core_withdrawals",
    "backup, table core_withdrawals",
    ...rows.map(({ path }) => `file ${path}`),
  ];
}

async function tablesWith(needles: string[]): Promise<string[]> {
  const tables = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const known: string[] = [];
  for (const { name } of tables.rows) {
    const hits = await owner.query(`select 1 from ${name} t where t::text like any($1) limit 1`, [
      needles.map((needle) => `%${needle}%`),
    ]);
    if (hits.rows.length > 0) known.push(name);
  }
  return known;
}

/** Lets the second deletions run, the mailbox age, the tables be rewritten and the write-ahead log expire. */
async function settle(): Promise<void> {
  say("waiting for the last jobs, then vacuum, checkpoint, log …");
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  await sweepMailboxes(running.dataDir, new Date(systemClock.now().getTime() + 2 * DAY_MS));
  await owner.query("delete from outbox_events where handled_at is not null");
  await owner.query("vacuum full");
  const admin = new pg.Client({ ...database.connection, user: "postgres" });
  await admin.connect();
  await admin.query("vacuum full");
  for (let turn = 0; turn < 3; turn++) {
    await admin.query("select pg_switch_wal()");
    await admin.query("checkpoint");
  }
  await admin.end();
}

function filesWith(folder: string, needle: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    try {
      if (path.includes("/bin-") || statSync(path).size > MAX_FILE) return [];
      return readFileSync(path).includes(needle) ? [path.slice(folder.length + 1)] : [];
    } catch {
      // Gone since the folder was read.
      return [];
    }
  });
}

async function readAll(read: (into: Writable) => Promise<void>): Promise<string> {
  const parts: Buffer[] = [];
  await read(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(chunk);
        done();
      },
    }),
  );
  return Buffer.concat(parts).toString("utf8");
}
