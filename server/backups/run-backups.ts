import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dropOldJournal, writeJournal, type JournalDeps } from "../journal/index.ts";
import {
  AppError,
  conflict,
  dayAfter,
  instantOfLocalTime,
  secretChecks,
  wallClockAt,
  withoutTokens,
} from "../platform/index.ts";
import {
  deleteOldRuns,
  endRun,
  findNights,
  findSettings,
  insertRun,
  newestRun,
  runningRuns,
  saveProgress,
  type BackupRun,
} from "./backups.store.ts";
import type { BackupSettings } from "../../contract/backups.ts";
import { makeBackup } from "./make-backup.ts";
import { listBackups, openBackup, rotateBackups } from "./read-backup.ts";
import { tryRestore } from "./restore-backup.ts";

export interface BackupDeps extends JournalDeps {
  dataDir: string;
  /** Folder the backups lie in. */
  backupDir: string;
  keyFile: string;
  /** Instead of the key file; null: not given. */
  passphrase: string | null;
}

const DAY_MS = 86_400_000;
/** ORG-07: at the latest after 90 days; the product does it every 30. */
export const TEST_EVERY_DAYS = 30;
export const TEST_MOST_DAYS = 90;
/** A run that says nothing for so long was interrupted with its process. */
const GIVEN_UP_MS = 6 * 3_600_000;
const ZONE = "Europe/Berlin";
const RUNS_KEPT_DAYS = 400;

/** What the key is made from. A key file that is missing is made once, readable by its owner only. */
export function readSecret(deps: Pick<BackupDeps, "keyFile" | "passphrase">): string {
  if (deps.passphrase !== null) return deps.passphrase;
  if (!existsSync(deps.keyFile)) {
    mkdirSync(dirname(deps.keyFile), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(deps.keyFile, `${randomBytes(32).toString("base64")}\n`, {
        mode: 0o600,
        flag: "wx",
      });
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    }
    chmodSync(deps.keyFile, 0o600);
  }
  const secret = readFileSync(deps.keyFile, "utf8").trim();
  if (secret.length < 12)
    throw new AppError("backup_key_short", 500, `${deps.keyFile} holds less than 12 characters.`, {
      hint: "Put the key of your backups there, or a passphrase of several words.",
    });
  return secret;
}

/** Makes a backup, then removes those whose time is over. Throws 409 `backup_running`. */
export function backUp(deps: BackupDeps, by: string): Promise<BackupRun> {
  return noted(deps, "backup", by, "", async (id) => {
    await writeJournal(deps);
    const checks = secretChecks(deps.keys);
    const made = await makeBackup(
      {
        connection: deps.db.connection,
        folder: deps.backupDir,
        secret: readSecret(deps),
        secretCheck: checks.at(-1)!,
        newerSecretChecks: checks.slice(0, -1),
        clock: deps.clock,
      },
      (progress) => deps.db.worker((tx) => saveProgress(tx, id, progress)),
    );
    rotateBackups(deps.backupDir, await deps.db.worker(findSettings), deps.clock.now());
    return { name: made.name, rows: made.rows };
  });
}

/** Restores the newest backup, or the one named, for a look (ORG-07). Throws 404 `backup_not_found`. */
export async function testRestore(
  deps: BackupDeps,
  by: string,
  named?: string,
): Promise<BackupRun> {
  const name = named ?? listBackups(deps.backupDir)[0]?.name;
  if (name === undefined)
    throw new AppError("backup_not_found", 404, "There is no backup to restore yet.", {
      hint: "Make one first.",
    });
  return noted(deps, "restore_test", by, name, async () => {
    const backup = await openBackup(join(deps.backupDir, name), readSecret(deps));
    const { rows } = await tryRestore(deps.db.connection, backup, deps.log);
    return { name, rows };
  });
}

