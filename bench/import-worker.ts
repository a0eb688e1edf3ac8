/**
 * Imports a file in a process of its own, so that its memory can be told and it can be killed: settings come as JSON.
 * Says when it begins, and at the end what it took.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { importJobs } from "../server/imports/index.ts";
import {
  createKeys,
  createLogger,
  openDatabase,
  systemClock,
  type ConnectionSettings,
} from "../server/platform/index.ts";

const { connection, accountId, importId, secret } = JSON.parse(process.argv[2] ?? "{}") as {
  connection: ConnectionSettings;
  accountId: number;
  importId: number;
  secret: string;
};
const db = openDatabase({ connection });
const keys = createKeys(Buffer.from(secret, "hex"));
const clock = systemClock;
const jobs = importJobs({
  db,
  clock,
  keys,
  log: createLogger("silent"),
  compliance: { keys, clock },
});
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const cpu = process.cpuUsage();
const begun = performance.now();
process.stdout.write(`${JSON.stringify({ startMb: megabytes(process.memoryUsage().rss) })}\n`);
await jobs["imports.run"]!(
  { id: 0, accountId, kind: "imports.run", payload: { importId }, attempts: 1 },
  { keep: async () => undefined, signal: new AbortController().signal },
);
const seconds = (performance.now() - begun) / 1000;
const used = process.cpuUsage(cpu);
await db.close();
process.stdout.write(
  `${JSON.stringify({
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMb: megabytes(process.resourceUsage().maxRSS * 1024),
    delayMs: Math.round(delay.percentile(99) / 1e6),
    delayMaxMs: Math.round(delay.max / 1e6),
  })}\n`,
);

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
