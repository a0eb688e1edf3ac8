import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addressHash } from "../server/contacts/index.ts";
import { returnCsv, returnRows } from "../server/crm/return-file.ts";
import { campaignsOfList } from "../server/crm/return.store.ts";
import { acknowledgeReturnFile, makeReturnFile } from "../server/crm/hand-over.ts";
import { createLinkTokens } from "../server/lists/index.ts";
import { findMailingById, type Mailing } from "../server/mailings/index.ts";
import { rows, run, sql, type Actor } from "../server/platform/index.ts";
import { unsubscribe } from "../server/preferences/unsubscribe.ts";
import { undoUnsubscribe } from "../server/preferences/undo-unsubscribe.ts";
import type { CoreList } from "../server/records/index.ts";
import { exportPorts } from "../server/reports/export-ports.ts";
import { listPersons } from "../server/reports/list-persons.ts";
import { insertSuppression } from "../server/suppression/index.ts";
import { trackingSubscribers } from "../server/tracking/index.ts";
import { preparedCampaign, scheduleCampaign, takeFile } from "./support/core-lists.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import { readerHits } from "./support/reader-hits.ts";
import { eventually, operatorActor, sendingParts, type SendingParts } from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

let test_: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;

before(async () => {
  test_ = await testDatabase();
  parts = sendingParts(test_.db);
  sink = await startSmtpSink();
});
after(async () => {
  await sink.close();
  await parts.close();
  await test_.close();
});

const seed = (domain: string) =>
  seedNewsletter(test_.db, parts.keys, { people: 2, granted: 1, domain });

async function send(seeded: SeededNewsletter, mailing: Mailing) {
  const from = sink.accepted.length;
  const dispatcher = parts.dispatcher(sink.port);
  const jobs = parts.jobs();
  dispatcher.start();
  jobs.start();
  try {
    await eventually("the campaign is sent", async () => {
      const found = await test_.db.account(seeded.accountId, (tx) =>
        findMailingById(tx, mailing.id),
      );
      return found!.state === "sent";
    });
  } finally {
    await dispatcher.stop();
    await jobs.stop();
  }
  return sink.accepted.slice(from);
}

const actor = (seeded: SeededNewsletter): Actor => ({
  ...operatorActor(seeded.operatorId),
  permissions: new Set(["contacts.export", "tracking.read"]),
});

const returned = (seeded: SeededNewsletter, list: CoreList, seesPersons = true) =>
  test_.db.account(seeded.accountId, async (tx) =>
    returnRows(tx, list, await campaignsOfList(tx, list.publicId), {
      locale: "de",
      seesPersons,
      now: parts.deps.clock.now(),
      mailingId: null,
    }),
  );

const reasons = (seeded: SeededNewsletter, mailing: Mailing) =>
  test_.db.account(seeded.accountId, (tx) =>
    rows<{ personNumber: string; outcome: string; reason: string | null; basis: string | null }>(
      tx,
      sql`select c.person_number, o.outcome, o.reason, o.basis from deliveries d
          join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
          join contacts c on c.account_id = d.account_id and c.id = d.contact_id
          where d.account_id = ${seeded.accountId} and d.run_id = ${mailing.runId} order by c.id`,
    ),
  );

const linkOf = async (content: Buffer, path: "u" | "v") => {
  const { html } = await readMail(content);
  return new RegExp(`href="[^"]*/${path}/([\\w-]+)"`).exec(html)![1]!;
};

