import { createHash, type Hash } from "node:crypto";
import { createWriteStream, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import type pg from "pg";
import type { Clock, ConnectionSettings } from "../platform/index.ts";
import { backupName, type Manifest, type ManifestTable } from "./backup.ts";
import { encrypt, manifestSeal, newBackupKey } from "./crypt.ts";
import {
  beginSnapshot,
  connectOwner,
  endSnapshot,
  marksOf,
  readRows,
  schemaVersion,
  sequencesOf,
  storedTables,
  type StoredTable,
} from "./database.store.ts";

interface BackupTarget {
  connection: ConnectionSettings;
  /** Folder the backups lie in, each in a folder of its own. */
  folder: string;
  /** Passphrase or content of the key file. */
  secret: string;
  secretCheck: string;
  newerSecretChecks: string[];
  clock: Clock;
}

export interface Progress {
  tables: number;
  tablesDone: number;
  rows: number;
  bytes: number;
}

/**
 * Makes a backup while everybody works on: all rows in one REPEATABLE READ view, table by table, compressed and encrypted
 * on the way to disk, so that memory stays flat. An interrupted one leaves `….partial`, which the next removes.
 */
export async function makeBackup(
  target: BackupTarget,
  onProgress: (progress: Progress) => Promise<void> = async () => undefined,
): Promise<Manifest> {
  const madeAt = target.clock.now();
  const name = backupName(madeAt);
  const partial = join(target.folder, `${name}.partial`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const { key, kdf, sealed } = await newBackupKey(target.secret);
  const client = await connectOwner(target.connection);
  try {
    await beginSnapshot(client);
    const found = await storedTables(client);
    const tables: ManifestTable[] = [];
    const sum = (of: "rows" | "bytes") => tables.reduce((total, table) => total + table[of], 0);
    for (const [no, table] of found.entries()) {
      tables.push(await writeTable(client, partial, key, table, no));
      await onProgress({
        tables: found.length,
        tablesDone: no + 1,
        rows: sum("rows"),
        bytes: sum("bytes"),
      });
    }
    const manifest: Manifest = {
      format: 1,
      name,
      madeAt: madeAt.toISOString(),
      schema: await schemaVersion(client),
      secretCheck: target.secretCheck,
      newerSecretChecks: target.newerSecretChecks,
      kdf,
      key: sealed,
      tables,
      sequences: await sequencesOf(client),
      ...(await marksOf(client)),
      rows: sum("rows"),
      bytes: sum("bytes"),
    };
    await endSnapshot(client);
    const text = JSON.stringify(manifest);
    writeFileSync(
      join(partial, "manifest.json"),
      `${JSON.stringify({ manifest: text, seal: manifestSeal(key, text) })}\n`,
      { mode: 0o600, flush: true },
    );
    renameSync(partial, join(target.folder, name));
    return manifest;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function writeTable(
  client: pg.Client,
  folder: string,
  key: Buffer,
  table: StoredTable,
  no: number,
): Promise<ManifestTable> {
  const file = `${String(no + 1).padStart(3, "0")}-${table.name}.kpb`;
  const plain = measure();
  const out = measure();
  await pipeline(
    readRows(client, table),
    plain.stream,
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
    encrypt(key, table.name),
    out.stream,
    createWriteStream(join(folder, file), { mode: 0o600, flush: true }),
  );
  return {
    name: table.name,
    file,
    columns: table.columns,
    rows: plain.lines(),
    sha256: plain.hash.digest("hex"),
    bytes: out.bytes(),
  };
}

const NEWLINE = 10;

/** Counts and hashes what passes. A row is a line: PostgreSQL's text format writes breaks within a value as `\n`. */
export function measure(): {
  stream: Transform;
  hash: Hash;
  lines(): number;
  bytes(): number;
} {
  const hash = createHash("sha256");
  let lines = 0;
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines++;
      done(null, chunk);
    },
  });
  return { stream, hash, lines: () => lines, bytes: () => bytes };
}
