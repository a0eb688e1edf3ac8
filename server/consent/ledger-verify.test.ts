import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import {
  intruder,
  seededRandom,
  tamperings,
  type Intruder,
} from "../../test/support/ledger-tampering.ts";
import { createKeys, createLogger, manualClock, one, rows, sql } from "../platform/index.ts";
import { makeCheckpoint } from "./checkpoint-make.ts";
import { consentPersonalData, destroySealedSubjects, recordEntries } from "./index.ts";
import { ledgerCheck } from "./ledger-check.ts";
import { verifyLedger } from "./ledger-verify.ts";
import { ledgerPeriodic } from "./ledger.jobs.ts";
import { sequenceAccount } from "./tree-sequence.ts";

let base: TestDatabase;
let who: Intruder;
let accountId = 0;
const keys = createKeys(randomBytes(32));
const clock = manualClock("2026-11-21T09:00:00.123Z");
const log = createLogger("silent");
const PEOPLE = 30;
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

const deps = () => ({ db: base.db, keys, clock, log });
const verify = (outside: string[] = []) => verifyLedger(deps(), accountId, { outside });
const record = (email: string, no = 0) =>
  base.db.account(accountId, (tx) =>
    recordEntries(tx, { keys, clock }, accountId, [
      {
        subject: { emailNormalised: email },
        kind: "optin_requested",
        purpose: "newsletter",
        payload: { channel: "web_form", no },
      },
      {
        subject: { emailNormalised: email },
        kind: "unsubscribed",
        purpose: "newsletter",
        payload: { channel: "preference_page", no },
      },
    ]),
  );
/** Erases somebody now, and destroys the sealed proof at its end. */
async function erase(email: string): Promise<void> {
  const source = consentPersonalData({ keys, clock });
  await base.db.account(accountId, (tx) =>
    source.eraseFor(tx, { accountId, emailNormalised: email }),
  );
  const now = clock.now();
  clock.set("2031-01-01T09:00:00Z");
  assert.equal(
    await base.db.retention(accountId, (tx) =>
      destroySealedSubjects(tx, { keys, clock }, accountId),
    ),
    1,
  );
  clock.set(now);
}

before(async () => {
  base = await testDatabase();
  who = await intruder(base);
  accountId = (
    await base.db.instance((tx) =>
      one<{ id: number }>(tx, sql`insert into accounts (name) values ('Musterbank') returning id`),
    )
  ).id;
  for (let no = 0; no < PEOPLE; no += 1) await record(`p${no}@example.org`, no);
  await erase("p7@example.org");
});
after(async () => {
  await who.close();
  await base.close();
});

test("CON-06: an unaltered ledger verifies, with its erasures, against every checkpoint", async () => {
  const first = (await makeCheckpoint(deps(), accountId))!;
  await record("late@example.org");
  const second = (await makeCheckpoint(deps(), accountId))!;
  assert.equal(second.treeSize, first.treeSize + 2);
  const verdict = await verify([first.note, second.note.replaceAll(/^/gm, "> ")]);
  assert.deepEqual(verdict.findings, []);
  assert.equal(verdict.ok, true);
  assert.equal(verdict.entries, 2 * PEOPLE + 3);
  assert.equal(verdict.checkpoints, 2);
  const strange = await verify([first.note.replace(/\n\d+\n/, "\n1\n"), "no checkpoint at all"]);
  assert.deepEqual(
    strange.findings.map((finding) => finding.code),
    ["outside_unreadable", "outside_unreadable"],
  );
});

test(`CON-06: 100 random tamperings by the owner of the database are all detected against the last outside checkpoint (seed ${seed})`, async () => {
  const pick = seededRandom(seed);
  const outside = (await makeCheckpoint(deps(), accountId))!.note;
  await who.remember();
  const names = Object.keys(tamperings);
  const missed: string[] = [];
  for (let no = 0; no < 100; no += 1) {
    // Each kind in turn, at random places.
    const name = names[no % names.length]!;
    await tamperings[name]!(who, pick);
    // The product goes on working on what was altered.
    await sequenceAccount(base.db, accountId).catch(() => undefined);
    const { findings } = await verify([outside]);
    const byOutside = findings.some(({ code }) => code.startsWith("outside_"));
    // Where all that is stored was made to fit again, only what lies outside can tell.
    if (findings.length === 0 || (/rebuilds|cuts/.test(name) && !byOutside))
      missed.push(`${no}: ${name}`);
    await who.restore();
  }
  assert.deepEqual(missed, [], `seed ${seed}`);
  assert.deepEqual((await verify([outside])).findings, [], "restored as it was");
});

test("CON-06: an alteration that the daily verification finds fails the check, and mending it heals the check", async () => {
  const daily = ledgerPeriodic(deps()).find((task) => task.name === "ledger.verify")!;
  const { signal } = new AbortController();
  const look = async () => {
    clock.advance(86_400_000);
    await daily.run(signal);
    return base.db.account(accountId, (tx) => ledgerCheck.run({ tx, accountId, clock }));
  };
  assert.equal((await look()).status, "passed");
  await who.remember();
  await tamperings["alters a kind"]!(who, seededRandom(seed));
  const found = await look();
  assert.equal(found.status, "failed");
  assert.match(
    found.message.de,
    /Das Nachweisbuch wurde verändert: Ein Eintrag wurde nachträglich/,
  );
  await who.restore();
  assert.equal((await look()).status, "passed");
  const news = await base.db.account(accountId, (tx) =>
    rows<{ payload: { ok: boolean } }>(
      tx,
      sql`select payload from outbox_events where type = 'ledger.verified' order by id`,
    ),
  );
  assert.deepEqual(
    news.map((event) => event.payload.ok),
    [true, false, true],
  );
});

test("CON-06: no checkpoint is signed over an altered ledger", async () => {
  await who.remember();
  await tamperings["deletes an entry"]!(who, seededRandom(seed));
  await who.rebuild();
  await record("after@example.org");
  await assert.rejects(makeCheckpoint(deps(), accountId), { code: "ledger_altered" });
  await who.restore();
});

test("CON-06: an old copy that was restored is found out by the checkpoint outside, although it fits itself", async () => {
  await makeCheckpoint(deps(), accountId);
  await who.remember();
  await record("newer@example.org");
  const outside = (await makeCheckpoint(deps(), accountId))!.note;
  await who.restore();
  assert.equal((await verify()).ok, true);
  assert.deepEqual(
    (await verify([outside])).findings.map((finding) => finding.code),
    ["outside_ahead"],
  );
  // It grows on beyond the checkpoint with other entries.
  for (let no = 0; no < 4; no += 1) await record(`other${no}@example.org`);
  await makeCheckpoint(deps(), accountId);
  assert.deepEqual(
    (await verify([outside])).findings.map((finding) => finding.code),
    ["outside_differs"],
  );
  await who.restore();
});

test("CON-06 DSR-06: 100 erasures leave the tree and every other entry whole", async () => {
  for (let no = 0; no < 102; no += 1) await record(`gone${no}@example.org`, no);
  const outside = (await makeCheckpoint(deps(), accountId))!.note;
  for (let no = 0; no < 100; no += 1) await erase(`gone${no}@example.org`);
  await makeCheckpoint(deps(), accountId);
  const verdict = await verify([outside]);
  assert.deepEqual(verdict.findings, []);
  const left = await base.db.account(accountId, (tx) =>
    rows(tx, sql`select 1 from ledger_payloads`),
  );
  assert.equal(left.length, verdict.entries - 101 - 2 * 101);
});
