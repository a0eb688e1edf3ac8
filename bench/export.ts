/**
 * `npm run bench:export`: contacts to a file: read page by page, written as CSV, JSON lines and a workbook, encrypted and stored. Rows a
 * second and the most memory of this process, which must not grow with the file: goal < 300 MB. `BENCH_PEOPLE` and
 * `BENCH_KEEP` are those of `crowd.ts`. The last line is JSON for machines.
 */
import { randomBytes } from "node:crypto";
import { availableParallelism, cpus, loadavg } from "node:os";
import type { ExportFormat } from "../contract/exports.ts";
import { systemActor } from "../server/accounts/index.ts";
import { cancelExport, runExport, startExport, type ExportDeps } from "../server/exports/index.ts";
import { createKeys, createLogger, one, sql, systemClock } from "../server/platform/index.ts";
import { exportPorts } from "../server/reports/export-ports.ts";
import { openCrowd, type Crowd } from "./crowd.ts";

const LIMIT_MB = 300;
const SHEET = 1_000_000;
const print = (text: string) => void process.stdout.write(`${text}\n`);

const crowd = await openCrowd();
try {
  await measure(crowd);
} finally {
  await crowd.close();
}

async function measure({ db, people, server, ids }: Crowd): Promise<void> {
  print(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node.js ${process.version}, ${people.toLocaleString("en")} contacts, ${server}, load ${loadavg()[0]!.toFixed(1)}`,
  );
  const deps: ExportDeps = {
    db,
    clock: systemClock,
    keys: createKeys(randomBytes(32)),
    log: createLogger("silent"),
    guards: {
      clock: systemClock,
      log: createLogger("silent"),
      publicUrl: "http://localhost",
      sendSystemMail: async () => ({ via: "mailbox" }),
    },
    ...exportPorts({ clock: systemClock }),
  };
  const segment = await segmentOf(ids["punkte"]!);
  const stages: Record<string, number> = {};
  let peak = 0;
  for (const [name, format, filter] of [
    ["warm-up", "jsonl", { tag: ids["Messe"]! }],
    ["csv", "csv", {}],
    ["jsonl", "jsonl", {}],
    ...(people <= SHEET ? ([["xlsx", "xlsx", {}]] as const) : []),
    ["csv of a segment of a tenth", "csv", { segment }],
    ["csv of a list", "csv", { list: ids["Vorsorge"]!, state: "confirmed" }],
  ] as [string, ExportFormat, object][]) {
    const found = await timed(deps, format, filter);
    peak = Math.max(peak, found.peakMb);
    if (name !== "warm-up") stages[name] = found.perSecond;
    print(
      `${name.padEnd(28)} ${found.rows.toLocaleString("en").padStart(9)} rows in ${found.seconds.toFixed(1).padStart(6)} s, ${found.perSecond.toLocaleString("en").padStart(7)} rows/s, ` +
        `${(found.bytes / 1e6).toFixed(0)} MB, own time ${found.ownMicroseconds.toFixed(0)} µs a row, memory at most ${found.peakMb} MB`,
    );
  }
  print(`load ${loadavg()[0]!.toFixed(1)}`);
  print(
    JSON.stringify({
      bench: "export",
      value: peak,
      limit: LIMIT_MB,
      ratio: Math.round((peak / LIMIT_MB) * 100) / 100,
      people,
      ...stages,
    }),
  );
  process.exitCode = peak < LIMIT_MB ? 0 : 1;
}

/** A segment of a tenth, by a number. */
async function segmentOf(field: string): Promise<string> {
  const definition = { version: 1, where: { about: "field", field, test: "more", from: "899" } };
  const name = `Export ${randomBytes(4).toString("hex")}`;
  const { publicId } = await crowd.db.account(crowd.accountId, (tx) =>
    one<{ publicId: string }>(
      tx,
      sql`insert into segments (account_id, name, definition) values (${crowd.accountId}, ${name}, ${JSON.stringify(definition)}) returning public_id`,
    ),
  );
  return publicId;
}

async function timed(deps: ExportDeps, format: ExportFormat, filter: object) {
  const { accountId } = crowd;
  const reason = "Messung der Geschwindigkeit";
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const asked = await startExport(deps, accountId, { format, reason, filter }, systemActor);
  if ((await runExport(deps, accountId, asked.id)) !== "done") throw new Error("Not written.");
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  clearInterval(watch);
  const { written, sizeBytes } = await cancelExport(deps, accountId, asked.publicId, systemActor);
  return {
    rows: written,
    bytes: sizeBytes ?? 0,
    seconds,
    perSecond: Math.round(written / seconds),
    ownMicroseconds: (used.user + used.system) / written,
    peakMb: Math.round(peak / 1024 / 1024),
  };
}
