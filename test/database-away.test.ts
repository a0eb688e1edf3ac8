import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openDatabase } from "../server/platform/database.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../server/platform/embedded-postgres.ts";
import { createLogger } from "../server/platform/log.ts";
import { migrate } from "../server/platform/migrate.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { eventually, SAMPLE_HTML } from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

const log = createLogger("silent");
const PEOPLE = 600;

let dataDir: string;
let server: EmbeddedPostgres;
let sink: SmtpSink;
let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Caller;
let ask: Ask;

/** A database server of this test's own, which it may stop. */
const startServer = () =>
  startEmbeddedPostgres({ dataDir, log, settings: { fsync: "off", full_page_writes: "off" } });

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "klarpost-away-"));
  chmodSync(dataDir, 0o755);
  server = await startServer();
  await migrate(server.connection, { log });
  const db = openDatabase({ connection: server.connection });
  const database = { db, connection: server.connection, close: () => db.close() };
  sink = await startSmtpSink({ delay: 60 });
  running = await runningApp({
    database,
    leaseSeconds: 5,
    env: { SANDBOX_SMTP_URL: `smtp://127.0.0.1:${sink.port}?tls=none` },
  });
  seeded = await seedNewsletter(db, running.app.keys, {
    people: PEOPLE,
    granted: 20,
    domain: "ausfall.example",
  });
  owner = await signedInAs(db, seeded, ["owner"]);
  ask = askAs(running.url, owner);
});
after(async () => {
  await running?.close();
  await sink?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Counts {
  state: string;
  counts: { accepted: number; uncertain: number; open: number; candidates: number };
}

async function startMailing(name: string): Promise<string> {
  const { id } = await ask<{ id: string }>("POST", "/mailings", {
    name,
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  await ask("POST", `/mailings/${id}/schedule`, {});
  return id;
}

const progress = (id: string) => ask<Counts>("GET", `/mailings/${id}/progress`);

/** Everybody received the mailing once, and the ledger says so. */
async function allSentOnce(id: string, from: number): Promise<void> {
  await eventually(
    "the mailing is sent",
    async () => (await progress(id).catch(() => undefined))?.state === "sent",
    90_000,
  );
  const { counts } = await progress(id);
  const mails = sink.accepted.slice(from);
  assert.deepEqual(
    {
      accepted: counts.accepted,
      uncertain: counts.uncertain,
      mails: mails.length,
      people: new Set(mails.map((mail) => mail.to[0])).size,
    },
    { accepted: PEOPLE, uncertain: 0, mails: PEOPLE, people: PEOPLE },
  );
}

test("SND-16 UNS-22: while the database is away pages say so and links work; afterwards everything goes on by itself", async () => {
  const before_ = await ask<{ id: string }>("POST", "/lists", { name: "Vor dem Ausfall" });
  const mailing = await startMailing("Unter Ausfall");
  await eventually("the mailing is under way", () => sink.accepted.length > 60);
  // Web processes look for new mailings every two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.ok(sink.accepted.length < PEOPLE);
  await server.stop();

  const key = { ...owner.headers, "content-type": "application/json", "idempotency-key": "eins" };
  const post = () =>
    fetch(`${running.url}/api/v1/lists`, {
      method: "POST",
      headers: key,
      body: JSON.stringify({ name: "Im Ausfall" }),
    });
  const refused = await post();
  assert.equal(refused.status, 503);
  assert.equal(((await refused.json()) as { code: string }).code, "database_away");
  assert.ok(refused.headers.get("retry-after"));

  // Somebody who has not decided yet, so that all three kinds of links are there.
  const mail = sink.accepted
    .map((one) => one.content.toString("latin1").replace(/=\r\n/g, ""))
    .find((text) => text.includes("/q/"))!;
  const html = { accept: "text/html", "accept-language": "de" };
  const own = ["u", "v", "q"].flatMap(
    (kind) => new RegExp(`/${kind}/[\\w-]{40,}`).exec(mail) ?? [],
  );
  assert.equal(own.length, 3);
  for (const path of [...own, `/b/${"x".repeat(43)}`]) {
    const page = await fetch(running.url + path, { headers: html });
    const text = await page.text();
    assert.equal(page.status, 503, path);
    assert.match(page.headers.get("content-type") ?? "", /text\/html/);
    assert.match(text, /lang="de"/);
    assert.doesNotMatch(text, /ECONNREFUSED|ENOENT|at \w+ \(|\.ts:/);
  }
  const tokens = [...mail.matchAll(/\/t\/[\w-]{43}/g)].map(([path]) => path);
  const answers = await Promise.all(
    tokens.map((path) => fetch(running.url + path, { redirect: "manual" })),
  );
  assert.deepEqual(
    answers.map((answer) => answer.status).toSorted((a, b) => a - b),
    [200, 302, 302, 302, 302],
    "pixel and links work without the database",
  );
  assert.equal((await fetch(`${running.url}/healthz`)).status, 200);
  assert.equal((await fetch(`${running.url}/readyz`)).status, 503);
  await new Promise((resolve) => setTimeout(resolve, 2500));

  server = await startServer();
  await eventually(
    "the service answers again",
    async () => (await fetch(`${running.url}/readyz`)).status === 200,
    15_000,
  );
  const lists = await ask<{ items: { id: string; name: string }[] }>("GET", "/lists");
  assert.ok(lists.items.some((list) => list.id === before_.id));
  assert.equal((await post()).status, 201, "the refused request is taken now");
  assert.equal((await post()).headers.get("idempotent-replay"), "true", "and once");
  await allSentOnce(mailing, 0);
});

test("SND-16: after a crash of the database server the supervisor and the sending recover by themselves", async () => {
  const from = sink.accepted.length;
  const mailing = await startMailing("Unter Absturz");
  await eventually("the mailing is under way", () => sink.accepted.length > from + 60);
  const pid = Number(readFileSync(join(server.folder, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGQUIT");
  await allSentOnce(mailing, from);
});
