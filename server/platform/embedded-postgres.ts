import { existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionSettings } from "./database.ts";
import { EMBEDDED_OWNER } from "./database-roles.ts";
import {
  findServerPackage,
  prepareFolders,
  type EmbeddedFolders,
} from "./embedded-postgres-files.ts";
import {
  DATABASE,
  ensureRunning,
  livingPostmaster,
  reach,
  stopServer,
  SUPERUSER,
} from "./embedded-postgres-server.ts";
import { AppError } from "./errors.ts";
import { lockFile, tryLockFile, type FileLock } from "./file-lock.ts";
import type { Logger } from "./log.ts";

const WATCH_MS = 2_000;

/** A running embedded database, held by this process until `stop`. */
export interface EmbeddedPostgres {
  /** As the owner of the tables (`klarpost_owner`), database `klarpost`. */
  connection: ConnectionSettings;
  /** As the server's superuser, database `postgres`: tests and repairs only. */
  superuser: ConnectionSettings;
  /** The folder with PostgreSQL's data. */
  folder: string;
  /** True when a server was running already: another process's, or one left behind by `kill -9`. */
  attached: boolean;
  /** Lets go of the server. The last process out stops it. */
  stop(): Promise<void>;
}

/**
 * Runs the PostgreSQL that comes with the product, over a Unix socket only, or joins the one that runs
 * already for this data folder. Starts and stops are serialised by one file lock; each process holds a
 * shared lock on a second file, and who can take that one alone was the last and stops the server. Both
 * are the kernel's locks, so a killed process leaves nothing behind but a running server, and the next
 * start joins it. A server that dies is started again.
 *
 * `settings` are added to the server's; tests switch fsync off with them.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log: Logger;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const { log } = options;
  const server = findServerPackage();
  const folders = prepareFolders(options.dataDir, server);
  const startLock = join(folders.base, "start.lock");
  const holdersLock = join(folders.base, "holders.lock");
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    const lock = await lockFile(startLock, "exclusive", () =>
      log.info("waiting for another process that starts or stops the embedded database"),
    );
    try {
      return await work();
    } finally {
      lock.release();
    }
  };
  const run = () => ensureRunning(folders, server, options.settings ?? {}, log);

  let holder: FileLock | undefined;
  const attached = await locked(async () => {
    refuseForeignContainer(folders, holdersLock);
    const wasRunning = await run();
    holder = await lockFile(holdersLock, "shared");
    return wasRunning;
  });

  let busy = false;
  const watch = setInterval(() => {
    if (busy || holder === undefined || livingPostmaster(folders) !== undefined) return;
    busy = true;
    log.error("the embedded database ended unexpectedly; it is started again");
    locked(async () => {
      if (holder !== undefined) await run();
    })
      .catch((err: unknown) => log.error({ err }, "the embedded database did not start again"))
      .finally(() => {
        busy = false;
      });
  }, WATCH_MS);
  watch.unref();

  const stop = () =>
    locked(async () => {
      clearInterval(watch);
      if (holder === undefined) return;
      holder.release();
      holder = undefined;
      const alone = tryLockFile(holdersLock, "exclusive");
      if (alone === undefined) return;
      try {
        await stopServer(folders);
      } finally {
        alone.release();
      }
    });

  return {
    connection: reach(folders, EMBEDDED_OWNER, DATABASE),
    superuser: reach(folders, SUPERUSER, "postgres"),
    folder: folders.cluster,
    attached,
    stop,
  };
}

/** Processes and their numbers are not visible between containers, and two servers would ruin the data. */
function refuseForeignContainer(folders: EmbeddedFolders, holdersLock: string): void {
  const file = join(folders.base, "host");
  const here =
    process.platform === "linux"
      ? `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`
      : process.platform;
  const alone = tryLockFile(holdersLock, "exclusive");
  alone?.release();
  const there = existsSync(file) ? readFileSync(file, "utf8") : here;
  if (alone === undefined && there !== here) {
    throw new AppError(
      "embedded_database_shared",
      500,
      `The embedded database in ${folders.base} is in use by another container or machine.`,
      {
        hint: "Several containers need a PostgreSQL server of their own: set DATABASE_URL.",
      },
    );
  }
  if (alone !== undefined) writeFileSync(file, here);
}
