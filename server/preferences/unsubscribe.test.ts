import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import pg from "pg";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { preferenceWorld, type PreferenceWorld } from "../../test/support/preferences.ts";
import { hiddenFields } from "../../test/support/signup.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { profilingStates, readEntries } from "../consent/index.ts";
import { addressHash, deleteContact } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { rows, run, sql } from "../platform/index.ts";
import { activeForAddress } from "../suppression/index.ts";

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

const hash = (email = EMAIL) => addressHash(world.keys, world.accountId, email);
const statesOf = async (email = EMAIL) =>
  (await world.inAccount((tx) => subscriptionsOfAddress(tx, email))).map((one) => one.state);
const scopesOf = async (email = EMAIL) =>
  (await world.inAccount((tx) => activeForAddress(tx, email, hash(email)))).map((one) => one.scope);
const kindsOf = async (email = EMAIL) =>
  (
    await world.inAccount((tx) =>
      readEntries(tx, world.deps, world.accountId, { emailNormalised: email }),
    )
  ).map((entry) => entry.kind);
const trackingOf = async (email = EMAIL) =>
  (await world.inAccount((tx) => profilingStates(tx, [email]))).get(email)?.state;
const newsletterDecision = async (email: string, listId: number) => {
  const contact = await world.contactOf(email);
  return world.inAccount(async (tx) => {
    const [facts] = await loadFacts(tx, world.deps.compliance, {
      kind: "newsletter",
      listIds: [listId],
      contactIds: [contact.id],
    });
    const decision = decide(facts!, "newsletter", world.clock.now());
    return decision.kind === "cleared" ? "cleared" : decision.reason;
  });
};
const oneClick = (path: string, headers: Record<string, string> = {}) =>
  world.http.call("POST", path, {
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-klarpost": "",
      accept: "*/*",
      ...headers,
    },
    body: "List-Unsubscribe=One-Click",
  });
const snapshot = () =>
  world.inAccount((tx) =>
    rows(
      tx,
      sql`select 's', row_to_json(s)::text as t from subscriptions s where s.account_id = app_account()
          union all select 'p', row_to_json(p)::text from profiling_permissions p where p.account_id = app_account()
          union all select 'u', row_to_json(u)::text from suppressions u where u.account_id = app_account()
          union all select 'l', row_to_json(l)::text from ledger_entries l where l.account_id = app_account()
          union all select 'o', row_to_json(o)::text from outbox_events o where o.account_id = app_account()
          union all select 'e', row_to_json(e)::text from personal_events e where e.account_id = app_account()
          union all select 'd', row_to_json(d)::text from deliveries d where d.account_id = app_account() order by 1, 2`,
    ),
  );

test("UNS-03 UNS-05 UNS-21: looking changes nothing, and the page has one button and no field", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const link = await world.link("unsubscribe", EMAIL);
  const before = await snapshot();
  for (let at = 0; at < 100; at++) assert.equal((await world.browse.get(link)).status, 200);
  assert.equal((await world.http.call("HEAD", link)).status, 200);
  assert.equal((await world.http.call("OPTIONS", link)).status, 404);
  assert.deepEqual(await snapshot(), before);
  const parts = pageElements((await world.browse.get(link)).text);
  assert.equal(parts.filter((one) => one.tag === "button").length, 1);
  assert.equal(parts.filter((one) => ["input", "select", "textarea"].includes(one.tag)).length, 0);
});

test("UNS-04: within three minutes and for scanners only the button; then the page presses it itself", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("unsubscribe", EMAIL);
  const presses = async (headers: Record<string, string> = {}) => {
    const page = await world.browse.get(link, { headers });
    const policy = String(page.headers["content-security-policy"]);
    assert.equal(policy.includes("script-src 'self'"), page.text.includes("<script"));
    return page.text.includes("data-auto-submit");
  };
  assert.equal(await presses(), false);
  world.clock.advance(60_000);
  assert.equal(await presses(), false);
  world.clock.advance(4 * MINUTE);
  assert.equal(await presses(), true);
  assert.equal(await presses({ "user-agent": "curl/8.0" }), false);
  assert.equal(await presses({ "sec-purpose": "prefetch" }), false);
  const script = await world.browse.get("/assets/unsubscribe.js");
  assert.equal(script.status, 200);
  assert.match(String(script.headers["content-type"]), /javascript/);
});

