import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { solveChallenge, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { hiddenFields, signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { readEntries } from "../consent/index.ts";
import { hashToken, rows, run, sql } from "../platform/index.ts";
import { findByToken } from "./consent-requests.store.ts";

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
const change = async (body: object) => {
  const answer = await api("PATCH", `/${world.form.publicId}`, body);
  assert.equal(answer.status, 200, answer.text);
};
const path = () => `/f/${world.form.publicId}`;
const list = () => world.lists[0]!.publicId;
const requestOf = async (email: string) => {
  const link = (await world.lastMail(email)).links.find((each) => each.includes("/b/"))!;
  const token = /\/b\/([\w-]+)$/.exec(link)![1]!;
  return (await world.inAccount((tx) => findByToken(tx, hashToken(token))))!;
};
const requests = async () =>
  (
    await world.inAccount((tx) =>
      rows(tx, sql`select 1 from consent_requests where account_id = app_account()`),
    )
  ).length;
const confirmLast = async (email: string) => {
  const link = (await world.lastMail(email)).links.find((each) => each.includes("/b/"))!;
  const nonce = /name="nonce" value="([^"]+)"/.exec((await world.browse.get(link)).text)![1]!;
  await world.browse.post(link, { nonce });
};
const evidenceOf = async (emailNormalised: string) => {
  const entries = await world.inAccount((tx) =>
    readEntries(tx, world.deps, world.accountId, { emailNormalised }),
  );
  return entries.find((one) => one.kind === "consent_granted")!.document!.evidence;
};

test("CON-02 CON-05: hidden fields are proven with their origin, fixed ones whatever is posted", async () => {
  await change({
    hidden: [{ name: "utm_source" }, { name: "kampagne", value: "Herbst 2026" }],
  });
  const page = await world.browse.get(`${path()}?utm_source=anzeige&kampagne=falsch&utm_medium=x`);
  assert.deepEqual(Object.keys(hiddenFields(page.text)).toSorted(), [
    "started",
    "utm_source",
    "version",
  ]);
  assert.match(page.text, /woher Sie auf diese Seite gekommen sind/);
  assert.match(page.text, /href="\?utm_source=anzeige&amp;lang=en"/);
  world.clock.advance(5000);
  await world.browse.post(path(), {
    ...hiddenFields(page.text),
    kampagne: "geändert",
    email: "herkunft@leser.example",
    lists: list(),
  });
  await confirmLast("herkunft@leser.example");
  assert.deepEqual((await evidenceOf("herkunft@leser.example"))["hidden"], [
    { name: "utm_source", value: "anzeige", origin: "address" },
    { name: "kampagne", value: "Herbst 2026", origin: "form" },
  ]);
});

test("CON-02: a parameter is cut to one short line, and never carries an e-mail address", async () => {
  await change({ hidden: [{ name: "utm_source" }, { name: "utm_campaign" }] });
  const long = encodeURIComponent(`a\n${"b".repeat(500)}`);
  const page = await world.browse.get(
    `${path()}?utm_source=anna%40leser.example&utm_campaign=${long}`,
  );
  const { utm_source, utm_campaign } = hiddenFields(page.text);
  assert.equal(utm_source, undefined);
  assert.equal(utm_campaign, `a ${"b".repeat(98)}`);
  await world.browse.post(path(), {
    email: "lang@leser.example",
    lists: list(),
    utm_source: "wer@leser.example",
    utm_campaign: "c".repeat(5000),
  });
  assert.deepEqual((await requestOf("lang@leser.example")).declaration!.hidden, [
    { name: "utm_campaign", value: "c".repeat(100), origin: "address" },
  ]);
});

test("CON-02: no hidden field for an address, a consent or one of the form's own", async () => {
  for (const field of [
    { name: "email" },
    { name: "e_mail" },
    { name: "consent", value: "1" },
    { name: "lists", value: "lst_1" },
    { name: "profiling", value: "1" },
    { name: "einwilligung" },
    { name: "quelle", value: "anna@leser.example" },
  ]) {
    const answer = await api("PATCH", `/${world.form.publicId}`, { hidden: [field] });
    assert.deepEqual([answer.status, answer.body.rule], [422, "CON-02"], field.name);
    assert.match(answer.body.errors[0].path, /^body\/hidden\/0\/(name|value)$/);
  }
  for (const hidden of [
    [{ name: "UTM" }],
    [{ name: "a b" }],
    [{ name: "__proto__" }],
    [{ name: "x", value: "  " }],
    [{ name: "utm_source" }, { name: "utm_source" }],
  ]) {
    const answer = await api("PATCH", `/${world.form.publicId}`, { hidden });
    assert.deepEqual([answer.status, answer.body.code], [400, "hidden_field_invalid"]);
  }
});

