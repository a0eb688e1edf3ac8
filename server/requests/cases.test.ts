import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import type { DataRequestDetail, DataRequestView } from "../../contract/data-requests.ts";
import { requestWorld, type RequestWorld } from "../../test/support/requests.ts";
import { hiddenFields } from "../../test/support/signup.ts";
import { rows, sql } from "../platform/index.ts";
import { setRestricted } from "../contacts/index.ts";
import { readRegister } from "./register.ts";
import { forgetEnded, watchRequests } from "./requests.jobs.ts";
import { takeRequestMail } from "./take-mail.ts";

let base: TestDatabase;
let world: RequestWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await requestWorld(base.db);
});
afterEach(() => world.close());

const EMAIL = "anna@leser.example";
const DAY = 24 * 3_600_000;
const mailsTo = async (email: string) =>
  (await world.mails()).filter((mail) => mail.email === email);
const ask = async (fields: Record<string, string>, lang = "de", from = "203.0.113.9") => {
  const hidden = hiddenFields((await world.browse.get(`${world.formPath}?lang=${lang}`)).text);
  world.clock.advance(5000);
  return world.browse.post(`${world.formPath}?lang=${lang}`, { ...hidden, ...fields }, { from });
};
const one = async (id: string) => (await world.api("GET", `/data-requests/${id}`)).body;
const open = async (body: Record<string, unknown>) =>
  (await world.api("POST", "/data-requests", { kind: "access", channel: "letter", ...body })).body;

test("DSR-11 DSR-16: the form answers known and unknown addresses with the same bytes, opens a case for both, mails the known one", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  const before = (await mailsTo(EMAIL)).length;
  for (const lang of ["de", "en"]) {
    const answers = [];
    for (const email of [EMAIL, `niemand-${lang}@leser.example`, "pruefung@leser.example"]) {
      const { status, text, headers } = await ask(
        { kind: "access", email, website: email.startsWith("pruefung") ? "x" : "" },
        lang,
      );
      const { date: _date, "x-request-id": _id, ...rest } = headers;
      assert.equal(status, 200);
      assert.ok(!text.includes(email));
      answers.push({ text, rest });
    }
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  }
  assert.equal((await mailsTo("niemand-de@leser.example")).length, 0);
  const mail = (await mailsTo(EMAIL)).slice(before);
  assert.equal(
    mail.length,
    2,
    "a second request of the same kind sends a link, and opens no second case",
  );
  const { items } = (await world.api("GET", "/data-requests")).body;
  assert.deepEqual(
    items
      .map((each: { person: string; next: string; channel: string }) => [
        each.person,
        each.next,
        each.channel,
      ])
      .toSorted(),
    [
      ["Anna", "wait_link", "form"],
      ["niemand-de@leser.example", "identify", "form"],
      ["niemand-en@leser.example", "identify", "form"],
    ],
  );
  const bad = await ask({ kind: "alles", email: "x" });
  assert.equal(bad.status, 422);
  const statuses = [];
  for (let at = 0; at < 11; at++)
    statuses.push((await ask({ kind: "access", email: EMAIL }, "de", "198.51.100.4")).status);
  assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 200), 429]);
});

test("DSR-16: signs that no text can hold do not lose a request behind its answer", async () => {
  const message = "Was haben Sie\u0000 über mich?";
  const sent = await ask({
    kind: "access",
    email: "nul@leser.example",
    name: "Nu\u0000l",
    message,
  });
  assert.equal(sent.status, 200);
  const { items } = (await world.api("GET", "/data-requests")).body;
  assert.equal((await one(items[0].id)).message, "Was haben Sie über mich?");
});

test("DSR-11: looking at the link proves nothing, the button does; an answer needs the proof", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  await ask({ kind: "access", email: EMAIL, message: "Was wissen Sie?" });
  const [{ id }] = (await world.api("GET", "/data-requests")).body.items;
  const early = await world.api("POST", `/data-requests/${id}/answer`, {
    template: "done",
    subject: "Erledigt",
    text: "Ihr Anliegen ist erledigt.",
  });
  assert.equal(early.body.code, "identity_missing");
  assert.equal((await world.api("GET", `/data-requests/${id}/copy?format=pdf`)).status, 409);
  const link = (await world.lastMail(EMAIL)).links.find((each) => each.includes("/z/"))!;
  const path = link.slice(link.indexOf("/z/"));
  const page = await world.browse.get(path);
  assert.match(page.text, /Ja, das Anliegen ist von mir/);
  assert.equal((await one(id)).identity, null);
  await world.browse.post(`${path}/prove`, {});
  const proven = await one(id);
  assert.deepEqual([proven.identity, proven.state, proven.next], ["link", "identified", "answer"]);
  const { items } = (await world.api("GET", `/data-requests/${id}/answers`)).body;
  const copy = items.find((each: { template: string }) => each.template === "copy");
  const answered = await world.api("POST", `/data-requests/${id}/answer`, {
    template: "copy",
    subject: copy.subject,
    text: copy.text,
  });
  assert.equal(answered.body.state, "answered");
  const mail = await world.lastMail(EMAIL);
  assert.match(mail.subject, /Ihre Daten liegen bereit/);
  assert.ok(mail.links.some((each) => each.includes("/z/")));
  assert.equal(
    (await world.api("POST", `/data-requests/${id}/close`, { note: "doppelt" })).status,
    409,
  );
});

