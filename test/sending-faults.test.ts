import assert from "node:assert/strict";
import { after, test } from "node:test";
import type pg from "pg";
import { decide, loadFacts } from "../server/compliance/index.ts";
import { queueDelivery } from "../server/delivery/index.ts";
import { maybe, rows, run, sql, type Database } from "../server/platform/index.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, prepareNewsletter, sendingParts } from "./support/sending.ts";
import { startSmtpSink } from "./support/smtp-sink.ts";

/** What machines do while a mailing is under way: lose answers, stumble, stop. */
const bench = await sendingBench();
const { database, parts, counts, unfinished, sending } = bench;
after(() => bench.close());

const away = () => Object.assign(new Error("terminating connection"), { code: "57P01" });

test("SND-16: a mark that was committed although its answer got lost is tried again, and the run ends", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 20,
    domain: "marke-verloren.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  let lost = 0;
  const hot = {
    async query(config: pg.QueryConfig) {
      const result = await database.db.hot.query(config);
      if (lost < 2 && result.rows.length > 0) {
        lost++;
        throw away();
      }
      return result;
    },
  } as unknown as pg.Pool;
  const sink = await sending({ db: { ...database.db, hot } }, () =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 30_000),
  );
  assert.ok(lost > 0);
  assert.equal((await counts(seeded, mailing)).accepted, 20);
  assert.equal(new Set(sink.accepted.map((mail) => mail.messageId)).size, sink.accepted.length);
});

test("SND-16: a batch whose worker stumbled over the database goes on in the same process", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 250,
    domain: "stolpern.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  let calls = 0;
  const db: Database = {
    ...database.db,
    account: (accountId, work) =>
      ++calls === 4 ? Promise.reject(away()) : database.db.account(accountId, work),
  };
  const sink = await sending({ db }, () =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 15_000),
  );
  assert.ok(calls > 4);
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.uncertain], [250, 0]);
  assert.equal(sink.accepted.length, 250);
});

test("SND-16: stopping while a chunk is being decided ends, and loses nobody", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 350,
    domain: "halt.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const sink = await startSmtpSink();
  let decided = 0;
  const db: Database = {
    ...database.db,
    async account(accountId, work) {
      const result = await database.db.account(accountId, work);
      // The first call finds the way out, each further one decides a chunk.
      if (++decided >= 4) await new Promise((resolve) => setTimeout(resolve, 400));
      return result;
    },
  };
  const own = sendingParts(db);
  const dispatcher = own.dispatcher(sink.port, { leaseSeconds: 2 });
  dispatcher.start();
  await eventually("a chunk is being decided", () => decided >= 4);
  const stopped = await Promise.race([
    dispatcher.stop(1000).then(() => true),
    new Promise((resolve) => setTimeout(() => resolve(false), 8000)),
  ]);
  await own.close();
  await sink.close();
  assert.equal(stopped, true, "the dispatcher stops");
  await sending({}, () =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0),
  );
  assert.equal((await counts(seeded, mailing)).accepted, 350);
});

test("DOI-08 SND-16: the reply to a single mail outlives a database that is away for a moment", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 1,
    domain: "einzeln.example",
  });
  const { accountId } = seeded;
  const { id } = await database.db.account(accountId, async (tx) => {
    const [facts] = await loadFacts(tx, parts.deps.compliance, {
      kind: "system",
      listIds: [],
      targets: [{ contactId: null, emailNormalised: "neu@einzeln.example" }],
    });
    const decision = decide(facts!, "system", new Date());
    assert.ok(decision.kind === "cleared");
    return queueDelivery(tx, parts.deps, accountId, {
      recipient: decision.recipient,
      email: "neu@einzeln.example",
      message: {
        subject: "Hallo",
        html: "<p>Hallo</p>",
        text: "Hallo",
        locale: "de",
        autoSubmitted: true,
      },
    });
  });
  let isAway = false;
  const guard = <T>(work: () => Promise<T>): Promise<T> =>
    isAway ? Promise.reject(away()) : work();
  const db: Database = {
    ...database.db,
    account: (accountId, work) => guard(() => database.db.account(accountId, work)),
    worker: (work) => guard(() => database.db.worker(work)),
    hot: {
      query: (config: pg.QueryConfig) => guard(() => database.db.hot.query(config)),
    } as unknown as pg.Pool,
  };
  const fault = { stage: "dot", reply: "250 2.0.0 taken", slow: 20 } as const;
  const outcome = () =>
    database.db.worker((tx) =>
      maybe<{ outcome: string }>(
        tx,
        sql`select outcome from delivery_outcomes where account_id = ${accountId} and delivery_id = ${id} and final`,
      ),
    );
  await sending(
    { db, sink: { fault: ({ stage }) => (stage === "dot" ? fault : undefined) } },
    async (sink) => {
      await eventually("the body is under way", () => sink.messages.length > 0);
      isAway = true;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      isAway = false;
      await eventually("the outcome is known", async () => (await outcome()) !== undefined);
    },
  );
  assert.deepEqual(await outcome(), { outcome: "accepted" });
});

test("CON-26: who saw the question counts as asked, also when another worker ends the batch", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 3,
    domain: "gefragt.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  await database.db.worker((tx) =>
    run(
      tx,
      sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final)
          select account_id, id, 1, batch_id, run_id, 'accepted', true from deliveries where account_id = ${seeded.accountId} and run_id = ${mailing.runId}`,
    ),
  );
  await sending({}, () =>
    eventually("the run ends", async () => (await unfinished(seeded, mailing)) === 0),
  );
  const asked = await database.db.account(seeded.accountId, (tx) =>
    rows<{ askedCount: number }>(
      tx,
      sql`select asked_count from profiling_permissions where account_id = ${seeded.accountId}`,
    ),
  );
  assert.deepEqual(
    asked.map((row) => row.askedCount),
    [1, 1, 1],
  );
});
