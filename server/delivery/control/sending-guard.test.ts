import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { testDatabase, testServer } from "../../../test/support/database.ts";
import { seedNewsletter } from "../../../test/support/newsletter.ts";
import { eventually, prepareNewsletter, sendingParts } from "../../../test/support/sending.ts";
import { startSmtpSink } from "../../../test/support/smtp-sink.ts";
import {
  createKeys,
  createLogger,
  openDatabase,
  systemClock,
  type Clock,
  type Database,
} from "../../platform/index.ts";
import { runCounts } from "../runs.store.ts";
import { findIdentity } from "./identity.store.ts";
import { confirmInstallation, createSendingGuard } from "./sending-guard.ts";
import { activeStops } from "./stops.store.ts";

const database = await testDatabase();
const folders: string[] = [];
after(async () => {
  await database.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "klarpost-guard-"));
  folders.push(made);
  return made;
};
const guardOf = (db: Database, dataDir: string, clock: Clock = systemClock, isAlone = false) =>
  createSendingGuard({ db, clock, log: createLogger("silent"), dataDir, isAlone });
const stopsOf = (db: Database) => db.instance((tx) => activeStops(tx, 0));
const causes = async (db: Database) => (await stopsOf(db)).map((stop) => stop.cause);
/** Starts and stops one worker's guard in a folder. */
async function visit(db: Database, dataDir: string, clock?: Clock): Promise<void> {
  const guard = guardOf(db, dataDir, clock);
  await guard.open();
  await guard.stop();
}
const later = (hours: number): Clock => ({
  now: () => new Date(systemClock.now().getTime() + hours * 3_600_000),
});

/** A copy of a database beside it, as a restored dump or a snapshot for tests would be. */
async function copyOf(
  source: string,
): Promise<{ db: Database; name: string; close(): Promise<void> }> {
  const server = await testServer();
  const name = `klarpost_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  const admin = new pg.Client(server.admin);
  await admin.connect();
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
    source,
  ]);
  await admin.query(`create database ${name} template ${source}`);
  await admin.end();
  const connection = server.owner.connectionString
    ? {
        connectionString: Object.assign(new URL(server.owner.connectionString), {
          pathname: `/${name}`,
        }).href,
      }
    : { ...server.owner, database: name };
  const db = openDatabase({ connection, onError: () => undefined });
  return {
    db,
    name,
    async close() {
      await db.close();
      const again = new pg.Client(server.admin);
      await again.connect();
      await again.query(`drop database if exists ${name} with (force)`);
      await again.end();
    },
  };
}
const nameOf = (connection: { database?: string; connectionString?: string }): string =>
  connection.database ?? new URL(connection.connectionString!).pathname.slice(1);

test("SND-16: an ordinary restart sends on, also a day later, and further machines join while one works", async () => {
  const first = folder();
  await visit(database.db, first);
  await visit(database.db, first, later(30));
  const second = folder();
  await visit(database.db, second, later(30));
  await visit(database.db, second, later(60));
  await visit(database.db, first, later(61));
  assert.deepEqual(await stopsOf(database.db), []);
});

test("SND-16: a machine nobody knows is held where nobody works, and goes on after a confirmation", async () => {
  const { db } = database;
  await visit(db, folder(), later(100));
  assert.deepEqual(await causes(db), ["restored"]);
  assert.equal(await confirmInstallation({ db, clock: later(100) }, "Betrieb"), 1);
  const known = folder();
  await visit(db, known, later(100));
  await visit(db, known, later(200));
  assert.deepEqual(await stopsOf(db), []);
});

test("SND-16: a copied data folder does not pass for the first one", async () => {
  const { db } = database;
  const original = folder();
  await confirmInstallation({ db, clock: later(300) }, "Betrieb");
  await visit(db, original, later(300));
  const copy = folder();
  cpSync(original, copy, { recursive: true });
  await visit(db, copy, later(400));
  assert.deepEqual(await causes(db), ["restored"]);
  await confirmInstallation({ db, clock: later(400) }, "Betrieb");
});

test("SND-16: with the embedded database nobody else can be at work, so a fresh copy of its folder is held at once", async () => {
  const { db } = database;
  const original = folder();
  await confirmInstallation({ db, clock: later(450) }, "Betrieb");
  const alone = async (dataDir: string): Promise<void> => {
    const guard = guardOf(db, dataDir, later(450), true);
    await guard.open();
    await guard.stop();
  };
  await alone(original);
  await alone(original);
  assert.deepEqual(await causes(db), []);
  const copy = folder();
  cpSync(original, copy, { recursive: true });
  await alone(copy);
  assert.deepEqual(await causes(db), ["restored"]);
});

test("SND-16: a copy of the database starts paused, sends nothing under a full queue, and the original goes on", async () => {
  const source = await testDatabase();
  const data = folder();
  const parts = sendingParts(source.db);
  const seeded = await seedNewsletter(source.db, createKeys(Buffer.alloc(32, 9)), {
    people: 20,
    domain: "kopie.example",
  });
  await visit(source.db, data);
  const mailing = await prepareNewsletter(parts, seeded);
  const copy = await copyOf(nameOf(source.connection));
  const sink = await startSmtpSink();
  const own = sendingParts(copy.db);
  try {
    const guard = guardOf(copy.db, folder());
    await guard.open();
    assert.deepEqual(await causes(copy.db), ["restored"]);
    const dispatcher = own.dispatcher(sink.port, { leaseSeconds: 2 });
    dispatcher.start();
    guard.start();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(sink.messages.length, 0, "nothing leaves the copy");
    await confirmInstallation({ db: copy.db, clock: systemClock }, "Betrieb");
    await eventually("it sends once confirmed", () => sink.count === 20);
    await guard.stop();
    await dispatcher.stop(1000);
    assert.deepEqual(await causes(source.db), [], "the original is not touched");
    await visit(source.db, data);
    assert.deepEqual(await causes(source.db), []);
    const open = await source.db.account(seeded.accountId, (tx) =>
      runCounts(tx, seeded.accountId, mailing.runId!),
    );
    assert.equal(open.open, 20);
  } finally {
    await own.close();
    await sink.close();
    await copy.close();
    await parts.close();
    await source.close();
  }
});

test("SND-16: yesterday's database in the same installation starts paused", async () => {
  const { db } = database;
  const data = folder();
  await confirmInstallation({ db, clock: later(500) }, "Betrieb");
  await visit(db, data, later(500));
  const yesterday = (await db.worker(findIdentity))!;
  await visit(db, data, later(501));
  await visit(db, data, later(502));
  await setBeat(yesterday.beat);
  await visit(db, data, later(503));
  assert.deepEqual(await causes(db), ["restored"]);
  const [stop] = await stopsOf(db);
  assert.match(stop!.reason!, /älter/);
  assert.equal(await confirmInstallation({ db, clock: later(503) }, "Betrieb"), 1);
  await visit(db, data, later(504));
  await visit(db, data, later(600));
  assert.deepEqual(await causes(db), []);
});

/** As a restore does: the database's own memory goes back, the machine's does not. */
async function setBeat(beat: number): Promise<void> {
  const client = new pg.Client(database.connection);
  await client.connect();
  await client.query("update sending_identity set beat = $1", [beat]);
  await client.end();
}
