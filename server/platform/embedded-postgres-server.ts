import { execFile } from "node:child_process";
import {
  appendFileSync,
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import type { ConnectionSettings } from "./database.ts";
import { EMBEDDED_OWNER, rolesSql } from "./database-roles.ts";
import {
  installBinaries,
  ownFolder,
  removeLeftovers,
  type EmbeddedFolders,
  type ServerPackage,
} from "./embedded-postgres-files.ts";
import {
  availableMemory,
  HBA_FILE,
  serverSettings,
  settingsFile,
} from "./embedded-postgres-settings.ts";
import { AppError } from "./errors.ts";
import type { Logger } from "./log.ts";

export const DATABASE = "klarpost";
export const SUPERUSER = "postgres";
const START_SECONDS = 600;
const STOP_SECONDS = 120;
const LOG_LIMIT = 5 * 2 ** 20;

/** How `user` reaches `database` of this server. */
export function reach(
  folders: EmbeddedFolders,
  user: string,
  database: string,
): ConnectionSettings {
  return { host: folders.socket, port: 5432, user, database };
}

/** Runs one of the server's programs as the server's user. Its output is in the error when it fails. */
async function program(folders: EmbeddedFolders, name: string, args: string[]): Promise<void> {
  try {
    await promisify(execFile)(join(folders.binaries, "bin", name), args, {
      ...folders.user,
      cwd: folders.base,
      env: { PATH: "/usr/bin:/bin", HOME: folders.base, LC_ALL: "C", TZ: "UTC" },
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${name} failed: ${(stderr + stdout).trim() || (error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * The process id of the running server of this folder. The number alone proves nothing: after a crash
 * or in a restarted container it may be another program's, so its command line must name the folder.
 */
export function livingPostmaster(folders: EmbeddedFolders): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(folders.cluster, "postmaster.pid"), "utf8"), 10);
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(folders.cluster)
        ? pid
        : undefined;
    }
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // No permission to signal it means that it lives, as somebody else.
    if ((error as NodeJS.ErrnoException).code === "EPERM") throw error;
    return undefined;
  }
}

/** Starts the server unless it runs. Returns whether it ran already. The caller holds the start lock. */
export async function ensureRunning(
  folders: EmbeddedFolders,
  server: ServerPackage,
  settings: Record<string, string>,
  log: Logger,
): Promise<boolean> {
  let left = START_SECONDS * 10;
  while (livingPostmaster(folders) !== undefined) {
    if (await answers(folders)) return true;
    // It is recovering after a crash, or shutting down: then we start it when it is gone.
    if (left-- === 0) throw new Error("The embedded database runs but does not answer.");
    await sleep(100);
  }
  removeLeftovers(folders);
  installBinaries(folders, server);
  ownFolder(folders.socket, folders.user);
  const isNew = !existsSync(folders.cluster);
  if (isNew) await createCluster(folders);
  const memory = availableMemory();
  const all = { ...serverSettings(memory, folders.socket), ...settings };
  writeFileSync(join(folders.cluster, "postgresql.conf"), settingsFile(all));
  writeFileSync(join(folders.cluster, "pg_hba.conf"), HBA_FILE);
  await startServer(folders);
  await ensureDatabase(folders);
  log.info(
    {
      folder: folders.cluster,
      version: server.version,
      new: isNew,
      sharedBuffers: all["shared_buffers"],
    },
    "embedded database started",
  );
  return false;
}

async function answers(folders: EmbeddedFolders): Promise<boolean> {
  const client = new pg.Client(reach(folders, SUPERUSER, "postgres"));
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Makes the cluster under another name first: one that was interrupted never looks finished. */
async function createCluster(folders: EmbeddedFolders): Promise<void> {
  const draft = `${folders.cluster}.new`;
  ownFolder(draft, folders.user);
  await program(folders, "initdb", [
    ...["-D", draft, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--data-checksums"],
    // The same order and case rules on every machine, whatever locales it has.
    ...["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
  ]);
  renameSync(draft, folders.cluster);
}

/**
 * A left-over `postmaster.pid` whose number another program has by now would make PostgreSQL refuse to
 * start. The file itself must stay: it names the shared memory that tells whether old backends still
 * write. PostgreSQL takes the process that calls pg_ctl for no rival, so the number becomes ours.
 */
function forgetDeadPostmaster(folders: EmbeddedFolders): void {
  const file = join(folders.cluster, "postmaster.pid");
  if (!existsSync(file)) return;
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [String(process.pid), ...rest].join("\n"));
}

async function startServer(folders: EmbeddedFolders): Promise<void> {
  const logFile = join(folders.cluster, "server.log");
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT)
    renameSync(logFile, `${logFile}.old`);
  appendFileSync(logFile, "");
  if (folders.user !== undefined) chownSync(logFile, folders.user.uid, folders.user.gid);
  forgetDeadPostmaster(folders);
  for (let attempt = 0; ; attempt++) {
    try {
      await program(folders, "pg_ctl", [
        "-D",
        folders.cluster,
        "-w",
        "-t",
        String(START_SECONDS),
        "-l",
        logFile,
        "start",
      ]);
      return;
    } catch (error) {
      // After a kill of the server its children need a moment to go.
      if (attempt < 40) {
        await sleep(250);
        continue;
      }
      const tail = readFileSync(logFile, "utf8").slice(-2000).trim();
      throw new AppError(
        "embedded_database_start",
        500,
        `The embedded database did not start. Its log ends with:\n${tail}`,
        {
          hint: `The entire log: ${logFile}`,
          cause: error,
        },
      );
    }
  }
}

async function ensureDatabase(folders: EmbeddedFolders): Promise<void> {
  const client = new pg.Client(reach(folders, SUPERUSER, "postgres"));
  await client.connect();
  try {
    await client.query(`do $$ begin
      create role ${EMBEDDED_OWNER} login;
    exception when duplicate_object then null;
    end $$`);
    await client.query(rolesSql(EMBEDDED_OWNER));
    const { rowCount } = await client.query("select from pg_database where datname = $1", [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${EMBEDDED_OWNER}`);
  } finally {
    await client.end();
  }
}
/** Stops the server if it runs, and waits until it has written everything. */
export async function stopServer(folders: EmbeddedFolders): Promise<void> {
  if (livingPostmaster(folders) === undefined) return;
  const wait = ["-m", "fast", "-w", "-t", String(STOP_SECONDS)];
  await program(folders, "pg_ctl", ["-D", folders.cluster, ...wait, "stop"]);
}
