/**
 * `npm run bench:hits`: pixel and redirect at 256 connections, personal hits durable before the answer, against
 * `empty_gif` of an nginx of our own in the same minutes. Needs `nginx` and `wrk`; brings its own database, which
 * waits for the disk. Goals: pixel ≥ 0.33, redirect ≥ 0.25 of nginx, p99 below 30 ms. The last line is JSON.
 */
import { execFileSync, fork, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDatabase } from "../server/platform/database.ts";
import { startEmbeddedPostgres } from "../server/platform/embedded-postgres.ts";
import { createLogger } from "../server/platform/log.ts";
import { systemClock } from "../server/platform/clock.ts";
import { migrate } from "../server/platform/migrate.ts";
import { createHitHandler, createTrackingTokens } from "../server/tracking/index.ts";

const PEOPLE = 20_000;
const LINKS = 20;
const CONNECTIONS = 256;
const ROUNDS = 3;
const SECONDS = 6;
const MAILING = 1;
const GOALS = { pixel: 0.33, redirect: 0.25, p99: 30 };
const log = createLogger("error");

interface ServerSettings {
  connection: Parameters<typeof openDatabase>[0]["connection"];
  key: string;
  dataDir: string;
}

if (process.argv[2] === "serve")
  process.once("message", (settings: ServerSettings) => void serve(settings));
else await bench();

/** The product's hit server in a process of its own. */
async function serve({ connection, key, dataDir }: ServerSettings): Promise<void> {
  const db = openDatabase({ connection });
  const hits = createHitHandler({
    db,
    tokens: createTrackingTokens({ keys: [Buffer.from(key, "hex")] }),
    clock: systemClock,
    log,
    dataDir,
    trustedProxies: 0,
    invalidLinkPage: () => ({ html: "", headers: {} }),
    awayPage: () => ({ html: "", headers: {} }),
    programsOnlyPage: () => ({ html: "", headers: {} }),
  });
  await hits.start();
  const server = createServer((request, response) => void hits.intercept(request, response));
  server.listen(0, "127.0.0.1", () =>
    process.send?.({ port: (server.address() as AddressInfo).port }),
  );
  const begun = process.cpuUsage();
  process.once("message", () => {
    server.closeAllConnections();
    server.close();
    const cpu = process.cpuUsage(begun);
    void hits.stop().then(async () => {
      process.send?.({ counts: hits.counts, cpuMicros: cpu.user + cpu.system });
      await db.close();
      process.disconnect?.();
    });
  });
}

async function bench(): Promise<void> {
  for (const tool of ["nginx", "wrk"]) requireTool(tool);
  const folder = mkdtempSync(join(tmpdir(), "klarpost-bench-hits-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  const stops: (() => void | Promise<void>)[] = [];
  try {
    await migrate(postgres.connection, { log });
    const key = randomBytes(32);
    const accountId = await seed(postgres.connection);
    const scripts = writeScripts(folder, key, accountId);
    process.stdout.write(`${probeDisk(folder)}\n`);
    const nginx = await startNginx(folder);
    stops.push(() => void nginx.child.kill());
    const server = fork(import.meta.filename, ["serve"]);
    const begun = answer<{ port: number }>(server);
    server.send({ connection: postgres.connection, key: key.toString("hex"), dataDir: folder });
    const { port } = await begun;
    const runs: Record<string, Measured[]> = { nginx: [], pixel: [], redirect: [], anonymous: [] };
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const name of Object.keys(runs)) {
        const target = name === "nginx" ? nginx.port : port;
        const measured = measure(target, scripts[name === "nginx" ? "pixel" : name]!);
        runs[name]!.push(measured);
        process.stdout.write(
          `round ${round} ${name.padEnd(10)} ${Math.round(measured.rate).toLocaleString("en").padStart(8)}/s  p99 ${measured.p99.toFixed(1)} ms  errors ${measured.errors}\n`,
        );
      }
    }
    const ended = answer<{ counts: Record<string, number>; cpuMicros: number }>(server);
    server.send("stop");
    const { counts, cpuMicros } = await ended;
    const stored = await countStored(postgres.connection);
    report(runs, counts, stored, cpuMicros);
  } finally {
    for (const stop of stops) await stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function requireTool(tool: string): void {
  try {
    execFileSync("which", [tool], { stdio: "ignore" });
  } catch {
    process.stderr.write(`bench:hits needs ${tool} (apt-get install nginx-light wrk).\n`);
    process.exit(2);
  }
}

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as T));
    child.once("exit", () => reject(new Error("The hit server ended.")));
  });
}

