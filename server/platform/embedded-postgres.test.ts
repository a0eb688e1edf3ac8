import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import pg from "pg";
import type { ConnectionSettings } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { serverSettings } from "./embedded-postgres-settings.ts";
import { tryLockFile } from "./file-lock.ts";
import { createLogger } from "./log.ts";

const log = createLogger("silent");
const HOLDER = `
  import { startEmbeddedPostgres } from ${JSON.stringify(new URL("embedded-postgres.ts", import.meta.url).href)};
  import { createLogger } from ${JSON.stringify(new URL("log.ts", import.meta.url).href)};
  const held = await startEmbeddedPostgres({ dataDir: process.argv[2], log: createLogger("silent") });
  process.on("message", async () => { await held.stop(); process.disconnect(); });
  process.send({ attached: held.attached });
`;
let dataDir: string;
let holderFile: string;

before(() => {
  dataDir = mkdtempSync(join(tmpdir(), "klarpost-embedded-"));
  chmodSync(dataDir, 0o755);
  holderFile = join(dataDir, "holder.mjs");
  writeFileSync(holderFile, HOLDER);
});
after(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

async function query<R extends pg.QueryResultRow>(
  connection: ConnectionSettings,
  text: string,
): Promise<R[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

async function holder(): Promise<{ child: ChildProcess; attached: boolean }> {
  const child = fork(holderFile, [dataDir], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [message] = (await once(child, "message")) as [{ attached: boolean }];
  return { child, attached: message.attached };
}

const postmaster = (folder: string): number =>
  Number.parseInt(readFileSync(join(folder, "postmaster.pid"), "utf8"), 10);
/** PostgreSQL removes this file when it has shut down cleanly. */
const runs = (folder: string): boolean => existsSync(join(folder, "postmaster.pid"));

test("a second process joins the server, and the last one out stops it", async () => {
  const first = await startEmbeddedPostgres({ dataDir, log });
  assert.equal(first.attached, false);
  const second = await holder();
  assert.equal(second.attached, true);

  await first.stop();
  assert.ok(runs(first.folder), "the second process still holds the server");
  second.child.send("stop");
  await once(second.child, "exit");
  assert.ok(!runs(first.folder), "the last process out stops the server");
});

test("the server is durable, has checksums, no TCP port, and keeps what people type out of its log", async () => {
  const held = await startEmbeddedPostgres({ dataDir, log });
  try {
    const settings = Object.fromEntries(
      (
        await query<{ name: string; setting: string }>(
          held.superuser,
          "select name, setting from pg_settings",
        )
      ).map((row) => [row.name, row.setting]),
    );
    assert.equal(settings["fsync"], "on");
    assert.equal(settings["data_checksums"], "on");
    assert.equal(settings["listen_addresses"], "");
    assert.equal(settings["jit"], "off");
    const [lower] = await query<{ text: string }>(held.connection, "select lower('ÄÖÜ') as text");
    assert.equal(lower?.text, "äöü");

    await query(held.connection, "create table person (email text primary key)");
    await query(held.connection, "insert into person values ('erika@example.org')");
    await assert.rejects(
      query(held.connection, "insert into person values ('erika@example.org')"),
      { code: "23505" },
    );
    await assert.rejects(query(held.connection, "select 'erika@example.org'::int"), {
      code: "22P02",
    });
    assert.doesNotMatch(readFileSync(join(held.folder, "server.log"), "utf8"), /erika/);
    assert.equal(statSync(held.connection.host ?? "").mode & 0o777, 0o700);
  } finally {
    await held.stop();
  }
});

test("ORG-08: the owner may change into the product's roles, none of which passes row-level security", async () => {
  const held = await startEmbeddedPostgres({ dataDir, log });
  try {
    const roles = await query<{ rolname: string; bad: boolean }>(
      held.connection,
      "select rolname, rolsuper or rolbypassrls or rolcreaterole as bad from pg_roles where rolname like 'klarpost%' order by 1",
    );
    assert.deepEqual(
      roles,
      ["app", "owner", "retention", "worker"].map((name) => ({
        rolname: `klarpost_${name}`,
        bad: false,
      })),
    );
    const [now] = await query<{ user: string }>(
      { ...held.connection, options: "-c role=klarpost_app" } as ConnectionSettings,
      "select current_user as user",
    );
    assert.equal(now?.user, "klarpost_app");
  } finally {
    await held.stop();
  }
});

test("a killed holder leaves the server behind; the next start joins it and loses nothing", async () => {
  const victim = await holder();
  assert.equal(victim.attached, false);
  victim.child.kill("SIGKILL");
  await once(victim.child, "exit");
  const next = await startEmbeddedPostgres({ dataDir, log });
  assert.equal(next.attached, true);
  assert.deepEqual(await query(next.connection, "select email from person"), [
    { email: "erika@example.org" },
  ]);
  await next.stop();
  assert.ok(!runs(next.folder));
});

test("a server that is killed is started again, although its process number belongs to another program", async () => {
  const held = await startEmbeddedPostgres({ dataDir, log });
  process.kill(postmaster(held.folder), "SIGKILL");
  let found: unknown;
  for (let i = 0; i < 200 && found === undefined; i++) {
    await sleep(100);
    [found] = await query(held.connection, "select email from person").catch(() => []);
  }
  assert.deepEqual(found, { email: "erika@example.org" });
  await held.stop();
  assert.ok(!runs(held.folder));

  // What a crash leaves, with a number that a living stranger has.
  writeFileSync(
    join(held.folder, "postmaster.pid"),
    `${process.ppid}\n${held.folder}\n0\n5432\n\n\n`,
  );
  const again = await startEmbeddedPostgres({ dataDir, log });
  assert.equal(again.attached, false);
  await again.stop();
});

test("several processes that start at once share one server", async () => {
  const holders = await Promise.all([holder(), holder(), holder()]);
  assert.equal(holders.filter((one) => !one.attached).length, 1);
  for (const { child } of holders) child.send("stop");
  await Promise.all(holders.map(({ child }) => once(child, "exit")));
});

test("a data folder that only its owner may enter works, also for root", async () => {
  const home = mkdtempSync(join(tmpdir(), "klarpost-home-"));
  const held = await startEmbeddedPostgres({ dataDir: home, log });
  const outside = !held.folder.startsWith(home);
  await held.stop();
  const again = await startEmbeddedPostgres({ dataDir: home, log });
  await again.stop();
  rmSync(dirname(held.folder), { recursive: true });
  rmSync(home, { recursive: true });
  assert.equal(again.folder, held.folder);
  assert.equal(outside, process.getuid?.() === 0);
});

test("a data folder with a very long name works: the socket's folder stays short", async () => {
  const long = join(dataDir, "n".repeat(120), "data");
  const held = await startEmbeddedPostgres({ dataDir: long, log });
  await held.stop();
  assert.ok(Buffer.byteLength(`${held.connection.host}/.s.PGSQL.5432`) <= 103);
  rmSync(held.connection.host ?? "", { recursive: true });
});

test("the server's memory follows the machine within bounds", () => {
  const GiB = 2 ** 30;
  assert.equal(serverSettings(GiB / 4, "/s")["shared_buffers"], "32MB");
  assert.equal(serverSettings(2 * GiB, "/s")["shared_buffers"], "256MB");
  assert.equal(serverSettings(64 * GiB, "/s")["shared_buffers"], "512MB");
});

test("a file lock is shared or exclusive, also within one process", () => {
  const path = join(dataDir, "some.lock");
  const one = tryLockFile(path, "shared");
  const two = tryLockFile(path, "shared");
  assert.ok(one && two);
  assert.equal(tryLockFile(path, "exclusive"), undefined);
  one.release();
  two.release();
  const alone = tryLockFile(path, "exclusive");
  assert.ok(alone);
  assert.equal(tryLockFile(path, "shared"), undefined);
  alone.release();
});
