import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionSettings } from "../../server/platform/index.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { freePort } from "./free-port.ts";

/** The product as `npm start` runs it: a process of its own, with everything it says kept. */
export interface Served {
  url: string;
  /** Token of the one-time link that it printed. */
  setupToken: string;
  database: TestDatabase;
  dataDir: string;
  /** Standard output and errors so far: the log. */
  output(): string;
  /** Ends the process; database and folder stay for the looking. */
  stopServing(): Promise<void>;
  stop(): Promise<void>;
}

export async function served(env: Record<string, string> = {}): Promise<Served> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-served-"));
  const url = `http://localhost:${await freePort()}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../server/main.ts")], {
    cwd: dataDir,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl(database.connection),
      SECRET_KEY: Buffer.alloc(32, 6).toString("base64"),
      ...env,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes) => (said += String(bytes)));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stopServing = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  const stop = async () => {
    await stopServing();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const end = performance.now() + 60_000;
  let setupToken: string | undefined;
  while (!(setupToken = /\/einrichten\/([\w-]+)/.exec(said)?.[1])) {
    if (child.exitCode !== null || performance.now() > end) {
      await stop();
      throw new Error(`The product did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, setupToken, database, dataDir, output: () => said, stopServing, stop };
}

/** A connection as the variable DATABASE_URL names it. */
export function databaseUrl(connection: ConnectionSettings): string {
  if (connection.connectionString !== undefined) return connection.connectionString;
  const { host, port, user, password, database } = connection;
  const url = new URL(`postgresql://localhost/${database ?? ""}`);
  url.username = user ?? "";
  if (typeof password === "string") url.password = password;
  url.searchParams.set("host", host ?? "");
  if (port !== undefined) url.port = String(port);
  return url.href;
}