/** One mailing, everybody on it agreed and got it. */
async function seed(connection: ServerSettings["connection"]): Promise<number> {
  const owner = new pg.Client(connection);
  await owner.connect();
  const made = await owner.query<{ id: number }>(
    "insert into accounts (name) values ('Bench') returning id",
  );
  const accountId = made.rows[0]!.id;
  const statements = [
    `insert into wordings (account_id, purpose, name) values ($1, 'profiling', 'P')`,
    `insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, approved_at) select $1, id, 1, 'de', 'Ja', '\\x00', '{open,click}', now() from wordings`,
    `insert into contacts (account_id, email, email_normalised, address_hash) select $1, 'p' || n || '@example.org', 'p' || n || '@example.org', decode(md5(n::text), 'hex') from generate_series(1, ${PEOPLE}) n`,
    `insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids) select $1, email_normalised, 'granted', (select id from wording_versions), 1, array[id] from contacts`,
    `insert into measured_mailings (account_id, mailing_id, level, personal_base, anonymous_base, k_min, timezone, closes_at) values ($1, ${MAILING}, 'shared', ${PEOPLE}, ${PEOPLE}, 10, 'Europe/Berlin', now() + interval '14 days')`,
    `insert into measured_links (account_id, mailing_id, link, url) select $1, ${MAILING}, n, 'https://shop.example/angebot/' || n || '?kampagne=winter' from generate_series(1, ${LINKS}) n`,
    `insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised, handed_over_at) select $1, id, ${MAILING}, id, email_normalised, now() - interval '1 hour' from contacts`,
  ];
  for (const statement of statements) await owner.query(statement, [accountId]);
  await owner.query("vacuum analyze");
  await owner.end();
  return accountId;
}

async function countStored(connection: ServerSettings["connection"]): Promise<number> {
  const owner = new pg.Client(connection);
  await owner.connect();
  const found = await owner.query<{ n: string }>("select count(*) as n from personal_events");
  await owner.end();
  return Number(found.rows[0]!.n);
}

/** Requests as browsers send them, to different people's links; the same script drives nginx. */
function writeScripts(folder: string, key: Buffer, accountId: number): Record<string, string> {
  const tokens = createTrackingTokens({ keys: [key] });
  const paths: Record<string, string[]> = {
    pixel: Array.from(
      { length: PEOPLE },
      (_unused, i) => tokens.personal(accountId, MAILING, i + 1, [0])[0]!,
    ),
    redirect: Array.from(
      { length: PEOPLE },
      (_unused, i) => tokens.personal(accountId, MAILING, i + 1, [(i % LINKS) + 1])[0]!,
    ),
    anonymous: Array.from(
      { length: LINKS + 1 },
      (_unused, i) => tokens.shared(accountId, MAILING, [i])[0]!,
    ),
  };
  const scripts: Record<string, string> = {};
  for (const [name, list] of Object.entries(paths)) {
    writeFileSync(join(folder, `${name}.txt`), list.map((token) => `/t/${token}`).join("\n"));
    scripts[name] = join(folder, `${name}.lua`);
    writeFileSync(
      scripts[name],
      `local requests, n = {}, 0
       function setup(thread) n = n + 1; thread:set("start", n * 7919) end
       function init()
         wrk.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
         wrk.headers["Accept"] = "image/avif,image/webp,*/*;q=0.8"
         for line in io.lines("${join(folder, `${name}.txt`)}") do requests[#requests + 1] = wrk.format("GET", line) end
         at = start
       end
       function request() at = at + 1; return requests[at % #requests + 1] end`,
    );
  }
  return scripts;
}

