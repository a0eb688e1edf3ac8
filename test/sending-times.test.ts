import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { sendingBench } from "./support/sending-bench.ts";
import {
  eventually,
  operatorActor,
  prepareNewsletter,
  scheduleNewsletter,
} from "./support/sending.ts";
import { greenChecklist } from "./support/green-checklist.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { acknowledgeMailing, noteRunPaused } from "../server/mailings/index.ts";
import {
  createLogger,
  localTimeAt,
  one,
  rows,
  sql,
  systemClock,
  wallClockAt,
  type Clock,
} from "../server/platform/index.ts";
import { findRun } from "../server/delivery/runs.store.ts";
import { openAlarms } from "../server/delivery/control/alarms.store.ts";
import { createSendingGuard } from "../server/delivery/control/sending-guard.ts";
import { setRunTimes } from "../server/delivery/control/window.store.ts";

const bench = await sendingBench();
const { database, parts, counts, reload, sending } = bench;
const { db } = database;
const dataDir = mkdtempSync(join(tmpdir(), "klarpost-times-"));
after(async () => {
  await bench.close();
  rmSync(dataDir, { recursive: true, force: true });
});
const HOUR_MS = 3_600_000;
const later = (hours: number): Clock => ({
  now: () => new Date(systemClock.now().getTime() + hours * HOUR_MS),
});
const visit = async (clock: Clock): Promise<void> => {
  const guard = createSendingGuard({
    db,
    clock,
    log: createLogger("silent"),
    dataDir,
    isAlone: false,
  });
  await guard.open();
  await guard.stop();
};

test("CNT-18: outside its window a mailing waits for the next opening, and leaves once it opens", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 700, domain: "fenster.example" });
  const mailing = await prepareNewsletter(parts, seeded, { people: 700 });
  const { accountId } = seeded;
  const zone = "Europe/Berlin";
  const { weekday } = wallClockAt(new Date(), zone);
  const closed = { days: [(weekday % 7) + 1], from: "10:00", to: "12:00" };
  await db.account(accountId, (tx) =>
    setRunTimes(tx, mailing.runId!, { sendWindow: closed, timezone: zone, perHour: null }),
  );
  const due = () =>
    db.account(accountId, (tx) =>
      rows<{ notBefore: Date }>(
        tx,
        sql`select not_before from delivery_batches where account_id = ${accountId} and run_id = ${mailing.runId}`,
      ),
    );
  const sink = await sending({}, () =>
    eventually("all batches wait", async () =>
      (await due()).every((batch) => localTimeAt(batch.notBefore, zone).endsWith("T10:00")),
    ),
  );
  assert.equal(sink.messages.length, 0);
  await db.account(accountId, async (tx) => {
    await setRunTimes(tx, mailing.runId!, {
      sendWindow: { ...closed, days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" },
      timezone: zone,
      perHour: null,
    });
    await rows(
      tx,
      sql`update delivery_batches set not_before = now() where account_id = ${accountId}`,
    );
  });
  await sending({}, () =>
    eventually("it leaves", async () => (await reload(seeded, mailing)).state === "sent"),
  );
  assert.equal((await counts(seeded, mailing)).accepted, 700);
});

test("CNT-18: a schedule is kept as local time and zone", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 1, domain: "zeit.example" });
  const mailing = await scheduleNewsletter(parts, seeded, { at: new Date("2031-07-01T12:00:00Z") });
  const found = await db.account(seeded.accountId, (tx) =>
    one<{ scheduledLocal: string; scheduledZone: string }>(
      tx,
      sql`select scheduled_local, scheduled_zone from mailings where account_id = ${seeded.accountId} and id = ${mailing.id}`,
    ),
  );
  assert.deepEqual(found, { scheduledLocal: "2031-07-01T14:00", scheduledZone: "Europe/Berlin" });
});

test("SND-16: after a long outage a mailing under way waits for a word; a short one goes on by itself", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 30, domain: "ausfall.example" });
  await visit(later(0));
  const mailing = await prepareNewsletter(parts, seeded);
  const { accountId } = seeded;
  const state = () => db.account(accountId, async (tx) => (await findRun(tx, mailing.runId!))!);
  await visit(later(1));
  assert.equal((await state()).state, "running", "an hour late");
  await visit(later(3.1));
  assert.deepEqual([(await state()).state, (await state()).pauseReason], ["paused", "missed"]);
  await noteRunPaused(parts.deps)({ accountId, payload: { runId: mailing.runId } });
  const sink = await sending({}, () => new Promise((resolve) => setTimeout(resolve, 800)));
  assert.equal(sink.messages.length, 0);
  const [alarm] = await db.account(accountId, (tx) => openAlarms(tx, accountId));
  assert.equal(alarm?.code, "missed");
  const actor = operatorActor(seeded.operatorId);
  await db.account(accountId, (tx) =>
    acknowledgeMailing(tx, parts.deps, accountId, actor, mailing.publicId, null),
  );
  await sending({}, () =>
    eventually("it leaves", async () => (await reload(seeded, mailing)).state === "sent"),
  );
});

