import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { preferenceWorld, type PreferenceWorld } from "../../test/support/preferences.ts";
import { hiddenFields } from "../../test/support/signup.ts";
import { profilingStates, readEntries, type LedgerEntry } from "../consent/index.ts";
import { addressHash } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { createJobRunner, createLogger, rows, run, sql } from "../platform/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import { noteMailEnd } from "./change-address.ts";
import { preferenceJobs, preferencePeriodic } from "./preferences.jobs.ts";

let base: TestDatabase;
let world: PreferenceWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await preferenceWorld(base.db);
});
afterEach(() => world.close());

const EMAIL = "anna@leser.example";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const entriesOf = (email = EMAIL): Promise<LedgerEntry[]> =>
  world.inAccount((tx) => readEntries(tx, world.deps, world.accountId, { emailNormalised: email }));
const statesOf = async (email = EMAIL) =>
  Object.fromEntries(
    (await world.inAccount((tx) => subscriptionsOfAddress(tx, email))).map((one) => [
      world.lists.find((list) => list.id === one.listId)!.name,
      one.state,
    ]),
  );
const trackingOf = async (email = EMAIL) =>
  (await world.inAccount((tx) => profilingStates(tx, [email]))).get(email)?.state;
const mailCount = async (email: string) =>
  (await world.mails()).filter((mail) => mail.email === email).length;
const actions = (page: string) =>
  pageElements(page)
    .filter((one) => one.tag === "form")
    .map((one) => one.attributes["action"]!.replace(/\?.*/, "").split("/").slice(3).join("/"));
