import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { preferenceWorld, type PreferenceWorld } from "../../test/support/preferences.ts";
import { hiddenFields } from "../../test/support/signup.ts";
import { profilingStates, readEntries, type LedgerEntry } from "../consent/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { rows, sql } from "../platform/index.ts";

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

test("DSR-13: a mail's link shows subscriptions and switches for 30 days, and nothing more", async () => {
  await world.subscribe(EMAIL, { tracking: true, name: "Annegret" });
  const link = await world.link("manage", EMAIL);
  world.clock.advance(29 * DAY);
  const page = await world.browse.get(link);
  assert.equal(page.status, 200);
  assert.match(page.text, /Marktblick/);
  assert.match(page.text, /role="switch"/);
  assert.ok(!page.text.includes("Annegret"), "no name");
  assert.ok(!/Was wir gespeichert haben<\/h2>/.test(page.text));
  assert.deepEqual(actions(page.text).toSorted(), [
    "all",
    "fresh",
    `lists/${world.lists[0]!.publicId}`,
    "object",
    "tracking",
  ]);
  world.clock.advance(1 * DAY + MINUTE);
  const late = await world.browse.get(link);
  assert.match(late.text, /Bitte holen Sie sich einen frischen Link/);
  assert.ok(!late.text.includes(EMAIL) && !late.text.includes("Marktblick"));
});

test("DSR-13 TRK-15: an old mail still switches the analysis off and leaves the newsletter", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const link = await world.link("manage", EMAIL);
  world.clock.advance(400 * DAY);
  const page = await world.browse.get(link);
  const forms = pageElements(page.text).filter((one) => one.tag === "form");
  const actionOf = (part: string) =>
    forms.map((one) => one.attributes["action"]!).find((action) => action.includes(part))!;
  assert.equal((await world.browse.post(actionOf("/tracking"), { set: "on" })).status, 200);
  assert.equal(await trackingOf(), "granted");
  const off = await world.browse.post(
    actionOf("/tracking"),
    hiddenFields(page.text, `${link}/tracking`),
  );
  assert.match(off.text, /Die Auswertung Ihrer Nutzung ist aus/);
  assert.ok(!off.text.includes(EMAIL));
  assert.equal(await trackingOf(), "withdrawn");
  assert.deepEqual(await statesOf(), { Marktblick: "confirmed" }, "the newsletter stays");
  await world.browse.post(actionOf("/u/"), {});
  assert.deepEqual(await statesOf(), { Marktblick: "unsubscribed" });
});

test("DSR-13: a stale link sends a fresh one to the mail's own address only", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("manage", EMAIL);
  const stranger = await world.link("manage", "fremd@leser.example");
  world.clock.advance(31 * DAY);
  const before = await mailCount(EMAIL);
  const sent = await world.browse.post(`${link}/fresh`, { email: "angreifer@boese.example" });
  assert.match(sent.text, /Ihr Link ist unterwegs/);
  assert.equal(await mailCount(EMAIL), before + 1);
  assert.equal(await mailCount("angreifer@boese.example"), 0);
  const unknown = await world.browse.post(`${stranger}/fresh`, {});
  assert.equal(unknown.text, sent.text);
  assert.equal(await mailCount("fremd@leser.example"), 0);
});

test("CON-15 TRK-15: from a mail's link, one press ends the analysis and gives a receipt", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const link = await world.link("manage", EMAIL);
  assert.equal((await world.browse.post(`${link}/tracking`, { set: "on" })).status, 200);
  const off = await world.browse.post(`${link}/tracking`, { set: "off" });
  assert.match(off.text, /Belegnummer/);
  assert.match(off.text, /Es war nichts gespeichert/);
  assert.equal(await trackingOf(), "withdrawn");
  const again = await world.browse.post(`${link}/tracking`, { set: "on" });
  assert.ok(
    !again.text.includes('aria-checked="true" name="set" value="off" aria-labelledby="h-tr"'),
  );
  assert.equal(await trackingOf(), "withdrawn", "granting needs a fresh link");
});

test("DSR-11 DSR-17: known and unknown addresses get the same answer, only the known one gets mail", async () => {
  await world.subscribe(EMAIL);
  await world.signUp({ email: "wartet@leser.example" });
  const tab = `/f/${world.form.publicId}/verwalten`;
  const ask = async (email: string) => {
    const hidden = hiddenFields((await world.browse.get(tab)).text);
    world.clock.advance(5000);
    const { status, text, headers } = await world.browse.post(tab, { ...hidden, email });
    const { date: _date, ...rest } = headers;
    return { status, text, headers: rest };
  };
  const known = await ask(EMAIL);
  assert.equal(known.status, 200);
  for (const email of ["niemand@leser.example", "wartet@leser.example"])
    assert.deepEqual(await ask(email), known);
  assert.equal(await mailCount("niemand@leser.example"), 0);
  assert.equal(await mailCount("wartet@leser.example"), 1, "nothing but the opt-in mail");
  const mail = await world.lastMail(EMAIL);
  assert.equal(mail.kind, "system");
  assert.ok(!/<img/.test(mail.html), "no pixel");
  const before = await mailCount(EMAIL);
  for (let at = 0; at < 5; at++) assert.deepEqual(await ask(EMAIL), known);
  assert.equal(await mailCount(EMAIL), before + 2, "three an hour");
});

