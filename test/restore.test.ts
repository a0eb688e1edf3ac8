import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { after, test } from "node:test";
import { addressHash } from "../server/contacts/index.ts";
import { loadBackup, openBackup } from "../server/backups/index.ts";
import { makeBackup } from "../server/backups/make-backup.ts";
import { rowsOf } from "../server/backups/read-backup.ts";
import { activeStops, confirmInstallation } from "../server/delivery/index.ts";
import {
  journalFolder,
  lockForReplay,
  openJournal,
  prepareRestored,
  replayFor,
  writeJournal,
  type ReplayDeps,
} from "../server/journal/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  one,
  openDatabase,
  rows,
  sql,
  type Database,
} from "../server/platform/index.ts";
import { eraseDataSubject, personalDataMap } from "../server/privacy/index.ts";
import { insertSuppression } from "../server/suppression/index.ts";
import { testDatabase } from "./support/database.ts";
import { seedNewsletter } from "./support/newsletter.ts";

const SECRET = "vier bunte Fahrräder im Regen";
const log = createLogger("silent");
const keys = createKeys(Buffer.alloc(32, 9));
const clock = manualClock(new Date("2026-11-22T02:00:00Z"));
const database = await testDatabase();
const seeded = await seedNewsletter(database.db, keys, { people: 60, granted: 20 });
const folder = mkdtempSync(join(tmpdir(), "klarpost-backups-"));
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const target = {
  connection: database.connection,
  folder,
  secret: SECRET,
  newerSecretChecks: [],
  secretCheck: "",
  clock,
};
const journalDeps = (db: Database): ReplayDeps => ({
  db,
  keys,
  clock,
  log,
  folders: [journalFolder(join(folder, "data")), journalFolder(folder)],
  eraseSubject: eraseDataSubject({ db, clock, log, map: personalDataMap({ keys, clock }) }),
});

