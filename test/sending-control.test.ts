import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { SendingState } from "../contract/sending.ts";
import { watchProgress } from "../server/delivery/control/watchdog.ts";
import { rows, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { eventually, prepareNewsletter, sendingParts } from "./support/sending.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;
let administrator: Ask;
let intake: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 30, domain: "steuern.example" });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
  intake = askAs(running.url, await signedInAs(db, seeded, ["intake"]));
  const person = await signedInAs(db, seeded, ["dpo"]);
  await db.instance((tx) =>
    run(tx, sql`update operators set is_administrator = true where id = ${person.operatorId}`),
  );
  administrator = askAs(running.url, person);
});
after(() => running.close());

const state = () => owner<SendingState>("GET", "/sending");

test("ORG-12: a stop shows who, when and why to everybody; the account ends its own, only an administrator the installation's", async () => {
  await owner("POST", "/sending/stop", { scope: "advertising", reason: "Falscher Preis" });
  const [stop] = (await state()).stops;
  assert.deepEqual(
    [stop?.scope, stop?.reason, stop?.isInstallation, stop?.startedBy],
    ["advertising", "Falscher Preis", false, "Test owner"],
  );
  await assert.rejects(
    owner("POST", "/installation/stop", { reason: "Datenpanne" }),
    /administrator_needed/,
  );
  await assert.rejects(administrator("POST", "/installation/stop", {}), /reason/);
  await administrator("POST", "/installation/stop", { reason: "Datenpanne" });
  assert.equal((await state()).stops.length, 2);
  assert.deepEqual(await owner("POST", "/sending/resume", { confirm: true }), { ended: 1 });
  assert.deepEqual(
    (await state()).stops.map((each) => each.isInstallation),
    [true],
    "the installation's goes on",
  );
  const shown = await intake<{ stops: { reason: string; scope: string }[] }>(
    "GET",
    "/installation/stops",
  );
  assert.deepEqual(
    shown.stops.map(({ reason, scope }) => [reason, scope]),
    [["Datenpanne", "all"]],
    "everybody sees why, also who may see nothing of mailings",
  );
  await assert.rejects(
    administrator("POST", "/installation/resume", { confirm: true }),
    /reason_missing/,
  );
  await administrator("POST", "/installation/resume", { confirm: true, reason: "Geprüft" });
  assert.deepEqual((await state()).stops, []);
  // The worker introduces itself anew, and is let in.
  await eventually("it is known again", async () => (await state()).isWorking);
  assert.deepEqual((await state()).stops, []);
  const noted = await running.database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where action like 'sending.%' order by id`,
    ),
  );
  assert.deepEqual(
    noted.map((entry) => entry.action),
    ["sending.stopped", "sending.stopped", "sending.resumed", "sending.resumed"],
  );
});

test("SND-07: a rate typed in raises an alarm, which is mailed to those who may send and ends with a reason", async () => {
  const day = new Date().toISOString().slice(0, 10);
  await owner("POST", "/sending/complaints", { domain: "Musterbank.example", day, rate: 0.0012 });
  const [alarm] = (await state()).alarms;
  assert.deepEqual([alarm?.code, alarm?.domain], ["complaints", "musterbank.example"]);
  await eventually("the alarm is mailed", async () => {
    const mails = await running.database.db.account(seeded.accountId, (tx) =>
      rows(
        tx,
        sql`select 1 from deliveries where account_id = ${seeded.accountId} and kind = 'system'`,
      ),
    );
    return mails.length >= 1;
  });
  await owner("POST", `/sending/alarms/${alarm!.id}/acknowledge`, { reason: "Betreff geprüft" });
  assert.deepEqual((await state()).alarms, []);
});

test("SND-16: where mails are due and nothing moves for five minutes there is an alarm, until something moves", async () => {
  const { db } = running.database;
  await owner("POST", "/sending/stop", { scope: "advertising" });
  const parts = sendingParts(db);
  const mailing = await prepareNewsletter(parts, seeded);
  await db.worker((tx) =>
    run(
      tx,
      sql`update delivery_runs set started_at = now() - interval '10 minutes' where id = ${mailing.runId}`,
    ),
  );
  const codes = async () => (await state()).alarms.map((alarm) => alarm.code);
  await watchProgress(parts.deps);
  assert.deepEqual(await codes(), [], "a stop is no standstill");
  await db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set lease_until = now() + interval '1 minute' where run_id = ${mailing.runId}`,
    ),
  );
  await owner("POST", "/sending/resume", { confirm: true });
  // The product looks too; a look of its own that began before may end what ours raised.
  const watched = async () => {
    await watchProgress(parts.deps);
    return codes();
  };
  await eventually("an alarm", async () => (await watched()).join() === "stalled");
  const progress = await owner("GET", `/mailings/${mailing.publicId}/progress`);
  assert.deepEqual(
    (progress["waits"] as { code: string }[]).map((wait) => wait.code),
    ["no_progress"],
  );
  await db.worker((tx) =>
    run(tx, sql`update delivery_batches set lease_until = null where run_id = ${mailing.runId}`),
  );
  await eventually("it leaves", async () => {
    const { counts } = (await owner("GET", `/mailings/${mailing.publicId}/progress`)) as {
      counts: { open: number };
    };
    return counts.open === 0;
  });
  await eventually("the alarm ends", async () => (await watched()).length === 0);
  await parts.close();
});
