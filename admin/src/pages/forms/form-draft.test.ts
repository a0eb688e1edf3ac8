import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyDraft, inputOf, isExchangeComplete } from "./form-draft.ts";

test("A11Y-06: texts of a language that is not offered are not sent", () => {
  const draft = emptyDraft(["lst_1"]);
  draft.title = { de: " Post ", en: "Mail" };
  assert.deepEqual(inputOf(draft).title, { de: "Post" });
  assert.deepEqual(inputOf({ ...draft, locales: ["de", "en"] }).title, { de: "Post", en: "Mail" });
});

test("CON-02 CON-08 CON-11: a new form presets nothing and asks nothing but the address", () => {
  const input = inputOf(emptyDraft(["lst_1"]));
  assert.deepEqual(input.lists, ["lst_1"]);
  assert.deepEqual(input.fields, { salutation: false, firstName: false, lastName: false });
  assert.equal(input.askTracking, false);
  assert.equal(input.exchange, null);
});

test("CON-10: what is given in return is sent only when it is switched on", () => {
  const draft = {
    ...emptyDraft(["lst_1"]),
    reason: "Geprüft am 1. Mai",
    notice: { de: "E-Book", en: "" },
  };
  assert.equal(inputOf(draft).exchange, null);
  assert.deepEqual(inputOf({ ...draft, exchange: true }).exchange, {
    notice: { de: "E-Book" },
    reason: "Geprüft am 1. Mai",
  });
});

test("CON-10 A11Y-06: a service in return needs its notice in every language, and a reason", () => {
  const draft = { ...emptyDraft(["lst_1"]), exchange: true };
  assert.equal(isExchangeComplete(draft), false);
  const german = { ...draft, reason: "Geprüft am 1. Mai", notice: { de: "E-Book", en: "" } };
  assert.equal(isExchangeComplete(german), true);
  assert.equal(isExchangeComplete({ ...german, locales: ["de", "en"] }), false);
  assert.equal(isExchangeComplete({ ...german, reason: "kurz" }), false);
});

test("Origins come one a line, blank lines are left out", () => {
  const draft = { ...emptyDraft([]), origins: " https://a.example \n\nhttps://b.example\n" };
  assert.deepEqual(inputOf(draft).embeddedOn, ["https://a.example", "https://b.example"]);
});
