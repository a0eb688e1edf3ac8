/**
 * `npm run bench:import [-- --rows 1000000 --kills 20]`: contacts from a CSV end to end on PostgreSQL with durable writes:
 * each row validated, looked up, judged by the gate, written with the origin of each field, a sealed entry of the ledger
 * for its consent, the subscription, and where the line ended. In the same run the same file with `\copy`, the file
 * again when all are known, and, with `--kills`, an import that is killed so many times and compared with the first. The
 * last line is JSON for machines.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { from as copyFrom } from "pg-copy-streams";
import { systemActor } from "../server/accounts/index.ts";
import { sequenceAccount } from "../server/consent/tree-sequence.ts";
import { verifyLedger } from "../server/consent/ledger-verify.ts";
import { checkImport } from "../server/imports/check-import.ts";
import { changeImport } from "../server/imports/change-import.ts";
import { IMPORT_NODE_OPTIONS, type ImportDeps } from "../server/imports/index.ts";
import { startCheck, startRun } from "../server/imports/start-import.ts";
import { uploadImport } from "../server/imports/upload-import.ts";
import { createKeys, createLogger, one, run, sql, systemClock } from "../server/platform/index.ts";
import { testAccount } from "../test/support/account.ts";
import type { TestDatabase } from "../test/support/database.ts";
import { copyPlain, fileOf, OWN_FIELDS, stateOf } from "./import-data.ts";
import { postgresCpu } from "./postgres-cpu.ts";
import { startPrivatePostgres } from "./private-postgres.ts";

const GOAL = 70_000;
const GOAL_MB = 300;
const WORKER = join(import.meta.dirname, "import-worker.ts");
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    kills: { type: "string", default: "0" },
    /** Leaves out the second run of the same file. */
    "new-only": { type: "boolean", default: false },
    /** Writes profiles of the importing processes into /tmp. */
    profile: { type: "boolean", default: false },
  },
});
const rows = Number(values.rows);
const kills = Number(values.kills);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const micros = (seconds: number) => Number(((seconds / rows) * 1e6).toFixed(1));
const perSecond = (seconds: number) => Math.round(rows / seconds);

const server =
  process.env["TEST_DATABASE_URL"] === undefined ? await startPrivatePostgres() : undefined;
if (server) process.env["TEST_DATABASE_URL"] = server.url;
const { testDatabase } = await import("../test/support/database.ts");
const secret = randomBytes(32);
const keys = createKeys(secret);
let base: TestDatabase;
let deps: ImportDeps;
try {
  base = await testDatabase();
  deps = {
    db: base.db,
    clock: systemClock,
    keys,
    log: createLogger("silent"),
    compliance: { keys, clock: systemClock },
  };
  try {
    await measure();
  } finally {
    await base.close();
  }
} finally {
  await server?.stop();
}

interface Prepared {
  accountId: number;
  importId: number;
  publicId: string;
  uploadSeconds: number;
  checkSeconds: number;
}

async function measure(): Promise<void> {
  print(
    `${rows} rows of 8 columns and ${OWN_FIELDS.length} own fields, PostgreSQL ${server?.version ?? "of TEST_DATABASE_URL"}, ${server?.settings ?? ""}; load ${loadavg()[0]!.toFixed(1)}`,
  );
  const copySeconds = await copyPlain(base.connection, rows, async (client, source, command) => {
    await pipeline(Readable.from(source), client.query(copyFrom(command)));
  });
  print(
    `\\copy of the same file           ${perSecond(copySeconds)} rows/s (${copySeconds.toFixed(1)} s)`,
  );
  const account = await newAccount();
  const first = await prepare(account);
  print(
    `upload, check                    ${perSecond(first.uploadSeconds)}, ${perSecond(first.checkSeconds)} rows/s`,
  );
  const fresh = await work(first);
  const freshRate = perSecond(fresh.seconds);
  const all = fresh.seconds + first.uploadSeconds + first.checkSeconds;
  report("new people", fresh);
  print(`  with upload and check          ${perSecond(all)} rows/s`);
  const placeBegun = performance.now();
  const placed = await sequenceAccount(base.db, account.accountId);
  print(
    `places in the ledger's tree      ${Math.round(placed / ((performance.now() - placeBegun) / 1000))} entries/s (${placed})`,
  );
  const verdict = await verifyLedger(deps, account.accountId);
  print(
    `ledger verified                  ${verdict.entries} entries in ${(verdict.durationMs / 1000).toFixed(1)} s: ${verdict.ok ? "unaltered" : "ALTERED"}`,
  );
  const again = values["new-only"] ? undefined : await work(await prepare(account));
  if (again) report("the same file again", again);
  const identical = kills > 0 ? await compareKilled(await stateBefore()) : undefined;
  print(
    JSON.stringify({
      bench: "import",
      value: freshRate,
      limit: GOAL,
      ratio: Number((freshRate / GOAL).toFixed(3)),
      rows,
      ofCopy: Number((copySeconds / fresh.seconds).toFixed(3)),
      endToEnd: perSecond(all),
      ...(again ? { again: perSecond(again.seconds) } : {}),
      cpuMicroseconds: { node: micros(fresh.cpuSeconds), postgres: micros(fresh.postgresSeconds) },
      peakMb: Math.max(fresh.peakMb, again?.peakMb ?? 0),
      limitMb: GOAL_MB,
      ledgerUnaltered: verdict.ok,
      ...(identical === undefined ? {} : { kills, identical }),
    }),
  );
  if (!verdict.ok || identical === false) process.exitCode = 1;
}

interface Took {
  postgresSeconds: number;
  startMb: number;
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
  delayMs: number;
  delayMaxMs: number;
}

