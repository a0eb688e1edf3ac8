import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { IntakeForm } from "../../contract/intake.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestAnswer } from "../../test/support/http.ts";
import { signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { profilingStates, readEntries } from "../consent/index.ts";
import { addressHash, findByAddress } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { expireRequests } from "../signup/end-request.ts";
import { activeForAddress } from "../suppression/index.ts";
import { intakePersonalData, intakeRoutes, intakeSubscribers } from "./index.ts";
import { sweepRecords } from "./intake.jobs.ts";

let base: TestDatabase;
let world: SignupWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await signupWorld(base.db, { routes: intakeRoutes });
});
afterEach(() => world.close());

const EMAIL = "anna@leser.example";
const DAY = 86_400_000;
const PDF = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.from("Ja, ich möchte.\n")]);
const PNG = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(20, 7)]);

const form = async (): Promise<IntakeForm> =>
  (await world.http.call("GET", "/api/v1/intake/form?locale=de")).body;
const upload = (bytes: Buffer, name = "Brief von Frau Beispiel.pdf"): Promise<TestAnswer> => {
  const head = `--grenze\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n`;
  return world.http.call("POST", "/api/v1/intake/attachments", {
    headers: { "content-type": "multipart/form-data; boundary=grenze" },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--grenze--\r\n")]),
  });
};
const record = (body: Record<string, unknown>): Promise<TestAnswer> =>
  world.http.call("POST", "/api/v1/intake/consents", { body });
const tell = (body: Record<string, unknown>): Promise<TestAnswer> =>
  world.http.call("POST", "/api/v1/intake/declarations", { body });
async function byPhone(more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const { wordings } = await form();
  return {
    email: EMAIL,
    channel: "phone",
    lists: [world.lists[0]!.publicId],
    wordingId: wordings[0]!.id,
    declaredAt: "2026-11-20T15:04:05.000Z",
    agent: "Ina Koch",
    script: "Leitfaden 4",
    readOut: true,
    ...more,
  };
}
async function byLetter(more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const { script: _script, readOut: _readOut, ...common } = await byPhone();
  const { id } = (await upload(PDF)).body as { id: string };
  return { ...common, channel: "letter", attachments: [id], ...more };
}
const statesOf = async (email = EMAIL) =>
  (await world.inAccount((tx) => subscriptionsOfAddress(tx, email))).map((each) => each.state);
const entriesOf = (email = EMAIL) =>
  world.inAccount((tx) => readEntries(tx, world.deps, world.accountId, { emailNormalised: email }));
const scopesOf = async (email = EMAIL) =>
  (
    await world.inAccount((tx) =>
      activeForAddress(tx, email, addressHash(world.keys, world.accountId, email)),
    )
  ).map((each) => each.scope);
const newsletterDecision = (email = EMAIL) =>
  world.inAccount(async (tx) => {
    const [contact] = await findByAddress(tx, email);
    const [facts] = await loadFacts(tx, world.deps.compliance, {
      kind: "newsletter",
      listIds: [world.lists[0]!.id],
      targets: [{ contactId: contact?.id ?? null, emailNormalised: email }],
    });
    const decision = decide(facts!, "newsletter", world.clock.now());
    return decision.kind === "cleared" ? "cleared" : decision.reason;
  });
async function press(email = EMAIL): Promise<TestAnswer> {
  const link = (await world.lastMail(email)).links.find((each) => each.includes("/b/"))!;
  const page = await world.browse.get(link);
  return world.browse.post(link, { nonce: /name="nonce" value="([^"]+)"/.exec(page.text)![1]! });
}
const hearNews = () =>
  world.inAccount((tx) =>
    rows<{ type: string; payload: Record<string, unknown> }>(
      tx,
      sql`select type, payload from outbox_events order by id`,
    ),
  );
async function deliverNews(): Promise<void> {
  const heard = intakeSubscribers(world.deps);
  for (const { type, payload } of await hearNews())
    for (const handle of heard[type] ?? []) await handle({ accountId: world.accountId, payload });
}
const count = (table: "intake_records" | "intake_attachments" | "stored_files") =>
  world.inAccount(async (tx) =>
    Number((await one<{ n: number }>(tx, sql`select count(*) as n from ${sql.table(table)}`)).n),
  );

