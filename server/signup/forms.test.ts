import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { updateAccount } from "../accounts/index.ts";
import { createWordingVersion } from "../consent/index.ts";
import { rows, run, sql } from "../platform/index.ts";
import { definitionSha256, type FormVersion } from "./form.ts";
import { readParameters } from "./parameters.ts";

let base: TestDatabase;
let world: SignupWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await signupWorld(base.db);
});
afterEach(() => world.close());

const api = (method: string, path: string, body?: unknown) =>
  world.http.call(method, `/api/v1/forms${path}`, body === undefined ? {} : { body });
const newForm = (change: object = {}) => ({
  name: "Zweites Formular",
  lists: [world.lists[0]!.publicId],
  ...change,
});
const versions = () =>
  world.inAccount((tx) =>
    rows<FormVersion>(
      tx,
      sql`select v.id, v.form_id, v.version, v.definition, v.sha256, v.created_at from form_versions v
          where v.account_id = app_account() and v.form_id = ${world.form.id} order by v.version`,
    ),
  );

test("CON-02 CON-10 CON-11 A11Y-06: a form that no form may be is refused with its rule", async () => {
  const refused: [object, string, string][] = [
    [{ lists: [{ id: world.lists[0]!.publicId, checked: true }] }, "consent_preset", "CON-02"],
    [{ askTracking: true, trackingChecked: true }, "consent_preset", "CON-02"],
    [{ fields: { lastName: { required: true } } }, "field_required", "CON-11"],
    [{ consentRequired: true }, "consent_tied", "CON-10"],
    [{ locales: ["de", "en"], title: { de: "Post" } }, "form_language_gap", "A11Y-06"],
  ];
  for (const [change, code, rule] of refused) {
    const answer = await api("POST", "", newForm(change));
    assert.deepEqual([answer.status, answer.body.code, answer.body.rule], [422, code, rule]);
    assert.ok(answer.body.hint.length > 10);
  }
  const exchange = {
    notice: { de: "Das E-Book ist kostenlos; im Gegenzug erhalten Sie unseren Newsletter." },
    reason: "Leistung gegen Einwilligung, Prüfung vom 2026-11-01",
  };
  const open = await api("POST", "", newForm({ consentRequired: true, exchange }));
  assert.equal(open.status, 201);
  const page = await world.browse.get(`/f/${open.body.id}`);
  const button = page.text.indexOf('id="absenden"');
  const notice = page.text.indexOf("im Gegenzug erhalten Sie");
  assert.ok(notice > 0 && notice < button, "the notice stands above the button");
  const [entry] = await world.inAccount((tx) =>
    rows<{ detail: { exchangeReason: string } }>(
      tx,
      sql`select detail from audit_entries where account_id = app_account() and object_id = ${open.body.id}`,
    ),
  );
  assert.equal(entry!.detail.exchangeReason, exchange.reason);
});

test("A11Y-06: English needs English texts of every list", async () => {
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update lists set name_en = '' where account_id = app_account() and id = ${world.lists[0]!.id}`,
    ),
  );
  const answer = await api("POST", "", newForm({ locales: ["de", "en"] }));
  assert.deepEqual([answer.status, answer.body.rule], [422, "A11Y-06"]);
});

test("DSR-01: without a privacy notice no form opens, and an open one closes", async () => {
  const { noticeUrl: _gone, ...privacy } = world.account.privacy;
  await world.inAccount((tx) =>
    updateAccount(tx, { ...world.account, privacy }, world.clock.now()),
  );
  const refused = await api("POST", "", newForm());
  assert.deepEqual([refused.status, refused.body.rule], [422, "DSR-01"]);
  const page = await world.browse.get(`/f/${world.form.publicId}`);
  assert.equal(page.status, 410);
  assert.match(page.text, /Diese Anmeldung ist geschlossen/);
  const seen = await api("GET", `/${world.form.publicId}`);
  assert.equal(seen.body.problems[0].rule, "DSR-01");
});

test("CON-09: the question for the analysis needs an approved wording", async () => {
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update wording_versions v set retired_at = now() from wordings w
          where w.account_id = v.account_id and w.id = v.wording_id and v.account_id = app_account() and w.purpose = 'profiling'`,
    ),
  );
  const refused = await api("POST", "", newForm({ askTracking: true }));
  assert.deepEqual([refused.status, refused.body.rule], [422, "CON-09"]);
  assert.equal((await api("POST", "", newForm())).status, 201);
});

