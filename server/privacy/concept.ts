import { createHash } from "node:crypto";
import { getAccount } from "../accounts/index.ts";
import type { Locale, PersonalDataSource, Tx } from "../platform/index.ts";
import { countHolds } from "./holds.store.ts";
import { periodWords, retentionClasses, type Words } from "./retention.ts";
import { afterWords } from "./retention-words.ts";
import { newestConcept, ownPeriods, type ConceptVersion } from "./retention.store.ts";

/** The deletion concept (RET-13) as data: what the live configuration says now. */
export interface Concept {
  account: string;
  classes: {
    label: Words;
    what: Words;
    basis: Words;
    start: Words;
    period: Words;
    action: "delete" | "anonymise" | "review";
    rules: readonly string[];
    /** Why a period is longer than the rule's own. */
    reason: string;
  }[];
  holds: number;
  /** Every table with personal data and its rule, from the personal-data map. */
  tables: { table: string; rule: string; after: string }[];
}

/** Made from the configuration each time, so that a changed period stands in it at once. */
export async function readConcept(
  tx: Tx,
  map: readonly PersonalDataSource[],
): Promise<{ concept: Concept; sha256: Buffer; newest: ConceptVersion | undefined }> {
  const own = await ownPeriods(tx);
  const account = await getAccount(tx);
  const concept: Concept = {
    account: account.imprint.legalName?.trim() || account.name,
    classes: retentionClasses.map((each) => ({
      label: each.label,
      what: each.what,
      basis: each.basis,
      start: each.start,
      period: { de: periodWords(each, own, "de"), en: periodWords(each, own, "en") },
      action: each.action,
      rules: each.rules,
      reason: own.find((one) => one.class === each.id)?.reason ?? "",
    })),
    holds: await countHolds(tx),
    tables: map
      .flatMap((source) => source.retention)
      .toSorted((a, b) => (a.table < b.table ? -1 : 1)),
  };
  // Holds come and go; they are told, and make no new version.
  const sha256 = createHash("sha256")
    .update(JSON.stringify({ ...concept, holds: 0 }))
    .digest();
  return { concept, sha256, newest: await newestConcept(tx) };
}

export const conceptWords = {
  de: {
    title: "Löschkonzept",
    intro: (account: string) =>
      `Welche Daten ${account} in Klarpost speichert, warum, wie lange, und was danach geschieht. Erzeugt aus der laufenden Konfiguration; gegliedert nach Datenarten wie in DIN 66398.`,
    version: (no: number, when: string, by: string) =>
      `Fassung ${no} vom ${when}, festgehalten von ${by}`,
    draft: (when: string) => `Stand ${when}, noch nicht als Fassung festgehalten`,
    what: "Daten",
    basis: "Rechtsgrund und Zweck",
    start: "Frist beginnt",
    period: "Frist",
    action: "Danach",
    rules: "Regeln",
    reason: "Begründung der längeren Frist",
    actions: {
      delete: "gelöscht",
      anonymise: "ohne Person weitergezählt",
      review: "zur Wiedervorlage",
    },
    how: "Wie gelöscht wird",
    howText:
      "Klarpost prüft jede Datenart stündlich und löscht in Schritten von wenigen tausend Zeilen. Vorher lässt sich ein Probelauf mit Zahlen ansehen. Jeden Monat entsteht ein versiegeltes Protokoll, das nur Zahlen enthält. Löschungen auf Wunsch gehen sofort und stehen als Schlüsselwert im Löschjournal: Nach dem Zurückspielen einer Sicherung werden sie wiederholt, bevor eine E-Mail hinausgeht.",
    holds: (count: number) =>
      count === 0
        ? "Zurzeit ist keine Löschsperre in Kraft."
        : count === 1
          ? "Zurzeit ist eine Löschsperre in Kraft. Sie hat einen Grund, ein Ende und eine Wiedervorlage."
          : `Zurzeit sind ${count} Löschsperren in Kraft. Jede hat einen Grund, ein Ende und eine Wiedervorlage.`,
    annex: "Anhang: Tabellen der Datenbank mit Personenbezug",
    annexText:
      "Aus dem Verzeichnis, nach dem auch Auskunft und Löschung arbeiten. Jede Tabelle mit ihrer Regel.",
    page: (no: number, of: number) => `Seite ${no} von ${of}`,
    protocol: (month: string) => `Löschprotokoll ${month}`,
    protocolIntro: (account: string) =>
      `Wie viele Einträge bei ${account} gelöscht oder ohne Person weitergezählt wurden, weil ihre Frist um war. Nur Zahlen, keine Personendaten.`,
    class: "Datenart",
    done: "gelöscht oder anonymisiert",
    held: "durch Sperre behalten",
    nothing: "In diesem Monat war nichts fällig.",
    inForce: "Löschsperren am Monatsende",
    seal: "Siegel (HMAC-SHA-256)",
    made: "Erstellt",
  },
  en: {
    title: "Deletion concept",
    intro: (account: string) =>
      `Which data ${account} keeps in Klarpost, why, for how long, and what happens then. Made from the live configuration; by classes of data, as in DIN 66398.`,
    version: (no: number, when: string, by: string) =>
      `Version ${no} of ${when}, recorded by ${by}`,
    draft: (when: string) => `As of ${when}, not recorded as a version yet`,
    what: "Data",
    basis: "Legal basis and purpose",
    start: "Period begins",
    period: "Period",
    action: "Then",
    rules: "Rules",
    reason: "Reason for the longer period",
    actions: {
      delete: "deleted",
      anonymise: "counted on without the person",
      review: "up for review",
    },
    how: "How data are deleted",
    howText:
      "Klarpost looks at each class every hour and deletes in steps of a few thousand rows. A dry run with counts can be seen before. Every month a sealed protocol is made that holds counts only. Erasures on request happen at once and stand in the erasure journal as keyed hashes: after a backup was put back they are done again before any mail leaves.",
    holds: (count: number) =>
      count === 0
        ? "No legal hold is in force."
        : count === 1
          ? "One legal hold is in force. It has a reason, an end and a review."
          : `${count} legal holds are in force. Each has a reason, an end and a review.`,
    annex: "Annex: tables of the database with personal data",
    annexText: "From the map that copies and erasures work by. Each table with its rule.",
    page: (no: number, of: number) => `Page ${no} of ${of}`,
    protocol: (month: string) => `Deletion protocol ${month}`,
    protocolIntro: (account: string) =>
      `How many entries at ${account} were deleted or counted on without the person because their time was over. Counts only, no personal data.`,
    class: "Class of data",
    done: "deleted or anonymised",
    held: "kept by a hold",
    nothing: "Nothing was due in this month.",
    inForce: "Legal holds at the end of the month",
    seal: "Seal (HMAC-SHA-256)",
    made: "Made",
  },
} as const;

