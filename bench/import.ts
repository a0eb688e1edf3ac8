/**
 * `npm run bench:import`: contacts from a CSV end to end: upload, check, import with origin of each field, ledger entry of
 * each consent, subscription, and where every line ended; then the same file again, where nothing changes. Rows a
 * second of the import alone, and of all three steps. The last line is JSON for machines.
 */
import { randomBytes } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { systemActor } from "../server/accounts/index.ts";
import { importCsv, type ImportDeps } from "../server/imports/index.ts";
import { createKeys, createLogger, one, sql, systemClock } from "../server/platform/index.ts";
import { testAccount } from "../test/support/account.ts";
import { testDatabase } from "../test/support/database.ts";

const ROWS = Number(process.argv[2] ?? 50_000);
const GOAL = 70_000;

const base = await testDatabase();
const keys = createKeys(randomBytes(32));
const print = (text: string) => void process.stdout.write(`${text}\n`);
const deps: ImportDeps = {
  db: base.db,
  clock: systemClock,
  keys,
  log: createLogger("silent"),
  compliance: { keys, clock: systemClock },
};
const { accountId } = await testAccount(base.db);
const list = await base.db.account(accountId, (tx) =>
  one<{ publicId: string }>(
    tx,
    sql`insert into lists (account_id, name) values (${accountId}, 'Bench') returning public_id`,
  ),
);

async function* file(from: number): AsyncGenerator<Buffer> {
  yield Buffer.from("E-Mail;Anrede;Vorname;Nachname;Firma;Opt-in-Datum;Quelle\r\n");
  for (let at = from; at < from + ROWS; at += 1000) {
    const lines = Array.from({ length: Math.min(1000, from + ROWS - at) }, (_, index) => {
      const n = at + index;
      return `person${n}@domain${n % 500}.example;Frau;Änne;"Müller-Lüdenscheidt ${n}";Firma ${n % 1000};01.05.2026 10:15:${String(n % 60).padStart(2, "0")};Anmeldeseite\r\n`;
    });
    yield Buffer.from(lines.join(""));
  }
}

const delay = monitorEventLoopDelay({ resolution: 5 });
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);

async function measure(name: string, from: number): Promise<{ all: number; run: number }> {
  delay.reset();
  delay.enable();
  const start = performance.now();
  const { importId, counts } = await importCsv(deps, accountId, {
    stream: file(from),
    fileName: "bench.csv",
    options: {
      listIds: [list.publicId],
      origin: { text: "Altes System", collectedFrom: "person" },
      consent: {
        evidence: "double_opt_in",
        wording: { text: "Ja, ich möchte den Newsletter der Musterbank erhalten." },
      },
    },
    actor: systemActor,
  });
  const seconds = (performance.now() - start) / 1000;
  delay.disable();
  const { progress } = await base.db.account(accountId, (tx) =>
    one<{ progress: { perSecond: number } }>(
      tx,
      sql`select progress from imports where public_id = ${importId}`,
    ),
  );
  print(
    `${name.padEnd(28)} ${progress.perSecond} rows/s, with upload and check ${Math.round(ROWS / seconds)} rows/s; event loop p99 ${Math.round(delay.percentile(99) / 1e6)} ms, max ${Math.round(delay.max / 1e6)} ms; created ${counts.created}, unchanged ${counts.unchanged}, mailable ${counts.mailable}`,
  );
  return { all: Math.round(ROWS / seconds), run: progress.perSecond };
}

const memory = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
await measure("warm-up", 0);
const warm = memory();
const fresh = await measure("new contacts", ROWS);
const again = await measure("the same file again", ROWS);
clearInterval(watch);
print(
  `memory ${warm} MB after the warm-up, ${memory()} MB at the end, ${Math.round(peak / 1024 / 1024)} MB at most`,
);
await base.close();
print(
  JSON.stringify({
    bench: "import",
    value: fresh.run,
    limit: GOAL,
    ratio: Number((fresh.run / GOAL).toFixed(3)),
    endToEnd: fresh.all,
    again: again.run,
    peakMb: Math.round(peak / 1024 / 1024),
  }),
);