test("RET-11 DSR-06: a ten-day-old backup sends nothing until erasures and objections of the days since are done again", async () => {
  const { db } = database;
  const { accountId, listId } = seeded;
  const live = journalDeps(db);
  const made = await makeBackup(target);
  clock.advance(10 * 86_400_000);
  const person = (no: number) => `person${no}@leser.example`;
  const contactOf = (from: Database, email: string) =>
    from.account(accountId, (tx) =>
      rows<{ id: number }>(
        tx,
        sql`select id from contacts where account_id = ${accountId} and email_normalised = ${email}`,
      ),
    );
  const [erased] = await contactOf(db, person(1));
  await live.eraseSubject({ accountId, emailNormalised: person(1), contactId: erased!.id });
  const hash = (no: number) => addressHash(keys, accountId, person(no));
  await db.account(accountId, async (tx) => {
    const at = clock.now();
    const base = { reason: "unsubscribed", origin: "link", at } as const;
    await insertSuppression(tx, accountId, {
      ...base,
      scope: "list_address",
      listId,
      emailNormalised: person(2),
      addressHash: hash(2),
    });
    await insertSuppression(tx, accountId, {
      ...base,
      scope: "account_address",
      emailNormalised: person(3),
      addressHash: hash(3),
    });
    await insertSuppression(tx, accountId, {
      ...base,
      scope: "list_address",
      listId,
      emailNormalised: person(4),
      addressHash: hash(4),
    });
    await rows(
      tx,
      sql`update suppressions set lifted_at = ${at} where account_id = ${accountId} and email_normalised = ${person(4)}`,
    );
    await rows(
      tx,
      sql`update contacts set restricted_at = ${at} where account_id = ${accountId} and email_normalised = ${person(5)}`,
    );
    await rows(
      tx,
      sql`insert into erasure_journal (account_id, kind, address_hash, at) values (${accountId}, 'withdrawn', ${hash(6)}, ${at})`,
    );
  });
  assert.ok((await writeJournal(live))! >= 6);
  const written = readdirSync(journalFolder(folder)).map((name) =>
    readFileSync(join(journalFolder(folder), name), "utf8"),
  );
  assert.equal(written.join().includes("leser.example"), false, "the journal holds hashes only");

  const fresh = await makeBackup({ ...target, folder: join(folder, "fresh") });
  const opened = await openBackup(join(folder, "fresh", fresh.name), SECRET);
  for (const table of fresh.tables) {
    const parts: Buffer[] = [];
    await rowsOf(
      opened,
      table,
      new Writable({ write: (chunk: Buffer, _e, done) => done(void parts.push(chunk)) }),
    );
    assert.equal(
      Buffer.concat(parts).includes(`${person(1)}\t`),
      false,
      `a fresh backup: ${table.name}`,
    );
  }

  const empty = await testDatabase();
  const restored = openDatabase({ connection: empty.connection, poolSize: 3 });
  try {
    const backup = await openBackup(join(folder, made.name), SECRET);
    await loadBackup(empty.connection, backup, log);
    await assert.rejects(loadBackup(empty.connection, backup, log), { code: "database_not_empty" });
    const deps = journalDeps(restored);
    assert.equal((await contactOf(restored, person(1))).length, 1, "the backup still knows them");
    await prepareRestored(deps);
    const restore = await lockForReplay(deps, {
      backup: made.name,
      backupAt: new Date(made.madeAt),
      fromNo: made.journalNo,
    });
    assert.equal((await restored.worker((tx) => activeStops(tx, 0)))[0]!.cause, "restored");
    await assert.rejects(confirmInstallation({ db: restored, clock }, "Betrieb"), {
      code: "replay_pending",
    });
    const replay = await replayFor(deps, restore);
    assert.deepEqual(replay.missing, []);
    assert.equal((await contactOf(restored, person(1))).length, 0, "erased again");
    const state = await restored.account(accountId, (tx) =>
      rows<{
        email: string;
        state: string;
        restricted: boolean;
        suppressed: number;
        profiling: string | null;
      }>(
        tx,
        sql`select s.email_normalised as email, s.state, c.restricted_at is not null as restricted,
              (select count(*) from suppressions x where x.account_id = s.account_id and x.address_hash = c.address_hash and x.lifted_at is null) as suppressed,
              (select p.state from profiling_permissions p where p.account_id = s.account_id and p.email_normalised = s.email_normalised) as profiling
            from subscriptions s join contacts c on c.account_id = s.account_id and c.id = s.contact_id
            where s.account_id = ${accountId} and s.email_normalised = any(${[1, 2, 3, 4, 5, 6, 7].map(person)}::text[]) order by 1`,
      ),
    );
    assert.deepEqual(
      state.map((each) => [
        each.email,
        each.state,
        each.restricted,
        each.suppressed,
        each.profiling,
      ]),
      [
        [person(2), "unsubscribed", false, 1, "granted"],
        [person(3), "unsubscribed", false, 1, "granted"],
        [person(4), "unsubscribed", false, 0, "granted"],
        [person(5), "confirmed", true, 0, "granted"],
        [person(6), "confirmed", false, 0, "withdrawn"],
        [person(7), "confirmed", false, 0, "granted"],
      ],
    );
    assert.ok((await confirmInstallation({ db: restored, clock }, "Betrieb")) >= 1);
    assert.deepEqual(await restored.worker((tx) => activeStops(tx, 0)), []);
  } finally {
    await restored.close();
    await empty.close();
  }
});

test("RET-11: an older database under its own journal is locked, whatever put it back; a gap needs a written reason", async () => {
  const { db } = database;
  const live = journalDeps(db);
  const last = (await writeJournal(live))!;
  assert.equal(await openJournal(live), null, "an ordinary start replays nothing");
  await db.worker((tx) => rows(tx, sql`update journal_state set last_no = ${last - 3}`));
  assert.equal(await writeJournal(live), null, "nothing is written over what the files know");
  const month = readdirSync(journalFolder(folder)).find((name) => name.endsWith(".jsonl"))!;
  for (const at of live.folders) {
    const lines = readFileSync(join(at, month), "utf8").trimEnd().split("\n");
    lines.splice(-2, 1);
    writeFileSync(join(at, month), `${lines.join("\n")}\n`);
  }
  clock.advance(3_600_000);
  const replay = await openJournal(live);
  assert.deepEqual(
    replay!.missing.map((each) => each.what),
    ["entries", "time"],
  );
  assert.ok((await db.worker((tx) => activeStops(tx, 0))).length > 0);
  await assert.rejects(confirmInstallation({ db, clock }, "Betrieb"), {
    code: "journal_incomplete",
  });
  await confirmInstallation(
    { db, clock },
    "Betrieb",
    "Die Abmeldungen der Stunde standen im Postfach, von Hand nachgetragen.",
  );
  const kept = await db.worker((tx) =>
    one<{ reason: string }>(tx, sql`select reason from restores`),
  );
  assert.match(kept.reason, /von Hand/);
});
