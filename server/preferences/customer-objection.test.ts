import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { preferenceWorld, type PreferenceWorld } from "../../test/support/preferences.ts";
import { hiddenFields } from "../../test/support/signup.ts";
import { readEntries } from "../consent/index.ts";
import { addressHash } from "../contacts/index.ts";
import { CUSTOMER_MAIL, subscriptionsOfAddress, type List } from "../lists/index.ts";
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

const EMAIL = "kundin@leser.example";
const MINUTE = 60_000;

/** The link of a mail to an existing customer. */
const customerLink = () => world.link("unsubscribe", EMAIL, { id: CUSTOMER_MAIL } as List);
const scopes = async () =>
  (
    await world.inAccount((tx) =>
      activeForAddress(tx, EMAIL, addressHash(world.keys, world.accountId, EMAIL)),
    )
  ).map((one) => one.scope);
const states = async () =>
  (await world.inAccount((tx) => subscriptionsOfAddress(tx, EMAIL))).map((one) => one.state);
const kinds = async () =>
  (
    await world.inAccount((tx) =>
      readEntries(tx, world.deps, world.accountId, { emailNormalised: EMAIL }),
    )
  ).map((entry) => entry.kind);

test("UNS-03 UNS-05: looking at the link of a mail to customers changes nothing, and the page has one button", async () => {
  await world.subscribe(EMAIL);
  const page = await world.browse.get(await customerLink());
  assert.equal(page.status, 200);
  assert.match(page.text, /Möchten Sie als Kunde keine Angebote mehr erhalten\?/);
  assert.equal([...page.text.matchAll(/<button/g)].length, 1);
  assert.deepEqual(await scopes(), []);
});

test("LEG-15 UNS-02 UNS-10: one click ends these mails only; the newsletter goes on and no mail is sent", async () => {
  await world.subscribe(EMAIL);
  const path = await customerLink();
  const oneClick = () =>
    world.http.call("POST", path, {
      headers: { "content-type": "application/x-www-form-urlencoded", "x-klarpost": "" },
      body: "List-Unsubscribe=One-Click",
    });
  const mails = (await world.mails()).length;
  for (let time = 0; time < 2; time++) assert.equal((await oneClick()).status, 200);
  assert.deepEqual(await scopes(), ["customer_7_3_address"]);
  assert.deepEqual(await states(), ["confirmed"]);
  assert.equal((await kinds()).filter((kind) => kind === "objection").length, 1);
  assert.equal((await world.mails()).length, mails);
});

test("UNS-04 UNS-09: the answer says what ended, offers the rest, and can be undone for half an hour", async () => {
  await world.subscribe(EMAIL);
  const path = await customerLink();
  const answer = await world.browse.post(path, {});
  assert.match(answer.text, /Ihr Widerspruch ist vermerkt\./);
  assert.match(answer.text, /Newsletter, die Sie selbst bestellt haben, kommen weiterhin/);
  assert.match(answer.text, /Keine Werbung mehr erhalten/);
  const undo = `${path}/undo`;
  const undone = await world.browse.post(undo, hiddenFields(answer.text, undo));
  assert.match(undone.text, /Ihr Widerspruch ist zurückgenommen\./);
  assert.deepEqual(await scopes(), []);
  assert.equal((await kinds()).at(-1), "objection_undone");

  const again = await world.browse.post(path, {});
  world.clock.advance(31 * MINUTE);
  const late = await world.browse.post(undo, hiddenFields(again.text, undo));
  assert.equal(late.status, 410);
  assert.deepEqual(await scopes(), ["customer_7_3_address"]);
});

test("UNS-22 UNS-18: the link works for an address nobody knows any more, and speaks English to those who do", async () => {
  const path = await customerLink();
  const page = await world.browse.get(`${path}?lang=en`);
  assert.match(page.text, /Would you like to receive no more offers as a customer\?/);
  const answer = await world.browse.post(`${path}?lang=en`, {});
  assert.match(answer.text, /Your objection is noted\./);
  assert.deepEqual(await scopes(), ["customer_7_3_address"]);
});

test("LEG-14: no more advertising at all is one click away", async () => {
  await world.subscribe(EMAIL);
  const path = await customerLink();
  const answer = await world.browse.post(path, {});
  const object = `${path}/object`;
  await world.browse.post(object, hiddenFields(answer.text, object));
  assert.ok((await scopes()).includes("account_address"));
  assert.deepEqual(await states(), ["unsubscribed"]);
});
