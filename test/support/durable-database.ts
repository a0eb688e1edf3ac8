import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  openDatabase,
  type ConnectionSettings,
  type Database,
} from "../../server/platform/database.ts";
import { startEmbeddedPostgres } from "../../server/platform/embedded-postgres.ts";
import { createLogger } from "../../server/platform/log.ts";
import { migrate } from "../../server/platform/migrate.ts";

/** The embedded server with durable writes and a folder of its own, for drills that end it as they like. */
export interface DurableDatabase {
  db: Database;
  connection: ConnectionSettings;
  /** The folder with PostgreSQL's data. */
  folder: string;
  /** kill -9 of the server and of all its sessions. The product's supervisor starts it again. */
  kill(): Promise<void>;
  /** Free bytes where the data lies. */
  free(): number;
  close(): Promise<void>;
}

/** @param options.parent a folder on a volume of its own (full disk); by default a temporary one */
export async function durableDatabase(
  options: { parent?: string; settings?: Record<string, string> } = {},
): Promise<DurableDatabase> {
  const dataDir = mkdtempSync(join(options.parent ?? tmpdir(), "klarpost-durable-"));
  const log = createLogger("silent");
  const server = await startEmbeddedPostgres({
    dataDir,
    log,
    settings: { max_connections: "200", recovery_init_sync_method: "syncfs", ...options.settings },
  });
  await migrate(server.connection, { log });
  const db = openDatabase({ connection: server.connection, poolSize: 8, onError: () => {} });
  return {
    db,
    connection: server.connection,
    folder: server.folder,
    async kill() {
      const pid = Number.parseInt(readFileSync(join(server.folder, "postmaster.pid"), "utf8"), 10);
      const family = [pid, ...childrenOf(pid)];
      for (const one of family) signal(one, "SIGKILL");
      while (family.some((one) => existsSync(`/proc/${one}/fd`))) await sleep(10);
    },
    free() {
      const { bavail, bsize } = statfsSync(server.folder);
      return bavail * bsize;
    },
    async close() {
      await db.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      if (Number.isNaN(pid)) return false;
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
      } catch {
        return false;
      }
    });
}

function signal(pid: number, name: "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}
