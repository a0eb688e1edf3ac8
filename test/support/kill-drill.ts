import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addsUp, runCounts, type RunCounts } from "../../server/delivery/index.ts";
import { rows, sql } from "../../server/platform/index.ts";
import type { TestDatabase } from "./database.ts";
import { seedNewsletter } from "./newsletter.ts";
import { eventually, prepareNewsletter, sendingParts } from "./sending.ts";
import { startSmtpSink } from "./smtp-sink.ts";

export { seededRandom } from "./random.ts";

export interface DrillResult {
  kills: number;
  counts: RunCounts;
  /** Mails the receiver took twice. */
  duplicates: number;
  /** Mails the receiver took that the ledger calls neither accepted nor uncertain. */
  unexplained: number;
  /** Mails the ledger calls accepted that the receiver never took. */
  phantom: number;
  /** Uncertain ones that had arrived. */
  uncertainArrived: number;
  mostUncertainPerKill: number;
  addsUp: boolean;
  seconds: number;
}

/**
 * Kills a sending worker with SIGKILL at random moments and compares what the receiver took with what the ledger says.
 * The receiver writes each Message-ID to a file before it answers 250, so its word survives too.
 */
export async function killDrill(
  database: TestDatabase,
  options: { messages: number; kills: number; random: () => number },
): Promise<DrillResult> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "klarpost-drill-"));
  const log = join(folder, "accepted.txt");
  const sink = await startSmtpSink({ log, keep: false, delay: 2 });
  const parts = sendingParts(database.db);
  try {
    const seeded = await seedNewsletter(database.db, parts.keys, {
      people: options.messages,
      granted: Math.floor(options.messages / 4),
      domain: "drill.example",
    });
    const mailing = await prepareNewsletter(parts, seeded, { people: options.messages });
    const counts = () =>
      database.db.account(seeded.accountId, (tx) =>
        runCounts(tx, seeded.accountId, mailing.runId!),
      );
    let kills = 0;
    let mostUncertainPerKill = 0;
    let uncertainBefore = 0;
    while (kills < options.kills) {
      const before = sink.count;
      const worker = await startWorker(database, sink.port);
      await eventually(
        "the worker sends",
        async () => sink.count > before || (await counts()).open === 0,
        30_000,
      );
      await new Promise((resolve) => setTimeout(resolve, options.random() * 250));
      await kill(worker);
      kills++;
      const now = await counts();
      mostUncertainPerKill = Math.max(mostUncertainPerKill, now.uncertain - uncertainBefore);
      uncertainBefore = now.uncertain;
      if (now.open === 0) break;
    }
    const worker = await startWorker(database, sink.port);
    await eventually("everything ended", async () => (await counts()).open === 0, 240_000);
    await new Promise<void>((resolve) => {
      worker.once("exit", () => resolve());
      worker.kill("SIGTERM");
    });
    const final = await counts();
    mostUncertainPerKill = Math.max(mostUncertainPerKill, final.uncertain - uncertainBefore);
    return {
      kills,
      counts: final,
      ...(await compare(database, seeded.accountId, mailing.runId!, log)),
      mostUncertainPerKill,
      addsUp: addsUp(final) && final.open === 0,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await sink.close();
    await parts.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  database: TestDatabase,
  accountId: number,
  runId: number,
  log: string,
): Promise<Pick<DrillResult, "duplicates" | "unexplained" | "phantom" | "uncertainArrived">> {
  const taken = readFileSync(log, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => /[0-9a-f]{32}/.exec(line)![0]);
  const arrived = new Set(taken);
  const ends = await database.db.account(accountId, (tx) =>
    rows<{ key: string; outcome: string | null }>(
      tx,
      sql`select substr(d.public_id, 5) as key, o.outcome from deliveries d left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
          where d.account_id = ${accountId} and d.run_id = ${runId}`,
    ),
  );
  const outcomeOf = new Map(ends.map((row) => [row.key, row.outcome]));
  return {
    duplicates: taken.length - arrived.size,
    unexplained: [...arrived].filter(
      (key) => !["accepted", "uncertain"].includes(outcomeOf.get(key) ?? ""),
    ).length,
    phantom: ends.filter((row) => row.outcome === "accepted" && !arrived.has(row.key)).length,
    uncertainArrived: ends.filter((row) => row.outcome === "uncertain" && arrived.has(row.key))
      .length,
  };
}

async function startWorker(database: TestDatabase, port: number): Promise<ChildProcess> {
  const worker = fork(
    join(import.meta.dirname, "../../drill/send-worker.ts"),
    ["--connection", JSON.stringify(database.connection), "--port", String(port), "--lease", "1"],
    { stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });
  return worker;
}

function kill(worker: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    worker.removeAllListeners("exit");
    worker.once("exit", () => resolve());
    worker.kill("SIGKILL");
  });
}