test("CON-12 CON-23: every channel is refused without its evidence, and names what is missing", async () => {
  const { wordings } = await form();
  const base_ = {
    email: EMAIL,
    lists: [world.lists[0]!.publicId],
    wordingId: wordings[0]!.id,
    declaredAt: "2026-11-20T15:04:05.000Z",
  };
  for (const [channel, expected] of [
    ["letter", ["attachments"]],
    ["phone", ["script", "readOut"]],
    ["in_person", ["tabletLog"]],
    ["sms", ["message", "senderNumber", "providerId"]],
  ] as const) {
    const answer = await record({ ...base_, channel });
    assert.equal(answer.status, 422, channel);
    assert.equal(answer.body.code, "evidence_incomplete");
    assert.deepEqual(
      answer.body.errors.map((each: { path: string }) => each.path.slice(1)),
      expected,
      channel,
    );
  }
  const bare = await record({ email: EMAIL, channel: "phone", lists: base_.lists, agent: " " });
  assert.deepEqual(
    bare.body.errors.map((each: { path: string }) => each.path),
    ["/declaredAt", "/wordingId", "/script", "/readOut"],
  );
  assert.deepEqual(await statesOf(), []);
  assert.equal((await world.mails()).length, 0);
});

test("CON-13 CON-14 DOI-01: a consent by phone waits, is asked about by mail, and counts by the button only", async () => {
  const answer = await record(await byPhone({ firstName: "Anna", lastName: "Beispiel" }));
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.body.outcome, "asked");
  assert.deepEqual(await statesOf(), ["pending"]);
  assert.equal(await newsletterDecision(), "subscription_pending");
  const mail = await world.lastMail(EMAIL);
  assert.match(mail.text, /am 20\. November 2026 am Telefon für folgenden\s+Newsletter/);
  assert.match(mail.text, /„Marktblick“ von\s+Versicherungsmakler\s+Erika Mustermann/);
  assert.equal(mail.priority, 1);
  await world.browse.get(mail.links.find((each) => each.includes("/b/"))!);
  assert.deepEqual(await statesOf(), ["pending"], "a look confirms nothing");
  assert.equal((await press()).status, 200);
  assert.deepEqual(await statesOf(), ["confirmed"]);
  assert.equal(await newsletterDecision(), "cleared");
  const [contact] = await world.inAccount((tx) => findByAddress(tx, EMAIL));
  assert.equal(contact!.lastName, "Beispiel");
  assert.equal(contact!.origins["lastName"]?.source, "intake");
});

test("CON-05 CON-12 DOI-08: the ledger entry carries channel, evidence, actor, hash of the scan and the whole chain", async () => {
  const asked = await record(await byLetter({ note: "Formular aus der Filiale Mitte" }));
  assert.equal(asked.status, 201, asked.text);
  await press();
  const granted = (await entriesOf()).find((each) => each.kind === "consent_granted")!;
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
  await record(await byPhone());
  await press();
  const state = async () =>
    (await world.inAccount((tx) => profilingStates(tx, [EMAIL]))).get(EMAIL)?.state;
  assert.equal(await state(), undefined);
  const refused = await record(await byPhone({ tracking: true }));
  assert.equal(refused.body.errors[0].path, "/trackingWordingId");
  const { tracking, wordings } = await form();
  const swapped = await record(
    await byPhone({ tracking: true, trackingWordingId: wordings[0]!.id }),
  );
  assert.equal(swapped.body.code, "wording_not_approved");
  await record(await byPhone({ tracking: true, trackingWordingId: tracking[0]!.id }));
  assert.equal(await state(), undefined, "not before the button");
  await press();
  assert.equal(await state(), "granted");
});

