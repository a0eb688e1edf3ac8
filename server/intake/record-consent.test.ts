import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { EMAIL, PDF, intakeWorld, type IntakeWorld } from "../../test/support/intake.ts";
import { profilingStates } from "../consent/index.ts";
import { findByAddress } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { run, sql } from "../platform/index.ts";

let base: TestDatabase;
let desk: IntakeWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  desk = await intakeWorld(base.db);
});
afterEach(() => desk.close());

test("CON-12 CON-23: every channel is refused without its evidence, and names what is missing", async () => {
  const { wordings } = await desk.intakeForm();
  const base_ = {
    email: EMAIL,
    lists: [desk.lists[0]!.publicId],
    wordingId: wordings[0]!.id,
    declaredAt: "2026-11-20T15:04:05.000Z",
  };
  for (const [channel, expected] of [
    ["letter", ["attachments"]],
    ["phone", ["script", "readOut"]],
    ["in_person", ["tabletLog"]],
    ["sms", ["message", "senderNumber", "providerId"]],
  ] as const) {
    const answer = await desk.record({ ...base_, channel });
    assert.equal(answer.status, 422, channel);
    assert.equal(answer.body.code, "evidence_incomplete");
    assert.deepEqual(
      answer.body.errors.map((each: { path: string }) => each.path.slice(1)),
      expected,
      channel,
    );
  }
  const bare = await desk.record({
    email: EMAIL,
    channel: "phone",
    lists: base_.lists,
    agent: " ",
  });
  assert.deepEqual(
    bare.body.errors.map((each: { path: string }) => each.path),
    ["/declaredAt", "/wordingId", "/script", "/readOut"],
  );
  assert.deepEqual(await desk.statesOf(), []);
  assert.equal((await desk.mails()).length, 0);
});

test("CON-13 CON-14 DOI-01: a consent by phone waits, is asked about by mail, and counts by the button only", async () => {
  const answer = await desk.record(await desk.byPhone({ firstName: "Anna", lastName: "Beispiel" }));
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.body.outcome, "asked");
  assert.deepEqual(await desk.statesOf(), ["pending"]);
  assert.equal(await desk.newsletterDecision(), "subscription_pending");
  const mail = await desk.lastMail(EMAIL);
  assert.match(mail.text, /am 20\. November 2026 am Telefon für folgenden\s+Newsletter/);
  assert.match(mail.text, /„Marktblick“ von\s+Versicherungsmakler\s+Erika Mustermann/);
  assert.equal(mail.priority, 1);
  await desk.browse.get(mail.links.find((each) => each.includes("/b/"))!);
  assert.deepEqual(await desk.statesOf(), ["pending"], "a look confirms nothing");
  assert.equal((await desk.press()).status, 200);
  assert.deepEqual(await desk.statesOf(), ["confirmed"]);
  assert.equal(await desk.newsletterDecision(), "cleared");
  const [contact] = await desk.inAccount((tx) => findByAddress(tx, EMAIL));
  assert.equal(contact!.lastName, "Beispiel");
  assert.equal(contact!.origins["lastName"]?.source, "intake");
});

test("CON-05 CON-12 DOI-08: the ledger entry carries channel, evidence, actor, hash of the scan and the whole chain", async () => {
  const asked = await desk.record(await desk.byLetter({ note: "Formular aus der Filiale Mitte" }));
  assert.equal(asked.status, 201, asked.text);
  await desk.press();
  const granted = (await desk.entriesOf()).find((each) => each.kind === "consent_granted")!;
  const evidence = granted.document!.evidence;
  assert.equal(evidence.channel, "letter");
  assert.equal(evidence.source, "intake:letter");
  assert.deepEqual(evidence.actor, { kind: "operator", name: "Test Operator" });
  assert.equal(evidence["note"], "Formular aus der Filiale Mitte");
  assert.equal(evidence.requestedAt, "2026-11-20T15:04:05.000Z");
  assert.ok(evidence.confirmedAt! > evidence.requestedAt!);
  assert.match(evidence.mail!.text, /per Brief/);
  assert.equal(evidence.mail!.sha256.length, 64);
  assert.match(evidence.shownText!, /„Marktblick“/);
  assert.equal(evidence.form, undefined);
  const [scan] = evidence["attachments"] as { sha256: string; sizeBytes: number }[];
  assert.equal(scan!.sha256, createHash("sha256").update(PDF).digest("hex"));
  assert.equal(scan!.sizeBytes, PDF.length);
});

test("CON-08 TRK-03: the analysis is granted only where it was declared, with its own wording", async () => {
  await desk.record(await desk.byPhone());
  await desk.press();
  const state = async () =>
    (await desk.inAccount((tx) => profilingStates(tx, [EMAIL]))).get(EMAIL)?.state;
  assert.equal(await state(), undefined);
  const refused = await desk.record(await desk.byPhone({ tracking: true }));
  assert.equal(refused.body.errors[0].path, "/trackingWordingId");
  const { tracking, wordings } = await desk.intakeForm();
  const swapped = await desk.record(
    await desk.byPhone({ tracking: true, trackingWordingId: wordings[0]!.id }),
  );
  assert.equal(swapped.body.code, "wording_not_approved");
  await desk.record(await desk.byPhone({ tracking: true, trackingWordingId: tracking[0]!.id }));
  assert.equal(await state(), undefined, "not before the button");
  await desk.press();
  assert.equal(await state(), "granted");
});

