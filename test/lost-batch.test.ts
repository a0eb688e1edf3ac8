import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { commitLedger, type Mark, type OutcomeRow } from "../server/delivery/ledger.store.ts";
import { createLedgerWriter } from "../server/delivery/ledger-writer.ts";
import { settleTask, type SettleDeps } from "../server/delivery/settle-task.ts";
import { endSingle } from "../server/delivery/singles.store.ts";
import type { Task } from "../server/delivery/task.ts";
import { decideUncertainMails } from "../server/mailings/decide-uncertain-mails.ts";
import { createLogger, one, rows, run, sql, type Database } from "../server/platform/index.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, operatorActor, prepareNewsletter } from "./support/sending.ts";

/** What a worker says of a batch that another one holds by now. */
const bench = await sendingBench();
const { database, parts, counts, unfinished, sending } = bench;
after(() => bench.close());

const [LOST, NEXT] = [1, 2];

/** Anybody may claim the account's batches. */
const free = (accountId: number) =>
  database.db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches set lease_owner = null, lease_until = null where account_id = ${accountId}`,
    ),
  );

/** A mailing to one person whose batch is held with a fence. */
async function heldBatch(domain: string, fence: number) {
  const seeded = await seedNewsletter(database.db, parts.keys, { people: 1, domain });
  const mailing = await prepareNewsletter(parts, seeded);
  const { accountId } = seeded;
  const hold = (by: number) =>
    database.db.worker((tx) =>
      run(
        tx,
        sql`update delivery_batches set lease_owner = 'somebody', lease_until = now() + interval '1 minute', fence = ${by} where account_id = ${accountId}`,
      ),
    );
  await hold(fence);
  const delivery = await database.db.worker((tx) =>
    one<{ id: number; batchId: number }>(
      tx,
      sql`select id, batch_id from deliveries where account_id = ${accountId} and run_id = ${mailing.runId}`,
    ),
  );
  const attempt = { accountId, deliveryId: delivery.id, attempt: 1, batchId: delivery.batchId };
  const mark = (by: number): Mark => ({ ...attempt, fence: by, personal: null });
  const row = (change: Partial<OutcomeRow>): OutcomeRow => ({
    ...attempt,
    fence: null,
    runId: mailing.runId,
    outcome: "accepted",
    final: true,
    reason: null,
    phase: null,
    basis: "consent",
    measured: "none",
    smtpCode: null,
    enhancedCode: null,
    reply: null,
    messageId: null,
    nextAttemptAt: null,
    at: new Date(),
    ...change,
  });
  /** As a worker writes it whose mark was refused or got no answer: nothing left, to be tried again. */
  const late = row({ outcome: "deferred", final: false, fence: LOST, reason: "mark_failed" });
  const write = (outcomes: OutcomeRow[], marks: Mark[] = []) =>
    commitLedger(database.db.hot, outcomes, marks);
  const written = async () =>
    (
      await database.db.worker((tx) =>
        rows<{ outcome: string }>(
          tx,
          sql`select outcome from delivery_outcomes where account_id = ${accountId} order by attempt`,
        ),
      )
    ).map(({ outcome }) => outcome);
  return { seeded, mailing, accountId, delivery, hold, mark, row, late, write, written };
}

test("SND-16: what a worker says late of an attempt never takes the place of the next holder's outcome", async () => {
  for (const order of ["before its mark", "behind its mark"]) {
    const { late, mark, row, write, written } = await heldBatch(
      `${order.replaceAll(" ", "-")}.example`,
      NEXT,
    );
    if (order === "before its mark") await write([late]);
    assert.equal((await write([], [mark(NEXT)])).size, 1);
    if (order === "behind its mark") await write([late]);
    await write([row({})]);
    assert.deepEqual(await written(), ["accepted"], order);
  }
});

test("SND-16: a mark of its own keeps a worker's word, and so does a batch that is still its", async () => {
  const lost = await heldBatch("eigene.example", LOST);
  assert.equal((await lost.write([], [lost.mark(LOST)])).size, 1);
  await lost.hold(NEXT);
  await lost.write([lost.late]);
  assert.deepEqual(await lost.written(), ["deferred"]);

  const held = await heldBatch("gehalten.example", LOST);
  await held.write([held.late]);
  assert.deepEqual(await held.written(), ["deferred"]);
});

test("SND-16: a worker that lost its batch neither marks nor ends anything in the commit of those it holds", async () => {
  const [lost, held] = [
    await heldBatch("verloren.example", NEXT),
    await heldBatch("noch-da.example", LOST),
  ];
  const marked = await lost.write([lost.late, held.late], [lost.mark(LOST)]);
  assert.equal(marked.size, 0);
  assert.deepEqual(await lost.written(), []);
  assert.deepEqual(await held.written(), ["deferred"]);
});

test("SND-16: of two marks for one attempt in one commit, of the batch lost and of the same batch claimed anew, one is granted", async () => {
  const { mark } = await heldBatch("zweimal.example", NEXT);
  const ledger = createLedgerWriter(
    (outcomes, marks) => commitLedger(database.db.hot, outcomes, marks),
    createLogger("silent"),
  );
  const [old, present] = [ledger.mark(mark(LOST)), ledger.mark(mark(NEXT))];
  assert.deepEqual([await old, await present], [false, true]);
  assert.equal(ledger.commits, 1);
});

test("SND-16: a worker that lost its batch leaves it alone, whatever it hears of the mails under way", async () => {
  const { hold, written, accountId } = await heldBatch("allein.example", LOST);
  await free(accountId);
  const fault = { stage: "rcpt", reply: "550 5.1.1 unknown", slow: 40 } as const;
  await sending(
    { sink: { fault: ({ stage }) => (stage === "rcpt" ? fault : undefined) }, connections: 1 },
    async (sink) => {
      const asked = () => sink.commands.filter((line) => line.startsWith("RCPT")).length;
      await eventually("the recipient is asked for", () => asked() === 1);
      await hold(9);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.equal(asked(), 1);
    },
  );
  assert.deepEqual(await written(), []);
});

test("SND-16: what an operator has sent again while the batch is being ended is sent", async () => {
  const people = 501;
  const seeded = await seedNewsletter(database.db, parts.keys, { people, domain: "noch.example" });
  const mailing = await prepareNewsletter(parts, seeded, { people });
  const { accountId } = seeded;
  const inAccount = <T>(work: Parameters<Database["account"]>[1]) =>
    database.db.account(accountId, work) as Promise<T>;
  // The last batch waits, so that the run does not end with the first.
  await database.db.worker((tx) =>
    run(
      tx,
      sql`update delivery_batches b set not_before = now() + interval '1 hour' where b.account_id = ${accountId} and b.id = (select max(d.batch_id) from deliveries d where d.account_id = ${accountId})`,
    ),
  );
  const ends = () =>
    inAccount<{ outcome: string; final: boolean }[]>((tx) =>
      rows(
        tx,
        sql`select o.outcome, o.final from delivery_outcomes o where o.account_id = ${accountId}`,
      ),
    );
  let decided = false;
  const decide = async () => {
    if (decided || (await ends()).length < 500) return;
    decided = true;
    await inAccount((tx) =>
      decideUncertainMails(tx, parts.deps, operatorActor(seeded.operatorId), mailing.publicId, {
        decision: "resend",
        reason: "Nicht angekommen",
      }),
    );
  };
  // Whatever the dispatcher does on the account's rows once everything has an end, it does to end the batch.
  const db: Database = {
    ...database.db,
    account: async (id, work) => {
      if (id === accountId) await decide();
      return database.db.account(id, work);
    },
  };
  const fault = { stage: "dot", after: "reset" } as const;
  let isLost = true;
  await sending(
    {
      db,
      sink: {
        fault: ({ stage }) => {
          if (stage !== "dot" || !isLost) return undefined;
          isLost = false;
          return fault;
        },
      },
    },
    () =>
      eventually("the mail of which nobody knew leaves again", async () => {
        const found = await ends();
        return (
          decided && found.filter((each) => each.final && each.outcome === "accepted").length >= 500
        );
      }),
  );
});

test("DOI-08 SND-16: the end of a single mail waits for the database, and for no words it cannot hold", async () => {
  const task = {
    batch: { accountId: 1, id: 1, runId: null, fence: 1 },
    delivery: { id: 1, kind: "double_opt_in" },
    attempt: 1,
    mark: "durable",
  } as unknown as Task;
  const fails = ["53100", "40P01", "22021"];
  const ended: OutcomeRow[] = [];
  const deps = {
    clock: { now: () => new Date() },
    log: createLogger("silent"),
    ledger: { isAbandoned: false },
    single: async (_task: Task, row: OutcomeRow) => {
      const code = fails.shift();
      if (code !== undefined) throw Object.assign(new Error("no"), { code });
      ended.push(row);
    },
  } as unknown as SettleDeps;
  await settleTask(deps, task, {
    kind: "smtp",
    result: { kind: "reply", stage: "final", code: 250, enhanced: undefined, text: "ok" },
  });
  assert.deepEqual(
    ended.map(({ outcome, reply }) => [outcome, reply]),
    [["accepted", null]],
  );
});

test("DOI-08 SND-16: a single mail is not ended by somebody who lost it", async () => {
  const { row, written } = await heldBatch("einzeln.example", NEXT);
  const refused = row({ outcome: "rejected", reason: "address_invalid", fence: LOST, runId: null });
  const end = (what: OutcomeRow) => database.db.worker((tx) => endSingle(tx, what));
  assert.equal(await end(refused), false);
  assert.deepEqual(await written(), []);
  assert.equal(await end({ ...refused, fence: NEXT }), true);
  assert.equal(await end(row({ runId: null })), false, "it has an end already, so nobody is told");
  assert.deepEqual(await written(), ["rejected"]);
});

test("LEG-02 SND-16: the gate's refusal counts only while the batch is held", async () => {
  const { seeded, mailing, accountId, hold, written } = await heldBatch("tor.example", LOST);
  await database.db.account(accountId, (tx) =>
    run(tx, sql`update subscriptions set state = 'unsubscribed' where account_id = ${accountId}`),
  );
  const owner = new pg.Client(database.connection);
  await owner.connect();
  try {
    // While this lock is held, whoever claimed the batch waits for the facts of its recipient.
    await owner.query("begin; lock table subscriptions in access exclusive mode");
    await free(accountId);
    await sending({}, async () => {
      await eventually("the batch is claimed and its worker waits", async () => {
        const waiting = await owner.query(
          "select 1 from pg_locks where relation = 'subscriptions'::regclass and not granted",
        );
        return waiting.rowCount! > 0;
      });
      await hold(9);
      await owner.query("commit");
    });
    assert.deepEqual(await written(), [], "who lost the batch wrote nothing");
  } finally {
    await owner.end();
  }
  await free(accountId);
  await sending({}, () =>
    eventually("the batch ends", async () => (await unfinished(seeded, mailing)) === 0),
  );
  assert.deepEqual(await written(), ["excluded"]);
  assert.equal((await counts(seeded, mailing)).excluded, 1);
});