async function startNginx(folder: string): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  const home = join(folder, "nginx");
  mkdirSync(join(home, "tmp"), { recursive: true });
  const config = join(home, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; master_process off; worker_processes 1; pid ${home}/pid; error_log stderr emerg;
     events { worker_connections 2048; }
     http { access_log off; keepalive_requests 1000000000;
       client_body_temp_path ${home}/tmp; proxy_temp_path ${home}/tmp; fastcgi_temp_path ${home}/tmp; uwsgi_temp_path ${home}/tmp; scgi_temp_path ${home}/tmp;
       server { listen 127.0.0.1:${port}; location / { empty_gif; } } }`,
  );
  const child = spawn("nginx", ["-c", config, "-p", home, "-e", "stderr"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return { port, child };
  }
  throw new Error("nginx did not start.");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** How long this disk takes for a small durable write: what no answer after a commit can be faster than. */
function probeDisk(folder: string): string {
  const file = openSync(join(folder, "probe"), "w");
  const block = Buffer.alloc(24 * 1024, 1);
  const times: number[] = [];
  for (let at = 0, end = performance.now() + 3000; performance.now() < end; at += block.length) {
    const begun = performance.now();
    writeSync(file, block, 0, block.length, at % (16 * 2 ** 20));
    fdatasyncSync(file);
    times.push(performance.now() - begun);
  }
  closeSync(file);
  times.sort((a, b) => a - b);
  const part = (share: number) => times[Math.floor((times.length - 1) * share)]!.toFixed(1);
  return `disk: durable write of 24 KB p50 ${part(0.5)} ms, p99 ${part(0.99)} ms, longest ${part(1)} ms`;
}

interface Measured {
  rate: number;
  /** Milliseconds. */
  p99: number;
  errors: number;
}

function measure(port: number, script: string): Measured {
  const text = execFileSync(
    "wrk",
    [
      "-t1",
      `-c${CONNECTIONS}`,
      `-d${SECONDS}s`,
      "--latency",
      "-s",
      script,
      `http://127.0.0.1:${port}`,
    ],
    { encoding: "utf8" },
  );
  const latency = /99%\s+([\d.]+)(us|ms|s)/.exec(text);
  const scale = { us: 0.001, ms: 1, s: 1000 }[latency?.[2] as "us"] ?? Number.NaN;
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p99: Number(latency?.[1]) * scale,
    errors:
      Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0) +
      Number(/timeout (\d+)/.exec(text)?.[1] ?? 0),
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function report(
  runs: Record<string, Measured[]>,
  counts: Record<string, number>,
  stored: number,
  cpuMicros: number,
): void {
  const rate = (name: string) => median(runs[name]!.map((run) => run.rate));
  const p99 = (name: string) => median(runs[name]!.map((run) => run.p99));
  const ratio = (name: string) => Math.round((rate(name) / rate("nginx")) * 100) / 100;
  process.stdout.write(
    `\n${cpus().length} cores, ${CONNECTIONS} connections, medians of ${ROUNDS}\n`,
  );
  for (const name of Object.keys(runs))
    process.stdout.write(
      `${name.padEnd(10)} ${Math.round(rate(name)).toLocaleString("en").padStart(8)}/s  p99 ${p99(name).toFixed(1)} ms  ${ratio(name).toFixed(2)} × nginx\n`,
    );
  process.stdout.write(
    `stored ${stored} rows for ${counts["stored"]} hits, answered early ${counts["early"]}, dropped ${counts["dropped_not_committed"]}, counted ${counts["counted"]}\n`,
  );
  const hits = counts["stored"]! + counts["counted"]!;
  const cpuPerHit = Math.round((cpuMicros / hits) * 10) / 10;
  process.stdout.write(`CPU of the web process ${cpuPerHit} µs a hit\n`);
  const errors = Object.values(runs)
    .flat()
    .reduce((sum, run) => sum + run.errors, 0);
  const passed =
    ratio("pixel") >= GOALS.pixel &&
    ratio("redirect") >= GOALS.redirect &&
    Math.max(p99("pixel"), p99("redirect")) < GOALS.p99 &&
    errors === 0 &&
    stored === counts["stored"];
  process.stdout.write(
    `${JSON.stringify({ bench: "hits", value: Math.round(rate("pixel")), limit: Math.round(rate("nginx")), ratio: ratio("pixel"), redirect: { value: Math.round(rate("redirect")), ratio: ratio("redirect") }, cpuPerHit, p99: { pixel: p99("pixel"), redirect: p99("redirect") }, passed })}\n`,
  );
  process.exitCode = passed ? 0 : 1;
}
