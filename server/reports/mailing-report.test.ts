import assert from "node:assert/strict";
import { test } from "node:test";
import {
  audits,
  clock,
  contact,
  foreign,
  full,
  modest,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";

reportBench();

test("TRK-23 TRK-08: the report shows those who agreed with base and formula, anonymous totals gross, machines apart", async () => {
  const mailing = await sentMailing(12, 40);
  for (const [person, link, agent] of [
    [0, 0, 0],
    [0, 0, 0],
    [1, 0, 0],
    [2, 0, 1],
    [0, 1, 0],
    [0, 1, 0],
    [3, 3, 0],
  ] as const)
    await mailing.event(person, link, agent);
  await mailing.total(0, "2026-11-21", 31);
  await mailing.total(0, "2026-11-22", 4);
  await mailing.total(1, "2026-11-21", 12);
  await mailing.total(2, "2026-11-21", 9);
  await mailing.total(0, "2026-11-21", 55, 1);
  clock.set("2026-11-24T09:00:00Z");
  const { status, body } = await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  clock.set("2026-11-21T09:00:00Z");
  assert.equal(status, 200);
  assert.deepEqual(body.funnel, {
    candidates: 54,
    open: 0,
    deferred: 0,
    accepted: 52,
    rejected: 1,
    excluded: 1,
    uncertain: 0,
    cancelled: 0,
  });
  assert.deepEqual(body.personal, {
    base: 12,
    opens: { people: 2, hits: 3 },
    clicks: { people: 2, hits: 3 },
    machine: { opens: 1, clicks: 0, reasons: [{ agent: 1, opens: 1, clicks: 0 }] },
    uncertain: { opens: 0, clicks: 0 },
    expired: false,
  });
  const hidden = { hidden: true, value: null, below: 10 };
  const shown = (value: number) => ({ hidden: false, value, below: null });
  assert.equal(body.anonymous.base, 40);
  assert.deepEqual(body.anonymous.opens, shown(31));
  assert.deepEqual(body.anonymous.clicks, shown(12));
  assert.deepEqual(body.anonymous.machine, { opens: shown(55), clicks: hidden });
  assert.deepEqual(body.everybody, {
    opens: { value: 34, partial: false },
    clicks: { value: 15, partial: false },
    uniqueOpens: null,
  });
  assert.deepEqual(
    body.links.map((link: { anonymous: unknown }) => link.anonymous),
    [shown(12), hidden, hidden],
  );
  // TRK-25: nobody is measured on a link marked "not personally".
  assert.deepEqual(
    body.links.map((link: { personal: unknown }) => link.personal),
    [{ people: 1, hits: 2 }, null, { people: 1, hits: 1 }],
  );
  assert.deepEqual(body.links[0].position, { line: 1, column: 1, offset: 10, length: 5 });
  assert.deepEqual(body.days, [
    {
      day: "2026-11-21",
      personal: { opens: 3, clicks: 3 },
      anonymous: { from: "2026-11-21", opens: 31, clicks: 12 },
    },
  ]);
  assert.equal(body.measuring.personal, 12);
  assert.deepEqual(body.measuring.composition, { personal: 12, anonymous: 40, hidden: 0 });
  assert.match(body.measuring.label.de, /Brutto, anonym gezählt/);
  assert.deepEqual(
    body.notSent
      .map((row: { reason: string; rule: string; count: number }) => [
        row.reason,
        row.rule,
        row.count,
      ])
      .sort(),
    [
      ["hard", "SND-09", 1],
      ["retained", "SND-09", 1],
    ],
  );
});

test("TRK-08: the running day and days not yet settled are not shown", async () => {
  const mailing = await sentMailing(0, 30);
  await mailing.total(0, "2026-11-21", 500);
  const read = async () =>
    (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`)).body;
  assert.equal((await read()).anonymous.opens.hidden, true);
  clock.set("2026-11-21T23:59:59Z"); // one in the morning in Berlin, not yet
  assert.equal((await read()).anonymous.opens.hidden, true);
  clock.set("2026-11-22T00:00:00Z");
  assert.equal((await read()).anonymous.opens.value, 500);
  clock.set("2026-11-21T09:00:00Z");
});

test("TRK-09: with five people without permission the total is the personal part, with a note", async () => {
  const mailing = await sentMailing(20, 5);
  await mailing.event(0, 0);
  await mailing.total(0, "2026-11-20", 40);
  const { body } = await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  assert.equal(body.anonymous.opens.hidden, true);
  assert.deepEqual(body.everybody.opens, { value: 1, partial: true });
});

test("TRK-08: a mailing too small to count says so and why", async () => {
  const mailing = await sentMailing(3, 4, "none");
  const { body } = await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  assert.equal(body.anonymous, null);
  assert.equal(body.measuring.reason.code, "too_few");
  assert.match(body.measuring.reason.explanation.de, /anonym zu zählen/);
});

test("TRK-01 TRK-14: whoever withdrew, was restricted or shares the address with somebody who did not grant, is out of every figure", async () => {
  const mailing = await sentMailing(12, 20);
  for (let i = 0; i < 12; i++) await mailing.event(i, 1);
  const read = async () => {
    const report = (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`)).body;
    const persons = (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report/persons`))
      .body;
    return [report.personal.base, report.personal.clicks.people, persons.items.length];
  };
  assert.deepEqual(await read(), [12, 12, 12]);
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
    [mailing.people[0]!.email],
  );
  await owner.query("update contacts set restricted_at = now() where id = $1", [
    mailing.people[1]!.contactId,
  ]);
  await contact({ email: mailing.people[2]!.email, confirmed: false });
  assert.deepEqual(await read(), [9, 9, 9]);
});

test("TRK-12: without the right nobody sees single persons, nor figures about fewer than ten", async () => {
  const few = await sentMailing(4, 20);
  const many = await sentMailing(11, 20);
  await few.event(0, 0);
  await many.event(0, 0);
  assert.equal(
    (await modest.call("GET", `/api/v1/mailings/${few.public_id}/report/persons`)).status,
    403,
  );
  const small = (await modest.call("GET", `/api/v1/mailings/${few.public_id}/report`)).body;
  assert.deepEqual([small.personal, small.everybody, small.links[0].personal], [null, null, null]);
  assert.equal(
    (await modest.call("GET", `/api/v1/mailings/${many.public_id}/report`)).body.personal.opens
      .people,
    1,
  );
  assert.equal(
    (await full.call("GET", `/api/v1/mailings/${few.public_id}/report`)).body.personal.opens.people,
    1,
  );
});

test("TRK-12 ORG-04: persons come page by page, filtered, and each look is in the audit log without names", async () => {
  const mailing = await sentMailing(5, 10);
  for (const i of [0, 1, 2, 3]) await mailing.event(i, 0);
  await mailing.event(1, 1);
  await mailing.event(2, 3);
  await mailing.event(4, 1, 1);
  const path = `/api/v1/mailings/${mailing.public_id}/report/persons`;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await full.call("GET", `${path}?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    seen.push(...body.items.map((one: { id: string }) => one.id));
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(new Set(seen), new Set([0, 1, 2, 3].map((i) => mailing.people[i]!.publicId)));
  assert.equal(seen.length, 4);
  const clicked = (await full.call("GET", `${path}?did=clicked`)).body.items;
  assert.deepEqual(
    new Set(clicked.map((one: { id: string }) => one.id)),
    new Set([1, 2].map((i) => mailing.people[i]!.publicId)),
  );
  const onThree = (await full.call("GET", `${path}?link=3`)).body.items;
  assert.deepEqual(
    onThree.map((one: { links: number[] }) => one.links),
    [[3]],
  );
  const looks = (await audits("report.persons_viewed")).filter(
    (row) => row.object_id === mailing.public_id,
  );
  assert.equal(looks.length, 4);
  assert.doesNotMatch(JSON.stringify(looks), /example\.org|ctc_/);
});

test("TRK-08: the export shows what the page shows, and no cell calculates", async () => {
  const mailing = await sentMailing(12, 30);
  await mailing.total(0, "2026-11-20", 9);
  await mailing.total(1, "2026-11-20", 14);
  const { text, headers, status } = await full.call(
    "GET",
    `/api/v1/mailings/${mailing.public_id}/report.csv`,
  );
  assert.equal(status, 200);
  assert.match(String(headers["content-type"]), /text\/csv/);
  assert.match(text, /"Öffnungen, brutto und anonym";weniger als 10;30/);
  assert.match(text, /"Klicks, brutto und anonym";14;30/);
  assert.match(text, /3 =HYPERLINK/);
  assert.doesNotMatch(text, /(^|;)"?[=+@-]/m);
  const english = await full.call(
    "GET",
    `/api/v1/mailings/${mailing.public_id}/report.csv?locale=en`,
  );
  assert.match(english.text, /fewer than 10/);
});

test("ORG-08: another account sees nothing of it", async () => {
  const mailing = await sentMailing(1, 1);
  for (const path of ["report", "report.csv", "report/persons"])
    assert.equal(
      (await foreign.call("GET", `/api/v1/mailings/${mailing.public_id}/${path}`)).status,
      404,
    );
  assert.deepEqual((await foreign.call("GET", "/api/v1/contacts")).body.items, []);
  assert.equal(
    (await foreign.call("GET", `/api/v1/contacts/${mailing.people[0]!.publicId}/overview`)).status,
    404,
  );
});

test("CON-20: who agreed to no report per person is in no list of persons, and counts in the figures", async () => {
  const mailing = await sentMailing(12, 20);
  await mailing.event(0, 1, 0);
  const path = `/api/v1/mailings/${mailing.public_id}/report`;
  assert.equal((await full.call("GET", `${path}/persons`)).body.items.length, 1);
  await owner.query("update wording_versions set uses = '{segments}'");
  try {
    assert.deepEqual((await full.call("GET", `${path}/persons`)).body.items, []);
    assert.equal((await full.call("GET", path)).body.personal.clicks.people, 1);
  } finally {
    await owner.query("update wording_versions set uses = '{person_report}'");
  }
});