test("DSR-12: a look at the page changes nothing", async () => {
  await world.subscribe(EMAIL, { tracking: true });
  const [fresh, mail] = [await world.freshLink(EMAIL), await world.link("manage", EMAIL)];
  const state = () =>
    world.inAccount((tx) =>
      rows(
        tx,
        sql`select row_to_json(s)::text from subscriptions s where s.account_id = app_account()
            union all select row_to_json(p)::text from profiling_permissions p where p.account_id = app_account()
            union all select row_to_json(c)::text from contacts c where c.account_id = app_account()
            union all select row_to_json(l)::text from ledger_entries l where l.account_id = app_account()
            union all select row_to_json(d)::text from deliveries d where d.account_id = app_account() order by 1`,
      ),
    );
  const before = await state();
  for (let at = 0; at < 20; at++) {
    await world.browse.get(fresh);
    await world.browse.get(mail);
  }
  assert.deepEqual(await state(), before);
});

test("DSR-17: a mail's own link joins nothing", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("manage", EMAIL);
  await world.browse.post(`${link}/lists/${world.lists[1]!.publicId}`, { set: "on" });
  assert.deepEqual(await statesOf(), { Marktblick: "confirmed" });
});

test("DSR-12 UNS-09: who subscribed to nothing is not asked to leave everything, and can still object", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("manage", EMAIL);
  const before = await world.browse.get(link);
  assert.ok(before.text.includes(`${link}/all`));
  assert.doesNotMatch(before.text, /keinen Newsletter abonniert/);
  await world.browse.post(`${link}/all`, {});
  assert.deepEqual(await statesOf(), { Marktblick: "unsubscribed" });
  for (const at of [link, await world.freshLink(EMAIL)]) {
    const { text } = await world.browse.get(at);
    assert.ok(!text.includes(`${at}/all`));
    assert.match(text, /Sie haben hier keinen Newsletter abonniert/);
    assert.match(text, /<a href="#rechte">/);
    assert.ok(text.includes(`${at}/object`));
  }
});

test("DSR-09 LEG-14: objecting from the page works from either link and shows a receipt", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("manage", EMAIL);
  const page = await world.browse.get(link);
  assert.equal((await world.browse.post(`${link}/object`, {})).status, 422);
  const done = await world.browse.post(`${link}/object`, hiddenFields(page.text, `${link}/object`));
  assert.match(done.text, /Wir senden Ihnen keine Werbung mehr/);
  assert.ok((await entriesOf()).some((entry) => entry.kind === "objection"));
  const fresh = await world.freshLink(EMAIL);
  const after = await world.browse.get(fresh);
  assert.match(after.text, /Sie haben jeder Werbung per E‑Mail widersprochen/);
  assert.ok(!after.text.includes(`${fresh}/object`) && !after.text.includes(`${fresh}/lists/`));
  await world.browse.post(`${fresh}/lists/${world.lists[0]!.publicId}`, { set: "on" });
  assert.deepEqual(await statesOf(), { Marktblick: "unsubscribed" });
});

test("DSR-06: the second person who objected is erased like the first, and both objections are kept", async () => {
  for (const email of ["eins@leser.example", "zwei@leser.example"]) {
    await world.subscribe(email);
    const link = await world.freshLink(email);
    const page = await world.browse.get(link);
    await world.browse.post(`${link}/object`, hiddenFields(page.text, `${link}/object`));
    const asked = await world.browse.post(`${link}/erase`, {});
    const done = await world.browse.post(
      `${link}/erase/now`,
      hiddenFields(asked.text, `${link}/erase/now`),
    );
    assert.equal(done.status, 200);
    assert.match(done.text, /Ihre Daten sind gelöscht/);
    assert.match(done.text, /Prüfwert auf der Sperrliste/);
  }
});

test("CON-26: looking at the question changes nothing; its two equal buttons store the answer with proof", async () => {
  const answers = { granted: "granted", refused: "refused" } as const;
  for (const [answer, state] of Object.entries(answers)) {
    const email = `${answer}@leser.example`;
    await world.subscribe(email);
    const link = await world.link("question", email);
    const before = (await entriesOf(email)).length;
    for (let at = 0; at < 10; at++) await world.browse.get(link);
    assert.equal((await entriesOf(email)).length, before);
    assert.equal(await trackingOf(email), undefined);
    const page = await world.browse.get(link);
    const buttons = pageElements(page.text).filter((one) => one.tag === "button");
    assert.equal(buttons.length, 2);
    assert.equal(buttons[0]!.attributes["class"], buttons[1]!.attributes["class"]);
    assert.equal((await world.browse.post(link, { answer })).status, 422, "needs the page's nonce");
    const fields = { ...hiddenFields(page.text), answer };
    const done = await world.browse.post(link, fields);
    assert.equal(done.status, 200);
    assert.equal(await trackingOf(email), state);
    const entry = (await entriesOf(email)).at(-1)!;
    assert.equal(entry.kind, `profiling_${state}`);
    assert.match(entry.document!.evidence.shownText!, /Zählpixel/);
    const events = await world.inAccount((tx) =>
      rows(tx, sql`select 1 from personal_events where account_id = app_account()`),
    );
    assert.equal(events.length, 0, "never counted");
  }
});

test("CON-26 UNS-14: after 30 days the question needs a fresh link; who left is not asked", async () => {
  await world.subscribe(EMAIL);
  const link = await world.link("question", EMAIL);
  const page = await world.browse.get(link);
  world.clock.advance(30 * DAY + MINUTE);
  const late = await world.browse.get(link);
  assert.match(late.text, /Bitte holen Sie sich einen frischen Link/);
  const fields = { ...hiddenFields(page.text), answer: "granted" };
  await world.browse.post(link, fields);
  assert.equal(await trackingOf(), undefined);
  const fresh = await world.link("question", EMAIL);
  await world.browse.post(await world.link("unsubscribe", EMAIL), {});
  assert.equal((await world.browse.get(fresh)).status, 404);
});
