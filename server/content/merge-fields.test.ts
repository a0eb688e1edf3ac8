import assert from "node:assert/strict";
import { test } from "node:test";
import { MERGE_FIELDS } from "./merge-field-list.ts";
import { mergeValues, neutralValues, RAW_PREFIX } from "./merge-fields.ts";
import { salutationLine } from "./salutation.ts";

test("CNT-16: the salutation is neutral and never guesses a gender", () => {
  const anna = { firstName: "Anna", lastName: "Beispiel" };
  assert.equal(salutationLine({ ...anna, salutation: "Frau" }, "de"), "Guten Tag Frau Beispiel");
  assert.equal(
    salutationLine({ ...anna, salutation: "Frau", title: "Dr." }, "de"),
    "Guten Tag Frau Dr. Beispiel",
  );
  assert.equal(salutationLine({ ...anna, salutation: " HERR " }, "de"), "Guten Tag Herr Beispiel");
  assert.equal(salutationLine(anna, "de"), "Guten Tag Anna Beispiel");
  assert.equal(salutationLine({ ...anna, salutation: "divers" }, "de"), "Guten Tag Anna Beispiel");
  assert.equal(salutationLine({ firstName: "Anna" }, "de"), "Guten Tag Anna");
  assert.equal(salutationLine({ salutation: "Frau" }, "de"), "Guten Tag");
  assert.equal(
    salutationLine({ salutation: "Frau", firstName: " ", lastName: null }, "de"),
    "Guten Tag",
  );
  assert.equal(salutationLine({ ...anna, salutation: "Frau" }, "en"), "Hello Ms Beispiel");
  assert.equal(
    salutationLine({ ...anna, salutation: "Herr", title: "Dr" }, "en"),
    "Hello Dr Beispiel",
  );
  assert.equal(salutationLine(anna, "en"), "Hello Anna Beispiel");
  assert.equal(neutralValues("de")["contact.salutation_line"], "Guten Tag");
});

test("CNT-16: the account chooses how it addresses people; without a name nothing is left open", () => {
  const anna = { firstName: "Anna", lastName: "Beispiel", title: "Dr." };
  const lines = (names: Parameters<typeof salutationLine>[0]) =>
    (["formal", "letter", "informal"] as const).map((form) => salutationLine(names, "de", form));
  assert.deepEqual(lines({ ...anna, salutation: "frau" }), [
    "Guten Tag Frau Dr. Beispiel",
    "Sehr geehrte Frau Dr. Beispiel",
    "Hallo Anna",
  ]);
  assert.deepEqual(lines({ lastName: "Beispiel", salutation: "herr" }), [
    "Guten Tag Herr Beispiel",
    "Sehr geehrter Herr Beispiel",
    "Hallo",
  ]);
  assert.deepEqual(lines(anna), [
    "Guten Tag Dr. Anna Beispiel",
    "Guten Tag Dr. Anna Beispiel",
    "Hallo Anna",
  ]);
  assert.deepEqual(lines({}), ["Guten Tag", "Guten Tag", "Hallo"]);
  assert.deepEqual(lines({ salutation: "frau" }), ["Guten Tag", "Guten Tag", "Hallo"]);
  assert.equal(salutationLine(anna, "en", "letter"), "Dear Dr. Anna Beispiel");
  assert.equal(salutationLine({}, "en", "letter"), "Hello");
  assert.equal(salutationLine({}, "en", "informal"), "Hi");
});

test("LEAD-07: own fields stand in the letter's language and are compared as what they are", () => {
  const custom = {
    betrag: "1234.5",
    geburtstag: "--05-24",
    termin: "2026-12-31",
    vip: "true",
    hobbys: '["Wandern","Lesen","Kochen"]',
    ort: "Köln",
    kaputt: "viel",
  };
  const fieldTypes = {
    betrag: "number",
    geburtstag: "date",
    termin: "date",
    vip: "boolean",
    hobbys: "choices",
    ort: "text",
    kaputt: "number",
  } as const;
  const of = (locale: "de" | "en") => {
    const values = mergeValues(
      { email: "a@b.de", mayBeAsked: false, custom },
      { locale, fieldTypes },
    );
    return Object.keys(custom).map((key) => values[`contact.custom.${key}`]);
  };
  assert.deepEqual(of("de"), [
    "1.234,5",
    "24. Mai",
    "31. Dezember 2026",
    "ja",
    "Wandern, Lesen und Kochen",
    "Köln",
    "viel",
  ]);
  assert.deepEqual(of("en"), [
    "1,234.5",
    "24 May",
    "31 December 2026",
    "yes",
    "Wandern, Lesen and Kochen",
    "Köln",
    "viel",
  ]);
  const values = mergeValues(
    { email: "a@b.de", mayBeAsked: false, custom, tags: ["Bauherr"], stage: "customer" },
    { locale: "de", fieldTypes },
  );
  assert.equal(values[`${RAW_PREFIX}contact.custom.betrag`], "1234.5");
  assert.equal(values[`${RAW_PREFIX}contact.tags`], '["Bauherr"]');
});

test("values carry no control characters, separators, overrides, markers or lone surrogates", () => {
  const values = mergeValues(
    {
      firstName: "A\r\nBcc: x@y.de\u0000\u2028\u202E\uE000\uE001\uD800",
      email: "a@b.de",
      custom: { ok: 7, __proto__: "x", "Bad Name": "y", object: {} },
      mayBeAsked: false,
    },
    "de",
  );
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(
    Object.values(values).join(""),
    /[\u0000-\u001F\u2028\u202E\uE000-\uE00F\uD800-\uDFFF]/,
  );
  assert.equal(values["contact.custom.ok"], "7");
  assert.deepEqual(
    Object.keys(values).filter((name) => name.startsWith("contact.custom.")),
    ["contact.custom.ok", "contact.custom.object"],
  );
  assert.equal(values["contact.custom.object"], "");
});

test("every offered field is described in both languages", () => {
  for (const field of MERGE_FIELDS) {
    for (const text of [field.label, field.description, field.example]) {
      assert.ok(text.de.trim() && text.en.trim(), field.name);
    }
  }
});
