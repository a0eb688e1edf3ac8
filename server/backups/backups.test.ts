import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import { createKeys, createLogger, manualClock, rows, run, sql } from "../platform/index.ts";
import { writeJournal } from "../journal/index.ts";
import { backupName, whichStay } from "./backup.ts";
import { findSettings, insertRun, newestRun, runningRuns, saveSettings } from "./backups.store.ts";
import { backupChecks } from "./checks.ts";
import { makeBackup } from "./make-backup.ts";
import { listBackups, openBackup, rotateBackups, verifyBackup } from "./read-backup.ts";
import { endOwnRun, tryRestore } from "./restore-backup.ts";
import { backUp, keepBackups, testRestore, type BackupDeps } from "./run-backups.ts";

const SECRET = "vier bunte Fahrräder im Regen";
const log = createLogger("silent");
const keys = createKeys(Buffer.alloc(32, 9));
const clock = manualClock(new Date("2026-11-22T02:00:00Z"));
const database = await testDatabase();
await seedNewsletter(database.db, keys, { people: 60, granted: 20 });
const folder = mkdtempSync(join(tmpdir(), "klarpost-backups-"));
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const target = {
  connection: database.connection,
  folder,
  secret: SECRET,
  secretCheck: "",
  newerSecretChecks: [],
  clock,
};
test("ORG-07 RET-12: a backup is encrypted, whole, and opens with its key only; damage is found", async () => {
  const made = await makeBackup({ ...target, folder: join(folder, "one") });
  assert.ok(made.rows > 150 && made.tables.length > 80);
  const at = join(folder, "one", made.name);
  for (const file of readdirSync(at)) {
    const bytes = readFileSync(join(at, file));
    for (const word of ["person1@leser.example", "Beispiel", "leser.example"])
      assert.equal(bytes.includes(word), false, `${file} holds ${word}`);
  }
  await assert.rejects(openBackup(at, "falsch"), { code: "backup_key_wrong" });
  const opened = await openBackup(at, SECRET);
  assert.deepEqual(await verifyBackup(opened), { tables: made.tables.length, rows: made.rows });
  const largest = made.tables.toSorted((a, b) => b.bytes - a.bytes)[0]!;
  const file = join(at, largest.file);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length - 20));
  await assert.rejects(verifyBackup(opened), { code: "backup_damaged" });
  const turned = Buffer.from(whole);
  turned[40]! ^= 1;
  writeFileSync(file, turned);
  await assert.rejects(verifyBackup(opened), { code: "backup_damaged" });
  writeFileSync(file, whole);
  appendFileSync(file, "x");
  await assert.rejects(verifyBackup(opened), { code: "backup_damaged" });
  writeFileSync(file, whole);
  const manifest = join(at, "manifest.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace("subscriptions", "subscription5"));
  await assert.rejects(openBackup(at, SECRET), { code: "backup_damaged" });
});

test("ORG-07: the restore test puts every row back beside the real database and leaves nothing", async () => {
  const made = await makeBackup({ ...target, folder: join(folder, "two") });
  const backup = await openBackup(join(folder, "two", made.name), SECRET);
  assert.equal((await tryRestore(database.connection, backup, log)).rows, made.rows);
  const left = await database.db.worker((tx) =>
    rows(tx, sql`select datname from pg_database where datname like 'klarpost_restore_test%'`),
  );
  assert.deepEqual(left, []);
});

test("RET-12: a backup 36 days old is gone; days, weeks and a month keep one each", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const days = Array.from({ length: 60 }, (_unused, age) => ({
    name: String(age),
    madeAt: new Date(now.getTime() - age * 86_400_000 - 3_600_000),
  }));
  const stay = whichStay(
    days,
    { keepDaily: 7, keepWeekly: 4, keepMonthly: 1, maxAgeDays: 35 },
    now,
  );
  assert.deepEqual(
    [...stay].map(Number).toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 14, 21],
  );
  assert.deepEqual(
    [
      ...whichStay(
        days.slice(36),
        { keepDaily: 7, keepWeekly: 4, keepMonthly: 1, maxAgeDays: 35 },
        now,
      ),
    ],
    [],
    "not even the last one is kept for longer",
  );
  const old = join(folder, "two");
  assert.equal(listBackups(old).length, 1);
  const later = new Date(clock.now().getTime() + 36 * 86_400_000);
  const policy = { keepDaily: 7, keepWeekly: 4, keepMonthly: 1, maxAgeDays: 35 };
  assert.equal(rotateBackups(old, policy, later).length, 1);
  assert.deepEqual(listBackups(old), []);
});