test("DSR-10: a letter of 31 January is due on 28 February; extended once with a reason the person reads; alarms once each", async () => {
  world.clock.advance(72 * DAY);
  const { id, dueOn } = await open({
    email: EMAIL,
    name: "Anna Beispiel",
    receivedOn: "2027-01-31",
  });
  assert.equal(dueOn, "2027-02-28");
  const notice = async () => {
    const count = await watchRequests(world.requests, world.accountId);
    return [count, await watchRequests(world.requests, world.accountId)];
  };
  assert.deepEqual(await notice(), [0, 0]);
  world.clock.advance(19 * DAY);
  assert.deepEqual(await notice(), [1, 0]);
  world.clock.advance(8 * DAY);
  assert.deepEqual(await notice(), [1, 0]);
  const short = await world.api("POST", `/data-requests/${id}/extend`, { reason: "so" });
  assert.equal(short.status, 400);
  const longer = await world.api("POST", `/data-requests/${id}/extend`, {
    reason: "Ihre Unterlagen liegen in einem Archiv, das wir erst öffnen müssen.",
  });
  assert.deepEqual(
    [longer.body.dueOn, longer.body.urgency, longer.body.extendableTo],
    ["2027-04-30", "calm", null],
  );
  assert.match((await world.lastMail(EMAIL)).text, /Archiv.*30\. April 2027/s);
  assert.equal(
    (await world.api("POST", `/data-requests/${id}/extend`, { reason: "Es dauert noch länger." }))
      .status,
    409,
  );
  world.clock.advance(70 * DAY);
  assert.deepEqual(await notice(), [1, 0]);
  const overdue = await one(id);
  assert.equal(overdue.urgency, "overdue");
  assert.deepEqual(
    overdue.events
      .filter((each: { kind: string }) => each.kind === "alarm")
      .map((each: { subject: string }) => each.subject),
    ["20", "28", "31"],
  );
  const csv = (await world.api("GET", "/data-requests/register?format=csv")).text;
  assert.match(csv, /2027-0001;Auskunft und Kopie Ihrer Daten;2027-01-31;Brief;2027-04-30;ja/);
  assert.ok(!csv.includes("Anna") && !csv.includes(EMAIL), "the register names nobody");
  const pdf = await world.http.app.inject({
    url: "/api/v1/data-requests/register?format=pdf",
    headers: { "x-klarpost": "1" },
  });
  assert.equal(pdf.rawPayload.subarray(0, 5).toString(), "%PDF-");
});

test("DSR-16: mail to the privacy address becomes one case with its deadline; other mail only where it names a right", async () => {
  await world.subscribe(EMAIL);
  const privacy = await world.inAccount((tx) =>
    rows<{ address: string }>(
      tx,
      sql`select privacy->>'contactEmail' as address from accounts where id = ${world.accountId}`,
    ),
  );
  const take = (recipients: string[], subject: string, text: string) =>
    world.inAccount((tx) =>
      takeRequestMail(tx, world.deps, world.accountId, {
        from: { address: "Anna@leser.example", normalised: EMAIL },
        recipients,
        subject,
        text,
      }),
    );
  const made = await take([privacy[0]!.address.toUpperCase()], "Frage", "Bitte löschen Sie mich.");
  assert.deepEqual(
    [made?.kind, made?.channel, made?.receivedOn, made?.dueOn],
    ["erasure", "mail", "2026-11-21", "2026-12-21"],
  );
  const again = await take([privacy[0]!.address], "Noch einmal", "Bitte endlich löschen!");
  assert.equal(again?.id, made?.id);
  assert.equal(await take(["info@musterbank.example"], "Hallo", "Schöner Newsletter"), undefined);
  assert.equal(
    (await take(["info@musterbank.example"], "Anfrage", "Auskunft nach Art. 15 DSGVO bitte"))?.kind,
    "access",
  );
});

test("DSR-06 DSR-14 RET-09: an erasure by case gives counts, the answer still goes out, then the case names nobody", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  const contact = await world.contactOf(EMAIL);
  const { id } = await open({
    kind: "erasure",
    contactId: contact.publicId,
    name: "Anna Beispiel",
  });
  assert.equal(
    (await world.api("POST", `/data-requests/${id}/act`, { act: "erase" })).body.code,
    "identity_missing",
  );
  await world.api("POST", `/data-requests/${id}/identify`, {
    way: "question",
    note: "Kundennummer und Geburtsjahr genannt",
  });
  assert.equal((await one(id)).next, "act");
  const erased = await world.api("POST", `/data-requests/${id}/act`, { act: "erase" });
  assert.equal(erased.body.counts.contacts, 1);
  assert.equal(erased.body.next, "answer");
  assert.equal(await world.contactOf(EMAIL), undefined);
  const done = await world.api("POST", `/data-requests/${id}/answer`, {
    template: "done",
    subject: "Ihre Daten sind gelöscht",
    text: "Wir haben Ihre Daten gelöscht.",
  });
  assert.deepEqual(
    [done.body.state, done.body.email, done.body.name, done.body.person],
    ["answered", null, "", ""],
  );
  assert.equal((await world.lastMail(EMAIL)).subject, "Ihre Daten sind gelöscht");
  const left = await world.inAccount((tx) =>
    rows(
      tx,
      sql`select 1 from data_requests r where r::text like ${"%leser.example%"} union all select 1 from data_request_events e where e::text like '%Kundennummer%'`,
    ),
  );
  assert.deepEqual(left, []);
});

