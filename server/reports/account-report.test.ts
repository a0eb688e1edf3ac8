import assert from "node:assert/strict";
import { test } from "node:test";
import * as XLSX from "@e965/xlsx";
import {
  accountId,
  audits,
  clock,
  contact,
  foreign,
  full,
  insert,
  listPublicId,
  modest,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";
import { growthOf, deliverySum } from "./account-report.ts";
import { spansOf } from "./account-report-periods.ts";

reportBench();

const get = async (path: string, who = full) => {
  const { status, body } = await who.call("GET", `/api/v1/reports/${path}`);
  return { status, body };
};

/** An entry of the ledger about the list, or about none. */
async function entry(kind: string, at: string, list: number | null, purpose = "newsletter") {
  const made = await insert("ledger_entries", { kind, at, commitment: Buffer.alloc(32) });
  const subject = await insert("ledger_subjects", {
    subject_hash: Buffer.alloc(32, made.id),
    key_sealed: Buffer.alloc(1),
  });
  await owner.query(
    "insert into ledger_payloads (account_id, entry_id, subject_id, purpose, list_id, ciphertext) values ($1, $2, $3, $4, $5, '')",
    [accountId, made.id, subject.id, purpose, list],
  );
}

test("a new account has reports that say there is nothing yet", async () => {
  const { status, body } = await get("account?period=all", foreign);
  assert.equal(status, 200);
  assert.equal(body.reach.subscribers, 0);
  assert.deepEqual([body.growth.net, body.growth.lists], [0, []]);
  assert.equal(body.delivery.total.hardRate, null);
  const mailings = await get("account/mailings", foreign);
  assert.deepEqual(mailings.body.mailings, []);
  assert.equal(mailings.body.weekdays.verdict, "too_few");
  assert.deepEqual((await get("comparison", foreign)).body, {
    k: 10,
    against: null,
    mailings: [],
  });
});

test("growth is counted from the ledger by week and list; objections and undeliverable addresses drop out", async () => {
  const other = await insert("lists", { name: "Börse" });
  const list = Number(
    (await owner.query("select id from lists where public_id = $1", [listPublicId])).rows[0].id,
  );
  const before = (await get("account?period=30")).body.growth;
  for (const day of ["2026-11-16", "2026-11-17", "2026-11-19"])
    await entry("consent_granted", `${day}T10:00:00Z`, list);
  await entry("imported_with_evidence", "2026-11-18T10:00:00Z", other.id);
  await entry("imported_with_evidence", "2026-11-18T10:00:00Z", null, "profiling");
  await entry("profiling_granted", "2026-11-18T10:00:00Z", null, "profiling");
  await entry("unsubscribed", "2026-11-10T10:00:00Z", list);
  await entry("unsubscribe_undone", "2026-11-10T10:10:00Z", list);
  await entry("consent_granted", "2026-09-01T10:00:00Z", list);
  const gone = await contact();
  await insert("suppressions", {
    scope: "retained",
    email_normalised: gone.email,
    address_hash: gone.hash,
    reason: "unknown_user",
    origin: "bounce",
    created_at: "2026-11-12T10:00:00Z",
  });
  await insert("suppressions", {
    scope: "account_address",
    email_normalised: "objector@example.org",
    address_hash: Buffer.alloc(16, 9),
    reason: "objection",
    origin: "letter",
    created_at: "2026-11-12T10:00:00Z",
  });
  const { body } = await get("account?period=30");
  const { growth } = body;
  assert.deepEqual(
    [growth.confirmed, growth.left, growth.removed, growth.net],
    [before.confirmed + 5, before.left + 1, before.removed + 2, before.net + 2],
  );
  const week = growth.buckets.find((each: { from: string }) => each.from === "2026-11-16");
  assert.equal(week.confirmed, 4);
  assert.equal(week.to, "2026-11-21");
  for (const key of ["confirmed", "left", "removed"])
    assert.equal(
      growth.buckets.reduce((sum: number, each: Record<string, number>) => sum + each[key]!, 0),
      growth[key],
    );
  const narrowed = (await get(`account?period=30&list=${listPublicId}`)).body;
  assert.equal(narrowed.list.id, listPublicId);
  assert.deepEqual(
    [narrowed.growth.confirmed, narrowed.growth.left, narrowed.growth.removed],
    [4, 1, 1],
  );
  // What receivers did is not known by list and stays as it is.
  assert.deepEqual(narrowed.delivery, body.delivery);
  assert.equal(narrowed.reach.perPerson, null);
  assert.equal((await get(`account?list=lst_${"0".repeat(32)}`)).status, 404);
  assert.equal((await get(`account?list=${listPublicId}`, foreign)).status, 404);
});

test("reach counts people once, without those whose address is blocked, and says who was mailed lately", async () => {
  const before = (await get("account?period=90")).body.reach;
  const mailed = async (daysAgo: number | null) => {
    const { email } = await contact();
    if (daysAgo !== null)
      await owner.query(
        "update subscriptions set last_mailed_at = $1 where account_id = $2 and email_normalised = $3",
        [new Date(clock.now().getTime() - daysAgo * 86_400_000), accountId, email],
      );
    return email;
  };
  const twice = await mailed(3);
  await mailed(45);
  await mailed(400);
  const blocked = await mailed(null);
  const second = await insert("lists", { name: "Zweite" });
  await owner.query(
    "insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id) select account_id, $1, email_normalised, contact_id, state, proof, entry_id from subscriptions where email_normalised = $2",
    [second.id, twice],
  );
  await insert("suppressions", {
    scope: "complaint",
    email_normalised: blocked,
    address_hash: Buffer.alloc(16, 3),
    reason: "spam_report",
    origin: "complaint",
  });
  await insert("delivery_days", {
    day: "2026-11-18",
    provider: "gmail",
    sender_domain: "a.example",
    stream: "marketing",
    accepted: 600,
    hard: 12,
    soft: 8,
  }).catch((error: unknown) => {
    // The table has no id of its own; the row is in.
    if (!(error instanceof TypeError)) throw error;
  });
  const { reach, delivery } = (await get("account?period=90")).body;
  assert.equal(reach.subscribers, before.subscribers + 4);
  assert.equal(reach.subscriptions, before.subscriptions + 5);
  assert.equal(reach.mailable, before.mailable + 3);
  assert.equal(reach.reached30, before.reached30 + 1);
  assert.equal(reach.reached90, before.reached90 + 2);
  assert.equal(reach.reached, before.reached + 2);
  assert.equal(reach.mails, 600);
  assert.equal(reach.perPerson, 600 / reach.reached);
  assert.deepEqual([delivery.total.accepted, delivery.total.refused], [600, 20]);
  assert.equal(delivery.total.hardRate, 12 / 620);
  assert.deepEqual(delivery.limits, {
    hardStop: 0.02,
    complaintWarn: 0.001,
    complaintStop: 0.003,
  });
});

test("TRK-08: how many permit the analysis is hidden where it is about a few", async () => {
  const { consent } = (await get("account")).body;
  assert.equal(consent.granted.hidden, true);
  assert.equal(consent.granted.value, null);
});

test("a share needs enough mails to say something", () => {
  const row = { accepted: 90, refused: 5, hard: 5, complaints: 1 };
  assert.equal(deliverySum([row]).hardRate, null);
  assert.equal(deliverySum([row, row]).hardRate, 10 / 190);
  assert.equal(deliverySum([row, row]).complaintRate, null);
  assert.equal(deliverySum([row, row, row, row]).complaintRate, 4 / 360);
});

test("growth of weeks and of lists adds up", () => {
  const spans = spansOf("2026-11-01", "2026-11-22", "week");
  const lists = [
    { id: 1, publicId: "a", name: "A", subscriptions: 5 },
    { id: 2, publicId: "b", name: "B", subscriptions: 3 },
  ];
  const rows = [
    { day: "2026-11-01", listId: 1, confirmed: 3, left: 0, removed: 0 },
    { day: "2026-11-02", listId: 2, confirmed: 1, left: 2, removed: 0 },
    { day: "2026-11-22", listId: null, confirmed: 0, left: 0, removed: 1 },
  ];
  const growth = growthOf({ spans }, rows, lists, null);
  assert.equal(growth.net, 1);
  assert.deepEqual(
    growth.buckets.map((each) => each.confirmed),
    [3, 1, 0, 0],
  );
  assert.deepEqual(
    growth.lists.map((each) => [each.confirmed, each.left]),
    [
      [3, 0],
      [1, 2],
    ],
  );
  assert.equal(growthOf({ spans }, rows, lists, 2).net, -1);
});

test("TRK-12 TRK-08: a mailing's line shows the figures of its own report, and none of fewer than k people to whoever may not see persons", async () => {
  const large = await sentMailing(12, 40);
  const small = await sentMailing(4, 30);
  for (const [who, link] of [
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 3],
  ] as const)
    await large.event(who, link);
  await large.event(5, 0, 2);
  await small.event(0, 0);
  const line = async (id: string, who: typeof full) =>
    (await get("account/mailings?period=30", who)).body.mailings.find(
      (each: { id: string }) => each.id === id,
    );
  const report = (await full.call("GET", `/api/v1/mailings/${large.public_id}/report`)).body;
  for (const who of [full, modest]) {
    const shown = await line(large.public_id, who);
    assert.deepEqual(
      [shown.opened.count, shown.opened.base, shown.clicked.count],
      [report.personal.opens.people, report.personal.base, report.personal.clicks.people],
    );
    assert.equal(shown.accepted, report.funnel.accepted);
    assert.equal(shown.unsubscribed.count, report.after.unsubscribed);
    assert.equal(shown.complaints, report.complaints);
    assert.equal(shown.recipients, 52);
    assert.equal(shown.permitted.value, 12);
  }
  assert.equal((await line(small.public_id, full)).opened.base, 4);
  const hidden = await line(small.public_id, modest);
  assert.deepEqual([hidden.opened, hidden.clicked], [null, null]);
  assert.equal(hidden.permitted.hidden, true);
  // TRK-01: whoever withdrew is in no rate any more.
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where account_id = $1 and email_normalised = $2",
    [accountId, large.people[0]!.email],
  );
  assert.deepEqual(
    [
      (await line(large.public_id, full)).opened.count,
      (await line(large.public_id, full)).opened.base,
    ],
    [1, 11],
  );
});

