import { fork, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addressHash } from "../../server/contacts/index.ts";
import { addsUp, runCounts, type RunCounts } from "../../server/delivery/index.ts";
import { createLinkTokens } from "../../server/lists/index.ts";
import { isDatabaseBusy } from "../../server/platform/database.ts";
import { isDatabaseAway, one, rows, sql, systemClock } from "../../server/platform/index.ts";
import { compareWithReceiver, mostUncertain, type Compared } from "./crash-ledger.ts";
import type { DurableDatabase } from "./durable-database.ts";
import { freePort } from "./free-port.ts";
import { seedNewsletter, type SeededNewsletter } from "./newsletter.ts";
import { prepareNewsletter, sendingParts, TEST_SECRET, type SendingParts } from "./sending.ts";
import { startSmtpSink } from "./smtp-sink.ts";

export interface CrashResult extends Compared {
  disturbances: number;
  counts: RunCounts;
  lost: number;
  mostUncertainAtOnce: number;
  addsUp: boolean;
  /** Unsubscribes that were answered, those of them that were forgotten, and mails that left later than they may. */
  unsubscribed: number;
  unsubscribesForgotten: number;
  mailedAfterUnsubscribe: number;
  seconds: number;
}

export interface CrashOptions {
  messages: number;
  connections: number;
  workers: number;
  /** Milliseconds the receiver takes for a mail. */
  delay: number;
  random: () => number;
  /** Clocks of the workers jump. */
  jumps?: boolean;
  /** With a web process, whose unsubscribes must survive it. */
  web?: boolean;
  /** Disturbs until it is done; what is still open then is sent in peace. */
  disturb(drill: Drill): Promise<void>;
  log?: (line: string) => void;
}

/** What a disturbance may do. */
export interface Drill {
  database: DurableDatabase;
  workers: ChildProcess[];
  /** kill -9, and another in its place. */
  killWorker(): Promise<void>;
  /** Somebody unsubscribes; as soon as the answer is there the web process is killed. */
  killWeb(): Promise<void>;
  killDatabase(): Promise<void>;
  /** Waits until some more mails have left, at most ten seconds; false when nobody is left to be mailed. */
  moreMails(atLeast?: number): Promise<boolean>;
  /** To be called after each disturbance: counts it, and what it left uncertain. */
  disturbed(): Promise<void>;
}

/** An unsubscribe is respected by what leaves this much later; facts are at most five seconds old at the envelope. */
const RESPECTED_MS = 6_000;

