import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, operatorActor, prepareNewsletter } from "./support/sending.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import {
  acknowledgeMailing,
  noteRunPaused,
  resumeMailing,
  type Mailing,
} from "../server/mailings/index.ts";
import { run, sql } from "../server/platform/index.ts";
import { addsUp } from "../server/delivery/delivery.ts";
import { findRun } from "../server/delivery/runs.store.ts";
import { openAlarms } from "../server/delivery/control/alarms.store.ts";
import { bouncesTooHigh, judgeComplaints } from "../server/delivery/control/limits.ts";
import { insertComplaintReport } from "../server/delivery/control/limits.store.ts";
import { watchAllLimits } from "../server/delivery/control/watch-limits.ts";

const bench = await sendingBench();
const { database, parts, counts, reload, sending } = bench;
after(() => bench.close());
const { db } = database;

const runOf = (seeded: SeededNewsletter, mailing: Mailing) =>
  db.account(seeded.accountId, async (tx) => (await findRun(tx, mailing.runId!))!);
const alarmsOf = (seeded: SeededNewsletter) =>
  db.account(seeded.accountId, (tx) => openAlarms(tx, seeded.accountId));
/** The relay refuses the addresses with these numbers for good. */
const refusing = (numbers: (no: number) => boolean) => ({
  fault: ({ stage, to }: { stage: string; to: string }) =>
    stage === "rcpt" && numbers(Number(/person(\d+)@/.exec(to)?.[1]))
      ? ({ stage: "rcpt", reply: "550 5.1.1 no such user" } as const)
      : undefined,
});
const noted = (seeded: SeededNewsletter, mailing: Mailing) =>
  noteRunPaused(parts.deps)({ accountId: seeded.accountId, payload: { runId: mailing.runId } });

test("SND-11: 21 hard bounces in the first 1,000 are too many, 20 are not; small mailings are judged by their first mails", () => {
  const of = (hard: number, handedOver: number, queued = 50_000) =>
    bouncesTooHigh({ hard, handedOver, queued }, 0.02);
  assert.equal(of(21, 1000), true);
  assert.equal(of(21, 700), true, "nobody waits for the thousandth");
  assert.equal(of(20, 1000), false);
  assert.equal(of(200, 10_000), false);
  assert.equal(of(201, 10_000), true);
  assert.equal(of(5, 100, 2000), true, "5 of the first 100 of 2,000");
  assert.equal(of(4, 100, 2000), false, "too few to tell");
  assert.equal(of(5, 90, 2000), false);
});

test("SND-07: 3 complaints per 1,000 stop, 1 warns; a day with few mails is judged as one with 1,000", () => {
  const of = (complaints: number, accepted: number, rate: number | null = null) =>
    judgeComplaints({ complaints, accepted, rate });
  assert.deepEqual([of(3, 1000), of(2, 1000), of(1, 1000)], ["stop", "warn", "warn"]);
  assert.deepEqual([of(2, 10), of(0, 10), of(3, 10)], ["warn", "fine", "stop"]);
  assert.deepEqual([of(9, 10_000), of(10, 10_000), of(30, 10_000)], ["fine", "warn", "stop"]);
  assert.deepEqual([of(0, 0, 0.003), of(0, 0, 0.001), of(0, 0, 0.0009)], ["stop", "warn", "fine"]);
});

test("SND-11: a mailing pauses by itself with reason and alarm, goes on only by a deliberate word, and not again for the same bounces", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 3000, domain: "hart.example" });
  const mailing = await prepareNewsletter(parts, seeded, { people: 3000 });
  const actor = operatorActor(seeded.operatorId);
  await sending({ sink: { delay: 5, ...refusing((no) => no <= 900 && no % 20 === 0) } }, () =>
    eventually("the run pauses", async () => (await runOf(seeded, mailing)).state === "paused"),
  );
  const paused = await runOf(seeded, mailing);
  assert.equal(paused.pauseReason, "hard_bounces");
  const atPause = await counts(seeded, mailing);
  assert.ok(addsUp(atPause) && atPause.open > 0 && atPause.accepted + atPause.rejected < 2000);
  await noted(seeded, mailing);
  assert.equal((await reload(seeded, mailing)).state, "paused");
  const [alarm] = await alarmsOf(seeded);
  assert.equal(alarm?.code, "hard_bounces");
  assert.ok(Number(alarm.figures["hard"]) >= 5);
  const account = <T>(work: Parameters<typeof db.account<T>>[1]) =>
    db.account(seeded.accountId, work);
  await assert.rejects(
    account((tx) => resumeMailing(tx, parts.deps, mailing.publicId)),
    { code: "limit_not_acknowledged" },
  );
  const { figures } = await account((tx) =>
    acknowledgeMailing(tx, parts.deps, seeded.accountId, actor, mailing.publicId, null),
  );
  assert.equal(figures["hard"], atPause.rejected);
  assert.deepEqual(await alarmsOf(seeded), []);
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).state, "running", "not for the bounces acknowledged");
  await sending({ sink: refusing((no) => no > 900 && no % 100 === 0) }, () =>
    eventually(
      "the run ends",
      async () => (await reload(seeded, mailing)).state === "sent",
      30_000,
    ),
  );
  assert.ok(addsUp(await counts(seeded, mailing)));
});