test("CON-04 CON-09: only approved wordings of the language can be declared, each with its own text", async () => {
  const { wordings, lists } = await desk.intakeForm();
  assert.equal(lists.length, 3);
  assert.match(wordings[0]!.texts[desk.lists[1]!.publicId]!, /„Bauen & Wohnen“/);
  const english = (await desk.http.call("GET", "/api/v1/intake/form?locale=en")).body;
  const wrong = await desk.record(await desk.byPhone({ wordingId: english.wordings[0].id }));
  assert.deepEqual([wrong.status, wrong.body.code], [409, "wording_not_approved"]);
  await desk.inAccount((tx) =>
    run(
      tx,
      sql`update wording_versions set retired_at = now() where public_id = ${wordings[0]!.id}`,
    ),
  );
  assert.deepEqual((await desk.intakeForm()).wordings, []);
  const retired = await desk.record(await byPhoneWith(wordings[0]!.id));
  assert.equal(retired.body.code, "wording_not_approved");
});
const byPhoneWith = async (wordingId: string) => ({
  email: EMAIL,
  channel: "phone",
  lists: [desk.lists[0]!.publicId],
  wordingId,
  declaredAt: "2026-11-20T15:04:05.000Z",
  agent: "Ina Koch",
  script: "Leitfaden 4",
  readOut: true,
});

test("CON-23: saved incomplete it is unverified, gets no mail and may not be mailed; complete evidence heals it", async () => {
  const answer = await desk.record(await desk.byPhone({ script: "", saveIncomplete: true }));
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual([answer.body.outcome, answer.body.missing], ["unverified", ["script"]]);
  const [subscription] = await desk.inAccount((tx) => subscriptionsOfAddress(tx, EMAIL));
  assert.equal(subscription!.flag, "unverified");
  assert.equal(subscription!.entryId, null);
  assert.equal((await desk.mails()).length, 0);
  assert.notEqual(await desk.newsletterDecision(), "cleared");
  assert.deepEqual(await desk.entriesOf(), []);
  await desk.record(await desk.byPhone());
  await desk.press();
  assert.equal(await desk.newsletterDecision(), "cleared");
  assert.equal(await desk.count("intake_records"), 1, "what was incomplete is gone");
});

test("CON-13: a signed declaration counts at once only where the account enabled it with a reason", async () => {
  const refused = await desk.record(await desk.byLetter({ signed: true }));
  assert.deepEqual([refused.status, refused.body.code], [409, "signature_not_enough"]);
  const noReason = await desk.http.call("PUT", "/api/v1/intake/signed-rule", {
    body: { enabled: true, reason: "weil" },
  });
  assert.equal(noReason.body.code, "reason_missing");
  const enabled = await desk.http.call("PUT", "/api/v1/intake/signed-rule", {
    body: { enabled: true, reason: "Ausweis und Adresse werden am Schalter geprüft." },
  });
  assert.equal(enabled.body.enabled, true, enabled.text);
  assert.equal(enabled.body.by, "Test Operator");
  const phone = await desk.record(await desk.byPhone({ signed: true }));
  assert.equal(phone.body.code, "signature_not_enough", "nothing is signed on the phone");
  const done = await desk.record(await desk.byLetter({ signed: true }));
  assert.equal(done.body.outcome, "confirmed", done.text);
  const [subscription] = await desk.inAccount((tx) => subscriptionsOfAddress(tx, EMAIL));
  assert.deepEqual([subscription!.state, subscription!.proof], ["confirmed", "signed_declaration"]);
  const [entry] = await desk.entriesOf();
  assert.deepEqual(done.body.receipts, [entry!.publicId]);
  assert.equal(entry!.document!.evidence.reason, "Ausweis und Adresse werden am Schalter geprüft.");
  assert.equal((await desk.mails()).length, 0);
});

test("DOI-13 DOI-15: who left is asked by mail even with a signed declaration", async () => {
  await desk.http.call("PUT", "/api/v1/intake/signed-rule", {
    body: { enabled: true, reason: "Ausweis und Adresse werden am Schalter geprüft." },
  });
  await desk.record(await desk.byLetter({ signed: true }));
  await desk.tell({ email: EMAIL, scope: "newsletters", channel: "phone" });
  const again = await desk.record(await desk.byLetter({ signed: true }));
  assert.equal(again.body.outcome, "asked");
  assert.notEqual(await desk.newsletterDecision(), "cleared");
  await desk.press();
  assert.equal(await desk.newsletterDecision(), "cleared");
});

test("DOI-11 DOI-12: the same answer for new, waiting, confirmed and blocked addresses; at most two mails a day", async () => {
  const clerk = await desk.callerWith(["intake.record"]);
  const ask = async (email: string) => {
    const answer = await clerk.call("POST", "/api/v1/intake/consents", {
      body: await desk.byPhone({ email }),
    });
    return `${answer.status} ${answer.text}`;
  };
  const fresh = await ask(EMAIL);
  assert.match(fresh, /"outcome":"asked"/);
  assert.equal(await ask(EMAIL), fresh);
  assert.equal(await ask(EMAIL), fresh);
  assert.equal((await desk.mails()).length, 2, "the third is over the limit");
  await desk.press();
  assert.equal(await ask(EMAIL), fresh, "confirmed");
  await desk.tell({
    email: "otto@leser.example",
    scope: "advertising",
    channel: "letter",
    agent: "P",
  });
  assert.equal(await ask("otto@leser.example"), fresh, "objected");
  assert.equal((await desk.mails()).length, 2);
  await clerk.close();
  const marketer = await desk.callerWith(["intake.record", "contacts.read"]);
  const told = await marketer.call("POST", "/api/v1/intake/consents", {
    body: await desk.byPhone({ email: "otto@leser.example" }),
  });
  await marketer.close();
  assert.equal(told.body.notAsked, "excluded", "who may read contacts is told why");
});