test("RET-09: three years after its end, to 31 December, a case names nobody, and not earlier", async () => {
  const { id } = await open({ email: EMAIL, name: "Anna Beispiel", message: "Auskunft bitte" });
  await world.api("POST", `/data-requests/${id}/close`, { note: "Kam doppelt" });
  world.clock.advance((3 * 365 + 40) * DAY);
  assert.equal(await forgetEnded(world.requests, world.accountId), 0);
  assert.equal((await one(id)).email, EMAIL);
  world.clock.advance(3 * DAY);
  assert.equal(await forgetEnded(world.requests, world.accountId), 1);
  const anonymous = await one(id);
  assert.deepEqual([anonymous.email, anonymous.name, anonymous.message], [null, "", ""]);
  assert.equal(anonymous.number, "2026-0001");
});

test("DSR-15: where two people share an address, nobody is copied or erased for both", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  const contact = await world.contactOf(EMAIL);
  await world.inAccount((tx) =>
    rows(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash, first_name, last_name)
          select account_id, email, email_normalised, address_hash, 'Bernd', 'Geheim' from contacts where account_id = ${world.accountId} and id = ${contact.id}`,
    ),
  );
  const { id } = await open({ kind: "erasure", contactId: contact.publicId });
  await world.api("POST", `/data-requests/${id}/identify`, {
    way: "attested",
    note: "Filiale Nord, persönlich bekannt",
  });
  assert.equal((await one(id)).shared, true);
  assert.equal(
    (await world.api("GET", `/data-requests/${id}/copy?format=json`)).body.code,
    "address_shared",
  );
  assert.equal(
    (await world.api("POST", `/data-requests/${id}/act`, { act: "erase" })).body.code,
    "address_shared",
  );
  const link = await world.freshLink(EMAIL);
  const page = (await world.browse.get(link)).text;
  assert.ok(!page.includes("Bernd") && !page.includes("Geheim") && !page.includes(`${link}/copy`));
});

test("DSR-07: the lock of a case is lifted only after the person was told", async () => {
  await world.subscribe(EMAIL);
  const contact = await world.contactOf(EMAIL);
  const { id } = await open({ kind: "restriction", contactId: contact.publicId });
  await world.api("POST", `/data-requests/${id}/identify`, {
    way: "attested",
    note: "Persönlich bekannt",
  });
  const locked = await world.api("POST", `/data-requests/${id}/act`, { act: "restrict" });
  assert.equal(locked.body.restricted, true);
  assert.ok((await world.contactOf(EMAIL)).restrictedAt);
  const before = (await mailsTo(EMAIL)).length;
  const lifted = await world.api("POST", `/data-requests/${id}/act`, { act: "lift_restriction" });
  assert.equal(lifted.body.restricted, false);
  assert.match((await mailsTo(EMAIL)).slice(before)[0]!.subject, /wieder/);
  assert.equal(await world.inAccount((tx) => setRestricted(tx, contact.id, null)), false);
  // ORG-04: the audit log and the case tell one from the other.
  const audited = await world.inAccount((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where account_id = app_account() and object_id = ${id} and action like 'data_request.restrict%' order by id`,
    ),
  );
  const acts = ["restricted", "restriction_lifted"];
  assert.deepEqual(
    audited.map(({ action }) => action),
    acts.map((act) => `data_request.${act}`),
  );
  const { events, lifts } = lifted.body as DataRequestDetail;
  assert.deepEqual(
    events.map(({ kind }) => kind).filter((kind) => acts.includes(kind)),
    acts,
  );
  assert.equal(lifts, false);
});

test("DSR-07 ORG-04: whoever ends a restriction themselves stands in the register with that, not with a restriction", async () => {
  const email = "ende@leser.example";
  await world.subscribe(email);
  const link = await world.freshLink(email);
  await world.browse.post(`${link}/restrict`, { set: "on" });
  await world.browse.post(`${await world.freshLink(email)}/restrict`, { set: "off" });
  const { items } = (await world.api("GET", "/data-requests?state=ended")).body as {
    items: DataRequestView[];
  };
  const own = items.filter((one) => one.channel === "self_service" && one.kind === "restriction");
  assert.deepEqual(own.map(({ lifts }) => lifts).slice(0, 2), [true, false]);
  const register = await world.inAccount((tx) => readRegister(tx, world.clock, "de", "days"));
  assert.equal(register.rows.filter((row) => row[1] === "Aufhebung der Einschränkung").length, 1);
});