/** Sends a newsletter while everything is disturbed, and compares what the receiver took with what the ledger says. */
export async function crashDrill(
  database: DurableDatabase,
  options: CrashOptions,
): Promise<CrashResult> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "klarpost-crash-"));
  const log = join(folder, "accepted.txt");
  const receiver = { log, keep: false, delay: options.delay };
  const sink = await startSmtpSink(receiver);
  const parts = sendingParts(database.db);
  const workers: ChildProcess[] = [];
  const web = options.web ? await webProcess(database, parts) : undefined;
  try {
    const seeded = await seedNewsletter(database.db, parts.keys, {
      people: options.messages,
      granted: Math.floor(options.messages / 4),
      domain: `crash${Math.floor(options.random() * 1e9)}.example`,
    });
    const mailing = await prepareNewsletter(parts, seeded, { people: options.messages });
    const runId = mailing.runId!;
    const counts = () =>
      patiently(() =>
        database.db.account(seeded.accountId, (tx) => runCounts(tx, seeded.accountId, runId)),
      );
    const start = () =>
      startWorker(database, sink.port, options, Math.floor(options.random() * 1e6));
    workers.push(...(await Promise.all(Array.from({ length: options.workers }, start))));
    let disturbances = 0;
    /** When something was ended; a mark without outcome goes to the first such moment after it. */
    const stops: Date[] = [];
    const stoppedAt = (): void => void stops.push(systemClock.now());
    const asked: Asked[] = [];
    const drill: Drill = {
      database,
      workers,
      async killWorker() {
        const at = Math.floor(options.random() * workers.length);
        await killed(workers[at]!);
        stoppedAt();
        workers[at] = await start();
      },
      async killWeb() {
        if (web) asked.push(...(await web.unsubscribeAndKill(seeded, mailing.id, options.random)));
      },
      async killDatabase() {
        await database.kill();
        stoppedAt();
      },
      async moreMails(atLeast = 1) {
        const before = sink.count;
        for (let waited = 0; waited < 10_000 && sink.count < before + atLeast; waited += 20) {
          if (waited % 1000 === 980 && (await counts()).open === 0) return false;
          await sleep(20);
        }
        return true;
      },
      async disturbed() {
        disturbances++;
        stoppedAt();
        if (disturbances % 10 === 0)
          options.log?.(`${disturbances} disturbances, ${JSON.stringify(await counts())}`);
      },
    };
    await options.disturb(drill);
    receiver.delay = 0;
    for (let waited = 0; ; waited++) {
      if ((await counts()).open === 0) break;
      if (waited > 2_400)
        throw new Error(`Not everything ended: ${JSON.stringify(await counts())}`);
      await sleep(250);
    }
    await Promise.all(workers.map(ended));
    const final = await counts();
    return {
      disturbances,
      counts: final,
      ...(await compareWithReceiver(database.db, seeded.accountId, runId, log)),
      lost:
        final.candidates -
        final.accepted -
        final.rejected -
        final.excluded -
        final.uncertain -
        final.cancelled,
      mostUncertainAtOnce: await mostUncertain(database.db, seeded.accountId, runId, stops),
      addsUp: addsUp(final) && final.open === 0,
      ...(await respected(database, seeded, runId, asked)),
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await web?.stop();
    await sink.close();
    await parts.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a drill must not show. */
export function failures(result: CrashResult): string[] {
  const found: string[] = [];
  if (!result.addsUp) found.push("the sum does not close");
  for (const name of [
    "lost",
    "duplicates",
    "unexplained",
    "phantom",
    "unsubscribesForgotten",
    "mailedAfterUnsubscribe",
  ] as const)
    if (result[name] !== 0) found.push(`${name}: ${result[name]}`);
  return found;
}

/** Asks again while the database is being disturbed. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const passing = isDatabaseAway(error) || isDatabaseBusy(error) || isFull(error);
      if (!passing || attempt > 400) throw error;
      await sleep(150);
    }
  }
}

const isFull = (error: unknown): boolean =>
  ["53100", "58030"].includes((error as { code?: string }).code ?? "");

async function startWorker(
  database: DurableDatabase,
  port: number,
  options: CrashOptions,
  seed: number,
): Promise<ChildProcess> {
  const worker = fork(
    join(import.meta.dirname, "../../drill/send-worker.ts"),
    [
      ...["--connection", JSON.stringify(database.connection), "--port", String(port)],
      ...["--lease", "1", "--connections", String(options.connections)],
      ...(options.jumps ? ["--jumps", String(seed)] : []),
    ],
    { stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });
  worker.once("exit", (code, signal) =>
    options.log?.(`a worker ended by itself with ${code ?? signal}`),
  );
  return worker;
}

const isOver = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

async function killed(child: ChildProcess): Promise<void> {
  child.removeAllListeners("exit");
  if (isOver(child)) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exit;
}

async function ended(worker: ChildProcess): Promise<void> {
  worker.removeAllListeners("exit");
  if (isOver(worker)) return;
  const exit = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGTERM");
  await exit;
}

interface Asked {
  email: string;
  at: Date;
}

/** The product's web process, without a worker. */
async function webProcess(database: DurableDatabase, parts: SendingParts) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const { host, user, database: name } = database.connection;
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-crash-web-"));
  const links = createLinkTokens(parts.keys);
  const start = (): ChildProcess =>
    spawn(
      process.execPath,
      [join(import.meta.dirname, "../../server/main.ts"), "serve", "--web-only"],
      {
        stdio: "ignore",
        env: {
          ...process.env,
          PORT: String(port),
          PUBLIC_URL: url,
          DATA_DIR: dataDir,
          DATABASE_URL: `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host!)}`,
          SECRET_KEY: TEST_SECRET.toString("base64"),
          LOG_LEVEL: "error",
        },
      },
    );
  let child = start();
  return {
    async unsubscribeAndKill(
      seeded: SeededNewsletter,
      mailingId: number,
      random: () => number,
    ): Promise<Asked[]> {
      const { accountId, listId } = seeded;
      const person = await patiently(() =>
        database.db.account(accountId, (tx) =>
          one<{ id: number; email: string }>(
            tx,
            sql`select c.id, c.email_normalised as email from contacts c join subscriptions s on s.account_id = c.account_id and s.contact_id = c.id
                where c.account_id = ${accountId} and s.state = 'confirmed' order by c.id desc offset ${Math.floor(random() * 50)} limit 1`,
          ),
        ),
      );
      const token = links.make("unsubscribe", {
        ...{ accountId, listId, mailingId, contactId: person.id, issuedAt: new Date() },
        addressHash: addressHash(parts.keys, accountId, person.email).subarray(0, 16),
      });
      for (let attempt = 0; ; attempt++) {
        const response = await fetch(`${url}/u/${token}`, {
          method: "POST",
          body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
        }).catch(() => undefined);
        if (response?.ok) break;
        // It does not start while the database is away; whoever runs it starts it again.
        if (isOver(child)) child = start();
        if (attempt === 300) throw new Error(`The web process did not answer: ${response?.status}`);
        await sleep(100);
      }
      const at = new Date();
      await killed(child);
      child = start();
      return [{ email: person.email, at }];
    },
    async stop() {
      await killed(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function respected(
  database: DurableDatabase,
  seeded: SeededNewsletter,
  runId: number,
  asked: readonly Asked[],
): Promise<Pick<CrashResult, "unsubscribed" | "unsubscribesForgotten" | "mailedAfterUnsubscribe">> {
  const found = await database.db.account(seeded.accountId, (tx) =>
    rows<{ email: string; state: string; acceptedAt: Date | null }>(
      tx,
      sql`select s.email_normalised as email, s.state, o.at as accepted_at from subscriptions s
          left join deliveries d on d.account_id = s.account_id and d.contact_id = s.contact_id and d.run_id = ${runId}
          left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.outcome = 'accepted'
          where s.account_id = ${seeded.accountId} and s.email_normalised = any(${asked.map((one) => one.email)}::text[])`,
    ),
  );
  const of = new Map(found.map((row) => [row.email, row]));
  return {
    unsubscribed: asked.length,
    unsubscribesForgotten: asked.filter(({ email }) => of.get(email)?.state !== "unsubscribed")
      .length,
    mailedAfterUnsubscribe: asked.filter(({ email, at }) => {
      const acceptedAt = of.get(email)?.acceptedAt;
      return acceptedAt != null && acceptedAt.getTime() > at.getTime() + RESPECTED_MS;
    }).length,
  };
}
