import assert from "node:assert/strict";
import { after, test } from "node:test";
import type pg from "pg";
import { addsUp } from "../server/delivery/index.ts";
import { pauseMailing, resumeMailing } from "../server/mailings/control-mailing.ts";
import type { Database } from "../server/platform/index.ts";
import { seededRandom } from "./support/random.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, prepareNewsletter, sendingParts } from "./support/sending.ts";
import { startSmtpSink, type SinkFault } from "./support/smtp-sink.ts";

const bench = await sendingBench();
const { database, parts, counts, reload, unfinished } = bench;
after(() => bench.close());

const PEOPLE = 400;

/** A database that now and then refuses, or does what it was asked and loses the answer. */
function shaky(random: () => number): Database {
  const fail = () => Object.assign(new Error("terminating connection"), { code: "57P01" });
  const before = <T>(work: () => Promise<T>) => (random() < 0.02 ? Promise.reject(fail()) : work());
  const hot = {
    async query(config: pg.QueryConfig) {
      if (random() < 0.02) throw fail();
      const result = await database.db.hot.query(config);
      if (random() < 0.02) throw fail();
      return result;
    },
  };
  return {
    ...database.db,
    account: (accountId, work) => before(() => database.db.account(accountId, work)),
    worker: (work) => before(() => database.db.worker(work)),
    hot: hot as unknown as pg.Pool,
  };
}

test("SND-16: two workers, a shaky database, a rude relay and somebody who pauses: nobody is mailed twice or forgotten", async (t) => {
  const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 1_000_000));
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: PEOPLE,
    granted: 100,
    domain: "zufall.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const rude = (): SinkFault | undefined => {
    const kind = random();
    if (kind > 0.04) return undefined;
    return kind < 0.02 ? { stage: "dot", after: "reset" } : { stage: "rcpt", after: "close" };
  };
  const sink = await startSmtpSink({
    delay: 3,
    fault: ({ stage }) => {
      const fault = stage === "dot" || stage === "rcpt" ? rude() : undefined;
      return fault?.stage === stage ? fault : undefined;
    },
  });
  const workers = [0, 1].map(() => {
    const own = sendingParts(shaky(random));
    return { own, dispatcher: own.dispatcher(sink.port, { leaseSeconds: 10, connections: 3 }) };
  });
  const jobs = parts.jobs();
  for (const { dispatcher } of workers) dispatcher.start();
  jobs.start();
  try {
    for (let times = 0; times < 4; times++) {
      await new Promise((resolve) => setTimeout(resolve, random() * 400));
      const act = (work: typeof pauseMailing) =>
        database.db.account(seeded.accountId, (tx) => work(tx, parts.deps, mailing.publicId));
      if ((await reload(seeded, mailing)).state !== "sending") break;
      if ((await act(pauseMailing).catch(() => undefined)) === undefined) break;
      const paused = sink.messages.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      const late = sink.messages.length - paused;
      assert.ok(late <= 12, `${late} bodies left after the pause`);
      if ((await reload(seeded, mailing)).state === "paused") await act(resumeMailing);
    }
    await eventually(
      "the mailing ends",
      async () => (await reload(seeded, mailing)).state === "sent",
      90_000,
    );
  } finally {
    await Promise.all(workers.map(({ dispatcher }) => dispatcher.stop(2000)));
    await jobs.stop();
    await Promise.all(workers.map(({ own }) => own.close()));
    await sink.close();
  }
  const found = await counts(seeded, mailing);
  t.diagnostic(JSON.stringify(found));
  assert.ok(addsUp(found) && found.open === 0, JSON.stringify(found));
  assert.equal(await unfinished(seeded, mailing), 0);
  const arrived = sink.messages.map((message) => message.messageId);
  assert.equal(new Set(arrived).size, arrived.length, "nobody is mailed twice");
  assert.equal(found.accepted, sink.accepted.length, "what was accepted is told as accepted");
  assert.equal(found.uncertain, arrived.length - sink.accepted.length);
  assert.equal(found.accepted + found.uncertain, PEOPLE);
});