function report(name: string, took: Took): void {
  print(
    `${name.padEnd(32)} ${perSecond(took.seconds)} rows/s (${took.seconds.toFixed(1)} s); ${micros(took.cpuSeconds)} µs of processor a row in Node.js, ${micros(took.postgresSeconds)} in PostgreSQL; ${took.startMb} MB at the start, ${took.peakMb} MB at most; event loop p99 ${took.delayMs} ms, at most ${took.delayMaxMs} ms; load ${loadavg()[0]!.toFixed(1)}`,
  );
}

async function newAccount(): Promise<{ accountId: number; listId: string }> {
  const { accountId } = await testAccount(base.db);
  const list = await base.db.account(accountId, async (tx) => {
    for (const key of OWN_FIELDS)
      await run(
        tx,
        sql`insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner)
            values (${accountId}, ${key}, ${key}, 'text', 'Messung', 'consent', 'Messung')`,
      );
    return one<{ publicId: string }>(
      tx,
      sql`insert into lists (account_id, name) values (${accountId}, 'Bench') returning public_id`,
    );
  });
  return { accountId, listId: list.publicId };
}

/** Uploads the file, decides and checks, as a person does before an import. */
async function prepare(account: { accountId: number; listId: string }): Promise<Prepared> {
  const { accountId } = account;
  const begun = performance.now();
  const { id, publicId, mapping } = await uploadImport(deps, accountId, {
    stream: Readable.from(fileOf(rows)),
    fileName: "bench.csv",
    actor: systemActor,
  });
  const uploadSeconds = (performance.now() - begun) / 1000;
  await changeImport(
    deps,
    accountId,
    publicId,
    {
      mapping: mapping.map((field, column) => ({
        column,
        field: field ?? `custom.${OWN_FIELDS[column - 8]!}`,
      })),
      options: {
        listIds: [account.listId],
        origin: { text: "Altes System", collectedFrom: "person" },
        consent: {
          evidence: "double_opt_in",
          wording: { text: "Ja, ich möchte den Newsletter der Musterbank erhalten." },
        },
      },
    },
    systemActor,
  );
  await startCheck(deps, accountId, publicId, systemActor);
  const checkBegun = performance.now();
  await checkImport(deps, accountId, id);
  const checkSeconds = (performance.now() - checkBegun) / 1000;
  await startRun(deps, accountId, publicId, systemActor);
  return { accountId, importId: id, publicId, uploadSeconds, checkSeconds };
}

function begin({ accountId, importId }: Prepared) {
  const settings = JSON.stringify({
    connection: base.connection,
    accountId,
    importId,
    secret: secret.toString("hex"),
  });
  const profiled = values.profile ? ["--cpu-prof", "--cpu-prof-dir=/tmp"] : [];
  // Bounded as the product bounds the process that it begins for a large file.
  const child = spawn(process.execPath, [...IMPORT_NODE_OPTIONS, ...profiled, WORKER, settings], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: Partial<Took>[] = [];
  const reader = createInterface(child.stdout);
  reader.on("line", (line) => lines.push(JSON.parse(line) as Partial<Took>));
  return { child, lines, begun: once(reader, "line") };
}

async function work(prepared: Prepared): Promise<Took> {
  const before = await postgresCpu(base.db);
  const { child, lines } = begin(prepared);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
  const postgresSeconds = (await postgresCpu(base.db)) - before;
  return Object.assign({ postgresSeconds }, ...lines) as Took;
}

/** What an import of the file leaves that nobody disturbs. */
async function stateBefore(): Promise<Record<string, string>> {
  const account = await newAccount();
  await work(await prepare(account));
  return stateOf(base.db, account.accountId);
}

/** The same file in another account, killed at a moment of chance so many times while it writes. */
async function compareKilled(undisturbed: Record<string, string>): Promise<boolean> {
  const account = await newAccount();
  const prepared = await prepare(account);
  const done = () =>
    base.db.account(account.accountId, (tx) =>
      one<{ line: number; state: string }>(
        tx,
        sql`select run_line as line, state from imports where id = ${prepared.importId}`,
      ),
    );
  let killed = 0;
  let resumeSeconds = 0;
  while (killed < kills) {
    const { child, begun } = begin(prepared);
    await begun;
    const from = await done();
    if (from.state !== "running") throw new Error(`The file ended after ${killed} kills.`);
    // Each life gets its share of the file, and is killed somewhere in the batches behind it.
    const target = Math.floor((rows * (killed + 1)) / (kills + 1));
    const lifeBegun = performance.now();
    let last = from.line;
    while (last < target && child.exitCode === null) {
      await sleep(20);
      const now = (await done()).line;
      if (last === from.line && now > last)
        resumeSeconds = Math.max(resumeSeconds, (performance.now() - lifeBegun) / 1000);
      last = now;
    }
    await sleep(Math.random() * 300);
    if (child.exitCode !== null) throw new Error(`The file ended after ${killed} kills.`);
    child.kill("SIGKILL");
    await once(child, "exit");
    killed++;
  }
  await work(prepared);
  const state = await stateOf(base.db, account.accountId);
  const different = Object.keys(undisturbed).filter((name) => state[name] !== undisturbed[name]);
  await sequenceAccount(base.db, account.accountId);
  const verdict = await verifyLedger(deps, account.accountId);
  print(
    `killed ${killed} times               ${different.length === 0 ? "identical to the undisturbed import" : `DIFFERENT in ${different.join(", ")}`}; first batch after a kill within ${resumeSeconds.toFixed(1)} s; ledger ${verdict.ok ? "unaltered" : "ALTERED"}`,
  );
  for (const name of different) print(`  ${name}: ${state[name]} instead of ${undisturbed[name]}`);
  return different.length === 0 && verdict.ok;
}
