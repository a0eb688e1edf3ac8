import { createReadStream, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Writable, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import { AppError } from "../platform/index.ts";
import {
  isBackupName,
  madeAtOf,
  whichStay,
  type BackupInfo,
  type KeepPolicy,
  type Manifest,
  type ManifestTable,
} from "./backup.ts";
import { decrypt, isSealed, openBackupKey } from "./crypt.ts";
import { measure } from "./make-backup.ts";

const DAY_MS = 86_400_000;

/** A backup whose key is known and whose manifest is whole. */
export interface OpenBackup {
  folder: string;
  manifest: Manifest;
  key: Buffer;
}

function readManifest(folder: string): { text: string; seal: string; manifest: Manifest } {
  try {
    const { manifest: text, seal } = JSON.parse(
      readFileSync(join(folder, "manifest.json"), "utf8"),
    ) as { manifest: string; seal: string };
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format !== 1) throw new Error("unknown format");
    return { text, seal, manifest };
  } catch (error) {
    throw new AppError("backup_damaged", 422, `${basename(folder)} has no readable manifest.`, {
      hint: "Take another backup; `klarpost backup list` shows them.",
      cause: error,
    });
  }
}

/** Opens a backup. Throws `backup_not_found`, `backup_damaged`, `backup_key_wrong`. */
export async function openBackup(folder: string, secret: string): Promise<OpenBackup> {
  if (!existsSync(folder))
    throw new AppError("backup_not_found", 404, `There is no backup ${folder}.`);
  const { text, seal, manifest } = readManifest(folder);
  const key = await openBackupKey(secret, manifest);
  if (!isSealed(key, text, seal))
    throw new AppError("backup_damaged", 422, "The manifest of the backup was altered.");
  return { folder, manifest, key };
}

/** Backups of a folder, newest first. Unreadable ones are left out. */
export function listBackups(folder: string): BackupInfo[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(isBackupName)
    .flatMap((name) => {
      try {
        const { madeAt, rows, bytes, schema } = readManifest(join(folder, name)).manifest;
        return [{ name, madeAt: new Date(madeAt), rows, bytes, schema }];
      } catch {
        return [];
      }
    })
    .toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/**
 * Removes what the policy does not keep, what an interrupted backup left, and what is too old and cannot be read, whose age
 * its name tells: damaged, or of another version's format, it holds people all the same. Gives the names (RET-12).
 */
export function rotateBackups(folder: string, policy: KeepPolicy, now: Date): string[] {
  const all = listBackups(folder);
  const stay = whichStay(all, policy, now);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const readable = new Set(all.map(({ name }) => name));
  const unreadable = names
    .filter((name) => isBackupName(name) && !readable.has(name))
    .map((name) => ({ name, madeAt: madeAtOf(name) }))
    .filter(({ madeAt }) => now.getTime() - madeAt.getTime() > policy.maxAgeDays * DAY_MS);
  const gone = [...all.filter(({ name }) => !stay.has(name)), ...unreadable].map(
    ({ name }) => name,
  );
  const left = names.filter(
    (name) =>
      name.endsWith(".partial") && now.getTime() - statSync(join(folder, name)).mtimeMs > DAY_MS,
  );
  for (const name of [...gone, ...left])
    rmSync(join(folder, name), { recursive: true, force: true });
  return gone;
}

/** The rows of a table, opened and unpacked. */
export function rowsOf(backup: OpenBackup, table: ManifestTable, into: Writable): Promise<void> {
  return pipeline(
    createReadStream(join(backup.folder, basename(table.file))),
    decrypt(backup.key, table.name),
    createZstdDecompress(),
    into,
  );
}

/** Reads every file to its end and compares hashes and counts with the manifest. Throws `backup_damaged`. */
export async function verifyBackup(backup: OpenBackup): Promise<{ tables: number; rows: number }> {
  for (const table of backup.manifest.tables) {
    const seen = measure();
    const end = drain(seen.stream);
    await Promise.all([rowsOf(backup, table, seen.stream), end]);
    compare(table, { rows: seen.lines(), sha256: seen.hash.digest("hex") });
  }
  return { tables: backup.manifest.tables.length, rows: backup.manifest.rows };
}

/** Reads a stream to its end and keeps nothing. */
export const drain = (stream: Readable): Promise<void> =>
  pipeline(stream, new Writable({ write: (_chunk, _encoding, done) => done() }));

export function compare(table: ManifestTable, found: { rows: number; sha256: string }): void {
  if (found.rows === table.rows && found.sha256 === table.sha256) return;
  throw new AppError(
    "backup_damaged",
    422,
    `Table ${table.name}: expected ${table.rows} rows with ${table.sha256}, found ${found.rows} with ${found.sha256}.`,
    { hint: "Take another backup; `klarpost backup list` shows them." },
  );
}
