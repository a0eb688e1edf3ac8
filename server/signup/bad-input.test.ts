import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { hiddenFields, signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { rows, sql } from "../platform/index.ts";

let base: TestDatabase;
let world: SignupWorld;
let version: number;
before(async () => {
  base = await testDatabase();
  world = await signupWorld(base.db);
  const changed = await world.http.call("PATCH", `/api/v1/forms/${world.form.publicId}`, {
    body: {
      hidden: [{ name: "utm_source" }],
      minAge: 16,
      embeddedOn: ["https://www.bank.example"],
    },
  });
  version = changed.body.version;
});
after(async () => {
  await world.close();
  await base.close();
});

const HUGE = "x".repeat(100_000);
/** The most that a page's form may send is less than that. */
const LONG = "x".repeat(9_000);
let network = 0;
/** Each attempt from a network of its own, so that the limit does not answer in place of the field. */
const from = () => `198.51.${Math.trunc(++network / 250)}.${network % 250}`;

/** Field of the page, hostile value, id of the element whose error is shown. */
const pageCases: [string, string, string][] = [
  ...[
    "",
    "anna",
    "anna@",
    "@leser.example",
    "a@b@leser.example",
    "anna@[127.0.0.1]",
    "anna@leser",
  ].map((value): [string, string, string] => ["email", value, "email"]),
  ["email", "anna@leser.example\r\nBcc: alle@leser.example", "email"],
  ["email", "anna@leser.example\u0000", "email"],
  ["email", `${LONG}@leser.example`, "email"],
  ["email", "anna@leser.example,berta@leser.example", "email"],
  ["email", "Anna <anna@leser.example>", "email"],
  ["email", "'; drop table contacts; --", "email"],
  ["lists", "", "liste-1"],
  ["lists", "lst_00000000000000000000000000000000", "liste-1"],
  ["lists", "__proto__", "liste-1"],
  ["lists", LONG, "liste-1"],
  ["salutation", "<script>alert(1)</script>", "anrede"],
  ["salutation", "constructor", "anrede"],
  ["firstName", "x".repeat(101), "vorname"],
  ["firstName", "Jetzt gewinnen: https://boese.example", "vorname"],
  ["firstName", "<b>Anna</b>", "vorname"],
  ["firstName", "Anna\u0000", "vorname"],
  ["lastName", LONG, "nachname"],
  ["lastName", "www.boese.example", "nachname"],
  ["lastName", "Beispiel\r\nX: y", "nachname"],
  ["age", "", "alter"],
  ["age", "15", "alter"],
  ["age", "__proto__", "alter"],
  ["version", "abc", "absenden"],
  ["version", "99999999999999999999", "absenden"],
  ["version", "-1", "absenden"],
];

test("DOI-11 A11Y-02: each field of the page names itself when it is wrong, and nothing is stored", async () => {
  const page = await world.browse.get(`/f/${world.form.publicId}`);
  const hidden = hiddenFields(page.text);
  world.clock.advance(5000);
  for (const [field, value, element] of pageCases) {
    const fields = {
      ...hidden,
      email: "anna@leser.example",
      lists: world.lists[0]!.publicId,
      age: "older",
      [field]: value,
    };
    const what = `${field} = ${JSON.stringify(value.slice(0, 60))}`;
    const answer = await world.browse.post(`/f/${world.form.publicId}`, fields, { from: from() });
    assert.equal(answer.status, 422, what);
    const parts = pageElements(answer.text);
    const summary = parts.find((one) => one.attributes["class"] === "summary")!;
    const links = parts.filter((one) => one.tag === "a" && one.ancestors.includes(summary));
    assert.ok(
      links.some((one) => one.attributes["href"] === `#${element}`),
      what,
    );
    assert.ok(
      parts.some((one) => one.attributes["id"] === element),
      what,
    );
    assert.ok(!/<script>alert|<b>Anna/.test(answer.text), what);
  }
  const fields = { ...hidden, email: HUGE };
  const huge = await world.browse.post(`/f/${world.form.publicId}`, fields, { from: from() });
  assert.equal(huge.status, 413);
  assert.match(String(huge.headers["content-type"]), /^text\/html/);
  assert.deepEqual(await stored(), []);
});

/** Body member, hostile value, path of the error. */
const apiCases: [string, unknown, string][] = [
  ...[undefined, null, 5, {}, [], "x".repeat(321)].map((value): [string, unknown, string] => [
    "email",
    value,
    "email",
  ]),
  ["email", "", "email"],
  ["email", "anna@leser.example\nBcc: alle@leser.example", "email"],
  ["email", "anna", "email"],
  ["lists", undefined, "lists"],
  ["lists", "alle", "lists"],
  ["lists", [], "lists"],
  ["lists", ["lst_1"], "lists"],
  ["lists", Array.from({ length: 21 }, () => "lst_1"), "lists"],
  ["lists", [HUGE], "lists"],
  ["tracking", "ja", "tracking"],
  ["tracking", 1, "tracking"],
  ["salutation", "Frau Dr.", "salutation"],
  ["salutation", HUGE, "salutation"],
  ["firstName", "x".repeat(101), "firstName"],
  ["firstName", HUGE, "firstName"],
  ["firstName", "https://boese.example", "firstName"],
  ["lastName", "<b>", "lastName"],
  ["lastName", { a: 1 }, "lastName"],
  ["locale", "fr", "locale"],
  ["version", undefined, "version"],
  ["version", 0, "version"],
  ["version", 1e20, "version"],
  ["version", 77, "version"],
  ["version", "1", "version"],
  ["page", "https://boese.example/x", "page"],
  ["page", "javascript:alert(1)", "page"],
  ["page", HUGE, "page"],
  ["age", undefined, "age"],
  ["age", "15", "age"],
  ["hidden", { utm_source: "anna@leser.example" }, "hidden"],
  ["hidden", { utm_source: "a\nb" }, "hidden"],
  ["hidden", { utm_source: HUGE }, "hidden"],
  ["hidden", { einwilligung: "1" }, "hidden"],
  ["hidden", "utm", "hidden"],
  ["altcha", HUGE, "altcha"],
  ["consent", true, "consent"],
  ["checked", true, "checked"],
];

test("DOI-11 CON-02: each member of the API's body is named when it is wrong, and nothing is stored", async () => {
  for (const [field, value, named] of apiCases) {
    const what = `${field} = ${JSON.stringify(value)?.slice(0, 60)}`;
    const answer = await world.http.call(
      "POST",
      `/api/v1/forms/${world.form.publicId}/submissions`,
      {
        from: from(),
        body: {
          email: "anna@leser.example",
          lists: [world.lists[0]!.publicId],
          version,
          age: "older",
          [field]: value,
        },
      },
    );
    assert.equal(answer.status, 400, `${what}: ${answer.text.slice(0, 200)}`);
    const errors = answer.body.errors as { path: string; message: string }[];
    assert.ok(
      errors.some((one) => `${one.path} ${one.message}`.includes(named)),
      `${what}: ${JSON.stringify(errors)}`,
    );
    assert.ok(answer.body.hint.length > 10, what);
    assert.ok(answer.text.length < 5000, `${what}: the answer repeats what was sent`);
  }
  assert.deepEqual(await stored(), []);
});

/** Member of a form, value, path of the error. */
const formCases: [string, unknown, string][] = [
  ["name", "", "name"],
  ["name", HUGE, "name"],
  ["lists", [], "lists"],
  ["lists", ["lst_1"], "lst_1"],
  ["locales", [], "locales"],
  ["locales", ["de", "de"], "locales"],
  ["locales", ["fr"], "locales"],
  ["title", { de: HUGE }, "title"],
  ["title", { fr: "Titre" }, "title"],
  ["intro", "Text", "intro"],
  ["exchange", { notice: { de: "E-Book" } }, "exchange"],
  ["exchange", { notice: {}, reason: "Leistung gegen Einwilligung" }, "exchange"],
  ["exchange", { notice: { de: "E-Book" }, reason: "kurz" }, "exchange"],
  ["embeddedOn", ["keine Adresse"], "keine Adresse"],
  ["embeddedOn", ["javascript:alert(1)"], "javascript"],
  ["hidden", [{ name: "x".repeat(41) }], "hidden"],
  ["hidden", Array.from({ length: 11 }, (_one, at) => ({ name: `p${at}` })), "hidden"],
  ["hidden", [{ name: "utm_source", value: "x".repeat(101) }], "hidden"],
  ["minAge", 12, "minAge"],
  ["minAge", "16", "minAge"],
  ["proofOfWork", "ja", "proofOfWork"],
  ["askTracking", 1, "askTracking"],
  ["fields", { birthday: true }, "fields"],
  ["unbekannt", 1, "unbekannt"],
];

test("CON-02 CON-10 CON-11: each setting of a form is named when it is wrong, and no form is made", async () => {
  for (const [field, value, named] of formCases) {
    const what = `${field} = ${JSON.stringify(value).slice(0, 60)}`;
    const answer = await world.http.call("POST", "/api/v1/forms", {
      body: { name: "Versuch", lists: [world.lists[0]!.publicId], [field]: value },
    });
    assert.ok([400, 422].includes(answer.status), `${what}: ${answer.status}`);
    const told = JSON.stringify([answer.body.detail, answer.body.errors]);
    assert.ok(told.includes(named), `${what}: ${told.slice(0, 300)}`);
    assert.ok(answer.text.length < 5000, what);
  }
  const forms = await world.http.call("GET", "/api/v1/forms");
  assert.equal(forms.body.items.length, 1);
});

const stored = () =>
  world.inAccount((tx) =>
    rows(
      tx,
      sql`select 'request' as kind from consent_requests where account_id = app_account()
          union all select 'contact' from contacts where account_id = app_account()
          union all select 'mail' from deliveries where account_id = app_account()`,
    ),
  );
