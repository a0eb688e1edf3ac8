import type { DocumentBlock, DocumentSection } from "../../../contract/documents.ts";
import { imprintLines } from "../../accounts/index.ts";
import type { Locale } from "../../platform/index.ts";
import { retentionClasses } from "../../privacy/index.ts";
import { sayIn, type Facts } from "../facts.ts";

export const text = (words: string): DocumentBlock => ({ kind: "text", text: words });
export const list = (items: string[]): DocumentBlock => ({ kind: "list", items });
export const open = (words: string, label?: string): DocumentBlock => ({
  kind: "open",
  text: words,
  ...(label === undefined ? {} : { label }),
});
export const facts = (
  rows: readonly (readonly [label: string, value: string])[],
): DocumentBlock => ({
  kind: "facts",
  rows: rows.filter(([, value]) => value !== "").map(([label, value]) => ({ label, value })),
});
export const section = (
  id: string,
  title: string,
  blocks: DocumentBlock[],
  part?: string,
): DocumentSection => ({ id, title, blocks, ...(part === undefined ? {} : { part }) });

/** "A, B und C" */
export const inWords = (items: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale === "de" ? "de-DE" : "en-GB", { type: "conjunction" }).format(items);

/** The period of a class of data as it is configured now ("7 Tage"). */
export function periodOf({ concept }: Facts, id: string, locale: Locale): string {
  const at = retentionClasses.findIndex((each) => each.id === id);
  return concept.classes[at]?.period[locale] ?? "";
}

/** Controller, representatives, contact and data protection officer. */
export function whoIsResponsible(of: Facts, locale: Locale): DocumentBlock {
  const say = sayIn(locale);
  const { privacy } = of.account;
  const { dpo } = privacy;
  const [, ...address] = imprintLines(of.account, locale);
  return facts([
    [say("Verantwortlicher", "Controller"), of.controller],
    [say("Anschrift und Angaben", "Address and details"), address.join(" · ")],
    [
      say("Datenschutz", "Data protection contact"),
      [privacy.contactName, privacy.contactEmail].filter(Boolean).join(", "),
    ],
    [
      say("Datenschutzbeauftragte/r", "Data protection officer"),
      dpo === undefined
        ? say("noch nicht angegeben", "not given yet")
        : dpo.appointed
          ? `${dpo.name}, ${dpo.email}`
          : say(
              `nicht benannt; Begründung nach § 38 BDSG: ${dpo.reason}`,
              `not appointed; reason under § 38 BDSG: ${dpo.reason}`,
            ),
    ],
  ]);
}

/** Everybody who touches the data: name, role, country, purpose, contract. */
export function partiesTable(of: Facts, locale: Locale): DocumentBlock {
  const say = sayIn(locale);
  return {
    kind: "table",
    label: say("Beteiligte und Orte", "Parties and places"),
    head: [
      say("Wer", "Who"),
      say("Rolle", "Role"),
      say("Ort", "Place"),
      say("Zweck", "Purpose"),
      say("Grundlage", "Ground"),
    ],
    rows: of.parties.map((party) => [
      party.name,
      party.role[locale],
      party.place?.[locale] ?? say("nicht angegeben", "not given"),
      party.purpose[locale],
      party.contract[locale],
    ]),
  };
}

/** What is said of transfers to countries outside the EEA (Art. 30(1)(e), 44 ff. GDPR). */
export function transfers(of: Facts, locale: Locale): string {
  const say = sayIn(locale);
  const outside = of.parties.filter(({ isOutside }) => isOutside);
  const named = (parties: Facts["parties"]) =>
    inWords(
      parties.map(({ name, place }) => (place === null ? name : `${name} (${place[locale]})`)),
      locale,
    );
  if (outside.length > 0)
    return say(
      `Daten gehen an Stellen außerhalb des EWR: ${named(outside)}. Das braucht Grundlage und Garantien nach Art. 44 ff. DSGVO.`,
      `Data go to places outside the EEA: ${named(outside)}. That needs ground and safeguards under Art. 44 ff. GDPR.`,
    );
  const unknown = of.parties.filter(({ place }) => place === null);
  return unknown.length > 0
    ? say(
        `Keine angegebene Stelle liegt außerhalb des EWR. Ohne Angabe des Ortes: ${named(unknown)}.`,
        `No place that was given lies outside the EEA. Without a place: ${named(unknown)}.`,
      )
    : say(
        "Keine. Speicherung und Verarbeitung bleiben in der EU und im EWR.",
        "None. Storage and processing stay in the EU and the EEA.",
      );
}

/** Where the database stands, in words. */
export function storagePlace(of: Facts, locale: Locale): string {
  const say = sayIn(locale);
  const { place } = of.account.processing;
  const party = of.parties.find(({ role }) => role.en === "Data centre");
  if (!place || !party) return say("nicht angegeben", "not given");
  return `${place.dataCentre}, ${party.place?.[locale] ?? place.country}`;
}