test("SND-11: bounces reported after the hand-over count too, and worse figures pause a second time", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 1200, domain: "spaet.example" });
  const mailing = await prepareNewsletter(parts, seeded, { people: 1200 });
  const { accountId } = seeded;
  const report = (from: number, until: number) =>
    database.db.account(accountId, (tx) =>
      run(
        tx,
        sql`insert into delivery_bounces (account_id, delivery_id, class, source, at)
            select d.account_id, d.id, 'hard', 'listener', now() from deliveries d
            where d.account_id = ${accountId} and d.run_id = ${mailing.runId} order by d.id offset ${from} limit ${until - from}`,
      ),
    );
  await report(0, 20);
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).state, "running", "20 may be");
  await report(20, 21);
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).pauseReason, "hard_bounces");
  await noted(seeded, mailing);
  const actor = operatorActor(seeded.operatorId);
  const goOn = () =>
    db.account(accountId, (tx) =>
      acknowledgeMailing(tx, parts.deps, accountId, actor, mailing.publicId, null),
    );
  await goOn();
  await report(21, 41);
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).state, "running");
  await report(41, 42);
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).state, "paused", "21 more since then");
});

test("SND-07: three complaints per thousand stop advertising from the domain until somebody takes responsibility", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 1000, domain: "spam.example" });
  const mailing = await prepareNewsletter(parts, seeded, { people: 1000 });
  const { accountId } = seeded;
  const complain = (from: number, until: number) =>
    db.account(accountId, (tx) =>
      run(
        tx,
        sql`insert into delivery_bounces (account_id, delivery_id, class, source, at)
            select d.account_id, d.id, 'complaint', 'listener', now() from deliveries d
            where d.account_id = ${accountId} and d.run_id = ${mailing.runId} order by d.id offset ${from} limit ${until - from}`,
      ),
    );
  await complain(0, 1);
  await watchAllLimits(parts.deps);
  assert.deepEqual(
    (await alarmsOf(seeded)).map((alarm) => alarm.code),
    ["complaints"],
  );
  assert.equal((await runOf(seeded, mailing)).state, "running", "one complaint is a warning");
  await complain(1, 3);
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).pauseReason, "complaints");
  assert.ok((await alarmsOf(seeded)).some((alarm) => alarm.code === "complaints_high"));
  await noted(seeded, mailing);
  const second = await seedlessMailing(seeded);
  assert.equal(second.state, "paused", "what is released meanwhile waits too");
  const actor = operatorActor(seeded.operatorId);
  await db.account(accountId, (tx) =>
    acknowledgeMailing(tx, parts.deps, accountId, actor, mailing.publicId, null),
  );
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).state, "running");
  assert.deepEqual(await alarmsOf(seeded), []);
});

/** Another mailing of the same account and domain. */
const seedlessMailing = (seeded: SeededNewsletter) =>
  prepareNewsletter(parts, seeded, { people: 1000 });

test("SND-07: a rate somebody read off at a provider counts as well", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 10, domain: "postmaster.example" });
  const mailing = await prepareNewsletter(parts, seeded);
  const day = new Date().toISOString().slice(0, 10);
  await db.account(seeded.accountId, (tx) =>
    insertComplaintReport(tx, seeded.accountId, {
      domain: "musterbank.example",
      day,
      complaints: null,
      rate: 0.0031,
      by: "Ina Haberin",
      at: new Date(),
    }),
  );
  await watchAllLimits(parts.deps);
  assert.equal((await runOf(seeded, mailing)).pauseReason, "complaints");
});