test("CON-04 CON-09: only approved wordings of the language can be declared, each with its own text", async () => {
  const { wordings, lists } = await form();
  assert.equal(lists.length, 3);
  assert.match(wordings[0]!.texts[world.lists[1]!.publicId]!, /„Bauen & Wohnen“/);
  const english = (await world.http.call("GET", "/api/v1/intake/form?locale=en")).body;
  const wrong = await record(await byPhone({ wordingId: english.wordings[0].id }));
  assert.deepEqual([wrong.status, wrong.body.code], [409, "wording_not_approved"]);
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update wording_versions set retired_at = now() where public_id = ${wordings[0]!.id}`,
    ),
  );
  assert.deepEqual((await form()).wordings, []);
  const retired = await record(await byPhoneWith(wordings[0]!.id));
  assert.equal(retired.body.code, "wording_not_approved");
});
const byPhoneWith = async (wordingId: string) => ({
  email: EMAIL,
  channel: "phone",
  lists: [world.lists[0]!.publicId],
  wordingId,
  declaredAt: "2026-11-20T15:04:05.000Z",
  agent: "Ina Koch",
  script: "Leitfaden 4",
  readOut: true,
});

test("CON-23: saved incomplete it is unverified, gets no mail and may not be mailed; complete evidence heals it", async () => {
  const answer = await record(await byPhone({ script: "", saveIncomplete: true }));
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual([answer.body.outcome, answer.body.missing], ["unverified", ["script"]]);
  const [subscription] = await world.inAccount((tx) => subscriptionsOfAddress(tx, EMAIL));
  assert.equal(subscription!.flag, "unverified");
  assert.equal(subscription!.entryId, null);
  assert.equal((await world.mails()).length, 0);
  assert.notEqual(await newsletterDecision(), "cleared");
  assert.deepEqual(await entriesOf(), []);
  await record(await byPhone());
  await press();
  assert.equal(await newsletterDecision(), "cleared");
  assert.equal(await count("intake_records"), 1, "what was incomplete is gone");
});

test("CON-13: a signed declaration counts at once only where the account enabled it with a reason", async () => {
  const refused = await record(await byLetter({ signed: true }));
  assert.deepEqual([refused.status, refused.body.code], [409, "signature_not_enough"]);
  const noReason = await world.http.call("PUT", "/api/v1/intake/signed-rule", {
    body: { enabled: true, reason: "weil" },
  });
  assert.equal(noReason.body.code, "reason_missing");
  const enabled = await world.http.call("PUT", "/api/v1/intake/signed-rule", {
    body: { enabled: true, reason: "Ausweis und Adresse werden am Schalter geprüft." },
  });
  assert.equal(enabled.body.enabled, true, enabled.text);
  assert.equal(enabled.body.by, "Test Operator");
  const phone = await record(await byPhone({ signed: true }));
  assert.equal(phone.body.code, "signature_not_enough", "nothing is signed on the phone");
  const done = await record(await byLetter({ signed: true }));
  assert.equal(done.body.outcome, "confirmed", done.text);
  const [subscription] = await world.inAccount((tx) => subscriptionsOfAddress(tx, EMAIL));
  assert.deepEqual([subscription!.state, subscription!.proof], ["confirmed", "signed_declaration"]);
  const [entry] = await entriesOf();
  assert.deepEqual(done.body.receipts, [entry!.publicId]);
  assert.equal(entry!.document!.evidence.reason, "Ausweis und Adresse werden am Schalter geprüft.");
  assert.equal((await world.mails()).length, 0);
});

test("DOI-13 DOI-15: who left is asked by mail even with a signed declaration", async () => {
  await world.http.call("PUT", "/api/v1/intake/signed-rule", {
    body: { enabled: true, reason: "Ausweis und Adresse werden am Schalter geprüft." },
  });
  await record(await byLetter({ signed: true }));
  await tell({ email: EMAIL, scope: "newsletters", channel: "phone" });
  const again = await record(await byLetter({ signed: true }));
  assert.equal(again.body.outcome, "asked");
  assert.notEqual(await newsletterDecision(), "cleared");
  await press();
  assert.equal(await newsletterDecision(), "cleared");
});

test("DOI-11 DOI-12: the same answer for new, waiting, confirmed and blocked addresses; at most two mails a day", async () => {
  const clerk = await testServer({
    db: base.db,
    routes: intakeRoutes(world.deps),
    as: {
      accountId: world.accountId,
      operatorId: world.operatorId,
      permissions: ["intake.record"],
    },
  });
  const ask = async (email: string) => {
    const answer = await clerk.call("POST", "/api/v1/intake/consents", {
      body: await byPhone({ email }),
    });
    return `${answer.status} ${answer.text}`;
  };
  const fresh = await ask(EMAIL);
  assert.match(fresh, /"outcome":"asked"/);
  assert.equal(await ask(EMAIL), fresh);
  assert.equal(await ask(EMAIL), fresh);
  assert.equal((await world.mails()).length, 2, "the third is over the limit");
  await press();
  assert.equal(await ask(EMAIL), fresh, "confirmed");
  await tell({ email: "otto@leser.example", scope: "advertising", channel: "letter", agent: "P" });
  assert.equal(await ask("otto@leser.example"), fresh, "objected");
  assert.equal((await world.mails()).length, 2);
  await clerk.close();
  const marketer = await testServer({
    db: base.db,
    routes: intakeRoutes(world.deps),
    as: { accountId: world.accountId, permissions: ["intake.record", "contacts.read"] },
  });
  const told = await marketer.call("POST", "/api/v1/intake/consents", {
    body: await byPhone({ email: "otto@leser.example" }),
  });
  await marketer.close();
  assert.equal(told.body.notAsked, "excluded", "who may read contacts is told why");
});

test("DOI-10 RET-09: unconfirmed, the scans go with the request; not attached, after a day", async () => {
  await record(await byLetter());
  await upload(PNG);
  assert.deepEqual([await count("intake_records"), await count("intake_attachments")], [1, 2]);
  world.clock.advance(8 * DAY);
  await expireRequests(world.deps, world.accountId);
  await sweepRecords(world.deps, world.accountId);
  assert.deepEqual([await count("intake_records"), await count("intake_attachments")], [0, 1]);
  await world.inAccount((tx) =>
    run(tx, sql`delete from stored_files where expires_at < ${world.clock.now()}`),
  );
  assert.deepEqual([await count("intake_attachments"), await count("stored_files")], [0, 0]);
});

test("CON-12 DSR-06: scans are PDF, JPEG or PNG by their bytes, sealed, for proof readers only, and go with the proof", async () => {
  for (const bytes of [
    Buffer.from("<svg onload=alert(1)>"),
    Buffer.from("MZ\u0090"),
    Buffer.alloc(0),
    Buffer.from("x%PDF-"),
  ])
    assert.equal((await upload(bytes)).body.code, "scan_not_accepted");
  const huge = await upload(Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]));
  assert.deepEqual([huge.status, huge.body.code], [413, "file_too_large"]);
  assert.equal(await count("stored_files"), 0);
  const { id, sha256 } = (await upload(PNG, "x.pdf")).body;
  assert.equal(sha256, createHash("sha256").update(PNG).digest("hex"));
  const path = `/api/v1/intake/attachments/${id}`;
  assert.equal((await world.http.call("GET", path)).status, 404, "not part of any proof yet");
  await record(await byLetter({ attachments: [id] }));
  const reused = await record(await byLetter({ attachments: [id] }));
  assert.equal(reused.body.code, "attachment_unknown");
  const stored = await world.inAccount((tx) =>
    rows<{ bytes: Buffer }>(tx, sql`select bytes from file_chunks`),
  );
  assert.ok(
    stored.every(({ bytes }) => !bytes.includes(PNG.subarray(0, 8))),
    "sealed",
  );
  const clerk = await testServer({
    db: base.db,
    routes: intakeRoutes(world.deps),
    as: { accountId: world.accountId, permissions: ["intake.record"] },
  });
  assert.equal((await clerk.call("GET", path)).status, 403);
  await clerk.close();
  const read = await world.http.call("GET", path);
  assert.equal(read.status, 200);
  assert.equal(read.headers["content-type"], "image/png");
  const noted = await world.inAccount((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where object_id = ${id} order by id`,
    ),
  );
  assert.deepEqual(
    noted.map(({ action }) => action),
    ["intake.attachment_uploaded", "intake.attachment_viewed"],
  );

  await press();
  await deliverNews();
  const erase = { accountId: world.accountId, emailNormalised: EMAIL };
  const copy = await world.inAccount((tx) => intakePersonalData.exportFor(tx, erase));
  assert.equal(copy["intake_attachments"]!.length, 1);
  await base.db.retention(world.accountId, (tx) => intakePersonalData.eraseFor(tx, erase));
  await sweepRecords(world.deps, world.accountId);
  assert.equal((await world.http.call("GET", path)).status, 200, "kept as long as the proof");
  await base.db.retention(world.accountId, (tx) => run(tx, sql`delete from ledger_payloads`));
  await sweepRecords(world.deps, world.accountId);
  assert.equal((await world.http.call("GET", path)).status, 404);
  assert.equal(await count("intake_records"), 0);
  assert.equal(await count("stored_files"), 2, "only what was uploaded and never attached");
});

