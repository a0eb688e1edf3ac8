import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createJobRunner, outbox, type JobRunner } from "../platform/index.ts";
import {
  addPerson,
  handOver,
  measuringBench,
  openMailing,
  setProfiling,
  type MeasuringBench,
} from "../../test/support/measuring.ts";
import { pino } from "pino";
import {
  measuredMailing,
  openMeasuring,
  trackingJobs,
  trackingPeriodic,
  trackingPersonalData,
  trackingSubscribers,
} from "./index.ts";

let bench: MeasuringBench;
let runner: JobRunner;
before(async () => {
  bench = await measuringBench();
  const deps = { db: bench.test.db, clock: bench.clock };
  runner = createJobRunner({
    ...deps,
    log: pino({ level: "silent" }),
    handlers: trackingJobs(deps),
    periodic: trackingPeriodic(deps),
    subscribers: trackingSubscribers(deps),
  });
});
after(async () => {
  await runner.stop();
  await bench.close();
});

const hit = (mailingId: number, deliveryId: number, link: number) =>
  bench.get(`/t/${bench.tokens.personal(bench.accountId, mailingId, deliveryId, [link])[0]!}`);
const count = async (table: string, where: string): Promise<number> => {
  const found = await bench.owner.query<{ n: string }>(
    `select count(*) as n from ${table} where ${where}`,
  );
  return Number(found.rows[0]!.n);
};
const publish = (type: string, emailNormalised: string) =>
  bench.test.db.account(bench.accountId, (tx) =>
    outbox.publish(tx, bench.accountId, { type, emailNormalised }),
  );

test("TRK-14 UNS-14: withdrawing deletes events and measured mails at once, and again ten seconds later", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const other = await addPerson(bench, { granted: true, mailingId });
  for (let i = 0; i < 50; i++) await hit(mailingId, person.deliveryId, 1);
  await hit(mailingId, other.deliveryId, 1);
  await setProfiling(bench, person.email, "withdrawn");
  await publish("profiling.withdrawn", person.email);
  await runner.drain();
  assert.equal(await count("personal_events", `delivery_id = ${person.deliveryId}`), 0);
  assert.equal(await count("measured_deliveries", `delivery_id = ${person.deliveryId}`), 0);
  assert.equal(await count("personal_events", `delivery_id = ${other.deliveryId}`), 1);

  // A hit whose statement began before the withdrawal and ended after the deletion, and a late hand-over.
  await bench.owner.query("insert into personal_events values ($1, $2, $3, 1, now(), 0)", [
    bench.accountId,
    mailingId,
    person.deliveryId,
  ]);
  await handOver(bench, mailingId, person.deliveryId + 900_000, person.contactId, person.email);
  await runner.drain();
  assert.equal(
    await count("personal_events", `delivery_id = ${person.deliveryId}`),
    1,
    "not yet due",
  );
  bench.clock.advance(10_000);
  await runner.drain();
  assert.equal(await count("personal_events", `delivery_id = ${person.deliveryId}`), 0);
  assert.equal(await count("measured_deliveries", `email_normalised = '${person.email}'`), 0);

  // A new permission does not reach back to the old mails (TRK-01).
  await setProfiling(bench, person.email, "granted");
  await hit(mailingId, person.deliveryId, 1);
  assert.equal(await count("personal_events", `delivery_id = ${person.deliveryId}`), 0);
});

test("TRK-18: measuring closes after fourteen days", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const read = () => bench.test.db.account(bench.accountId, (tx) => measuredMailing(tx, mailingId));
  bench.clock.advance(14 * 86_400_000 - 1000);
  await runner.drain();
  assert.equal((await read())?.closedAt, null);
  bench.clock.advance(61_000);
  await runner.drain();
  assert.notEqual((await read())?.closedAt, null);
});

test("TRK-18: events expire after twelve months; the totals of large groups stay", async () => {
  const mailingId = await openMailing(bench, { level: "none", kMin: 10 });
  for (let i = 0; i < 12; i++) {
    const person = await addPerson(bench, { granted: true, mailingId });
    await hit(mailingId, person.deliveryId, 1);
    if (i < 9) await hit(mailingId, person.deliveryId, 3);
  }
  await bench.owner.query("insert into anonymous_totals values ($1, $2, 1, '2026-11-21', 0, 33)", [
    bench.accountId,
    mailingId,
  ]);
  const year = new Date(bench.clock.now());
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  bench.clock.set(new Date(year.getTime() - 2 * 86_400_000));
  await runner.drain();
  assert.equal(await count("personal_events", `mailing_id = ${mailingId}`), 21);
  bench.clock.set(new Date(year.getTime() + 86_400_000));
  await runner.drain();
  assert.equal(await count("personal_events", `mailing_id = ${mailingId}`), 0);
  assert.equal(await count("measured_deliveries", `mailing_id = ${mailingId}`), 0);
  const kept = await bench.owner.query(
    "select link, hits::int as hits from expired_totals where mailing_id = $1",
    [mailingId],
  );
  assert.deepEqual(kept.rows, [{ link: 1, hits: 12 }]);
  assert.equal(await count("anonymous_totals", `mailing_id = ${mailingId} and hits = 33`), 1);
});

test("DSR-06 TRK-13: a person's copy names what was measured, by whom and why, and erasure leaves nothing", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await hit(mailingId, person.deliveryId, 0);
  await hit(mailingId, person.deliveryId, 3);
  const subject = {
    accountId: bench.accountId,
    emailNormalised: person.email,
    contactId: person.contactId,
  };
  await bench.test.db.account(bench.accountId, async (tx) => {
    const copy = await trackingPersonalData.exportFor(tx, subject);
    const seen = copy["personal_events"] as {
      what: string;
      url: string | null;
      agent: string;
      why: { de: string };
      notKnown: { de: string };
    }[];
    for (const event of seen) assert.ok(event.why.de !== "" && event.notKnown.de !== "");
    assert.deepEqual(
      seen
        .map(({ what, url, agent }) => ({ what, url, agent }))
        .sort((a, b) => (a.what < b.what ? -1 : 1)),
      [
        { what: "clicked", url: "https://shop.example/haus", agent: "person" },
        { what: "opened", url: null, agent: "person" },
      ],
    );
    assert.deepEqual(await trackingPersonalData.eraseFor(tx, subject), {
      measured_deliveries: 1,
      personal_events: 2,
    });
  });
  assert.equal(await count("personal_events", `delivery_id = ${person.deliveryId}`), 0);
});

test("TRK-16: a link that is no web address is refused, and the number of the link nobody sees too", async () => {
  const open = (url: string, no = 1) =>
    bench.test.db.account(bench.accountId, (tx) =>
      openMeasuring(tx, {
        accountId: bench.accountId,
        mailingId: 999,
        level: "shared",
        personalBase: 0,
        anonymousBase: 100,
        kMin: 10,
        timezone: "Europe/Berlin",
        links: [{ no, url, label: "", notPersonal: false }],
        at: bench.clock.now(),
      }),
    );
  await assert.rejects(open("javascript:alert(1)"), RangeError);
  await assert.rejects(open("https://a.example/", 1023), RangeError);
  await open("https://a.example/");
  await open("https://a.example/"); // a second time changes nothing
});

test("ORG-08: no account sees what another one measured", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const foreign = await bench.owner.query<{ id: number }>(
    "insert into accounts (name) values ('Andere') returning id",
  );
  assert.equal(
    await bench.test.db.account(foreign.rows[0]!.id, (tx) => measuredMailing(tx, mailingId)),
    undefined,
  );
});
