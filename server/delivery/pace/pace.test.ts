import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLogger, manualClock, maybe, run, sql } from "../../platform/index.ts";
import { testAccount } from "../../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import type { Batch } from "../delivery.ts";
import type { SmtpResult } from "../smtp/message.ts";
import { createPace, type PacedRelay } from "./pace.ts";
import { createPacedQueue } from "./paced-queue.ts";

const START = "2026-11-22T09:00:00Z";
const log = createLogger("silent");
let database: TestDatabase;
let accountId: number;
before(async () => {
  database = await testDatabase();
  ({ accountId } = await testAccount(database.db, { name: "Musterbank" }));
  await database.db.account(accountId, (tx) =>
    run(
      tx,
      sql`insert into senders (account_id, from_name, from_address, domain, reply_to, is_default)
          values (${accountId}, 'Musterbank', 'post@musterbank.example', 'musterbank.example', 'post@musterbank.example', true)`,
    ),
  );
});
after(() => database.close());

const relay: PacedRelay = { key: "7", destination: "catch_all" };
const batchNo = (id: number): Batch => ({
  accountId,
  id,
  runId: null,
  priority: 5,
  fence: 1,
  size: 500,
});
const to = (domain: string, count: number) =>
  Array.from({ length: count }, (_unused, at) => ({ emailNormalised: `person${at}@${domain}` }));
const reply = (code: number, enhanced: string, text: string): SmtpResult => ({
  kind: "reply",
  stage: code < 300 ? "final" : "rcpt",
  code,
  enhanced,
  text,
});
const slowDownOf = (provider: string) =>
  database.db.worker((tx) =>
    maybe<{ perSecond: number; before: number; objections: number; code: string }>(
      tx,
      sql`select per_second, before_per_second as before, objections, code from pace_slowdowns where account_id = ${accountId} and provider = ${provider}`,
    ),
  );
async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`This did not happen: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("SND-12: an objection halves the pace to the provider once, a burst of them counts as one, and accepted mail raises it until it is as before", async () => {
  const clock = manualClock(START);
  const pace = createPace({ db: database.db, clock, log });
  const batch = batchNo(1);
  const paced = await pace.begin(relay, batch, undefined);
  for (let at = 0; at < 40; at++)
    pace.observe(relay, accountId, "a@gmail.com", reply(250, "2.0.0", "ok"));
  assert.equal(paced.admit(to("gmail.com", 100), 100).chosen.length, 100);
  for (let at = 0; at < 20; at++)
    pace.observe(relay, accountId, "a@gmail.com", reply(421, "4.7.28", "unusual rate"));
  await until("noted", async () => (await slowDownOf("gmail")) !== undefined);
  const first = (await slowDownOf("gmail"))!;
  assert.equal(first.objections, 1);
  assert.equal(first.code, "421 4.7.28");
  assert.ok(Math.abs(first.perSecond - first.before / 2) < 0.01);
  // Only the provider that objected is held back, and only as far as its pace.
  const mixed = paced.admit([...to("gmail.com", 300), ...to("web.de", 100)], 400);
  const gmail = mixed.chosen.filter((mail) => mail.emailNormalised.endsWith("gmail.com")).length;
  assert.equal(mixed.chosen.length - gmail, 100);
  assert.ok(gmail <= Math.ceil(first.perSecond * 3), `${gmail} at ${first.perSecond}`);
  // Greylisting is about one mail.
  pace.observe(relay, accountId, "a@web.de", reply(451, "4.7.1", "Greylisted, come back later"));
  // Accepted mail raises it, step by step, once the receiver had its rest.
  await database.db.worker((tx) =>
    run(
      tx,
      sql`update pace_slowdowns set per_second = before_per_second * 0.999 where account_id = ${accountId}`,
    ),
  );
  clock.advance(60_000);
  await until("as before", async () => {
    pace.observe(relay, accountId, "a@gmail.com", reply(250, "2.0.0", "ok"));
    return (await slowDownOf("gmail")) === undefined;
  });
  await until("free", () => paced.admit(to("gmail.com", 100), 100).chosen.length === 100);
  assert.equal(await slowDownOf("webde_gmx"), undefined);
  await pace.stop();
});

test("SND-12: another process learns of a slow-down, and an old one is forgotten", async () => {
  const clock = manualClock(START);
  const [one, two] = [
    createPace({ db: database.db, clock, log }),
    createPace({ db: database.db, clock, log }),
  ];
  const [here, there] = [
    await one.begin(relay, batchNo(2), undefined),
    await two.begin(relay, batchNo(3), undefined),
  ];
  one.observe(relay, accountId, "a@t-online.de", reply(450, "4.7.1", "rate limited"));
  const free = (paced: typeof here) => paced.admit(to("t-online.de", 80), 80).chosen.length === 80;
  await until("both hold back", () => !free(here) && !free(there));
  clock.advance(25 * 3_600_000);
  await until("both send as before", () => free(here) && free(there));
  await Promise.all([one.stop(), two.stop()]);
});

test("SND-12: opt-in mail is not held back by the first day of a warm-up, and is counted", async () => {
  const clock = manualClock(START);
  const pace = createPace({ db: database.db, clock, log });
  const internet: PacedRelay = { key: "0", destination: "internet" };
  const batch = batchNo(4);
  const paced = await pace.begin(internet, batch, undefined);
  const held = paced.admit(to("gmail.com", 150), 150).held;
  assert.equal(held.length, 50);
  const optIn = await pace.begin(internet, { ...batchNo(5), priority: 1 }, undefined);
  assert.equal(optIn.admit(to("gmail.com", 150), 150).chosen.length, 150);
  const queue = createPacedQueue<string>(pace.now);
  for (const mail of to("gmail.com", 3)) queue.push(mail.emailNormalised, optIn.keysOf(mail));
  for (let at = 0; at < 3; at++) assert.ok(queue.take());
  await until("counted", async () => {
    const day = await database.db.worker((tx) =>
      maybe<{ taken: number }>(
        tx,
        sql`select taken from warm_up_days where account_id = ${accountId} and provider = 'gmail'`,
      ),
    );
    return (day?.taken ?? 0) >= 3;
  });
  await pace.stop();
});

test("SND-12: where nothing limits, pacing costs a mail less than three microseconds", async () => {
  const pace = createPace({ db: database.db, clock: manualClock(START), log });
  const batch = batchNo(6);
  const paced = await pace.begin({ key: "8", destination: "catch_all" }, batch, undefined);
  const queue = createPacedQueue<number>(pace.now);
  const ok = reply(250, "2.0.0", "ok");
  const mails = ["web.de", "gmail.com", "t-online.de", "firma.example"].flatMap((domain) =>
    to(domain, 125),
  );
  const round = (): number => {
    const began = process.cpuUsage();
    for (let at = 0; at < 100; at++) {
      const { chosen } = paced.admit(mails, 500);
      for (const [no, mail] of chosen.entries()) queue.push(no, pace.keysOf(batch, mail));
      for (const mail of chosen) {
        queue.take();
        pace.observe(relay, accountId, mail.emailNormalised, ok);
      }
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / (100 * mails.length);
  };
  round();
  const each = Math.min(...Array.from({ length: 5 }, round));
  console.log(`${each.toFixed(2)} µs a mail`);
  assert.equal(queue.size, 0);
  assert.ok(each < 3, `${each} µs`);
  await pace.stop();
});