test("CHK-31 ORG-07 RET-11: green only with last night's backup, a restore tried within 90 days and a journal that is written", async () => {
  const ticking = manualClock(new Date("2026-11-22T02:00:00Z"));
  const deps: BackupDeps = {
    ...{ db: database.db, clock: ticking, keys, log },
    folders: [join(folder, "journal")],
    ...{ dataDir: folder, backupDir: join(folder, "kept"), passphrase: SECRET },
    keyFile: join(folder, "key"),
  };
  const look = async (): Promise<[string, string]> => {
    const { status, message } = await database.db.instance((tx) =>
      backupChecks(deps)[0]!.run({ tx, accountId: 1, clock: ticking }),
    );
    return [status, message.en];
  };
  const expect = async (status: string, words: RegExp) => {
    const found = await look();
    assert.equal(found[0], status, found[1]);
    assert.match(found[1], words);
  };
  const nightly = (on: boolean) =>
    database.db.instance(async (tx) =>
      saveSettings(tx, { ...(await findSettings(tx)), nightly: on }, "Test", ticking.now()),
    );
  const installed = (at: Date) =>
    database.db.instance((tx) => run(tx, sql`update backup_settings set since = ${at}`));
  await installed(ticking.now());
  await keepBackups(deps);
  await expect("failed", /no backup yet\. The first runs tonight at 2:00/);
  await nightly(false);
  await expect("failed", /no backup yet, and the nightly one is switched off/);
  await nightly(true);
  await backUp(deps, "Test");
  await expect("failed", /No backup was restored/);
  await testRestore(deps, "Test");
  await expect("passed", /restore tested 0 days ago/);
  ticking.advance(16 * 60_000);
  await expect("failed", /journal is not being written/);
  await writeJournal(deps);
  await expect("passed", /journal complete/);
  await nightly(false);
  await expect("failed", /switched off/);
  await nightly(true);
  ticking.advance(2 * 86_400_000);
  await writeJournal(deps);
  await expect("failed", /2 days old/);
  ticking.advance(89 * 86_400_000);
  await backUp(deps, "Test");
  await expect("failed", /restore test was 91 days ago; 90 are the most/);
});

test("ORG-07: a restored database does not hold its own backup for one that is still under way", async () => {
  const { db } = database;
  const at = new Date("2026-12-20T02:00:00Z");
  const run = { kind: "backup", name: "", by: "Test", at, givenUpBefore: at } as const;
  await db.worker((tx) => insertRun(tx, run));
  assert.equal((await db.worker(runningRuns)).length, 1);
  await endOwnRun(db, { name: "klarpost-made", madeAt: at.toISOString(), rows: 7 });
  assert.equal((await db.worker(runningRuns)).length, 0);
  const newest = await db.worker((tx) => newestRun(tx, "backup"));
  assert.deepEqual([newest?.state, newest?.name], ["done", "klarpost-made"]);
});

test("ORG-07: without a backup in the folder, or while one runs, the look of the quarter hour begins nothing and fails with nothing", async () => {
  const { db } = database;
  const now = manualClock(new Date("2026-12-21T03:00:00Z"));
  const empty: BackupDeps = {
    ...{ db, clock: now, keys, log, passphrase: SECRET, keyFile: join(folder, "key") },
    folders: [join(folder, "restored-journal")],
    ...{ dataDir: folder, backupDir: join(folder, "restored") },
  };
  const runs = () => db.worker((tx) => rows(tx, sql`select id from backup_runs order by id`));
  const one = { kind: "backup", name: "klarpost-elsewhere", by: "Test" } as const;
  const begun = await db.worker((tx) =>
    insertRun(tx, { ...one, at: now.now(), givenUpBefore: now.now() }),
  );
  const before = await runs();
  await keepBackups(empty);
  await endOwnRun(db, { name: one.name, madeAt: now.now().toISOString(), rows: 1 });
  await keepBackups(empty);
  assert.ok(begun);
  assert.deepEqual(await runs(), before);
});

test("RET-12: with nightly off, keepBackups still removes the 36-day-old one, `.partial` and damaged folders", async () => {
  const { db } = database;
  const now = clock.now();
  const backupDir = join(folder, "aged");
  const ago = (days: number) => backupName(new Date(now.getTime() - days * 86_400_000));
  for (const days of [36, 1]) {
    const at = manualClock(new Date(now.getTime() - days * 86_400_000));
    await makeBackup({ ...target, folder: backupDir, clock: at });
  }
  const unreadable = ["", "broken", '{"manifest":"{\\"format\\":2}","seal":""}'];
  for (const [at, days] of [38, 37, 40, 34, 2].entries()) {
    mkdirSync(join(backupDir, ago(days)));
    writeFileSync(join(backupDir, ago(days), "manifest.json"), unreadable[at % 3]!);
  }
  mkdirSync(join(backupDir, ago(39)));
  mkdirSync(join(backupDir, `${ago(3)}.partial`));
  utimesSync(join(backupDir, `${ago(3)}.partial`), 0, 0);
  mkdirSync(join(backupDir, "not-ours"));
  await db.instance(async (tx) =>
    saveSettings(tx, { ...(await findSettings(tx)), nightly: false }, "Test", now),
  );
  await keepBackups({
    ...{ db, clock, keys, log, passphrase: SECRET, keyFile: join(folder, "key"), backupDir },
    ...{ folders: [join(folder, "journal")], dataDir: folder },
  });
  assert.deepEqual(readdirSync(backupDir).toSorted(), [ago(34), ago(2), ago(1), "not-ours"]);
});
