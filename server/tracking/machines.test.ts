import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hitHelpers } from "../../test/support/hit-helpers.ts";
import {
  addPerson,
  handOver,
  measuringBench,
  openMailing,
  PROGRAMS_PAGE,
  setProfiling,
  type MeasuringBench,
} from "../../test/support/measuring.ts";
import { createBursts } from "./bursts.ts";
import { turnHoneypotHours } from "./hits.store.ts";
import { HONEYPOT_LINK } from "./tokens.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());
const { personal, shared, totals } = hitHelpers(() => bench);

const at = (time: string) => bench.clock.set(`2026-11-21T${time}Z`);
/** A mail that was handed over early in the morning. */
async function mail(mailingId: number) {
  const person = await addPerson(bench, { granted: true });
  at("06:00:00");
  await handOver(bench, mailingId, person.deliveryId, person.contactId, person.email);
  return person;
}
const click = (mailingId: number, deliveryId: number, link: number) =>
  bench.get(personal(mailingId, deliveryId, link));
/** `09 link 1: 0`: hour, link and agent of a mail's events. */
async function stored(deliveryId: number): Promise<string[]> {
  const found = await bench.owner.query<{ text: string }>(
    `select to_char(hour at time zone 'UTC', 'HH24') || ' link ' || link || ': ' || agent as text
     from personal_events where delivery_id = $1 order by hour, link, agent`,
    [deliveryId],
  );
  return found.rows.map((row) => row.text);
}

test("TRK-13: the invisible link shows a page for programs, and turns what else happened in the hour", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await mail(mailingId);
  const other = await mail(mailingId);
  at("08:10:00");
  await click(mailingId, person.deliveryId, 1);
  at("09:20:00");
  await click(mailingId, person.deliveryId, 0);
  await click(mailingId, person.deliveryId, 3);
  await click(mailingId, other.deliveryId, 3);
  at("09:50:00");
  const page = await click(mailingId, person.deliveryId, HONEYPOT_LINK);
  assert.equal(page.status, 200);
  assert.equal(page.body.toString(), PROGRAMS_PAGE);
  assert.equal(page.headers["cache-control"], "no-store");
  at("09:55:00");
  await click(mailingId, person.deliveryId, 1);
  at("10:00:59");
  await click(mailingId, person.deliveryId, 1);
  at("10:01:00");
  await click(mailingId, person.deliveryId, 3);
  assert.deepEqual(await stored(person.deliveryId), [
    "08 link 1: 0", // the hour before, and not within a minute
    "09 link 0: 8",
    "09 link 1: 8",
    "09 link 3: 8",
    "09 link 1023: 8",
    "10 link 1: 8", // within the minute after
    "10 link 3: 0",
  ]);
  assert.deepEqual(await stored(other.deliveryId), ["09 link 3: 0"]);
  await bench.hits.flush();
  assert.deepEqual(await totals(mailingId), []);
});

test("TRK-13: in the first minute of an hour the invisible link turns the hour before too", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await mail(mailingId);
  at("08:59:30");
  await click(mailingId, person.deliveryId, 1);
  at("09:00:20");
  await click(mailingId, person.deliveryId, HONEYPOT_LINK);
  assert.deepEqual(await stored(person.deliveryId), ["08 link 1: 8", "09 link 1023: 8"]);
});

test("TRK-13: in one batch the order of arrival does not matter", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await mail(mailingId);
  at("09:30:00");
  await Promise.all(
    [0, 1, HONEYPOT_LINK, 3].map((link) => click(mailingId, person.deliveryId, link)),
  );
  assert.deepEqual(await stored(person.deliveryId), [
    "09 link 0: 8",
    "09 link 1: 8",
    "09 link 3: 8",
    "09 link 1023: 8",
  ]);
});

test("TRK-13: hits of one mail that two processes stored at the same moment are turned within the minute", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await mail(mailingId);
  at("09:30:00");
  // What the other process wrote, unseen by this one.
  await click(mailingId, person.deliveryId, HONEYPOT_LINK);
  await bench.owner.query(
    "insert into personal_events values ($1, $2, $3, 1, '2026-11-21T09:00Z', 0), ($1, $2, $3, 1, '2026-11-21T07:00Z', 0)",
    [bench.accountId, mailingId, person.deliveryId],
  );
  await bench.test.db.worker((tx) => turnHoneypotHours(tx, new Date("2026-11-21T07:31:00Z")));
  assert.deepEqual(await stored(person.deliveryId), [
    "07 link 1: 0",
    "09 link 1: 8",
    "09 link 1023: 8",
  ]);
});

test("TRK-01 TRK-13: without permission the invisible link leaves nothing, and is no click of the gross total", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await mail(mailingId);
  await setProfiling(bench, person.email, "withdrawn");
  at("09:30:00");
  assert.equal((await click(mailingId, person.deliveryId, HONEYPOT_LINK)).status, 200);
  assert.equal((await bench.get(shared(mailingId, HONEYPOT_LINK))).status, 200);
  await bench.hits.flush();
  assert.deepEqual(await stored(person.deliveryId), []);
  assert.deepEqual(await totals(mailingId), []);
});

test("TRK-13: three links of a mail within a second are a program's, and so are its clicks of the hour", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await mail(mailingId);
  at("09:30:00.000");
  await click(mailingId, person.deliveryId, 0);
  await click(mailingId, person.deliveryId, 1);
  at("09:30:00.400");
  await click(mailingId, person.deliveryId, 2);
  at("09:30:00.900");
  await click(mailingId, person.deliveryId, 3);
  assert.deepEqual(await stored(person.deliveryId), [
    "09 link 0: 0", // the opening stands
    "09 link 1: 7",
    "09 link 2: 7",
    "09 link 3: 7",
  ]);
});

test("TRK-13: one link again and again, or three in their time, are a person's", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await mail(mailingId);
  for (const [time, link] of [
    ["09:30:00.000", 1],
    ["09:30:00.300", 1],
    ["09:30:00.600", 3],
    ["09:30:01.400", 2],
  ] as const) {
    at(time);
    await click(mailingId, person.deliveryId, link);
  }
  assert.deepEqual(
    (await stored(person.deliveryId)).filter((text) => !text.endsWith(": 0")),
    [],
  );
});

test("TRK-13: what is known of bursts stays small", () => {
  const bursts = createBursts();
  let found = 0;
  for (let mailNo = 0; mailNo < 100_000; mailNo++) found += Number(bursts.note(mailNo, 1, 5_000));
  assert.equal(found, 0);
  // The last ones are known, the first forgotten.
  for (const [mailNo, is] of [
    [99_999, true],
    [0, false],
  ] as const) {
    bursts.note(mailNo, 2, 5_100);
    assert.equal(bursts.note(mailNo, 3, 5_200), is);
  }
});

test("TRK-13: an image service is neither a person nor a machine; too fast it is a machine", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await mail(mailingId);
  const headers = {
    "user-agent":
      "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
  };
  const pixel = personal(mailingId, person.deliveryId, 0);
  at("05:59:01"); // one second after the hand-over
  await bench.get(pixel, { headers });
  at("09:30:00");
  await bench.get(pixel, { headers });
  assert.deepEqual(await stored(person.deliveryId), ["05 link 0: 7", "09 link 0: 9"]);
});