test("UNS-02: one click by both content types: 200, no redirect, no cookie, once", async () => {
  for (const [at, type] of ["urlencoded", "multipart"].entries()) {
    const email = `klick${at}@leser.example`;
    await world.subscribe(email);
    const link = await world.link("unsubscribe", email);
    const boundary = "XX";
    const send = () =>
      type === "urlencoded"
        ? oneClick(link, { origin: "https://mail.example", "sec-fetch-site": "cross-site" })
        : world.http.call("POST", link, {
            headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "*/*" },
            body: `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`,
          });
    const answer = await send();
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["location"], undefined);
    assert.equal(answer.headers["set-cookie"], undefined);
    assert.ok(!answer.text.includes("<html"));
    assert.deepEqual(await statesOf(email), ["unsubscribed"]);
    const [entry] = await world.inAccount((tx) =>
      rows<{ origin: string }>(
        tx,
        sql`select origin from suppressions where account_id = app_account() and email_normalised = ${email} and scope = 'list_address'`,
      ),
    );
    assert.equal(entry!.origin, "header");
    const before = await snapshot();
    world.clock.advance(MINUTE);
    assert.equal((await send()).status, 200);
    assert.deepEqual(await snapshot(), before);
  }
});

test("UNS-06 UNS-07 UNS-11 UNS-13 LEG-15 CON-16: exactly this list, for everybody on the address, at once", async () => {
  await world.subscribe(EMAIL, { lists: world.lists.slice(0, 2) });
  const [first, second] = world.lists;
  assert.equal(await newsletterDecision(EMAIL, first!.id), "cleared");
  const link = await world.link("unsubscribe", EMAIL);
  const done = await world.browse.post(link, {});
  assert.equal(done.status, 200);
  assert.match(done.text, /Sie sind von „Marktblick“ abgemeldet/);
  assert.match(
    done.text,
    /nur für diesen Newsletter. Andere Newsletter, die Sie zu weiteren Themen/,
  );
  assert.match(done.text, /Sie erhalten noch „Bauen &amp; Wohnen“/);
  assert.deepEqual(await statesOf(), ["unsubscribed", "confirmed"]);
  assert.deepEqual((await scopesOf()).toSorted(), ["customer_7_3_address", "list_address"]);
  assert.deepEqual(await kindsOf(), ["consent_granted", "consent_granted", "unsubscribed"]);
  assert.equal(await newsletterDecision(EMAIL, first!.id), "unsubscribed");
  assert.equal(await newsletterDecision(EMAIL, second!.id), "cleared");
});

test("UNS-10: no mail is queued about an unsubscribe, an objection or a withdrawal", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const before = (await world.mails()).length;
  const link = await world.link("unsubscribe", EMAIL);
  const page = await world.browse.post(link, {});
  await world.browse.post(`${link}/object`, hiddenFields(page.text, `${link}/object`));
  await world.browse.post(`${await world.link("manage", EMAIL)}/tracking`, { set: "off" });
  assert.equal((await world.mails()).length, before);
});

test("UNS-14: the analysis ends with the last subscription, and not with another", async () => {
  await world.subscribe(EMAIL, { lists: world.lists.slice(0, 2), tracking: true });
  await world.browse.post(await world.link("unsubscribe", EMAIL), {});
  assert.equal(await trackingOf(), "granted");
  await world.browse.post(await world.link("unsubscribe", EMAIL, world.lists[1]!), {});
  assert.equal(await trackingOf(), "unknown");
  assert.ok((await kindsOf()).includes("profiling_withdrawn"));
  const events = await world.inAccount((tx) =>
    rows<{ type: string }>(
      tx,
      sql`select type from outbox_events where account_id = app_account()`,
    ),
  );
  assert.ok(events.some((event) => event.type === "profiling.withdrawn"));
});

test("UNS-04 DSR-12: undo within half an hour restores the subscription alone, once, with its own nonce", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const link = await world.link("unsubscribe", EMAIL);
  const page = await world.browse.post(link, {});
  const fields = hiddenFields(page.text, `${link}/undo`);
  const forged = await world.browse.post(`${link}/undo`, { nonce: "x" });
  assert.equal(forged.status, 410);
  world.clock.advance(29 * MINUTE);
  const undone = await world.browse.post(`${link}/undo`, fields);
  assert.match(undone.text, /Sie erhalten „Marktblick“ wieder/);
  assert.deepEqual(await statesOf(), ["confirmed"]);
  assert.deepEqual(await scopesOf(), ["customer_7_3_address"]);
  assert.equal(await trackingOf(), "unknown", "tracking stays off");
  assert.equal((await kindsOf()).at(-1), "unsubscribe_undone");
  assert.equal(await newsletterDecision(EMAIL, world.lists[0]!.id), "cleared");
  const before = await snapshot();
  assert.equal((await world.browse.post(`${link}/undo`, fields)).status, 200);
  assert.deepEqual(await snapshot(), before, "pressing twice leaves nothing new");
  world.clock.advance(10_000);
  await world.browse.post(link, {});
  assert.equal((await world.browse.post(`${link}/undo`, fields)).status, 410);
  assert.deepEqual(await statesOf(), ["unsubscribed"], "an old nonce undoes no later unsubscribe");
});

