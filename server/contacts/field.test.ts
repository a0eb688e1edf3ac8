import assert from "node:assert/strict";
import { test } from "node:test";
import { readFieldValue, type ContactField } from "./field.ts";
import { showFieldValue } from "./show-field-value.ts";
import { excessOf, isGreetingOnly } from "../../contract/excessive-fields.ts";

const read = (
  type: ContactField["type"],
  text: string,
  locale: "de" | "en" = "de",
  more: { choices?: string[]; withoutYear?: boolean } = {},
) => {
  const reading = readFieldValue({ type, choices: [], ...more }, text, locale);
  return reading.ok ? reading.value : reading.problem;
};

test("numbers are read in German and English notation, the language deciding what is ambiguous", () => {
  for (const [text, locale, value] of [
    ["1.234,5", "de", "1234.5"],
    ["1,234.5", "de", "1234.5"],
    ["1.234", "de", "1234"],
    ["1.234", "en", "1.234"],
    ["1,234", "en", "1234"],
    ["1,234", "de", "1.234"],
    ["1.5", "de", "1.5"],
    ["12.345.678", "en", "12345678"],
    ["− 0,50", "de", "-0.5"],
    ["007", "de", "7"],
    ["-0", "de", "0"],
    ["1.2.3", "de", "not_a_number"],
    ["12,34,5", "en", "not_a_number"],
    ["1e5", "en", "not_a_number"],
    ["", "de", ""],
  ] as const)
    assert.equal(read("number", text, locale), value, `${text} ${locale}`);
});

test("LEAD-08: dates are read as people write them, a birthday without its year too", () => {
  for (const [text, value] of [
    ["31.12.2026", "2026-12-31"],
    ["1. 3. 1980", "1980-03-01"],
    ["2026-12-31", "2026-12-31"],
    ["31.12.", "--12-31"],
    ["29.2.", "--02-29"],
    ["3. März 1980", "1980-03-03"],
    ["March 3rd, 1980", "1980-03-03"],
    ["31/12/2026", "2026-12-31"],
    ["12/31/2026", "2026-12-31"],
    ["2024-02-29", "2024-02-29"],
    ["2026-02-29", "not_a_date"],
    ["32.1.2026", "not_a_date"],
    ["31.12.26", "not_a_date"],
    ["bald", "not_a_date"],
  ] as const)
    assert.equal(read("date", text), value, text);
  assert.equal(read("date", "24.12.1980", "de", { withoutYear: true }), "--12-24");
});

test("yes and no, one and several choices", () => {
  assert.equal(read("boolean", "Ja"), "true");
  assert.equal(read("boolean", "no"), "false");
  assert.equal(read("boolean", "vielleicht"), "not_yes_or_no");
  const choices = ["Rot", "Blau, hell", "Grün"];
  assert.equal(read("choice", "grün", "de", { choices }), "Grün");
  assert.equal(read("choice", "gelb", "de", { choices }), "not_a_choice");
  assert.equal(read("choices", "grün; rot", "de", { choices }), '["Rot","Grün"]');
  assert.equal(read("choices", "blau, hell", "de", { choices }), '["Blau, hell"]');
  assert.equal(read("choices", '["Grün"]', "de", { choices }), '["Grün"]');
  assert.equal(read("choices", "rot, gelb", "de", { choices }), "not_a_choice");
  assert.equal(read("text", "x".repeat(1001)), "too_long");
});

test("LEAD-08: excessive fields are recognised by German and English words, and only by whole short ones", () => {
  const of = (key: string, label = key, type: ContactField["type"] = "text", withoutYear = false) =>
    excessOf({ key, label, type, withoutYear });
  assert.equal(of("geburtsdatum"), "birthday");
  assert.equal(of("dob", "Date of birth"), "birthday");
  assert.equal(of("x", "Alter"), "birthday");
  assert.equal(of("alternative"), undefined);
  assert.equal(of("verwaltung"), undefined);
  assert.equal(of("geburtstag", "Geburtstag", "date", true), undefined);
  assert.equal(of("geburtstag", "Geburtstag", "date", false), "birthday");
  assert.equal(of("x", "Telefon (privat)"), "private_phone");
  assert.equal(of("telefon_beruflich"), undefined);
  assert.equal(of("familienstand"), "marital_status");
  assert.equal(of("x", "Staatsangehörigkeit"), "nationality");
  assert.equal(of("x", "Staatsangehoerigkeit"), "nationality");
  assert.equal(of("gender"), "gender");
});

test("LEAD-08: wishing a happy birthday is no need for a year of birth", () => {
  assert.ok(isGreetingOnly("Wir schicken eine Geburtstagsmail mit Gutschein."));
  assert.ok(isGreetingOnly("Happy Birthday"));
  assert.ok(
    !isGreetingOnly("Der Tarif richtet sich nach der Altersgrenze; dazu eine Geburtstagskarte."),
  );
  assert.ok(!isGreetingOnly("Jugendschutz: Mindestalter 18."));
});

test("a stored value is read by people in their language, and one that never fitted stands as it is", () => {
  const show = (type: ContactField["type"], value: string, locale: "de" | "en" = "de") =>
    showFieldValue({ type, choices: ["Vorsorge", "Geldanlage"] }, value, locale);
  assert.equal(show("choices", '["Vorsorge","Geldanlage"]'), "Vorsorge, Geldanlage");
  assert.equal(show("choices", "[kaputt"), "[kaputt");
  assert.deepEqual([show("boolean", "true"), show("boolean", "false", "en")], ["ja", "no"]);
  assert.deepEqual(
    [show("date", "--03-14"), show("date", "2026-03-14", "en")],
    ["14. März", "14 March 2026"],
  );
  assert.equal(show("date", "bald"), "bald");
  assert.deepEqual(
    [show("number", "1234.5"), show("number", "1234.5", "en")],
    ["1.234,5", "1,234.5"],
  );
});
