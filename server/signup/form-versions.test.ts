import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { run, sql } from "../platform/index.ts";

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

const api = async (method: string, path: string, body?: unknown) => {
  const at = `/api/v1/forms/${world.form.publicId}${path}`;
  const answer = await world.http.call(method, at, body === undefined ? {} : { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

test("CON-04 CON-05: versions tell who made them and when they held, without a gap", async () => {
  world.clock.advance(60_000);
  await api("PATCH", "", { title: { de: "Neu", en: "New" } });
  world.clock.advance(60_000);
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update lists set topics = 'Zinsen und Kredite' where account_id = app_account() and id = ${world.lists[0]!.id}`,
    ),
  );
  await world.browse.get(`/f/${world.form.publicId}`);
  const { items } = await api("GET", "/versions");
  assert.deepEqual(
    items.map((one: { version: number; by: string | null; current: boolean }) => [
      one.version,
      one.by !== null,
      one.current,
    ]),
    [
      [3, false, true],
      [2, true, false],
      [1, false, false],
    ],
  );
  assert.equal(items[0].until, null);
  assert.equal(items[1].until, items[0].from);
  assert.equal(items[2].until, items[1].from);
});

test("A11Y-08 CON-05 DOI-04: with du the form gets its next version and the mail follows; what was declared stays", async () => {
  const path = `/f/${world.form.publicId}?lang=de`;
  const declared = (html: string) =>
    pageElements(html)
      .filter((one) => /^Ja, (?:ich möchte|.* darf)/.test(one.text))
      .map((one) => one.text);
  const formal = await world.browse.get(path);
  assert.match(formal.text, /Welche Newsletter möchten Sie\?/);
  await world.signUp({ email: "anna@example.org", lang: "de" });
  assert.match((await world.lastMail("anna@example.org")).subject, /^Bitte bestätigen Sie Ihre/);

  const address = (salutation: string) =>
    world.inAccount((tx) =>
      run(
        tx,
        sql`update accounts set theme = theme || jsonb_build_object('salutation', ${salutation}::text) where id = app_account()`,
      ),
    );
  await address("informal");
  const informal = await world.browse.get(path);
  assert.match(informal.text, /Welche Newsletter möchtest du\?/);
  assert.doesNotMatch(informal.text, /\b(?:Sie|Ihnen|Ihre?[nmrs]?)\b/);
  assert.ok(declared(formal.text).length > 0);
  assert.deepEqual(declared(informal.text), declared(formal.text));
  await world.signUp({ email: "ben@example.org", lang: "de" });
  const mail = await world.lastMail("ben@example.org");
  assert.match(mail.subject, /^Bitte bestätige deine Anmeldung/);
  for (const part of [mail.html, mail.text])
    assert.doesNotMatch(part, /\b(?:Sie|Ihnen|Ihre?[nmrs]?)\b/);
  const english = await world.browse.get(`/f/${world.form.publicId}?lang=en`);
  assert.match(english.text, /Which newsletters would you like\?|Mail you want to read/);

  await address("letter");
  assert.match((await world.browse.get(path)).text, /Welche Newsletter möchten Sie\?/);
  const { items } = await api("GET", "/versions");
  assert.deepEqual(
    items.map((one: { version: number }) => one.version),
    [3, 2, 1],
  );
});

test("CON-03 CON-05 DSR-01: a version shows every sentence that was read, and as the page", async () => {
  const shown = await api("GET", "/versions/1?lang=de");
  const part = (name: string, subject: string | null = null): string =>
    shown.parts.find(
      (one: { part: string; subject: string | null }) =>
        one.part === name && one.subject === subject,
    ).text;
  const page = await world.browse.get(`/f/${world.form.publicId}?lang=de`);
  const main = pageElements(page.text).find((one) => one.tag === "main")!.text;
  const flat = (text: string) => text.replace(/\s+/g, " ");
  for (const text of [
    part("heading"),
    part("withdraw"),
    part("declaration", "Marktblick"),
    part("tracking"),
    part("trackingNote"),
    part("proof"),
    part("submit"),
    part("after"),
  ])
    assert.ok(flat(main).includes(flat(text)), text);
  assert.match(part("privacyNotice"), /makler-mustermann\.example\/datenschutz/);
  assert.ok(!/<script| checked/.test(shown.html));
  assert.ok(
    flat(pageElements(shown.html).find((one) => one.tag === "main")!.text).includes(
      flat(part("declaration", "Marktblick")),
    ),
  );
});

test("CON-04: what the product itself says on the page is kept, and an old version goes on saying it", async () => {
  await world.inAccount((tx) =>
    run(
      tx,
      // As a version from a time when the product worded its sentence differently.
      sql`insert into form_versions (account_id, form_id, version, definition, sha256, created_at)
          select v.account_id, v.form_id, 2, jsonb_set(v.definition, '{shown,de,words,withdraw}', '"Früherer Satz zum Widerruf"'), v.sha256, ${world.clock.now()}
          from form_versions v where v.account_id = app_account() and v.form_id = ${world.form.id} and v.version = 1`,
    ),
  );
  const old = await api("GET", "/versions/2?lang=de");
  assert.match(old.html, /Früherer Satz zum Widerruf/);
  const diff = await api("GET", "/versions/2/diff?with=1&lang=de");
  assert.deepEqual(
    diff.changes.map((one: { part: string }) => one.part),
    ["withdraw"],
  );
  const english = await api("GET", "/versions/2/diff?with=1&lang=en");
  assert.deepEqual(english.changes, []);
});

test("CON-04: the difference of two versions names parts that came and went, word by word", async () => {
  await api("PATCH", "", {
    title: { de: "Post, die Sie bewegt", en: "Mail" },
    askTracking: false,
    minAge: 16,
  });
  const { changes } = await api("GET", "/versions/2/diff?with=1");
  const named = Object.fromEntries(
    changes.map((one: { part: string; words: { kind: string; text: string }[] }) => [
      one.part,
      one.words,
    ]),
  );
  assert.deepEqual(Object.keys(named).toSorted(), ["age", "heading", "tracking", "trackingNote"]);
  assert.ok(named["age"].every((one: { kind: string }) => one.kind === "added"));
  assert.ok(named["tracking"].every((one: { kind: string }) => one.kind === "removed"));
  assert.ok(named["heading"].some((one: { kind: string }) => one.kind === "same"));
});

test("a version that is none answers 404, a number too large 400", async () => {
  for (const [path, status] of [
    ["/versions/99", 404],
    ["/versions/99999999999", 400],
    ["/versions/0", 400],
    ["/versions/1/diff?with=7", 404],
  ] as const) {
    const answer = await world.http.call("GET", `/api/v1/forms/${world.form.publicId}${path}`);
    assert.equal(answer.status, status, path);
  }
});
