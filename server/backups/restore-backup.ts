import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  AppError,
  migrate,
  MIGRATIONS_FOLDER,
  startEmbeddedPostgres,
  type ConnectionSettings,
  type Database,
  type Logger,
} from "../platform/index.ts";
import { endRun, runningRuns } from "./backups.store.ts";
import {
  analyse,
  begin,
  closeAfterLoading,
  commit,
  connectOwner,
  createScratch,
  hasRows,
  marksOf,
  openForLoading,
  readRows,
  setSequences,
  storedTables,
  writeRows,
} from "./database.store.ts";
import { measure } from "./make-backup.ts";
import { compare, drain, rowsOf, type OpenBackup } from "./read-backup.ts";

/**
 * Puts a backup into an empty database, in one transaction: the schema of its time, the rows, then the migrations since.
 * Throws 409 `database_not_empty`, 422 `backup_damaged`, `schema_too_new`.
 */
export async function loadBackup(
  connection: ConnectionSettings,
  backup: OpenBackup,
  log: Logger,
  onTable: (name: string, rows: number) => void = () => undefined,
): Promise<void> {
  await loadAtVersion(connection, backup, log, onTable);
  await migrate(connection, { log });
}

/**
 * Ends the run that made a backup. In the backup itself it is still under way; restored so, the page would show it for
 * ever and the next backup would wait for it.
 */
export async function endOwnRun(
  db: Database,
  manifest: Pick<OpenBackup["manifest"], "name" | "madeAt" | "rows">,
): Promise<void> {
  await db.worker(async (tx) => {
    const end = { at: new Date(manifest.madeAt), name: manifest.name, rows: manifest.rows };
    for (const { id } of await runningRuns(tx)) await endRun(tx, id, { state: "done", ...end });
  });
}

async function loadAtVersion(
  connection: ConnectionSettings,
  backup: OpenBackup,
  log: Logger,
  onTable: (name: string, rows: number) => void = () => undefined,
): Promise<void> {
  await atVersion(backup.manifest.schema, (folder) => migrate(connection, { log, folder }));
  const client = await connectOwner(connection);
  try {
    if (await hasRows(client))
      throw new AppError("database_not_empty", 409, "This database is in use.", {
        hint: "Restore into an empty one: another DATA_DIR, or another DATABASE_URL. Nothing is ever overwritten.",
      });
    await begin(client);
    const keys = await openForLoading(client);
    for (const table of backup.manifest.tables) {
      const seen = measure();
      const loaded = pipeline(seen.stream, writeRows(client, table.name, table.columns));
      await Promise.all([rowsOf(backup, table, seen.stream), loaded]);
      compare(table, { rows: seen.lines(), sha256: seen.hash.digest("hex") });
      onTable(table.name, table.rows);
    }
    await closeAfterLoading(client, keys);
    await setSequences(client, backup.manifest.sequences);
    await commit(client);
    await analyse(client);
  } finally {
    await client.end();
  }
}

/** A folder with the migrations up to a version: what the rows of an older backup fit into. */
async function atVersion<T>(version: number, work: (folder: string) => Promise<T>): Promise<T> {
  const files = readdirSync(MIGRATIONS_FOLDER)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  if (version > files.length)
    throw new AppError(
      "schema_too_new",
      500,
      `The backup is of schema ${version}; this release knows ${files.length}.`,
      { hint: "Restore with the release that made it, or a newer one." },
    );
  const folder = mkdtempSync(join(tmpdir(), "klarpost-migrations-"));
  try {
    for (const file of files.slice(0, version))
      cpSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Restores a backup for a look: into a database of its own, which is removed again. Every table is read back and compared
 * with the manifest row for row, and each ledger's head with the one at the time (ORG-07). Where the server lets nobody
 * create databases, an embedded one is started beside it.
 */
export async function tryRestore(
  connection: ConnectionSettings,
  backup: OpenBackup,
  log: Logger,
): Promise<{ tables: number; rows: number }> {
  const beside = await createScratch(connection);
  if (beside !== undefined) {
    try {
      return await restoreAndCompare(beside.connection, backup, log);
    } finally {
      await beside.drop();
    }
  }
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-restore-test-"));
  const own = await startEmbeddedPostgres({ dataDir, log });
  try {
    return await restoreAndCompare(own.connection, backup, log);
  } finally {
    await own.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function restoreAndCompare(
  connection: ConnectionSettings,
  backup: OpenBackup,
  log: Logger,
): Promise<{ tables: number; rows: number }> {
  const { manifest } = backup;
  await loadAtVersion(connection, backup, log);
  const client = await connectOwner(connection);
  try {
    const tables = new Map((await storedTables(client)).map((table) => [table.name, table]));
    for (const expected of manifest.tables) {
      const table = tables.get(expected.name);
      if (table === undefined)
        throw new AppError("backup_damaged", 422, `${expected.name} is missing.`);
      const seen = measure();
      await Promise.all([pipeline(readRows(client, table), seen.stream), drain(seen.stream)]);
      compare(expected, { rows: seen.lines(), sha256: seen.hash.digest("hex") });
    }
    const { checkpoints } = await marksOf(client);
    if (JSON.stringify(checkpoints) !== JSON.stringify(manifest.checkpoints))
      throw new AppError("backup_damaged", 422, "A ledger's head is not the one of the backup.");
  } finally {
    await client.end();
  }
  await migrate(connection, { log });
  return { tables: manifest.tables.length, rows: manifest.rows };
}