test("CRM-01 CRM-08 CRM-09 CRM-19 CRM-20 UNS-12 SND-16: a campaign goes to records; each that is held back says why; sums close", async () => {
  const seeded = await seed("zwei.example");
  const { list } = await takeFile(parts, seeded, [
    "1;paar@zwei.example;;Anna;Paar;0;EWE-1;;",
    "2;paar@zwei.example;;Bernd;Paar;0;EWE-2;;",
    "1;paar@zwei.example;;Anna;Paar;0;EWE-1;;",
    "3;ohne@zwei.example;;;;0;;;",
    "4;gesperrt@zwei.example;;;;0;EWE-4;;",
    "5;tot@zwei.example;;;;0;EWE-5;;",
    "6;nein@zwei.example;;;;0;EWE-6;;",
    "7;abonnent@zwei.example;;;;0;EWE-7;;",
    "8;kunde@zwei.example;;;;0;;§ 7 Abs. 3 UWG;",
    "9;kunde-nein@zwei.example;;;;0;;§ 7 Abs. 3 UWG;",
  ]);
  const hash = (address: string) => addressHash(parts.keys, seeded.accountId, address);
  const stop = (entry: Partial<Parameters<typeof insertSuppression>[2]>) =>
    test_.db.account(seeded.accountId, (tx) =>
      insertSuppression(tx, seeded.accountId, {
        scope: "blacklist",
        reason: "test",
        origin: "operator",
        at: new Date(),
        ...entry,
      }),
    );
  await stop({ scope: "blacklist", addressHash: hash("gesperrt@zwei.example") });
  await stop({ scope: "retained", addressHash: hash("tot@zwei.example") });
  await stop({ scope: "account_person", sourceSystem: "OSPlus", personNumber: "6" });
  for (const scope of ["newsletters_address", "list_address"] as const)
    await stop({ scope, listId: seeded.listId, addressHash: hash("abonnent@zwei.example") });
  await stop({ scope: "newsletters_address", addressHash: hash("kunde-nein@zwei.example") });

  const mailing = await preparedCampaign(parts, seeded, list);
  const mails = await send(seeded, mailing);
  assert.deepEqual(
    mails.flatMap((mail) => mail.to).toSorted(),
    ["abonnent@zwei.example", "kunde@zwei.example", "paar@zwei.example", "paar@zwei.example"],
    "two persons on one address get two mails; a newsletter's unsubscribe holds nothing back",
  );
  const ends = await reasons(seeded, mailing);
  assert.deepEqual(
    ends.map(({ personNumber, reason, basis }) => [personNumber, reason ?? basis]),
    [
      ["1", "consent"],
      ["2", "consent"],
      ["1", "technical_duplicate"],
      ["3", "core_basis_missing"],
      ["4", "blacklist"],
      ["5", "retained"],
      ["6", "objection"],
      ["7", "consent"],
      ["8", "customer_7_3_uwg"],
      ["9", "7_3_objection"],
    ],
  );
  const { html, headers } = await readMail(mails[0]!.content);
  assert.match(String(headers.get("list-unsubscribe")), /\/u\//);
  assert.ok(html.includes("/u/"));

  const file = await returned(seeded, list);
  assert.deepEqual(
    file.filter((row) => row[6] !== "").map((row) => [row[0], row[2]]),
    [
      ["1", "Versendet"],
      ["2", "Versendet"],
      ["1", "Nicht versendet"],
      ["3", "Nicht versendet"],
      ["4", "Nicht versendet"],
      ["5", "Zurückgehaltene Adresse"],
      ["6", "Nicht versendet"],
      ["7", "Versendet"],
      ["8", "Versendet"],
      ["9", "Nicht versendet"],
    ],
    "everybody selected is in the file once",
  );
});

test("UNS-08 UNS-12 UNS-22 CRM-08 CRM-12 CRM-14: a person leaves, and it stays open until the core system knows", async () => {
  const seeded = await seed("drei.example");
  const { list } = await takeFile(parts, seeded, [
    "4711;paar@drei.example;;Anna;Paar;0;EWE-1;;",
    "4712;paar@drei.example;;Bernd;Paar;0;EWE-2;;",
  ]);
  const mails = await send(seeded, await preparedCampaign(parts, seeded, list));
  const links = createLinkTokens(parts.keys);
  const token = await linkOf(mails[0]!.content, "u");
  const subject = links.open("unsubscribe", token)!;
  assert.deepEqual(subject.person, { source: "OSPlus", number: subject.person!.number });
  const leave = (act = { origin: "header" as const }) =>
    test_.db.account(seeded.accountId, (tx) => unsubscribe(tx, parts.deps, subject, act));
  const left = await leave();
  assert.equal(left.changed, true);
  assert.equal((await leave()).changed, false, "a second click changes nothing");
  const undone = await test_.db.account(seeded.accountId, (tx) =>
    undoUnsubscribe(tx, parts.deps, subject, () => true),
  );
  assert.equal(undone.kind, "undone");
  await leave();

  const gone = subject.person!.number;
  const other = gone === "4711" ? "4712" : "4711";
  const second = await takeFile(parts, seeded, [
    "4711;neu@drei.example;;Anna;Paar;1;EWE-1;;",
    "4712;neu@drei.example;;Bernd;Paar;0;EWE-2;;",
  ]);
  const next = await preparedCampaign(parts, seeded, second.list);
  await send(seeded, next);
  assert.deepEqual(
    (await reasons(seeded, next)).map(({ personNumber, reason }) => [personNumber, reason]),
    [
      ["4711", gone === "4711" ? "campaign_unsubscribed" : null],
      ["4712", gone === "4712" ? "campaign_unsubscribed" : null],
    ],
    "a new delivery is imported, held back for the one who left, and reaches the other",
  );
  const file = await returned(seeded, list);
  const rowsOf = file.filter((row) => row[2] === "Abmeldung");
  assert.deepEqual(
    rowsOf.map((row) => row[0]),
    [gone],
  );
  assert.match(rowsOf[0]![6]!, /^dlv_/, "with the delivery it answers");
  assert.ok(!file.some((row) => row[2] === "Abmeldung" && row[0] === other));

  // CRM-14: after 73 hours no campaign of this source is scheduled.
  await test_.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update core_withdrawals set at = now() - interval '73 hours' where account_id = ${seeded.accountId}`,
    ),
  );
  const third = await takeFile(parts, seeded, ["4799;spaet@drei.example;;;;0;EWE-1;;"]);
  await assert.rejects(scheduleCampaign(parts, seeded, third.list), /stand in the way/);

  const write = () => Buffer.from("xlsx");
  const made = await test_.db.account(seeded.accountId, (tx) =>
    makeReturnFile(
      tx,
      { ...parts.deps, writeWorkbook: write },
      seeded.accountId,
      actor(seeded),
      list,
      { format: "csv", mailing: undefined, reason: "Rückmeldung an die Bank", locale: "de" },
    ),
  );
  assert.ok(made.content.toString().startsWith("\uFEFFPersonennummer;"));
  await test_.db.account(seeded.accountId, (tx) =>
    acknowledgeReturnFile(tx, parts.deps, seeded.accountId, actor(seeded), made.handover.publicId),
  );
  await scheduleCampaign(parts, seeded, third.list);
  await parts.jobs().drain();
  const again = await preparedCampaign(parts, seeded, second.list);
  assert.deepEqual(
    (await reasons(seeded, again)).map(({ personNumber, reason }) => [personNumber, reason]),
    [],
    "what the core system delivered after the unsubscribe and before it knew is open again by its acknowledgement",
  );
  const first = await preparedCampaign(parts, seeded, list);
  assert.deepEqual(
    (await reasons(seeded, first)).map(({ personNumber, reason }) => [personNumber, reason]),
    [[gone, "campaign_unsubscribed"]],
    "the record that was unsubscribed never gets another",
  );
});

test("CRM-10 CRM-11 CRM-13 TRK-01 TRK-14: who opened is known of records with Profiling 1 alone, and only while it holds", async () => {
  const seeded = await seed("vier.example");
  const many = Array.from({ length: 12 }, (_, at) => `9${at};leser${at}@vier.example;;;;0;EWE;;`);
  const { list } = await takeFile(parts, seeded, [
    "1;eins@vier.example;;Anna;Eins;1;EWE-1;;",
    "2;zwei@vier.example;;Bernd;Zwei;0;EWE-2;;",
    // CRM-11: the first subscriber of the newsletter granted; the core system says 0.
    "3;leser1@leser.example;;;;0;EWE-3;;",
    ...many,
  ]);
  const mailing = await preparedCampaign(parts, seeded, list);
  // What other tests left scheduled goes along.
  const mails = (await send(seeded, mailing)).filter((mail) =>
    mail.to.some((to) => to.endsWith("@vier.example") || to === "leser1@leser.example"),
  );
  const of = (address: string) => mails.find((mail) => mail.to.includes(address))!.content;
  const reader = await readerHits(parts);
  try {
    for (const mail of mails) await reader.open(mail.content);
  } finally {
    await reader.close();
  }
  const openers = async () =>
    (await returned(seeded, list)).filter((row) => row[2] === "Öffner").map((row) => row[0]);
  assert.deepEqual(await openers(), ["1"]);
  assert.ok(
    !(await returned(seeded, list, false)).some((row) => row[2] === "Öffner"),
    "not for whoever may not see persons",
  );
  const totals = (await returned(seeded, list)).filter((row) => row[2]!.startsWith("Summe"));
  assert.equal(totals.length, 2);
  assert.ok(totals.every((row) => row[0] === "" && /^\d+$|^weniger als 10$/.test(row[3]!)));
  const measured = await test_.db.account(seeded.accountId, (tx) =>
    rows<{ emailNormalised: string }>(
      tx,
      sql`select email_normalised from measured_deliveries where account_id = ${seeded.accountId}`,
    ),
  );
  assert.ok(
    measured.length === 1 && measured[0]!.emailNormalised.startsWith("record:"),
    "no address joins the pots",
  );

  const persons = (did?: "opened" | "not_opened" | "not_clicked") =>
    test_.db.account(seeded.accountId, async (tx) => {
      const stored = (await findMailingById(tx, mailing.id))!;
      const { found } = await listPersons(tx, stored, {
        did,
        now: parts.deps.clock.now(),
        after: null,
        limit: 50,
      });
      const wanted = { mailing: stored.publicId, ...(did && { did }) };
      const file = exportPorts(parts.deps).personsForFile(wanted, "de");
      const inFile = (await file.page(tx, 0, 50)).map((row) => row.record());
      assert.deepEqual(
        inFile.map((one) => (one as { personNumber: string }).personNumber),
        found.map((one) => one.personNumber),
      );
      assert.equal(await file.count(tx), found.length);
      return found.map((one) => one.personNumber);
    });
  assert.deepEqual(await persons(), ["1"], "the report names the same");
  assert.deepEqual(await persons("opened"), ["1"]);
  assert.deepEqual(await persons("not_opened"), []);
  assert.deepEqual(await persons("not_clicked"), ["1"], "of the others nothing is known");

  const subject = createLinkTokens(parts.keys).open(
    "unsubscribe",
    await linkOf(of("eins@vier.example"), "u"),
  )!;
  await test_.db.account(seeded.accountId, (tx) =>
    unsubscribe(tx, parts.deps, subject, { origin: "link" }),
  );
  assert.deepEqual(await openers(), [], "the permission ends with the unsubscribe");
  assert.deepEqual(await persons(), []);
  assert.deepEqual(await persons("not_clicked"), []);
  await trackingSubscribers(parts.deps)["profiling.withdrawn"]![0]!({
    accountId: seeded.accountId,
    payload: { emailNormalised: measured[0]!.emailNormalised },
  });
  const events = await test_.db.account(seeded.accountId, (tx) =>
    rows(tx, sql`select 1 from personal_events where account_id = ${seeded.accountId}`),
  );
  assert.equal(events.length, 0, "and what was recorded is deleted");
});

test("CRM-12: nothing in a return file is calculated by a spreadsheet", () => {
  const file = returnCsv([["=1+1", "@x", "+49", "-1", "a;b", "", "", "", ""]], "de");
  assert.ok(file.startsWith("\uFEFF"));
  assert.match(file, /'=1\+1/);
  assert.match(file, /"a;b"/);
});
