import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, type App, type AppOptions } from "../../server/app.ts";
import { readConfig } from "../../server/config.ts";
import { createKeys, createLogger, systemClock, type Clock } from "../../server/platform/index.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { freePort } from "./free-port.ts";

/** The whole product on a free port of this machine, with its own database, worker and mailbox. */
export interface RunningApp {
  app: App;
  database: TestDatabase;
  url: string;
  dataDir: string;
  close(): Promise<void>;
}

export async function runningApp(
  options: {
    clock?: Clock;
    env?: Record<string, string>;
    log?: string;
    /** Instead of one on the server that all tests share. */
    database?: TestDatabase;
    leaseSeconds?: number;
    /** Whom the checks ask instead of the DNS and the web. */
    outside?: AppOptions["outside"];
  } = {},
): Promise<RunningApp> {
  const database = options.database ?? (await testDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-app-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: "postgresql://localhost/unused",
    SECRET_KEY: Buffer.alloc(32, 5).toString("base64"),
    LOG_LEVEL: options.log ?? "silent",
    API_CALLS_PER_MINUTE: "1000000",
    ...options.env,
  });
  const app = await createApp({
    config,
    log: createLogger(config.logLevel),
    clock: options.clock ?? systemClock,
    db: database.db,
    keys: createKeys(config.secretKeys),
    ...(options.outside === undefined ? {} : { outside: options.outside }),
    ...(options.leaseSeconds === undefined ? {} : { leaseSeconds: options.leaseSeconds }),
  });
  await app.listen();
  await app.startWork();
  return {
    app,
    database,
    url,
    dataDir,
    async close() {
      await app.stop();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
