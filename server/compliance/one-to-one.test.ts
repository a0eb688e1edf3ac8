import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createKeys } from "../platform/index.ts";
import { ALIKE, countryOf, countryPolicyOf, likeness, sketchBody } from "./one-to-one.ts";

const keys = createKeys(randomBytes(32));
const open = new Map([
  ["CH", "legitimate_interest" as const],
  ["DE", "legitimate_interest" as const],
]);
const policy = (email: string, custom: Record<string, string> = {}) =>
  countryPolicyOf(countryOf(custom, email).code, open);

test("LEG-13: Germany and Austria need consent, by field and by domain, whatever the table says", () => {
  assert.equal(policy("anna@firma.de"), "consent");
  assert.equal(policy("anna@firma.at"), "consent");
  assert.equal(policy("anna@firma.example", { land: "Deutschland" }), "consent");
  assert.equal(policy("anna@firma.ch", { Land: "Österreich" }), "consent");
  // A Swiss field does not open a German address.
  assert.equal(policy("anna@firma.de", { land: "Schweiz" }), "consent");
});

test("LEG-13: an unknown country needs consent, another one what the account decided, at first consent", () => {
  assert.equal(policy("anna@firma.com"), "consent");
  assert.equal(policy("anna@firma.io"), "consent");
  assert.equal(policy("anna@firma.eu"), "consent");
  assert.equal(policy("anna@firma.com", { land: "Atlantis" }), "consent");
  assert.equal(policy("anna@firma.fr"), "consent");
  for (const land of ["CH", "ch", "Schweiz", "Switzerland"])
    assert.equal(policy("anna@firma.com", { land }), "legitimate_interest", land);
  assert.equal(policy("anna@firma.ch"), "legitimate_interest");
  assert.deepEqual(countryOf({ Land: "UK" }, "a@b.com"), { code: "GB", from: "field" });
  assert.deepEqual(countryOf({}, "a@b.co.uk"), { code: "GB", from: "domain" });
});

const BODY = `wir haben uns gestern auf der Messe in Hannover an unserem Stand unterhalten, und Sie fragten nach
den Kosten einer Anlage für Ihr Dach. Ich habe inzwischen gerechnet: Mit der Förderung lohnt sie sich nach neun Jahren.
Gern zeige ich Ihnen die Rechnung in einem kurzen Gespräch in der nächsten Woche. Passt Ihnen der Dienstag?`;
const anna = { title: "", firstName: "Anna", lastName: "Beispiel", company: "Beispiel GmbH" };
const otto = { title: "Dr.", firstName: "Otto", lastName: "Muster", company: "Muster AG" };
const sketch = (text: string, to = anna) => sketchBody(keys, 1, text, to);

test("LEG-12: the same words to somebody else are near-identical, whatever the greeting and the name", () => {
  const first = sketch(`Guten Tag Frau Beispiel,\n\n${BODY}`);
  const second = sketch(
    `Sehr geehrter Herr Dr. Muster,\n${BODY.replace("Ihr Dach", "Ihr Dach")}`,
    otto,
  );
  assert.equal(likeness(first, second), 1);
  const nearly = sketch(`Hallo,\n\n${BODY.replace("Dienstag", "Mittwoch")}`, otto);
  assert.ok(likeness(first, nearly) > ALIKE, String(likeness(first, nearly)));
});

test("LEG-12: another text is another text", () => {
  const other = sketch(
    "Guten Tag Frau Beispiel,\n\nvielen Dank für Ihre Unterlagen. Bei der Steuernummer fehlt noch eine Ziffer; könnten Sie mir die Seite noch einmal schicken? Den Antrag reiche ich danach sofort ein.",
  );
  assert.ok(likeness(sketch(BODY), other) < 0.2);
  const half = sketch(
    `${BODY.slice(0, BODY.length / 2)} Für den Keller habe ich etwas ganz anderes vor.`,
  );
  assert.ok(likeness(sketch(BODY), half) < ALIKE);
});

test("LEG-12: long texts are compared by a sketch of fixed size; its error is small", () => {
  const words = (seed: number, count: number) =>
    Array.from({ length: count }, (_unused, at) => `wort${(at * 7919 + seed) % 100_003}`);
  const long = words(1, 3000);
  const a = sketch(long.join(" "));
  assert.equal(a.length, 256 * 6);
  const changed = long.map((word, at) => (at % 100 === 0 ? `neu${at}` : word));
  assert.ok(likeness(a, sketch(changed.join(" "))) > ALIKE);
  const rewritten = long.map((word, at) => (at % 8 === 0 ? `neu${at}` : word));
  assert.ok(likeness(a, sketch(rewritten.join(" "))) < 0.85);
});

test("LEG-12: a sketch tells nothing without the instance's key, and nothing across accounts", () => {
  const elsewhere = sketchBody(createKeys(randomBytes(32)), 1, BODY, anna);
  assert.equal(likeness(sketch(BODY), elsewhere), 0);
  assert.equal(likeness(sketch(BODY), sketchBody(keys, 2, BODY, anna)), 0);
});
