/** Imports in a process of its own, so that a test can kill it: database, account, import and secret come as JSON. */
import { importJobs } from "../../server/imports/index.ts";
import {
  createKeys,
  createLogger,
  openDatabase,
  systemClock,
  type ConnectionSettings,
} from "../../server/platform/index.ts";

const { connection, accountId, importId, secret } = JSON.parse(process.argv[2] ?? "{}") as {
  connection: ConnectionSettings;
  accountId: number;
  importId: number;
  secret: string;
};
const db = openDatabase({ connection, poolSize: 2 });
const keys = createKeys(Buffer.from(secret, "hex"));
const log = createLogger("silent");
const clock = systemClock;
const jobs = importJobs({ db, clock, keys, log, compliance: { keys, clock } });
process.stdout.write("started\n");
await jobs["imports.run"]!(
  { id: 0, accountId, kind: "imports.run", payload: { importId }, attempts: 1 },
  { keep: async () => undefined, signal: new AbortController().signal },
);
await db.close();