test("CON-02 CON-03 CON-11 A11Y-01: nothing is ticked, only the address is required, the way out is named", async () => {
  for (const trick of ["", "?profiling=1&lists=on&checked=1", "?email=a@b.example&lists=all"]) {
    const page = await world.browse.get(`/f/${world.form.publicId}${trick}`);
    assert.equal(page.status, 200);
    const inputs = pageElements(page.text).filter((one) => ["input", "select"].includes(one.tag));
    for (const input of inputs) assert.ok(!("checked" in input.attributes));
    assert.deepEqual(
      inputs.filter((one) => "required" in one.attributes).map((one) => one.attributes["name"]),
      ["email"],
    );
    const boxes = inputs.filter((one) => one.attributes["type"] === "checkbox");
    assert.equal(boxes.length, 4);
    for (const box of boxes) {
      const fieldset = box.ancestors.findLast((each) => each.tag === "fieldset")!;
      const ids = box.attributes["aria-describedby"]!.split(" ");
      assert.ok(ids.some((id) => id.startsWith("widerruf") && page.text.includes(`id="${id}"`)));
      assert.match(fieldset.text, /widerrufen/);
    }
  }
});

test("CON-04: what visitors see becomes a version; an older one never changes", async () => {
  const [first] = await versions();
  await api("PATCH", `/${world.form.publicId}`, { title: { de: "Neu", en: "New" } });
  await api("PATCH", `/${world.form.publicId}`, { name: "Nur der Name" });
  const found = await versions();
  assert.deepEqual(
    found.map((one) => one.version),
    [1, 2],
  );
  assert.deepEqual(found[0], first);
  for (const one of found) assert.deepEqual(definitionSha256(one.definition), one.sha256);
  await assert.rejects(
    world.inAccount((tx) =>
      run(tx, sql`update form_versions set version = 9 where account_id = app_account()`),
    ),
    /permission denied/,
  );
});

test("CON-04 CON-05: a new wording makes a new version before anybody reads it", async () => {
  await world.browse.get(`/f/${world.form.publicId}`);
  assert.equal((await versions()).length, 1);
  const wording = await world.inAccount(async (tx) => {
    const [found] = await rows<{ publicId: string; text: string }>(
      tx,
      sql`select w.public_id, v.text from wordings w join wording_versions v on v.account_id = w.account_id and v.wording_id = w.id
          where w.account_id = app_account() and w.purpose = 'newsletter' and v.locale = 'de'`,
    );
    const text = found!.text.replace("Ja, ich möchte", "Ja gern, ich möchte");
    await createWordingVersion(
      tx,
      world.deps,
      world.accountId,
      found!.publicId,
      { texts: { de: text } },
      null,
    );
    return found!;
  });
  assert.ok(!(await world.browse.get(`/f/${world.form.publicId}`)).text.includes("Ja gern"));
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update wording_versions v set approved_at = now() from wordings w where w.account_id = v.account_id and w.id = v.wording_id
            and v.account_id = app_account() and w.public_id = ${wording.publicId} and v.version = 2`,
    ),
  );
  const before = await world.browse.get(`/f/${world.form.publicId}`);
  assert.match(before.text, /Ja gern, ich möchte/);
  const found = await versions();
  assert.equal(found.length, 2);
  assert.match(found[1]!.definition.shown.de!.lists[0]!.declaration.text, /^Ja gern/);
});

test("CON-05: who read an older wording is asked to read the new one", async () => {
  const page = await world.browse.get(`/f/${world.form.publicId}`);
  const started = /name="started" value="([^"]+)"/.exec(page.text)![1]!;
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update lists set topics = 'Zinsen, Börse und Krypto' where account_id = app_account() and id = ${world.lists[0]!.id}`,
    ),
  );
  world.clock.advance(10_000);
  const answer = await world.browse.post(`/f/${world.form.publicId}`, {
    started,
    version: "1",
    email: "alt@leser.example",
    lists: world.lists[0]!.publicId,
  });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /Krypto/);
  assert.equal((await world.mails()).length, 0);
});

