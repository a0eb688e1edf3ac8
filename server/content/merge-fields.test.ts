import assert from "node:assert/strict";
import { test } from "node:test";
import { MERGE_FIELDS } from "./merge-field-list.ts";
import { mergeValues, neutralValues, salutationLine } from "./merge-fields.ts";

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