test("CON-22: younger than the limit is refused kindly and leaves nothing; older is proven by the answer alone", async () => {
  await change({ minAge: 16 });
  const page = await world.browse.get(path());
  const radios = pageElements(page.text).filter((one) => one.attributes["type"] === "radio");
  assert.deepEqual(
    radios.map((one) => [one.attributes["value"], "checked" in one.attributes]),
    [
      ["older", false],
      ["younger", false],
    ],
  );
  const send = (email: string, age?: string) =>
    world.signUp({ email, ...(age === undefined ? {} : { fields: { age } }) });
  const silent = await send("still@leser.example");
  assert.equal(silent.status, 422);
  assert.match(silent.text, /Frage nach Ihrem Alter/);
  const child = await send("kind@leser.example", "younger");
  assert.equal(child.status, 422);
  assert.match(child.text, /Dafür brauchen wir Ihre Eltern/);
  assert.ok(!child.text.includes("kind@leser.example"));
  assert.equal(await requests(), 0);
  assert.equal((await world.mails()).length, 0);
  assert.equal((await send("gross@leser.example", "older")).status, 200);
  await confirmLast("gross@leser.example");
  assert.deepEqual((await evidenceOf("gross@leser.example"))["age"], {
    question: "Sind Sie mindestens 16 Jahre alt?",
    answer: "Ja, mindestens 16",
  });
  const texts = await api("GET", `/${world.form.publicId}/texts`);
  const submit = (age?: string) =>
    api("POST", `/${world.form.publicId}/submissions`, {
      email: "api@leser.example",
      lists: [list()],
      version: texts.body.version,
      ...(age === undefined ? {} : { age }),
    });
  assert.equal(texts.body.age.question, "Sind Sie mindestens 16 Jahre alt?");
  assert.equal((await submit()).body.errors[0].path, "body/age");
  assert.deepEqual([(await submit("younger")).status, (await submit("older")).status], [422, 202]);
});

test("CON-22: a page from before the age was asked is asked again", async () => {
  const page = await world.browse.get(path());
  await change({ minAge: 14 });
  world.clock.advance(5000);
  const answer = await world.browse.post(path(), {
    ...hiddenFields(page.text),
    email: "vorher@leser.example",
    lists: list(),
  });
  assert.equal(answer.status, 422);
  assert.equal(await requests(), 0);
});

const solve = async (challenge: Challenge) =>
  Buffer.from(
    JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) }),
  ).toString("base64");

test("DOI-11: the computing task is off by default; where it is on, one solution opens one sign-up of its form", async () => {
  const plain = await world.browse.get(path());
  assert.ok(!/<script|data-challenge/.test(plain.text));
  assert.equal((await api("GET", `/${world.form.publicId}/challenge`)).status, 409);

  await change({ proofOfWork: true });
  const page = await world.browse.get(path());
  assert.match(String(page.headers["content-security-policy"]), /script-src 'self'/);
  assert.match(page.text, /Diese[sr] Formular braucht JavaScript/);
  const field = pageElements(page.text).find((one) => "data-challenge" in one.attributes)!;
  const work = await solve(JSON.parse(field.attributes["data-challenge"]!) as Challenge);
  const { altcha: _none, ...hidden } = hiddenFields(page.text);
  world.clock.advance(5000);
  const send = (email: string, altcha?: string) =>
    world.browse.post(path(), {
      ...hidden,
      email,
      lists: list(),
      ...(altcha === undefined ? {} : { altcha }),
    });
  for (const nothing of [undefined, "", "kein base64 !", "e30=", btoa("null"), "x".repeat(9000)])
    assert.equal((await send("ohne@leser.example", nothing)).status, 422);
  assert.equal((await world.mails()).length, 0);
  assert.equal((await send("eins@leser.example", work)).status, 200);
  assert.equal((await send("zwei@leser.example", work)).status, 422, "a solution opens once");
  assert.deepEqual(
    (await world.mails()).map((mail) => mail.email),
    ["eins@leser.example"],
  );
});