test("UNS-04: after half an hour there is no undo", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("unsubscribe", EMAIL);
  const page = await world.browse.post(link, {});
  world.clock.advance(30 * MINUTE + 1000);
  const late = await world.browse.post(`${link}/undo`, hiddenFields(page.text, `${link}/undo`));
  assert.equal(late.status, 410);
  assert.match(late.text, /Rückgängig machen geht nicht mehr/);
  assert.deepEqual(await statesOf(), ["unsubscribed"]);
  assert.ok(!(await world.browse.post(link, {})).text.includes("/undo"));
});

test("UNS-09 M-2: leaving all newsletters ends every one and says which", async () => {
  await world.subscribe(EMAIL, { lists: world.lists });
  const link = await world.link("unsubscribe", EMAIL);
  const page = await world.browse.post(link, {});
  assert.equal((await world.browse.post(`${link}/all`, {})).status, 422, "needs the page's nonce");
  const done = await world.browse.post(`${link}/all`, hiddenFields(page.text, `${link}/all`));
  assert.match(done.text, /Sie sind von allen Newslettern abgemeldet/);
  assert.match(done.text, /Bauen &amp; Wohnen und Private Vorsorge/);
  assert.deepEqual(await statesOf(), ["unsubscribed", "unsubscribed", "unsubscribed"]);
  assert.equal((await kindsOf()).filter((kind) => kind === "unsubscribed").length, 3);
  assert.ok((await scopesOf()).includes("newsletters_address"));
});

test("UNS-09 LEG-14: „Keine Werbung mehr“ objects for address and person and ends the analysis", async () => {
  await world.subscribe(EMAIL, { lists: world.lists.slice(0, 2), tracking: true });
  const link = await world.link("unsubscribe", EMAIL);
  const page = await world.browse.post(link, {});
  const done = await world.browse.post(`${link}/object`, hiddenFields(page.text, `${link}/object`));
  assert.match(done.text, /Wir senden Ihnen keine Werbung mehr/);
  assert.match(done.text, /led_[0-9a-f]{32}/);
  assert.equal(await trackingOf(), "withdrawn");
  assert.ok((await kindsOf()).includes("objection"));
  const contact = await world.contactOf(EMAIL);
  const persons = await world.inAccount((tx) =>
    rows<{ contactId: number }>(
      tx,
      sql`select contact_id from suppressions where account_id = app_account() and scope = 'account_person'`,
    ),
  );
  assert.deepEqual(persons, [{ contactId: contact.id }]);
  for (const list of world.lists.slice(0, 2))
    assert.equal(await newsletterDecision(EMAIL, list.id), "objection");
  const before = await snapshot();
  await world.browse.post(`${link}/object`, hiddenFields(page.text, `${link}/object`));
  assert.deepEqual(await snapshot(), before);
});

test("UNS-18: a flipped bit, another purpose and no token get the one 404 page with a hint", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("unsubscribe", EMAIL);
  const manage = (await world.link("manage", EMAIL)).slice(3);
  const at = 10;
  const flipped = `${link.slice(0, at)}${link[at] === "A" ? "B" : "A"}${link.slice(at + 1)}`;
  const paths = [flipped, "/u/x", `/u/${manage}`, `/v/${link.slice(3)}`, `/q/${manage}`, "/z/x"];
  const pages = await Promise.all(paths.map((path) => world.browse.get(path)));
  for (const page of pages) {
    assert.equal(page.status, 404);
    assert.equal(page.text, pages[0]!.text);
  }
  assert.match(pages[0]!.text, /Bitte abmelden/);
  assert.equal((await oneClick(flipped)).status, 404);
  assert.deepEqual(await statesOf(), ["confirmed"]);
});