test("LEG-16 LEG-14: an objection from an unknown address holds, with a receipt and its evidence", async () => {
  const scan = (await upload(PDF)).body.id;
  const answer = await tell({
    email: "Nie.Gesehen@Leser.example",
    name: "Frau Beispiel",
    scope: "advertising",
    channel: "fax",
    agent: "Ina Koch",
    receivedAt: "2026-11-20T10:00:00.000Z",
    note: "Will keine Post mehr",
    attachments: [scan],
  });
  assert.equal(answer.status, 201, answer.text);
  const email = "nie.gesehen@leser.example";
  assert.deepEqual(await scopesOf(email), ["account_address"]);
  const [entry] = await entriesOf(email);
  assert.equal(answer.body.receipt, entry!.publicId);
  const evidence = entry!.document!.evidence;
  assert.deepEqual(
    [evidence["via"], evidence["agent"], evidence["receivedAt"], evidence["nameAsTold"]],
    ["fax", "Ina Koch", "2026-11-20T10:00:00.000Z", "Frau Beispiel"],
  );
  assert.equal((evidence["attachments"] as unknown[]).length, 1);
  assert.equal((await world.http.call("GET", `/api/v1/intake/attachments/${scan}`)).status, 200);
  assert.deepEqual(await world.inAccount((tx) => findByAddress(tx, email)), [], "nobody is made");
});

