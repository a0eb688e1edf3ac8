import type { Excess } from "./contact-fields.ts";

/** Words by which a field known to be excessive is recognised, German and English, folded (LEAD-08). */
const WORDS: Record<Excess, readonly string[]> = {
  birthday: [
    "geburtstag",
    "geburtsdatum",
    "geburtsjahr",
    "geboren",
    "geb datum",
    "gebdatum",
    "birthday",
    "birthdate",
    "birth date",
    "date of birth",
    "dob",
    "born",
    "alter",
    "age",
  ],
  gender: ["geschlecht", "gender", "sex", "anrede pflicht", "pronomen", "pronouns"],
  private_phone: [
    "telefon privat",
    "privattelefon",
    "private telefonnummer",
    "private nummer",
    "privatnummer",
    "festnetz privat",
    "handy privat",
    "mobil privat",
    "private phone",
    "home phone",
    "phone private",
    "personal phone",
    "private mobile",
  ],
  marital_status: [
    "familienstand",
    "verheiratet",
    "ehepartner",
    "partner name",
    "kinder",
    "kinderzahl",
    "marital status",
    "married",
    "spouse",
    "children",
  ],
  nationality: [
    "nationalitat",
    "staatsangehorigkeit",
    "staatsburgerschaft",
    "herkunftsland",
    "geburtsland",
    "geburtsort",
    "nationality",
    "citizenship",
    "country of birth",
    "place of birth",
  ],
};

const words = (text: string): string =>
  ` ${text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replaceAll("ae", "a")
    .replaceAll("oe", "o")
    .replaceAll("ue", "u")
    .replace(/[^a-z0-9]+/g, " ")
    .trim()} `;

/** Words that stand within others (Alter in Alternative) count as whole words only. */
const findIn = (text: string, word: string): boolean =>
  word.length <= 6 ? text.includes(` ${word} `) : text.includes(word);

/**
 * Whether a field asks for more than a newsletter needs (LEAD-08, Art. 5(1)(c) GDPR). A birthday kept as day and month
 * alone is none.
 */
export function excessOf(field: {
  key: string;
  label: string;
  type: string;
  withoutYear: boolean;
}): Excess | undefined {
  const texts = [words(field.key), words(field.label)];
  const found = (Object.keys(WORDS) as Excess[]).find((excess) =>
    WORDS[excess].some((word) => texts.some((text) => findIn(text, words(word).trim()))),
  );
  return found === "birthday" && field.type === "date" && field.withoutYear ? undefined : found;
}

const GREETING =
  /geburtstags?(gru(ß|ss)|mail|karte|gl(ü|ue)ckw|w(ü|ue)nsch|aktion|gutschein|rabatt|newsletter|(ü|ue)berraschung)|gratul|gl(ü|ue)ckw(u|ü)nsch|happy\s*birthday|birthday\s*(greeting|mail|card|wish|voucher|discount|offer)|zum\s+geburtstag|congratulat/iu;
/** Grounds on which a full birth date can be needed at all. */
const GROUND =
  /altersgrenze|altersnachweis|mindestalter|vollj(ä|ae)hrig|jugendschutz|vertrag|versicherung|gesetz|identifi|geldw(ä|ae)sche|tarif|rente|age\s*(limit|check|verification)|legal\s*age|contract|insurance|statut|law|identif|money\s*laundering|pension/iu;

/** LEAD-08: greeting somebody is no need for the year of birth; day and month do it. */
export function isGreetingOnly(need: string): boolean {
  return GREETING.test(need) && !GROUND.test(need);
}