test("UNS-18 UNS-22: two years later, with contact, list and account's mode gone, leaving still works", async () => {
  await world.subscribe(EMAIL);
  const gone = { id: 4711, publicId: "lst_x" } as unknown as (typeof world.lists)[number];
  const ofGoneList = await world.link("unsubscribe", EMAIL, gone);
  const ofGonePerson = await world.link("unsubscribe", EMAIL);
  world.clock.advance(2 * 365 * DAY);
  await asOwner("update accounts set suspended_at = now() where id = $1", [world.accountId]);
  const page = await world.browse.post(ofGoneList, {});
  assert.equal(page.status, 200);
  assert.match(page.text, /aus allen unseren Newslettern genommen/);
  assert.ok((await scopesOf()).includes("newsletters_address"));
  assert.deepEqual(await statesOf(), ["unsubscribed"]);
  const contact = await world.contactOf(EMAIL);
  await world.inAccount(async (tx) => {
    await run(tx, sql`delete from subscriptions where account_id = app_account()`);
    await deleteContact(tx, contact.id);
  });
  assert.equal((await oneClick(ofGonePerson)).status, 200);
  const [kept] = await world.inAccount((tx) =>
    rows<{ emailNormalised: string | null; hash: Buffer }>(
      tx,
      sql`select email_normalised, address_hash as hash from suppressions
          where account_id = app_account() and scope = 'list_address' and list_id = ${world.lists[0]!.id} and lifted_at is null`,
    ),
  );
  assert.deepEqual(kept!.hash, hash());
});

test("UNS-11: whoever of two people on one address clicks, neither receives the newsletter", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  await world.inAccount((tx) =>
    run(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash, first_name)
          values (${world.accountId}, ${EMAIL}, ${EMAIL}, ${hash()}, 'Bernd')`,
    ),
  );
  await world.browse.post(await world.link("unsubscribe", EMAIL), {});
  assert.deepEqual(await statesOf(), ["unsubscribed"]);
  assert.equal(await newsletterDecision(EMAIL, world.lists[0]!.id), "unsubscribed");
});

test("UNS-02: presses at the same moment leave one entry", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("unsubscribe", EMAIL);
  const answers = await Promise.all([oneClick(link), world.browse.post(link, {}), oneClick(link)]);
  assert.ok(answers.every((answer) => answer.status === 200));
  assert.equal((await kindsOf()).filter((kind) => kind === "unsubscribed").length, 1);
});

test("LEG-16: staff records what came by phone, letter or in person, with channel and note, at once", async () => {
  await world.subscribe(EMAIL, { lists: world.lists.slice(0, 2), tracking: true });
  const contact = await world.contactOf(EMAIL);
  const call = (what: string, body: object) =>
    world.http.call("POST", `/api/v1/contacts/${contact.publicId}/${what}`, { body });
  const act = { channel: "phone", note: "Anruf bei Frau Kolb, 10 Uhr" };
  const listId = world.lists[0]!.publicId;
  assert.equal((await call("unsubscribe", { ...act, scope: "list" })).body.code, "list_missing");
  const left = await call("unsubscribe", { ...act, scope: "list", listId });
  assert.equal(left.status, 200);
  assert.deepEqual(left.body.lists, [{ id: listId, name: "Marktblick" }]);
  assert.equal((await call("unsubscribe", { ...act, scope: "list", listId })).body.changed, false);
  assert.equal((await call("profiling", { ...act, decision: "granted" })).status, 400);
  assert.equal((await call("profiling", { ...act, decision: "withdrawn" })).body.changed, true);
  assert.equal((await call("objection", { ...act, channel: "letter" })).body.changed, true);
  assert.equal(await newsletterDecision(EMAIL, world.lists[1]!.id), "objection");
  const entries = await world.inAccount((tx) =>
    readEntries(tx, world.deps, world.accountId, { emailNormalised: EMAIL }),
  );
  const evidence = entries.find((entry) => entry.kind === "unsubscribed")!.document!.evidence;
  assert.equal(evidence.channel, "phone");
  assert.equal(evidence.actor?.name, "Test Operator");
  assert.equal(evidence["note"], act.note);
  const audited = await world.inAccount((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where account_id = app_account() and object_id = ${contact.publicId} order by id`,
    ),
  );
  assert.deepEqual(
    audited.map((entry) => entry.action),
    [
      "contact.unsubscribed",
      "contact.unsubscribed",
      "contact.tracking_withdrawn",
      "contact.objected",
    ],
  );
});

async function asOwner(statement: string, values: unknown[]): Promise<void> {
  const client = new pg.Client(base.connection);
  await client.connect();
  await client.query(statement, values);
  await client.end();
}
