import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sendingBench } from "../../test/support/sending-bench.ts";
import { eventually, operatorActor, prepareNewsletter } from "../../test/support/sending.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { addsUp, uncertainOfRun } from "../delivery/index.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { decideUncertainMails } from "./decide-uncertain-mails.ts";
import type { Mailing } from "./mailing.ts";

const bench = await sendingBench();
const { database, parts, counts, reload, sending } = bench;
after(() => bench.close());
const { db } = database;

/** A mailing of which every `nth` mail loses its reply. */
async function uncertainMailing(domain: string, people: number, nth: number) {
  const seeded = await seedNewsletter(db, parts.keys, { people, domain });
  const mailing = await prepareNewsletter(parts, seeded, { people });
  let dots = 0;
  const sink = await sending(
    {
      sink: {
        fault: ({ stage }) =>
          stage === "dot" && ++dots % nth === 0 ? { stage: "dot", after: "reset" } : undefined,
      },
    },
    () =>
      eventually("the mailing ends", async () => (await reload(seeded, mailing)).state === "sent"),
  );
  return { seeded, mailing, sink };
}

const decide = (
  seeded: SeededNewsletter,
  mailing: Mailing,
  input: Parameters<typeof decideUncertainMails>[4],
) =>
  db.account(seeded.accountId, (tx) =>
    decideUncertainMails(tx, parts.deps, operatorActor(seeded.operatorId), mailing.publicId, input),
  );
const listed = (seeded: SeededNewsletter, mailing: Mailing) =>
  db.account(seeded.accountId, (tx) => uncertainOfRun(tx, mailing.runId!, { limit: 100 }));

test("SND-16: uncertain mails are sent again by an operator's word only, once, with the same Message-ID, and the sum closes", async () => {
  const { seeded, mailing, sink } = await uncertainMailing("ungewiss.example", 40, 4);
  const before = await counts(seeded, mailing);
  assert.ok(before.uncertain >= 5 && addsUp(before));
  const lost = sink.messages.filter((mail) => mail.code === 0).map((mail) => mail.messageId);
  const reason = "Der Versandserver hat sie laut Protokoll nicht angenommen";
  const { decided } = await decide(seeded, mailing, { decision: "resend", reason });
  assert.equal(decided, before.uncertain);
  const reopened = await counts(seeded, mailing);
  assert.deepEqual([reopened.uncertain, reopened.open], [0, before.uncertain]);
  assert.ok(addsUp(reopened));
  assert.equal((await reload(seeded, mailing)).state, "sending");
  await assert.rejects(decide(seeded, mailing, { decision: "resend", reason }), {
    code: "nothing_uncertain",
  });
  const again = await sending({}, () =>
    eventually(
      "the mailing ends anew",
      async () => (await reload(seeded, mailing)).state === "sent",
    ),
  );
  assert.deepEqual(
    again.accepted.map((mail) => mail.messageId).toSorted(),
    lost.toSorted(),
    "exactly the lost ones, under their first Message-IDs",
  );
  const after = await counts(seeded, mailing);
  assert.deepEqual([after.accepted, after.uncertain, after.open], [40, 0, 0]);
  const decisions = await db.account(seeded.accountId, (tx) =>
    rows<{ decidedBy: string; reason: string; decidedAt: Date }>(
      tx,
      sql`select decided_by, reason, decided_at from uncertain_decisions where account_id = ${seeded.accountId}`,
    ),
  );
  assert.equal(decisions.length, before.uncertain);
  assert.ok(decisions.every((row) => row.decidedBy === "Ina Haberin" && row.reason === reason));
});

test("SND-16: a mail sent again that is uncertain once more is not sent a third time, but may be counted as accepted", async () => {
  const { seeded, mailing } = await uncertainMailing("zweimal.example", 10, 3);
  await decide(seeded, mailing, { decision: "resend", reason: "Noch einmal" });
  await sending({ sink: { fault: { stage: "dot", after: "reset" } } }, () =>
    eventually("it ends anew", async () => (await reload(seeded, mailing)).state === "sent"),
  );
  const left = await listed(seeded, mailing);
  assert.ok(left.length > 0 && left.every((mail) => mail.isResent));
  await assert.rejects(decide(seeded, mailing, { decision: "resend", reason: "Ein drittes Mal" }), {
    code: "nothing_uncertain",
  });
  await decide(seeded, mailing, {
    decision: "accepted",
    reason: "Empfänger gefragt",
    deliveryIds: [left[0]!.publicId],
  });
  await sending({}, () =>
    eventually("it ends anew", async () => (await reload(seeded, mailing)).state === "sent"),
  );
  const found = await counts(seeded, mailing);
  assert.ok(addsUp(found));
  assert.equal(found.uncertain, left.length - 1);
});

test("SND-16 CON-18: counting as accepted sends nothing, closes the sum and follows up once", async () => {
  const { seeded, mailing } = await uncertainMailing("angenommen.example", 20, 5);
  const { uncertain } = await counts(seeded, mailing);
  await decide(seeded, mailing, { decision: "accepted", reason: "Steht im Protokoll des Servers" });
  const sink = await sending({}, () =>
    eventually(
      "the mailing ends anew",
      async () => (await reload(seeded, mailing)).state === "sent",
    ),
  );
  assert.equal(sink.messages.length, 0);
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.uncertain], [20, 0]);
  assert.ok(uncertain > 0);
  const mailed = await db.account(seeded.accountId, (tx) =>
    one<{ count: number }>(
      tx,
      sql`select count(*) as count from subscriptions where account_id = ${seeded.accountId} and last_mailed_at is not null`,
    ),
  );
  assert.equal(mailed.count, 20);
});

test("SND-16: no statement of the product can take a final outcome back without a decision", async () => {
  const { seeded, mailing } = await uncertainMailing("endgueltig.example", 6, 3);
  for (const outcome of ["accepted", "uncertain"])
    await assert.rejects(
      db.account(seeded.accountId, (tx) =>
        run(
          tx,
          sql`update delivery_outcomes set final = false where account_id = ${seeded.accountId} and run_id = ${mailing.runId} and outcome = ${outcome}`,
        ),
      ),
      /is final/,
    );
  await assert.rejects(
    db.account(seeded.accountId, (tx) =>
      run(
        tx,
        sql`update delivery_outcomes set outcome = 'accepted' where account_id = ${seeded.accountId}`,
      ),
    ),
    /permission denied/,
  );
});