test("TRK-18: of a mailing whose events are deleted by now there is no rate of the few that are left", async () => {
  const mailing = await sentMailing(12, 20);
  await mailing.event(0, 0);
  await owner.query("update mailings set started_at = '2025-11-20T09:00:00Z' where id = $1", [
    mailing.id,
  ]);
  // The account is younger than the mailing, which was brought into it.
  const old = (await get("account/mailings?period=all")).body.mailings[0];
  assert.equal(old.id, mailing.public_id);
  assert.deepEqual([old.opened, old.clicked, old.expired], [null, null, true]);
});

test("the exports hold what the page shows, as tables without formulas, and are written to the audit log", async () => {
  const before = (await audits("report.exported")).length;
  const csv = await modest.call("GET", "/api/v1/reports/account.csv?period=30&locale=de");
  assert.equal(csv.status, 200);
  const { text } = csv;
  assert.match(text, /Wachstum\r\n/);
  assert.match(text, /weniger als 10/);
  assert.match(text, /Öffnungsrate der Zustimmenden/);
  const file = await full.app.inject({
    url: "/api/v1/reports/account.xlsx?period=all&locale=en",
    headers: { "x-klarpost": "1" },
  });
  assert.equal(file.statusCode, 200);
  const book = XLSX.read(file.rawPayload);
  assert.deepEqual(book.SheetNames, [
    "Overview",
    "Growth",
    "Lists",
    "Delivery",
    "Mailings",
    "Weekdays",
    "Hours",
    "Formulas",
  ]);
  const written = (await audits("report.exported")).slice(before);
  assert.deepEqual(
    written.map((each) => each.detail["format"]),
    ["csv", "xlsx"],
  );
});