async function noted(
  deps: BackupDeps,
  kind: BackupRun["kind"],
  by: string,
  name: string,
  work: (id: number) => Promise<{ name: string; rows: number }>,
): Promise<BackupRun> {
  const { db, clock } = deps;
  const now = clock.now();
  const givenUpBefore = new Date(now.getTime() - GIVEN_UP_MS);
  const begun = await db.worker((tx) => insertRun(tx, { kind, name, by, at: now, givenUpBefore }));
  if (!begun)
    throw conflict("backup_running", "Another one is under way.", { hint: "Wait for it." });
  try {
    const done = await work(begun.id);
    await db.worker((tx) => endRun(tx, begun.id, { state: "done", at: clock.now(), ...done }));
  } catch (error) {
    const words = withoutTokens(error instanceof Error ? error.message : String(error));
    await db.worker((tx) =>
      endRun(tx, begun.id, { state: "failed", at: clock.now(), error: words.slice(0, 500) }),
    );
    throw error;
  }
  return (await db.worker((tx) => newestRun(tx, kind)))!;
}

/** The last and the next moment of the night a backup is due at. Pure. */
export function nightsAround(
  settings: Pick<BackupSettings, "hour">,
  now: Date,
): { last: Date; next: Date } {
  const { date } = wallClockAt(now, ZONE);
  const at = (day: string): Date =>
    instantOfLocalTime(`${day}T${String(settings.hour).padStart(2, "0")}:00`, ZONE);
  const today = at(date);
  return today.getTime() <= now.getTime()
    ? { last: today, next: at(dayAfter(date, 1)) }
    : { last: at(dayAfter(date, -1)), next: today };
}

/** Room on the disk of the backups, in bytes. */
export interface Room {
  free: number;
  /** For the next backup, with a reserve that keeps the database going on the same disk. */
  needed: number;
}

/** Content is packed and encrypted: about half of the database where nothing is known yet. */
const PACKED = 0.5;
const RESERVE_BYTES = 1024 ** 3;

/** Whether the next backup fits: as large as the newest, or half the database, and a gigabyte stays free. */
export async function roomForBackup(deps: Pick<BackupDeps, "db" | "backupDir">): Promise<Room> {
  const { databaseBytes } = await deps.db.worker(findNights);
  const [newest] = listBackups(deps.backupDir);
  let at = deps.backupDir;
  while (!existsSync(at)) at = dirname(at);
  const disk = statfsSync(at);
  return {
    free: disk.bavail * disk.bsize,
    needed: Math.ceil((newest?.bytes ?? databaseBytes * PACKED) * 1.2) + RESERVE_BYTES,
  };
}

/**
 * What the night asks for: a backup where none was begun since its hour, a restore test where the last is 30 days old, and
 * in any case the removal of what is too old (RET-12). On by itself from the first night after the installation; nothing is
 * begun where the disk has no room for it, which the checklist then says (CHK-31).
 */
export async function keepBackups(deps: BackupDeps): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  const settings = await db.worker(findSettings);
  const givenUpBefore = now.getTime() - GIVEN_UP_MS;
  const running = (await db.worker(runningRuns)).filter(
    ({ startedAt }) => startedAt.getTime() >= givenUpBefore,
  );
  if (running.length === 0) rotateBackups(deps.backupDir, settings, now);
  await dropOldJournal(deps);
  await db.worker((tx) => deleteOldRuns(tx, new Date(now.getTime() - RUNS_KEPT_DAYS * DAY_MS)));
  // One at a time; what is due now is found again at the next look.
  if (!settings.nightly || running.length > 0) return;
  const newest = await db.worker((tx) => newestRun(tx, "backup"));
  const { last } = nightsAround(settings, now);
  const { since } = await db.worker(findNights);
  if (newest ? newest.startedAt < last : since < last) {
    const room = await roomForBackup(deps);
    if (room.free < room.needed) {
      deps.log.error(room, "no room on the disk for the nightly backup");
      return;
    }
    await backUp(deps, "Klarpost");
  } else if (!newest) return;
  // A restored database knows of backups that lie elsewhere; its own first one comes with the night.
  if (listBackups(deps.backupDir).length === 0) return;
  const tested = await db.worker((tx) => newestRun(tx, "restore_test"));
  if (!tested || now.getTime() - tested.startedAt.getTime() > TEST_EVERY_DAYS * DAY_MS)
    await testRestore(deps, "Klarpost");
}
