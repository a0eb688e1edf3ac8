import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { actionWords, detailWords, isLook, objectPath } from "./audit-words.ts";

test("ORG-04: acts read as words in both languages, and what has none stays as it is stored", () => {
  assert.equal(actionWords("contact.viewed", "de"), "Kontakt angesehen");
  assert.equal(actionWords("mailing.pause", "en"), "Mailing paused");
  assert.equal(actionWords("session.started", "de"), "Angemeldet");
  assert.equal(actionWords("thing.happened", "de"), "thing.happened");
});

test("ORG-04: every act the server writes down has words", () => {
  const server = join(import.meta.dirname, "../../../../../server");
  // Written from a sum, or with a name put together.
  const found = new Set([
    "contacts.listed",
    ...["authority", "people"].flatMap((of) => [`incident.${of}_decided`, `incident.${of}_told`]),
  ]);
  for (const file of readdirSync(server, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    for (const [call] of readFileSync(join(server, file), "utf8").matchAll(
      /\baudit(?:Person)?\([^;]{0,260}/g,
    ))
      for (const [, action] of call.matchAll(/"([a-z_]+\.[a-z_]+)"/g)) found.add(action!);
  }
  assert.ok(found.size > 150, `${found.size} acts found`);
  for (const locale of ["de", "en"] as const)
    assert.deepEqual(
      [...found].filter((action) => actionWords(action, locale) === action),
      [],
    );
});

test("ORG-04: looks at people are told from changes", () => {
  for (const action of [
    "contact.viewed",
    "contacts.listed",
    "report.persons_viewed",
    "proof.downloaded",
  ])
    assert.ok(isLook(action), action);
  for (const action of ["contact.changed", "proof.made", "wording.approved"])
    assert.ok(!isLook(action), action);
});

test("an object leads to its page, and details stay one line", () => {
  assert.equal(objectPath("contact", "ctc_1"), "/contacts/ctc_1");
  assert.equal(objectPath("operator", "opr_1"), undefined);
  assert.equal(objectPath("contact", null), undefined);
  assert.equal(
    detailWords({ view: "profile", link: null, ids: ["a", "b"] }),
    "view: profile · ids: a, b",
  );
});