test("DOI-11: a task of another form, altered or a day old, opens nothing; the API takes what the ALTCHA widget gives", async () => {
  await change({ proofOfWork: true });
  const other = await api("POST", "", { name: "Zweites", lists: [list()], proofOfWork: true });
  const challengeOf = async (id: string): Promise<Challenge> =>
    (await api("GET", `/${id}/challenge`)).body;
  const send = (email: string, altcha: string) =>
    api("POST", `/${world.form.publicId}/submissions`, {
      email,
      lists: [list()],
      version: 2,
      altcha,
    });
  const refused = async (altcha: string) => {
    const answer = await send("nein@leser.example", altcha);
    assert.deepEqual([answer.status, answer.body.errors[0].path], [400, "body/altcha"]);
  };
  await refused(await solve(await challengeOf(other.body.id)));
  const own = await challengeOf(world.form.publicId);
  const easier = { ...own, parameters: { ...own.parameters, keyPrefix: "0", cost: 1 } };
  await refused(await solve(easier));
  const solved = await solve(own);
  world.clock.advance(25 * 3_600_000);
  await refused(solved);
  const fresh = await solve(await challengeOf(world.form.publicId));
  const both = await Promise.all([send("a@leser.example", fresh), send("b@leser.example", fresh)]);
  assert.deepEqual(
    both.map((one) => one.status).toSorted(),
    [202, 400],
    "at the same moment, once",
  );
});

test("CON-03 CON-22: the embedded form carries age, parameters and task, in lines a person can read", async () => {
  await change({ minAge: 16, proofOfWork: true, hidden: [{ name: "utm_source" }] });
  const { html } = (await api("GET", `/${world.form.publicId}/embed?lang=en`)).body as {
    html: string;
  };
  const parts = pageElements(html);
  const named = (name: string) => parts.filter((one) => one.attributes["name"] === name);
  assert.equal(named("age").length, 2);
  assert.equal(named("utm_source").length, 1);
  assert.ok("data-challenge-url" in named("altcha")[0]!.attributes);
  assert.ok(!/ checked|style=/.test(html));
  const lines = html.trimEnd().split("\n");
  assert.match(lines[0]!, /^<form /);
  assert.match(lines[1]!, /^ {2}<input type="hidden" name="version"/);
  assert.ok(lines.some((line) => /^ {6}<label for="kp-list-0"><strong>Market View/.test(line)));
  assert.ok(lines.filter((line) => line.startsWith("  ")).length > lines.length - 5);
});

test("CON-10: the words above the button stand in the proof of who agreed", async () => {
  await change({
    exchange: {
      notice: { de: "Gegen Ihr Abonnement: das E-Book.", en: "For your subscription: the e-book." },
      reason: "Leistung gegen Einwilligung, geprüft am 1. November 2026",
    },
  });
  await world.signUp({ email: "buch@leser.example" });
  await confirmLast("buch@leser.example");
  const { exchangeNotice } = await evidenceOf("buch@leser.example");
  assert.equal(exchangeNotice, "Gegen Ihr Abonnement: das E-Book.");
});

test("DOI-12 CON-19: who agreed before the wording changed materially is asked for the new one", async () => {
  const email = "frueher@leser.example";
  await world.signUp({ email });
  await confirmLast(email);
  const next = (material: boolean) =>
    world.inAccount((tx) =>
      run(
        tx,
        sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, material, techniques, uses, channels, created_at, approved_at)
            select v.account_id, v.wording_id, (select max(o.version) + 1 from wording_versions o where o.account_id = v.account_id and o.wording_id = v.wording_id),
              v.locale, v.text || ${material ? " Neu." : " "}, v.sha256, ${material}, v.techniques, v.uses, v.channels, ${world.clock.now()}, ${world.clock.now()}
            from wording_versions v join wordings w on w.account_id = v.account_id and w.id = v.wording_id
            where v.account_id = app_account() and w.purpose = 'newsletter' and v.locale = 'de' order by v.version desc limit 1`,
      ),
    );
  const mails = async () => (await world.mails()).filter((mail) => mail.email === email).length;
  world.clock.advance(2 * 86_400_000);
  await next(false);
  await world.signUp({ email });
  assert.equal(await mails(), 1, "a correction changes nothing for her");
  await next(true);
  await world.signUp({ email });
  assert.equal(await mails(), 2);
});