/** Day in words: "22. November 2026". */
export const longDay = (at: Date, locale: Locale, timeZone: string): string =>
  new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    timeZone,
    dateStyle: "long",
  }).format(at);

/** Month in words: "November 2026". */
export const longMonth = (month: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    timeZone: "UTC",
    month: "long",
    year: "numeric",
  }).format(new Date(`${month}T00:00:00Z`));

const escape = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The concept as one page for reading anywhere: no script, no foreign address. */
export function conceptHtml(concept: Concept, state: string, locale: Locale): string {
  const say = conceptWords[locale];
  const row = (label: string, value: string): string =>
    value === "" ? "" : `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`;
  const classes = concept.classes.map(
    (each) =>
      `<section><h2>${escape(each.label[locale])}</h2><dl>${row(say.what, each.what[locale])}${row(say.basis, each.basis[locale])}${row(say.start, each.start[locale])}${row(say.period, each.period[locale])}${row(say.reason, each.reason)}${row(say.action, say.actions[each.action])}${row(say.rules, each.rules.join(", "))}</dl></section>`,
  );
  const tables = concept.tables.map(
    ({ table, rule, after }) =>
      `<tr><th scope="row">${escape(table)}</th><td>${escape(rule)}</td><td>${escape(afterWords({ table, after }, locale))}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(`${say.title} ${concept.account}`)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2.5rem auto;padding:0 1.25rem;color:#1b2330}h1{font-size:1.9rem;margin-bottom:.25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}p.state{color:#5b6577;margin-top:0}dl{display:grid;grid-template-columns:minmax(8rem,12rem) 1fr;gap:.25rem 1rem;margin:0}dt{color:#5b6577}dd{margin:0}table{border-collapse:collapse;width:100%;font-size:.85rem}td,th{text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0;border-bottom:1px solid #dfe0dc;overflow-wrap:anywhere}@media(max-width:36rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}</style></head>
<body><h1>${escape(say.title)}</h1><p class="state">${escape(state)}</p><p>${escape(say.intro(concept.account))}</p>
${classes.join("\n")}
<section><h2>${escape(say.how)}</h2><p>${escape(say.howText)}</p><p>${escape(say.holds(concept.holds))}</p></section>
<section><h2>${escape(say.annex)}</h2><p>${escape(say.annexText)}</p><table><tbody>${tables.join("")}</tbody></table></section>
</body></html>
`;
}
