import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, questions } from "./content/questions.ts";
import { changesBetween, stateOf, validUntil } from "./document.ts";

test("ORG-13: profiling, web and mail joined and more than 10,000 contacts need an assessment", () => {
  const none = new Map(questions.map(({ key }) => [key, "no" as const]));
  const given = (...yes: string[]) =>
    judge(new Map([...none, ...yes.map((key) => [key, "yes"] as const)]));
  assert.equal(given("profiling", "joined", "large").required, true);
  assert.match(given("profiling", "large").reasons[0]!.de, /in großem Umfang/);
  assert.equal(given("special").required, true, "Art. 9 risk alone");
  assert.match(given("scoring", "joined").reasons[0]!.en, /mail and website/);
  assert.equal(given("decisions").required, true);
  assert.equal(given("profiling").required, false);
  assert.equal(given().required, false);
  assert.equal(given("vulnerable", "matched").required, true, "two criteria of WP 248");
  assert.equal(judge(new Map([...none, ["special", null] as const])).required, null, "open");
  assert.equal(
    judge(new Map([["special", "yes"] as const])).required,
    true,
    "what is known is enough",
  );
});

test("a document's state, changes and validity", () => {
  const hash = Buffer.alloc(32, 1);
  const newest = { sha256: hash, validUntil: "2027-11-21" };
  assert.equal(stateOf(undefined, hash, 0, "2026-11-22"), "never");
  assert.equal(stateOf(newest, hash, 0, "2027-11-21"), "current");
  assert.equal(stateOf(newest, hash, 0, "2027-11-22"), "expired");
  assert.equal(stateOf(newest, Buffer.alloc(32, 2), 0, "2027-11-22"), "changed");
  assert.equal(stateOf(newest, hash, 1, "2026-11-22"), "incomplete");
  assert.equal(validUntil("2028-02-29"), "2029-02-28");
  const before = {
    title: "",
    intro: "",
    sections: [
      { id: "a", title: "A", blocks: [{ kind: "list" as const, items: ["eins", "zwei"] }] },
    ],
  };
  const now = {
    ...before,
    sections: [
      { ...before.sections[0]!, blocks: [{ kind: "list" as const, items: ["eins", "drei"] }] },
    ],
  };
  assert.deepEqual(changesBetween(before, now), [
    { section: "A", added: ["drei"], removed: ["zwei"] },
  ]);
  assert.deepEqual(changesBetween(now, now), []);
});
