import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findOlderPostgres } from "../scripts/lib/test-tools.mjs";

const OWNER = "klarpost_owner";

/** What an administrator sets on a small machine with a solid state disk; everything else as PostgreSQL comes, durable writes included. */
const SETTINGS = {
  shared_buffers: "1GB",
  max_wal_size: "4GB",
  work_mem: "64MB",
  jit: "off",
  random_page_cost: "1.1",
};

export interface PrivatePostgres {
  version: number;
  settings: string;
  /** As the owner of the tables, who is no superuser. */
  url: string;
  stop(): Promise<void>;
}

/**
 * A server of an installed PostgreSQL with a folder of its own, for measurements: durable, unlike the one the tests share.
 * Undefined when none is installed.
 */
export async function startPrivatePostgres(
  /** A folder to keep it in, for further measurements on the same rows. */
  keptIn?: string,
): Promise<PrivatePostgres | undefined> {
  const found = findOlderPostgres();
  if (found === undefined) return undefined;
  const folder = keptIn ?? mkdtempSync(join(tmpdir(), "klarpost-bench-"));
  mkdirSync(folder, { recursive: true });
  let user: { uid?: number; gid?: number } = {};
  if (process.getuid?.() === 0) {
    const id = (option: string) =>
      Number(spawnSync("id", [option, "postgres"], { encoding: "utf8" }).stdout);
    user = { uid: id("-u"), gid: id("-g") };
    chownSync(folder, user.uid!, user.gid!);
  }
  const data = join(folder, "data");
  const isNew = !existsSync(join(data, "PG_VERSION"));
  if (isNew) {
    const made = spawnSync(
      join(found.bin, "initdb"),
      ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
      { ...user, cwd: folder, encoding: "utf8" },
    );
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  }
  const options = Object.entries({
    ...SETTINGS,
    listen_addresses: "",
    unix_socket_directories: folder,
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(found.bin, "postgres"), ["-D", data, ...options], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGINT");
      await ended;
    }
    if (keptIn === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (let attempt = 0; ; attempt++) {
      const client = new pg.Client({ host: folder, user: "postgres", database: "postgres" });
      try {
        await client.connect();
        if (isNew) await client.query(`create role ${OWNER} login createdb createrole`);
        break;
      } catch (error) {
        if (attempt === 100) throw error;
        await sleep(100);
      } finally {
        await client.end().catch(() => {});
      }
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version: found.version,
    settings: Object.entries(SETTINGS)
      .map(([name, value]) => `${name}=${value}`)
      .join(" "),
    url: `postgres://${OWNER}@localhost/postgres?host=${encodeURIComponent(folder)}`,
    stop,
  };
}