test("SND-16: what was scheduled during a long outage is missed, with an alarm, and sends nothing", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 5, domain: "versaeumt.example" });
  const scheduled = await scheduleNewsletter(parts, seeded, { at: later(1).now() });
  await db.account(seeded.accountId, (tx) =>
    rows(
      tx,
      sql`with job as (update jobs set run_at = now() where account_id = ${seeded.accountId})
          update mailings set scheduled_at = now() - interval '3 hours', scheduled_local = null where account_id = ${seeded.accountId}`,
    ),
  );
  await parts.jobs().drain();
  assert.equal((await reload(seeded, scheduled)).state, "missed");
  const [alarm] = await db.account(seeded.accountId, (tx) => openAlarms(tx, seeded.accountId));
  assert.equal(alarm?.code, "missed");
});

test("CNT-18: what was scheduled to few and means many by now does not leave without a second person", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 20, domain: "gewachsen.example" });
  const { accountId } = seeded;
  const within = (...statements: ReturnType<typeof sql>[]) =>
    db.account(accountId, async (tx) => {
      for (const statement of statements) await rows(tx, statement);
    });
  await within(
    sql`insert into mailing_rules (account_id, approval_above, changed_at) values (${accountId}, 5, now()) on conflict (account_id) do update set approval_above = 5`,
    sql`update subscriptions set state = 'unsubscribed' where contact_id not in (select min(id) from contacts)`,
  );
  const scheduled = await scheduleNewsletter(parts, seeded, { at: later(1).now() });
  await within(sql`update subscriptions set state = 'confirmed'`);
  await db.account(accountId, (tx) => greenChecklist(tx, accountId));
  await db.instance((tx) =>
    rows(
      tx,
      sql`with live as (update accounts set mode = 'live' where id = ${accountId}),
            more as (insert into operators (email, email_normalised, name) values ('zwei@gewachsen.example', 'zwei@gewachsen.example', 'Zwei') returning id)
          insert into memberships (operator_id, account_id, roles) select o.id, ${accountId}, '{owner}' from (select id from more union select ${seeded.operatorId}) o on conflict do nothing`,
    ),
  );
  await within(
    sql`with job as (update jobs set run_at = now() where account_id = ${accountId})
        update mailings set scheduled_at = now() - interval '1 minute', scheduled_local = null where account_id = ${accountId}`,
  );
  await parts.jobs().drain();
  const { state, runId } = await reload(seeded, scheduled);
  assert.deepEqual([state, runId], ["missed", null]);
  const noted = await db.account(accountId, (tx) =>
    one<{ count: number }>(
      tx,
      sql`select count(*) as count from audit_entries where action = 'mailing.approval_missing'`,
    ),
  );
  assert.equal(noted.count, 1);
});

test("CHK-A1: a check that turns red after scheduling holds the mailing, and green lets it go", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 3, domain: "rot.example" });
  const { accountId } = seeded;
  const within = (statement: ReturnType<typeof sql>) =>
    db.account(accountId, (tx) => rows(tx, statement));
  const scheduled = await scheduleNewsletter(parts, seeded, { at: later(1).now() });
  await db.account(accountId, (tx) => greenChecklist(tx, accountId));
  await db.instance((tx) =>
    rows(tx, sql`update accounts set mode = 'live' where id = ${accountId}`),
  );
  await within(
    sql`update mailings set scheduled_at = now() - interval '1 minute', scheduled_local = null where account_id = ${accountId}`,
  );
  const start = async () => {
    await within(sql`update jobs set run_at = now() where account_id = ${accountId}`);
    await parts.jobs().drain();
    const { state, runId } = await reload(seeded, scheduled);
    return { state, begun: runId !== null };
  };
  await within(sql`update check_results set status = 'failed' where check_id = 'CHK-10'`);
  assert.deepEqual(await start(), { state: "scheduled", begun: false });
  const [job] = await within(
    sql`select run_at > now() + interval '4 minutes' as waits from jobs where account_id = ${accountId} and kind = 'mailings.start'`,
  );
  assert.deepEqual(job, { waits: true }, "asked again in five minutes");
  await within(sql`update check_results set status = 'passed' where check_id = 'CHK-10'`);
  assert.equal((await start()).begun, true);
});
