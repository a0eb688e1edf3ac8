import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import { operatorActor } from "../../test/support/sending.ts";
import { keepEnvironment, savePlace } from "../oversight/index.ts";
import { writeJournal } from "../journal/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  run,
  sql,
  type CheckOutcome,
} from "../platform/index.ts";
import { BACKUP_PLACE, liesApart } from "./backup-place.ts";
import { backupChecks } from "./checks.ts";
import { backUp, testRestore, type BackupDeps } from "./run-backups.ts";

const clock = manualClock(new Date("2026-11-22T02:00:00Z"));
const keys = createKeys(Buffer.alloc(32, 9));
const database = await testDatabase();
const { db } = database;
const { accountId } = await seedNewsletter(db, keys, { people: 1 });
const folder = mkdtempSync(join(tmpdir(), "klarpost-apart-"));
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});
const [dataDir, backupDir] = [join(folder, "data"), join(folder, "apart")];
mkdirSync(dataDir);

test("RET-12: a folder in that of the data is with them; beside it, above it or on another disk it is not", () => {
  const apart = (to: string) => liesApart({ dataDir, backupDir: to });
  assert.equal(apart(join(dataDir, "backups")), false);
  assert.equal(apart(join(dataDir, "..backups")), false);
  assert.equal(apart(backupDir), true);
  assert.equal(apart(folder), true);
  if (existsSync("/dev/shm") && statSync("/dev/shm").dev !== statSync("/").dev) {
    assert.equal(liesApart({ dataDir: "/", backupDir: "/dev/shm/backups" }), true);
  }
});

test("CHK-31 RET-12: backups that lie apart need a country in the EEA, or a transfer record", async () => {
  const deps: BackupDeps = {
    ...{ db, clock, keys, log: createLogger("silent") },
    folders: [join(folder, "journal")],
    ...{ dataDir, backupDir, keyFile: join(folder, "key") },
    passphrase: "vier bunte Fahrräder im Regen",
  };
  const look = (before?: Record<string, unknown>): Promise<CheckOutcome> =>
    db.account(accountId, (tx) =>
      backupChecks(deps)[0]!.run({ tx, accountId, clock, ...(before && { before }) }),
    );
  const named = (country: string | null) =>
    keepEnvironment(
      { db },
      {
        places: [
          { key: "env:backup", role: "backup", host: BACKUP_PLACE, country, transfer: null },
        ],
        own: [],
      },
    );
  await named(null);
  await backUp(deps, "Test");
  await testRestore(deps, "Test");
  await writeJournal(deps);
  const open = await look();
  assert.equal(open.status, "failed");
  assert.match(open.message.en, /nobody has said in which country.*“backup\.folder”/);
  assert.equal(open.evidence?.["backupPlaceOpenSince"], clock.now().toISOString());

  await named("FI");
  const inside = await look();
  assert.equal(inside.status, "passed", inside.message.en);
  assert.match(inside.message.en, /Place of the backups: FI\./);
  await named("US");
  const outside = await look();
  assert.equal(outside.status, "failed");
  assert.match(outside.message.en, /outside the EEA \(US\)/);

  await named(null);
  await db.account(accountId, (tx) =>
    savePlace(
      tx,
      clock,
      { accountId, actor: operatorActor(1) },
      {
        host: BACKUP_PLACE,
        role: "backup",
        company: "Rechenzentrum Nord",
        country: "DE",
        contract: "signed",
      },
    ),
  );
  const declared = await look();
  assert.equal(declared.status, "passed", declared.message.en);
  assert.match(declared.message.de, /Ort der Sicherungen: DE\./);
});

test("CHK-31 RET-12: a live account has fourteen days from the first look, and reads by when", async () => {
  const deps: BackupDeps = {
    ...{ db, clock, keys, log: createLogger("silent") },
    folders: [join(folder, "journal")],
    ...{ dataDir, backupDir, keyFile: join(folder, "key") },
    passphrase: "vier bunte Fahrräder im Regen",
  };
  await db.instance((tx) =>
    run(tx, sql`update accounts set mode = 'live' where id = ${accountId}`),
  );
  await db.account(accountId, (tx) => run(tx, sql`update places set removed_at = now()`));
  const look = (before?: Record<string, unknown>): Promise<CheckOutcome> =>
    db.account(accountId, (tx) =>
      backupChecks(deps)[0]!.run({ tx, accountId, clock, ...(before && { before }) }),
    );
  const first = await look({ lastBackup: "earlier" });
  assert.equal(first.status, "passed", first.message.en);
  assert.match(first.message.en, /settled by 6 December 2026.*nobody has said in which country/);
  const since = new Date(clock.now().getTime() - 15 * 86_400_000).toISOString();
  const late = await look({ backupPlaceOpenSince: since });
  assert.equal(late.status, "failed");
  assert.equal(late.evidence?.["backupPlaceOpenSince"], since, "the time runs on");
});
