import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { deliveryPersonalData } from "../server/delivery/index.ts";
import { commitLedger, type OutcomeRow } from "../server/delivery/ledger.store.ts";
import { cancelMailing, unscheduleMailing } from "../server/mailings/control-mailing.ts";
import { scheduleMailing } from "../server/mailings/index.ts";
import { manualClock, one, rows, run, sql } from "../server/platform/index.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import {
  eventually,
  operatorActor,
  prepareNewsletter,
  scheduleNewsletter,
  sendingParts,
} from "./support/sending.ts";

/** What people do while a mailing is under way: cancel, take back, leave, be erased. */
const bench = await sendingBench();
const { database, parts, counts, reload, unfinished, sending } = bench;
after(() => bench.close());

async function asOwner(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

test("SND-16: what is deferred after its mailing was cancelled is not tried again, and the run ends", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 6,
    domain: "abbruch.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const fault = { stage: "dot", reply: "451 4.3.0 later", slow: 60 } as const;
  await sending(
    { sink: { fault: ({ stage }) => (stage === "dot" ? fault : undefined) } },
    async (sink) => {
      await eventually("a body is under way", () => sink.messages.length > 0);
      await database.db.account(seeded.accountId, (tx) =>
        cancelMailing(tx, parts.deps, mailing.publicId),
      );
      await eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0);
      await eventually("all batches end", async () => (await unfinished(seeded, mailing)) === 0);
      const sent = sink.messages.length;
      await new Promise((resolve) => setTimeout(resolve, 700));
      assert.equal(sink.messages.length, sent, "nothing is handed over any more");
    },
  );
  assert.equal((await reload(seeded, mailing)).state, "cancelled");
});

function acceptedRow(
  of: Pick<OutcomeRow, "accountId" | "deliveryId" | "attempt" | "batchId" | "runId">,
): OutcomeRow {
  return {
    ...of,
    fence: null,
    outcome: "accepted",
    final: true,
    reason: null,
    phase: null,
    basis: "consent",
    measured: "none",
    smtpCode: 250,
    enhancedCode: null,
    reply: "ok",
    messageId: null,
    nextAttemptAt: null,
    at: new Date(),
  };
}

test("SND-16: a mail that leaves while its mailing is being cancelled is told as accepted", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 1,
    domain: "gleichzeitig.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const { accountId } = seeded;
  const delivery = await database.db.worker((tx) =>
    one<{ id: number; batchId: number }>(
      tx,
      sql`select id, batch_id from deliveries where account_id = ${accountId} and run_id = ${mailing.runId}`,
    ),
  );
  await database.db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set lease_owner = 'somebody', lease_until = now() + interval '1 minute', fence = 1 where account_id = ${accountId} and id = ${delivery.batchId}`,
    ),
  );
  const base = { accountId, deliveryId: delivery.id, attempt: 1, batchId: delivery.batchId };
  // The mark is asked for while the cancelling transaction has not ended.
  let asked: Promise<Set<string>> | undefined;
  await database.db.account(accountId, async (tx) => {
    await cancelMailing(tx, parts.deps, mailing.publicId);
    asked = commitLedger(database.db.hot, [], [{ ...base, fence: 1, personal: null }]);
    await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 500))]);
  });
  const isMarked = (await asked!).size === 1;
  if (isMarked)
    await commitLedger(database.db.hot, [acceptedRow({ ...base, runId: mailing.runId })], []);
  await database.db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set lease_until = now() where account_id = ${accountId} and id = ${delivery.batchId}`,
    ),
  );
  await sending({}, () =>
    eventually("all batches end", async () => (await unfinished(seeded, mailing)) === 0),
  );
  const found = await counts(seeded, mailing);
  assert.deepEqual(
    { accepted: found.accepted, cancelled: found.cancelled },
    isMarked ? { accepted: 1, cancelled: 0 } : { accepted: 0, cancelled: 1 },
  );
});

test("CNT-18: taking a mailing back while its audience is being frozen leaves it whole", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 5,
    domain: "einfrieren.example",
  });
  const scheduled = await scheduleNewsletter(parts, seeded);
  const jobs = parts.jobs();
  let drained: Promise<void> | undefined;
  let taken: Promise<unknown> | undefined;
  // While this lock is held, freezing waits in the middle of its transaction.
  await asOwner(async (client) => {
    await client.query("begin; lock table deliveries in share row exclusive mode");
    drained = jobs.drain();
    await eventually("the freezing waits", async () => {
      const waiting = await client.query(
        "select 1 from pg_locks where relation = 'deliveries'::regclass and not granted",
      );
      return waiting.rowCount !== 0;
    });
    taken = database.db
      .account(seeded.accountId, (tx2) => unscheduleMailing(tx2, parts.deps, scheduled.publicId))
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.query("commit");
  });
  await taken;
  await drained;
  const found = await reload(seeded, scheduled);
  const runs = await database.db.account(seeded.accountId, (tx) =>
    rows(
      tx,
      sql`select 1 from delivery_runs where account_id = ${seeded.accountId} and mailing_id = ${scheduled.id}`,
    ),
  );
  assert.equal(
    found.state === "draft",
    runs.length === 0,
    `${found.state} with ${runs.length} runs`,
  );
  await sending({}, () =>
    eventually("the mailing ends", async () => (await reload(seeded, scheduled)).state === "sent"),
  );
});

