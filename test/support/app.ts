import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, type App } from "../../server/app.ts";
import { readConfig } from "../../server/config.ts";
import { createKeys, createLogger, systemClock, type Clock } from "../../server/platform/index.ts";
import { testDatabase, type TestDatabase } from "./database.ts";

/** The whole product on a free port of this machine, with its own database, worker and mailbox. */
export interface RunningApp {
  app: App;
  database: TestDatabase;
  url: string;
  dataDir: string;
  close(): Promise<void>;
}

export async function runningApp(
  options: { clock?: Clock; env?: Record<string, string>; log?: string } = {},
): Promise<RunningApp> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-app-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: "postgresql://unused",
    SECRET_KEY: Buffer.alloc(32, 5).toString("base64"),
    LOG_LEVEL: options.log ?? "silent",
    ...options.env,
  });
  const app = await createApp({
    config,
    log: createLogger(config.logLevel),
    clock: options.clock ?? systemClock,
    db: database.db,
    keys: createKeys(config.secretKey),
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

/** An API client as a program outside would be: JSON in, JSON out, failures as errors that quote the problem. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete(path: string): Promise<void>;
}

export function apiClient(url: string, headers: Record<string, string>): ApiClient {
  const ask = async <T>(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...more,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, body = {}, more) => ask("POST", path, body, more),
    patch: (path, body) => ask("PATCH", path, body),
    delete: (path) => ask("DELETE", path),
  };
}