test("LEG-16 CON-16 LEG-15: each scope ends exactly what it names, for known and unknown, and repeats get a number too", async () => {
  const { tracking } = await form();
  const subscribe = async (email: string) => {
    await record(
      await byPhone({
        email,
        lists: world.lists.slice(0, 2).map((list) => list.publicId),
        tracking: true,
        trackingWordingId: tracking[0]!.id,
      }),
    );
    await press(email);
  };
  const trackingOf = async (email: string) =>
    (await world.inAccount((tx) => profilingStates(tx, [email]))).get(email)?.state;
  for (const [scope, states, scopes, analysis] of [
    ["list", ["unsubscribed", "confirmed"], ["customer_7_3_address", "list_address"], "granted"],
    ["newsletters", ["unsubscribed", "unsubscribed"], undefined, "unknown"],
    [
      "advertising",
      ["unsubscribed", "unsubscribed"],
      ["account_address", "account_person"],
      "withdrawn",
    ],
    ["tracking", ["confirmed", "confirmed"], [], "withdrawn"],
    ["customer_advertising", ["confirmed", "confirmed"], ["customer_7_3_address"], "granted"],
  ] as const) {
    const email = `${scope.replace("_", "-")}@leser.example`;
    await subscribe(email);
    const body = {
      email,
      scope,
      channel: "phone",
      ...(scope === "list" ? { listId: world.lists[0]!.publicId } : {}),
    };
    const answer = await tell(body);
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(await statesOf(email), states, scope);
    if (scopes)
      assert.deepEqual(
        (await scopesOf(email)).filter((each) => each !== "account_person").toSorted(),
        scopes.filter((each) => each !== "account_person"),
        scope,
      );
    assert.equal(await trackingOf(email), analysis, scope);
    const again = await tell(body);
    assert.notEqual(again.body.receipt, answer.body.receipt);
    const unknown = await tell({ ...body, email: `un-${email}` });
    assert.deepEqual(Object.keys(unknown.body), Object.keys(answer.body), "tells nothing");
    const ids = new Set(
      [...(await entriesOf(email)), ...(await entriesOf(`un-${email}`))].map(
        (each) => each.publicId,
      ),
    );
    for (const each of [answer, again, unknown]) assert.ok(ids.has(each.body.receipt), scope);
  }
});

test("LEG-16: what cannot be is refused: no newsletter named, the future, no address, a program without an agent", async () => {
  const ok = { email: EMAIL, scope: "newsletters", channel: "letter" };
  for (const [body, code] of [
    [{ ...ok, scope: "list" }, "list_missing"],
    [{ ...ok, scope: "list", listId: `lst_${"0".repeat(32)}` }, "list_missing"],
    [{ ...ok, receivedAt: "2031-01-01T00:00:00Z" }, "received_in_future"],
    [{ ...ok, email: "anna(at)leser" }, "address_not_valid"],
    [{ ...ok, attachments: [`att_${"0".repeat(32)}`] }, "attachment_unknown"],
  ] as const)
    assert.equal((await tell(body)).body.code, code);
  assert.deepEqual(await entriesOf(), []);
});
