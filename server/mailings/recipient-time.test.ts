import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import {
  eventually,
  operatorActor,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "../../test/support/sending.ts";
import { startSmtpSink, type SmtpSink } from "../../test/support/smtp-sink.ts";
import { rows, run, sql, type Clock } from "../platform/index.ts";
import { cancelMailing, pauseMailing, resumeMailing } from "./control-mailing.ts";
import { mailingProgress } from "./mailing-progress.ts";
import { findMailing } from "./mailings.store.ts";
import { recipientWaves } from "./recipient-time.ts";
import { createMailing } from "./save-mailing.ts";
import { rescheduleMailing, scheduleMailing, type ScheduleInput } from "./schedule-mailing.ts";

let base: TestDatabase;
let parts: SendingParts;
let seeded: SeededNewsletter;
let sink: SmtpSink;
let time = new Date("2026-11-22T12:00:00Z");
const clock: Clock = { now: () => time };
const LOCAL = "2026-11-24T09:00";
const RECIPIENT = { local: LOCAL, field: "zeitzone" };

before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db, clock);
  sink = await startSmtpSink();
  seeded = await seedNewsletter(base.db, parts.keys, { people: 20, domain: "zonen.example" });
  await inAccount(async (tx) => {
    await run(
      tx,
      sql`insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner) values (${seeded.accountId}, 'zeitzone', 'Zeitzone', 'text', 'Sendezeit', 'consent', 'Marketing')`,
    );
    // 3 in Tokyo, 2 in New York, 1 in Vienna, 1 without sense, 13 who said nothing.
    for (const [zone, from, to] of [
      ["Asia/Tokyo", 1, 3],
      [" america/new york", 4, 5],
      ["Europe/Vienna", 6, 6],
      ["bei Oma", 7, 7],
    ] as const)
      for (let no = from; no <= to; no++)
        await run(
          tx,
          sql`update contacts set custom = jsonb_build_object('zeitzone', ${zone}::text) where account_id = app_account() and email = ${`person${no}@zonen.example`}`,
        );
  });
});
after(async () => {
  await sink.close();
  await parts.close();
  await base.close();
});

const inAccount: <T>(work: Parameters<typeof base.db.account<T>>[1]) => Promise<T> = (work) =>
  base.db.account(seeded.accountId, work);
const draft = () =>
  inAccount((tx) =>
    createMailing(
      tx,
      seeded.accountId,
      { name: "Weltbrief", subject: "Gruß", html: SAMPLE_HTML, listIds: [seeded.listPublicId] },
      seeded.operatorId,
      time,
    ),
  );
const schedule = (id: string, input: ScheduleInput) =>
  inAccount((tx) =>
    scheduleMailing(tx, parts.deps, seeded.accountId, operatorActor(seeded.operatorId), id, input),
  );
const find = (id: string) => inAccount(async (tx) => (await findMailing(tx, id))!);
const progress = async (id: string) => {
  const mailing = await find(id);
  return inAccount((tx) => mailingProgress(tx, parts.deps, seeded.accountId, mailing));
};

test("trust 2 time zones: who has which zone is said, what is over is refused until somebody chooses", async () => {
  const { publicId, ...mailing } = await draft();
  const shown = await inAccount((tx) =>
    recipientWaves(tx, { ...mailing, publicId } as typeof mailing, RECIPIENT, time),
  );
  assert.deepEqual([shown.people, shown.known, shown.unreadable], [20, 6, 1]);
  assert.deepEqual(
    shown.waves.map(({ at, zones, people }) => [at, zones, people]),
    [
      ["2026-11-24T00:00:00.000Z", ["Asia/Tokyo"], 3],
      ["2026-11-24T08:00:00.000Z", ["Europe/Berlin", "Europe/Vienna"], 15],
      ["2026-11-24T14:00:00.000Z", ["America/New_York"], 2],
    ],
  );
  await assert.rejects(
    schedule(publicId, { recipientTime: { ...RECIPIENT, field: "nichts" } }),
    /no own text field/,
  );
  await assert.rejects(
    schedule(publicId, {
      recipientTime: RECIPIENT,
      window: { days: [1], from: "08:00", to: "20:00" },
    }),
    /exclude each other/,
  );
  time = new Date("2026-11-24T02:00:00Z");
  await assert.rejects(schedule(publicId, { recipientTime: RECIPIENT }), (error: unknown) => {
    assert.match(String(error), /For 3 recipients/);
    return true;
  });
  time = new Date("2026-11-25T02:00:00Z");
  await assert.rejects(
    schedule(publicId, { recipientTime: { ...RECIPIENT, passed: "now" } }),
    /over for all/,
  );
  time = new Date("2026-11-24T02:00:00Z");
  const planned = await schedule(publicId, { recipientTime: { ...RECIPIENT, passed: "now" } });
  assert.deepEqual(planned.scheduledAt, time);
  const moved = await inAccount((tx) =>
    rescheduleMailing(tx, parts.deps, seeded.accountId, publicId, { local: "2026-11-25T03:00" }),
  );
  assert.deepEqual(moved.scheduledAt, new Date("2026-11-25T00:00:00Z"));
  await inAccount((tx) => cancelMailing(tx, parts.deps, publicId));
});

test("trust 2 time zones: waves leave at their hour, through the gate on fresh facts, and pause, resume and cancel hold", async () => {
  time = new Date("2026-11-22T12:00:00Z");
  const { publicId } = await draft();
  const scheduled = await schedule(publicId, { recipientTime: RECIPIENT });
  assert.deepEqual(scheduled.scheduledAt, new Date("2026-11-24T00:00:00Z"));
  time = new Date("2026-11-24T00:00:10Z");
  await parts.jobs().drain();
  const dispatcher = parts.dispatcher(sink.port);
  dispatcher.start();
  try {
    const got = () => sink.messages.length;
    await eventually("the first wave", () => got() === 3);
    const first = await progress(publicId);
    assert.deepEqual(
      first.waves.map(({ people, done }) => [people, done]),
      [
        [3, 3],
        [15, 0],
        [2, 0],
      ],
    );
    assert.equal(first.secondsLeft, null);
    // Who leaves between the waves gets nothing.
    await inAccount((tx) =>
      run(
        tx,
        sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${time} where account_id = app_account() and email_normalised = 'person20@zonen.example'`,
      ),
    );
    await inAccount((tx) => pauseMailing(tx, parts.deps, publicId));
    time = new Date("2026-11-24T08:00:10Z");
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(got(), 3, "paused");
    await inAccount((tx) => resumeMailing(tx, parts.deps, publicId));
    await eventually("the second wave", () => got() === 17);
    await inAccount((tx) => cancelMailing(tx, parts.deps, publicId));
    await eventually("it ends", async () => (await progress(publicId)).counts.open === 0);
    const { counts } = await progress(publicId);
    assert.deepEqual([counts.accepted, counts.excluded, counts.cancelled], [17, 1, 2]);
  } finally {
    await dispatcher.stop(2_000);
  }
  const twice = await inAccount((tx) =>
    rows<{ n: number }>(
      tx,
      sql`select count(*) as n from deliveries d where d.account_id = app_account() group by d.run_id, d.contact_id having count(*) > 1`,
    ),
  );
  assert.deepEqual(twice, []);
});
