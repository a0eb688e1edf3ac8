import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { one, sql } from "../platform/index.ts";

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

const preview = (change: object = {}) =>
  world.http.call("POST", "/api/v1/forms/preview", {
    body: { lists: [world.lists[0]!.publicId], ...change },
  });
const stored = () =>
  world.inAccount((tx) =>
    one<{ forms: number; versions: number }>(
      tx,
      sql`select (select count(*) from forms) as forms, (select count(*) from form_versions) as versions`,
    ),
  );

test("CON-02 CON-04: a preview shows the page with its wordings, nothing ticked, and stores nothing", async () => {
  const before = await stored();
  const answer = await preview({
    locales: ["de", "en"],
    locale: "en",
    askTracking: true,
    title: { de: "Post von uns", en: "Mail from us" },
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.body.locale, "en");
  assert.match(answer.body.html, /Mail from us/);
  const boxes = pageElements(answer.body.html).filter(
    (one) => one.attributes["type"] === "checkbox",
  );
  assert.deepEqual(
    boxes.map((box) => [box.attributes["name"], "checked" in box.attributes]),
    [
      ["lists", false],
      ["profiling", false],
    ],
  );
  assert.deepEqual(await stored(), before);
});

test("CON-02 CON-11 A11Y-06: a preview is refused like the form itself", async () => {
  const refused: [object, string][] = [
    [{ lists: [{ id: world.lists[0]!.publicId, checked: true }] }, "CON-02"],
    [{ fields: { lastName: { required: true } } }, "CON-11"],
    [{ locales: ["de", "en"], title: { de: "Post" } }, "A11Y-06"],
  ];
  for (const [change, rule] of refused) {
    const answer = await preview(change);
    assert.deepEqual([answer.status, answer.body.rule], [422, rule]);
  }
});
