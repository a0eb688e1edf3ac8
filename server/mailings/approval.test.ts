import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ApprovalHistory } from "../../contract/approvals.ts";
import type { CalendarView } from "../../contract/calendar.ts";
import type { MailingPage, MailingView, ReadinessView } from "../../contract/mailings.ts";
import type { Static } from "typebox";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, keyWith, signedInAs, type Ask } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { SAMPLE_HTML } from "../../test/support/sending.ts";
import { rows, sql } from "../platform/index.ts";
import { approvalHolds, stopsScheduling, type Approval } from "./approval.ts";
import { findClashes } from "./calendar.ts";
import { approvalNeeded } from "./mailing.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let author: Ask;
let colleague: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 12, domain: "wege.example" });
  author = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
  colleague = askAs(running.url, await signedInAs(db, seeded, ["marketer"]));
});
after(() => running.close());

const draft = (name: string) =>
  author<MailingView>("POST", "/mailings", {
    name,
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const show = (id: string, who = author) => who<MailingView>("GET", `/mailings/${id}`);
const actions = (id: string) =>
  running.database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string; detail: Record<string, unknown> }>(
      tx,
      sql`select action, detail from audit_entries where object_id = ${id} order by id`,
    ),
  );

test("CNT-18: neither who made a mailing nor who asked can be the second person, and whoever approved does not schedule", () => {
  const said = { state: "approved", revision: 3, requestedBy: 2, decidedBy: 5 } as Approval;
  const mailing = { revision: 3, createdBy: 1 };
  assert.equal(approvalHolds(mailing, said), true);
  assert.equal(approvalHolds(mailing, { ...said, decidedBy: 1 }), false);
  assert.equal(approvalHolds(mailing, { ...said, decidedBy: 2 }), false);
  assert.equal(approvalHolds({ ...mailing, revision: 4 }, said), false);
  assert.equal(approvalHolds(mailing, { ...said, state: "returned" }), false);
  assert.equal(approvalHolds(mailing, undefined), false);
  assert.equal(stopsScheduling(false, 5, 1), "approval_needed");
  assert.equal(stopsScheduling(true, 5, 5), "approval_by_scheduler");
  assert.equal(stopsScheduling(true, 5, 1), null);
  assert.equal(stopsScheduling(true, 5, null), null);
  assert.equal(approvalNeeded(501, "live", 3, 500), "second_person");
  assert.equal(approvalNeeded(500, "live", 3, 500), "none");
});

test("CNT-18 ORG-04: request, send back, ask again, approve: scheduled for the time that was asked for", async () => {
  const { id } = await draft("Freigabe");
  await assert.rejects(colleague("POST", `/mailings/${id}/send-back`, { comment: "" }), /422|400/);
  const asked = await author<MailingView>("POST", `/mailings/${id}/request-approval`, {
    note: "Stimmt der Zinssatz?",
  });
  assert.deepEqual(
    [asked.approvalState, asked.approval.note, asked.approval.mayDecide],
    ["requested", "Stimmt der Zinssatz?", false],
  );
  await assert.rejects(author("POST", `/mailings/${id}/request-approval`, {}), /approval_state/);
  await assert.rejects(author("POST", `/mailings/${id}/approve`), /approval_by_author/);
  await assert.rejects(
    author("POST", `/mailings/${id}/send-back`, { comment: "Nein, danke." }),
    /approval_by_author/,
  );
  const program = askAs(
    running.url,
    await keyWith(running.database.db, seeded, ["mailings.read", "mailings.send"]),
  );
  await assert.rejects(program("POST", `/mailings/${id}/approve`), /approval_by_author/);

  assert.equal((await show(id, colleague)).approval.mayDecide, true);
  await colleague("POST", `/mailings/${id}/send-back`, {
    comment: "Der Zinssatz ist von gestern.",
  });
  const back = await show(id);
  assert.deepEqual(
    [back.approvalState, back.approval.comment],
    ["returned", "Der Zinssatz ist von gestern."],
  );
  await author("PATCH", `/mailings/${id}`, { revision: back.revision, subject: "Neuer Zinssatz" });
  assert.equal((await show(id)).approvalState, "returned");

  const at = inDays(3);
  await author("POST", `/mailings/${id}/request-approval`, { schedule: { at } });
  const calendar = await author<CalendarView>(
    "GET",
    `/mailing-calendar?from=${inDays(0)}&to=${inDays(10)}`,
  );
  assert.equal(calendar.items.find((item) => item.id === id)?.approvalState, "requested");
  const approved = await colleague<MailingView>("POST", `/mailings/${id}/approve`);
  assert.deepEqual([approved.state, approved.scheduledAt], ["scheduled", at]);
  assert.equal(approved.approvalState, "approved");

  const moved = inDays(5);
  const again = await author<MailingView>("POST", `/mailings/${id}/reschedule`, { at: moved });
  assert.deepEqual([again.scheduledAt, again.approvalState], [moved, "approved"]);
  await assert.rejects(
    author("POST", `/mailings/${id}/reschedule`, { at: inDays(-1) }),
    /time_past/,
  );
  const history = await author<ApprovalHistory>("GET", `/mailings/${id}/approvals`);
  assert.deepEqual(
    history.items.map((one) => one.state),
    ["approved", "returned"],
  );
  assert.deepEqual(
    (await actions(id)).map((one) => one.action),
    [
      "mailing.created",
      "mailing.approval_requested",
      "mailing.sent_back",
      "mailing.changed",
      "mailing.approval_requested",
      "mailing.approve",
      "mailing.rescheduled",
    ],
  );
});