const secondPerson = () =>
  world.inAccount((tx) =>
    run(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash, first_name, last_name)
          values (${world.accountId}, ${EMAIL}, ${EMAIL}, ${addressHash(world.keys, world.accountId, EMAIL)}, 'Bernd', 'Geheim')`,
    ),
  );

test("DSR-12: a fresh link opens everything for an hour, then leads to the way to another", async () => {
  await world.subscribe(EMAIL, { tracking: true, name: "Annegret" });
  const link = await world.freshLink(EMAIL);
  const page = await world.browse.get(link);
  assert.equal(page.status, 200);
  assert.deepEqual(actions(page.text).toSorted(), [
    "address",
    "all",
    "copy",
    "erase",
    ...world.lists.map((list) => `lists/${list.publicId}`).toSorted(),
    "names",
    "object",
    "restrict",
    "tracking",
  ]);
  assert.match(page.text, /value="Annegret"/);
  assert.match(page.text, /von Ihnen, über das Anmeldeformular, 21\.\sNovember\s2026/);
  assert.match(page.text, /Auswertung meiner Nutzung erlaubt/);
  assert.match(page.text, /Einwilligung erteilt: „Marktblick“/);
  assert.match(page.text, /Fassung 1, erteilt am .* über das Anmeldeformular/);
  world.clock.advance(60 * MINUTE);
  const late = await world.browse.get(link);
  assert.equal(late.status, 410);
  assert.match(late.text, /Wir senden Ihnen einen Link/);
  assert.ok(!late.text.includes("Annegret"));
  assert.equal((await world.browse.post(`${link}/names`, { firstName: "X" })).status, 410);
});

test("DSR-17 CON-05: joining from a fresh link needs no second opt-in, but has its own consent entry", async () => {
  await world.subscribe(EMAIL);
  const link = await world.freshLink(EMAIL);
  const list = world.lists[1]!;
  const mails = (await world.mails()).length;
  const page = await world.browse.get(link);
  assert.match(page.text, /Mit dem Einschalten erklären Sie:/);
  const joined = await world.browse.post(`${link}/lists/${list.publicId}`, { set: "on" });
  assert.match(joined.text, /Sie erhalten diesen Newsletter ab der nächsten Ausgabe/);
  assert.deepEqual(await statesOf(), { Marktblick: "confirmed", "Bauen & Wohnen": "confirmed" });
  assert.equal((await world.mails()).length, mails);
  const entry = (await entriesOf()).at(-1)!;
  const { evidence } = entry.document!;
  assert.equal(entry.kind, "consent_granted");
  assert.equal(evidence.channel, "preference_page");
  assert.equal(evidence["addressProvenBy"], "access_link");
  assert.match(
    evidence.shownText!,
    /„Bauen & Wohnen“ .* Finanzieren und Modernisieren, einmal im Monat/,
  );
  assert.deepEqual(evidence.form, { id: world.form.publicId, version: 1 });
  const [subscription] = await world.inAccount((tx) =>
    rows<{ proof: string }>(
      tx,
      sql`select proof from subscriptions where account_id = app_account() and list_id = ${list.id} and email_normalised = ${EMAIL}`,
    ),
  );
  assert.equal(subscription!.proof, "verified_address");
  const left = await world.browse.post(`${link}/lists/${list.publicId}`, { set: "off" });
  assert.match(left.text, /Diesen Newsletter erhalten Sie nicht mehr/);
});

test("CON-26 TRK-15: the analysis is granted with its wording, and taken back by one press", async () => {
  await world.subscribe(EMAIL);
  const link = await world.freshLink(EMAIL);
  const granted = await world.browse.post(`${link}/tracking`, { set: "on" });
  assert.match(granted.text, /Die Auswertung Ihrer Nutzung ist an/);
  assert.equal(await trackingOf(), "granted");
  assert.match((await entriesOf()).at(-1)!.document!.evidence.shownText!, /Zählpixel/);
  await world.browse.post(`${link}/tracking`, { set: "off" });
  assert.equal(await trackingOf(), "withdrawn");
});

test("DSR-03 DSR-05 CON-11 ORG-04: names change with their origin; empty is a choice", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  const link = await world.freshLink(EMAIL);
  const long = await world.browse.post(`${link}/names`, { firstName: "x".repeat(101) });
  assert.equal(long.status, 422);
  const saved = await world.browse.post(`${link}/names`, {
    salutation: "divers",
    firstName: "",
    lastName: "Öztürk",
  });
  assert.match(saved.text, /So sprechen wir Sie künftig an/);
  const contact = await world.contactOf(EMAIL);
  assert.deepEqual(
    [contact.salutation, contact.firstName, contact.lastName],
    ["divers", "", "Öztürk"],
  );
  assert.equal(contact.origins["lastName"]!.source, "preferences");
  assert.equal(contact.origins["email"]!.source, "form");
  // ORG-04: which fields, by whom, and no value; saving the same again changes nothing.
  await world.browse.post(`${link}/names`, { salutation: "divers", lastName: "Öztürk" });
  const audited = await world.inAccount((tx) =>
    rows<{ actorKind: string; detail: object }>(
      tx,
      sql`select actor_kind, detail from audit_entries
          where account_id = app_account() and action = 'contact.changed' and object_id = ${contact.publicId}`,
    ),
  );
  assert.deepEqual(audited, [
    {
      actorKind: "person",
      detail: { asked: "preferences", fields: ["salutation", "firstName", "lastName"] },
    },
  ]);
});

test("DOI-14: a new address is asked, the old one is told and stays until the confirmation", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const link = await world.freshLink(EMAIL);
  const to = "anna.neu@leser.example";
  assert.equal((await world.browse.post(`${link}/address`, { email: "x" })).status, 422);
  assert.equal((await world.browse.post(`${link}/address`, { email: EMAIL })).status, 422);
  const asked = await world.browse.post(`${link}/address`, { email: to });
  assert.match(asked.text, /Dort wartet eine E‑Mail zum Bestätigen/);
  const mail = await world.lastMail(to);
  assert.equal(mail.kind, "opt_in");
  const notice = await world.lastMail(EMAIL);
  assert.match(notice.subject, /Sicherheitshinweis/);
  assert.equal((await world.contactOf(EMAIL)).email, EMAIL);
  assert.deepEqual(await statesOf(to), {});
  await noteMailEnd(world.preferences, {
    accountId: world.accountId,
    payload: {
      referenceType: mail.referenceType,
      referenceId: mail.referenceId,
      outcome: "accepted",
      reply: "250 Ok",
      messageId: "m@x",
      at: world.clock.now().toISOString(),
    },
  });
  const confirm = mail.links.find((each) => each.includes("/z/"))!;
  for (let at = 0; at < 5; at++) {
    const page = await world.browse.get(confirm);
    assert.match(page.text, /Ist das Ihre neue Adresse\?/);
    assert.ok(!page.text.includes(EMAIL), "the old address is masked");
  }
  assert.equal((await world.contactOf(EMAIL)).email, EMAIL);
  const path = confirm.slice(confirm.indexOf("/z/"));
  assert.equal((await world.browse.post(`${path}/confirm`, {})).status, 422);
  const fields = hiddenFields((await world.browse.get(confirm)).text);
  const done = await world.browse.post(`${path}/confirm`, fields);
  assert.match(done.text, /Ihre neue Adresse gilt/);
  assert.equal(await world.contactOf(EMAIL), undefined);
  assert.equal((await world.contactOf(to)).email, to);
  assert.deepEqual(await statesOf(to), { Marktblick: "confirmed" });
  assert.deepEqual(await statesOf(EMAIL), {});
  assert.equal(await trackingOf(to), "granted");
  for (const email of [EMAIL, to]) {
    const entry = (await entriesOf(email)).at(-1)!;
    assert.equal(entry.kind, "address_changed");
    const { evidence } = entry.document!;
    assert.deepEqual([evidence["oldAddress"], evidence["newAddress"]], [EMAIL, to]);
    assert.equal(evidence.mail?.smtpReply, "250 Ok");
    assert.ok(evidence.landingAt && evidence.confirmedAt);
  }
  const entries = (await entriesOf(to)).length;
  assert.equal((await world.browse.post(`${path}/confirm`, fields)).status, 200);
  assert.equal((await entriesOf(to)).length, entries);
  assert.equal(
    (await world.browse.get(link)).status,
    410,
    "the old address opens nothing any more",
  );
});

test("DOI-11 DOI-12 DOI-14: a blacklisted or flooded address gets no mail, and the page says the same", async () => {
  await world.subscribe(EMAIL);
  const link = await world.freshLink(EMAIL);
  await world.inAccount((tx) =>
    insertSuppression(tx, world.accountId, {
      scope: "blacklist",
      emailNormalised: "gesperrt@leser.example",
      addressHash: addressHash(world.keys, world.accountId, "gesperrt@leser.example"),
      reason: "test",
      origin: "operator",
      at: world.clock.now(),
    }),
  );
  const ask = (email: string) => world.browse.post(`${link}/address`, { email });
  const free = await ask("frei@leser.example");
  const blocked = await ask("gesperrt@leser.example");
  assert.equal(blocked.status, free.status);
  assert.match(blocked.text, /Dort wartet eine E‑Mail zum Bestätigen/);
  assert.equal(await mailCount("gesperrt@leser.example"), 0);
  for (let at = 0; at < 5; at++) await ask("flut@leser.example");
  assert.equal(await mailCount("flut@leser.example"), 2);
});

test("DOI-10 DOI-14: an unconfirmed new address is gone within 24 hours of its end", async () => {
  await world.subscribe(EMAIL);
  const link = await world.freshLink(EMAIL);
  await world.browse.post(`${link}/address`, { email: "tippfehler@leser.example" });
  const path = (await world.lastMail("tippfehler@leser.example")).links.find((l) =>
    l.includes("/z/"),
  )!;
  world.clock.advance(8 * DAY);
  const runner = createJobRunner({
    db: world.db,
    clock: world.clock,
    log: createLogger("silent"),
    handlers: preferenceJobs(world.preferences),
    periodic: preferencePeriodic(world.preferences),
  });
  await runner.drain();
  const left = await world.inAccount((tx) =>
    rows<{ n: number }>(
      tx,
      sql`select (select count(*) from preference_links where account_id = app_account()) + (select count(*) from deliveries
            where account_id = app_account() and email_normalised = 'tippfehler@leser.example') as n`,
    ),
  );
  assert.deepEqual(left, [{ n: 0 }]);
  assert.equal((await world.browse.get(path)).status, 404);
});

test("DOI-10 DOI-14: past its end, overtaken or of another kind, no link changes an address", async () => {
  await world.subscribe(EMAIL);
  const ask = async (to: string) => {
    await world.browse.post(`${await world.freshLink(EMAIL)}/address`, { email: to });
    const url = (await world.lastMail(to)).links.find((each) => each.includes("/z/"))!;
    return url.slice(url.indexOf("/z/"));
  };
  const opened = async (path: string) => hiddenFields((await world.browse.get(path)).text);
  const late = await ask("spaet@leser.example");
  world.clock.advance(7 * DAY - MINUTE);
  const fields = await opened(late);
  assert.ok(Object.keys(fields).length > 0, "a minute before its end it asks");
  world.clock.advance(2 * MINUTE);
  assert.doesNotMatch((await world.browse.post(`${late}/confirm`, fields)).text, /Adresse gilt/);
  assert.equal((await world.contactOf(EMAIL))?.email, EMAIL);
  const [first, second] = [await ask("eins@leser.example"), await ask("zwei@leser.example")];
  const asked = await opened(first);
  const other = await world.freshLink(EMAIL);
  for (const given of [asked, await opened(second)])
    assert.doesNotMatch((await world.browse.post(`${other}/confirm`, given)).text, /Adresse gilt/);
  assert.doesNotMatch((await world.browse.post(`${second}/confirm`, asked)).text, /Adresse gilt/);
  assert.equal((await world.contactOf(EMAIL))?.email, EMAIL);
  const done = await world.browse.post(`${second}/confirm`, await opened(second));
  assert.match(done.text, /Adresse gilt/);
  await world.browse.post(`${first}/confirm`, asked);
  assert.equal((await world.contactOf("zwei@leser.example"))?.email, "zwei@leser.example");
  assert.equal(await world.contactOf("eins@leser.example"), undefined);
});

test("DSR-04 DSR-08 DSR-12: the copy holds what every slice stores, as a file", async () => {
  await world.subscribe(EMAIL, { tracking: true, name: "Annegret" });
  const link = await world.freshLink(EMAIL);
  const answer = await world.browse.post(`${link}/copy`, { format: "json" });
  assert.equal(answer.status, 200);
  assert.match(
    String(answer.headers["content-disposition"]),
    /attachment; filename="kopie-meiner-daten-2026-11-21\.json"/,
  );
  assert.equal(answer.body.address, EMAIL);
  const { data } = answer.body;
  assert.equal(data.contacts.contacts[0].firstName, "Annegret");
  assert.equal(data.lists.subscriptions[0].list, "Marktblick");
  assert.equal(data.consent.profiling_permissions[0].state, "granted");
  assert.ok(
    data.consent.ledger_entries.some((one: { evidence: { shownText?: string } }) =>
      /Zählpixel/.test(one.evidence.shownText ?? ""),
    ),
  );
  assert.ok(data.delivery.deliveries.length >= 2);
  const audited = await world.inAccount((tx) =>
    rows<{ actorKind: string }>(
      tx,
      sql`select actor_kind from audit_entries where account_id = app_account() and action = 'contact.copied'`,
    ),
  );
  assert.deepEqual(audited, [{ actorKind: "person" }]);
});

test("DSR-06 DSR-12: erasing asks first, then leaves nothing but what must stay, and says so", async () => {
  const email = "loesch.mich@leser.example";
  await world.subscribe(email, { tracking: true, name: "Annegret" });
  const link = await world.freshLink(email);
  const ask = await world.browse.post(`${link}/erase`, {});
  assert.match(ask.text, /Möchten Sie alles löschen\?/);
  assert.match(ask.text, /31\.\sDezember\s2029/);
  assert.ok(await world.contactOf(email));
  assert.match(
    (await world.browse.post(`${link}/erase/now`, {})).text,
    /Möchten Sie alles löschen\?/,
  );
  const done = await world.browse.post(
    `${link}/erase/now`,
    hiddenFields(ask.text, `${link}/erase/now`),
  );
  assert.equal(done.status, 200);
  assert.match(done.text, /Ihre Daten sind gelöscht/);
  assert.equal(await world.contactOf(email), undefined);
  assert.deepEqual(await statesOf(email), {});
  assert.equal(await trackingOf(email), undefined);
  assert.equal(await mailCount(email), 0);
  assert.equal((await world.browse.get(link)).status, 404);
});

test("DSR-15: of two people on one address, nobody sees or erases the other's data", async () => {
  await world.subscribe(EMAIL, { name: "Annegret" });
  const anna = await world.contactOf(EMAIL);
  await secondPerson();
  const tab = await world.freshLink(EMAIL);
  const neutral = await world.browse.get(tab);
  assert.equal(neutral.status, 200);
  assert.ok(!neutral.text.includes("Annegret") && !neutral.text.includes("Geheim"));
  assert.deepEqual(
    ["names", "copy", "erase", "address"].filter((each) => actions(neutral.text).includes(each)),
    [],
  );
  const mail = await world.link("manage", EMAIL);
  await world.browse.post(`${mail}/fresh`, {});
  const link = (await world.lastMail(EMAIL)).links.find((each) => each.includes("/z/"))!;
  const bound = await world.browse.get(link);
  assert.match(bound.text, /value="Annegret"/);
  assert.ok(!bound.text.includes("Geheim"));
  const path = link.slice(link.indexOf("/z/"));
  const copy = await world.browse.post(`${path}/copy`, {});
  assert.ok(!copy.text.includes("Geheim"));
  await world.browse.post(`${path}/erase/now`, { nonce: "x" });
  assert.equal((await world.contactOf(EMAIL)).id, anna.id);
});