test("CON-03 DSR-01: the embedded form is plain, unticked, and its sign-ups are taken", async () => {
  const embed = await api("GET", `/${world.form.publicId}/embed?lang=de`);
  assert.equal(embed.status, 200);
  const { html } = embed.body as { html: string };
  const parts = pageElements(html);
  assert.ok(!/<script|style=| checked/.test(html));
  assert.deepEqual(
    parts.filter((one) => "required" in one.attributes).map((one) => one.attributes["name"]),
    ["email"],
  );
  assert.ok(parts.some((one) => one.attributes["href"] === world.account.privacy.noticeUrl));
  const form = parts.find((one) => one.tag === "form")!;
  const answer = await world.browse.post(form.attributes["action"]!, {
    version: String(embed.body.version),
    email: "einbettung@leser.example",
    lists: world.lists[0]!.publicId,
  });
  assert.equal(answer.status, 200);
  assert.equal((await world.mails()).length, 1);
});

test("DOI-11: an own front end passes the same guards and gets one answer only", async () => {
  const texts = await world.http.call("GET", `/api/v1/forms/${world.form.publicId}/texts?lang=en`);
  assert.equal(texts.body.locale, "en");
  assert.match(texts.body.lists[0].declaration.text, /^Yes, I would like/);
  const send = (email: string, change: object = {}) =>
    api("POST", `/${world.form.publicId}/submissions`, {
      email,
      lists: [world.lists[0]!.publicId],
      locale: "en",
      version: texts.body.version,
      ...change,
    });
  const first = await send("api@leser.example");
  const second = await send("api@leser.example");
  assert.equal(first.status, 202);
  assert.deepEqual(second.body, first.body);
  assert.equal((await send("keine-adresse")).body.errors[0].path, "body/email");
  assert.equal(
    (await send("x@leser.example", { version: 99 })).body.errors[0].path,
    "body/version",
  );
  let busy = 0;
  for (let at = 0; at < 10; at++) if ((await send(`p${at}@leser.example`)).status === 429) busy++;
  assert.ok(busy > 0, "stricter without our own page");
});

test("A form shows what became of its sign-ups, and closes when it is archived", async () => {
  await world.signUp({ email: "eins@leser.example" });
  await world.signUp({ email: "zwei@leser.example" });
  const link = (await world.lastMail("eins@leser.example")).links.find((l) => l.includes("/b/"))!;
  const nonce = /name="nonce" value="([^"]+)"/.exec((await world.browse.get(link)).text)![1]!;
  await world.browse.post(link, { nonce });
  const list = await api("GET", "");
  assert.deepEqual(list.body.items[0].submissions, {
    days: 30,
    requested: 2,
    confirmed: 1,
    waiting: 1,
    expired: 0,
    declined: 0,
  });
  await api("PATCH", `/${world.form.publicId}`, { archived: true });
  assert.equal((await world.browse.get(`/f/${world.form.publicId}`)).status, 410);
  assert.equal((await world.signUp({ email: "drei@leser.example" })).status, 410);
  assert.equal((await world.browse.get("/f/frm_x")).status, 404);
});

test("DOI-09 DOI-11: parameters out of their range keep their default", () => {
  assert.deepEqual(
    [30, "7", 14, undefined].map((value) => readParameters({ "doi.token_ttl": value }).tokenDays),
    [7, 7, 14, 7],
  );
  assert.equal(readParameters({ "evidence.ip": "secret" }).evidenceIp, "truncated");
});