test("CNT-18: whoever made a key does not approve what the key asked for", async () => {
  const { db } = running.database;
  const maker = await signedInAs(db, seeded, ["owner"]);
  const options = { madeBy: maker.operatorId };
  const program = askAs(running.url, await keyWith(db, seeded, ["mailings.write"], options));
  const { id } = await draft("Vom Programm erbeten");
  await program("POST", `/mailings/${id}/request-approval`, {});
  const own = askAs(running.url, maker);
  await assert.rejects(own("POST", `/mailings/${id}/approve`), /approval_by_author/);
  assert.equal((await show(id, colleague)).approval.mayDecide, true);
});

test("CNT-18: whoever made a key does not approve what the key wrote or copied, whoever asks", async () => {
  const { db } = running.database;
  const maker = await signedInAs(db, seeded, ["owner"]);
  const own = askAs(running.url, maker);
  const scopes = ["mailings.read", "mailings.write", "mailings.send", "lists.read"];
  const program = askAs(
    running.url,
    await keyWith(db, seeded, scopes, { madeBy: maker.operatorId }),
  );
  const mayDecide = async (id: string, who: Ask) => (await show(id, who)).approval.mayDecide;
  const wrote = {
    name: "Vom Programm geschrieben",
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  };
  const { id } = await program<MailingView>("POST", "/mailings", wrote);
  const copy = await program<MailingView>("POST", "/mailings", { copyOf: id });
  for (const one of [id, copy.id]) {
    await author("POST", `/mailings/${one}/request-approval`, {});
    await assert.rejects(own("POST", `/mailings/${one}/approve`), /approval_by_author/);
    assert.deepEqual(
      [await mayDecide(one, own), await mayDecide(one, author), await mayDecide(one, colleague)],
      [false, false, true],
    );
  }
});

test("CNT-18: who approved sees it was them; a change after the approval voids it, and the log says so", async () => {
  const { id, revision } = await draft("Nachträglich");
  await author("POST", `/mailings/${id}/request-approval`, {});
  await colleague("POST", `/mailings/${id}/approve`);
  assert.deepEqual(
    [
      (await show(id, colleague)).approval.decidedByCaller,
      (await show(id)).approval.decidedByCaller,
    ],
    [true, false],
  );
  assert.equal(
    (await author<ReadinessView>("GET", `/mailings/${id}/readiness`)).approval.given,
    true,
  );
  await author("PATCH", `/mailings/${id}`, { revision, subject: "Doch anders" });
  assert.equal((await show(id)).approvalState, "void");
  assert.equal(
    (await author<ReadinessView>("GET", `/mailings/${id}/readiness`)).approval.given,
    false,
  );
  const log = await actions(id);
  assert.equal(log.at(-1)!.detail["approvalVoided"], true);
  const page = await author<Static<typeof MailingPage>>("GET", "/mailings?q=Nachträglich");
  assert.deepEqual(
    page.items.map((one) => one.approvalState),
    ["void"],
  );
});

test("CNT-18: nobody is asked to look at what is not finished", async () => {
  const { id } = await author<MailingView>("POST", "/mailings", { name: "Leer" });
  await assert.rejects(author("POST", `/mailings/${id}/request-approval`, {}), /mailing_not_ready/);
});