test("CNT-18: a mailing taken back and scheduled for later starts at the later time", async () => {
  const clock = manualClock("2026-11-23T08:00:00Z");
  const later = sendingParts(database.db, clock);
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 2,
    domain: "spaeter.example",
  });
  const at = (hours: number) => new Date(Date.parse("2026-11-23T08:00:00Z") + hours * 3_600_000);
  const scheduled = await scheduleNewsletter(later, seeded, { at: at(1) });
  await database.db.account(seeded.accountId, (tx) =>
    unscheduleMailing(tx, later.deps, scheduled.publicId),
  );
  await database.db.account(seeded.accountId, (tx) =>
    scheduleMailing(
      tx,
      later.deps,
      seeded.accountId,
      operatorActor(seeded.operatorId),
      scheduled.publicId,
      { at: at(2) },
    ),
  );
  clock.set(at(1.5));
  await later.jobs().drain();
  assert.equal((await reload(seeded, scheduled)).state, "scheduled");
  clock.set(at(2));
  await later.jobs().drain();
  assert.equal((await reload(seeded, scheduled)).state, "sending");
  await database.db.account(seeded.accountId, (tx) =>
    cancelMailing(tx, later.deps, scheduled.publicId),
  );
  await later.close();
});

test("LEG-02: a mailing whose last recipient left before it began ends with nobody", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 3,
    domain: "leer.example",
  });
  const scheduled = await scheduleNewsletter(parts, seeded);
  await database.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where account_id = ${seeded.accountId}`,
    ),
  );
  await parts.jobs().drain();
  const mailing = await reload(seeded, scheduled);
  await sending({}, () =>
    eventually(
      "the mailing ends",
      async () => (await reload(seeded, mailing)).state === "sent",
      5000,
    ),
  );
  assert.equal((await counts(seeded, mailing)).candidates, 0);
});

test("DSR-06 SND-16: who is erased while a mailing is under way is not mailed, not measured, and the run ends", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 4,
    granted: 4,
    domain: "vergessen.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  await database.db.retention(seeded.accountId, (tx) =>
    deliveryPersonalData.eraseFor(tx, {
      accountId: seeded.accountId,
      emailNormalised: "person2@vergessen.example",
    }),
  );
  const sink = await sending({}, () =>
    eventually(
      "the mailing ends",
      async () => (await reload(seeded, mailing)).state === "sent",
      10_000,
    ),
  );
  assert.equal(sink.accepted.length, 3);
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.excluded], [3, 1]);
});

test("DSR-06: a mark asked for after the erasure is refused and leaves no trace of the person", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 1,
    granted: 1,
    domain: "spur.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const { accountId } = seeded;
  const delivery = await database.db.worker((tx) =>
    one<{ id: number; batchId: number; contactId: number }>(
      tx,
      sql`update delivery_batches b set lease_owner = 'somebody', lease_until = now() + interval '1 minute', fence = 7
          from deliveries d where d.account_id = ${accountId} and d.run_id = ${mailing.runId} and b.account_id = d.account_id and b.id = d.batch_id
          returning d.id, d.batch_id, d.contact_id`,
    ),
  );
  const emailNormalised = "person1@spur.example";
  await database.db.retention(accountId, (tx) =>
    deliveryPersonalData.eraseFor(tx, { accountId, emailNormalised }),
  );
  const marked = await commitLedger(
    database.db.hot,
    [],
    [
      {
        accountId,
        deliveryId: delivery.id,
        attempt: 1,
        batchId: delivery.batchId,
        fence: 7,
        personal: { mailingId: mailing.id, contactId: delivery.contactId, emailNormalised },
      },
    ],
  );
  assert.equal(marked.size, 0);
  const left = await database.db.worker((tx) =>
    rows(
      tx,
      sql`select 1 from measured_deliveries where account_id = ${accountId} and email_normalised = ${emailNormalised}`,
    ),
  );
  assert.equal(left.length, 0);
  await database.db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set lease_owner = null, lease_until = null where account_id = ${accountId}`,
    ),
  );
});