test("CNT-18 LEAD-14: the account sets the size and the caps; only who answers for it may", async () => {
  const rules = {
    cap: { max: 3, days: 7 },
    lists: [{ listId: seeded.listPublicId, max: 1, days: 2 }],
    approvalAbove: 5,
  };
  await assert.rejects(colleague("PUT", "/mailing-rules", rules), /permission/);
  await assert.rejects(
    author("PUT", "/mailing-rules", { ...rules, lists: [...rules.lists, ...rules.lists] }),
    /no_such_list/,
  );
  await author("PUT", "/mailing-rules", rules);
  const stored = await colleague<typeof rules>("GET", "/mailing-rules");
  assert.deepEqual([stored.cap, stored.approvalAbove, stored.lists.length], [rules.cap, 5, 1]);
  const { id } = await draft("Groß");
  const check = await author<ReadinessView>("GET", `/mailings/${id}/readiness`);
  assert.deepEqual(check.approval, { needed: "typed_number", threshold: 5, given: false });
});

test("LEAD-14: the calendar tells which mailings of one list reach a cap, and tells nothing of others", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day, 9));
  const mailing = (id: number, day: number, listIds: number[], isComing = true) => ({
    id,
    publicId: `mlg_${id}`,
    name: `M${id}`,
    at: at(day),
    listIds,
    isComing,
  });
  const plan = [
    mailing(1, 2, [1], false),
    mailing(2, 4, [1, 2]),
    mailing(3, 4, [3]),
    mailing(4, 9, [1]),
    mailing(5, 9, []),
    mailing(6, 11, [2]),
  ];
  const told = (caps: Parameters<typeof findClashes>[1]) =>
    Object.fromEntries(
      [...findClashes(plan, caps)].map(([id, clashes]) => [
        id,
        clashes.map((clash) => clash.others.map((other) => other.id)),
      ]),
    );
  assert.deepEqual(told([{ listId: null, max: 1, days: 7 }]), { 2: [[1]], 4: [[2]] });
  assert.deepEqual(told([{ listId: null, max: 2, days: 10 }]), { 4: [[2, 1]] });
  assert.deepEqual(told([{ listId: 1, max: 1, days: 5 }]), { 2: [[1]] });
  assert.deepEqual(told([]), {});
});

test("a campaign groups mailings: made, changed, filled, and told with each mailing", async () => {
  const campaign = await author<{ id: string }>("POST", "/campaigns", {
    name: "Frühjahr",
    colour: "moss",
    startsOn: "2027-03-01",
    endsOn: "2027-04-15",
    goal: "300 Anmeldungen",
  });
  await assert.rejects(author("POST", "/campaigns", { name: "frühjahr" }), /campaign_name_taken/);
  await assert.rejects(
    author("PATCH", `/campaigns/${campaign.id}`, { endsOn: "2027-02-01" }),
    /period_backwards/,
  );
  const { id } = await draft("Auftakt");
  const filled = await author<MailingView>("PUT", `/mailings/${id}/campaign`, {
    campaignId: campaign.id,
  });
  assert.equal(filled.campaign?.name, "Frühjahr");
  const page = await author<Static<typeof MailingPage>>("GET", `/mailings?campaign=${campaign.id}`);
  assert.deepEqual(
    page.items.map((one) => one.id),
    [id],
  );
  const all = await author<{ items: { name: string; mailings: number }[] }>("GET", "/campaigns");
  assert.deepEqual(
    all.items.map((one) => [one.name, one.mailings]),
    [["Frühjahr", 1]],
  );
  await author("PATCH", `/campaigns/${campaign.id}`, { archived: true });
  assert.deepEqual((await author<typeof all>("GET", "/campaigns")).items, []);
  assert.equal((await show(id)).campaign?.id, campaign.id);
});

test("a copy takes content, lists and settings, and neither times nor results", async () => {
  const { id } = await draft("Original");
  const window = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" };
  await author("POST", `/mailings/${id}/schedule`, {
    at: inDays(2),
    window,
    perHour: 100,
    confirmRecipients: 12,
  });
  const copy = await author<MailingView>("POST", "/mailings", { copyOf: id });
  assert.deepEqual(
    [copy.state, copy.window, copy.perHour, copy.counts, copy.scheduledAt, copy.approvalState],
    ["draft", null, null, null, null, "none"],
  );
  assert.equal(copy.html, SAMPLE_HTML);
  assert.equal(copy.lists[0]?.id, seeded.listPublicId);
});
