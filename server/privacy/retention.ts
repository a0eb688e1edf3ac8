import type { Locale } from "../platform/index.ts";

export type Words = Record<Locale, string>;

/** What happens at the end of a period. */
type RetentionAction = "delete" | "anonymise" | "review";

/** A period of days that an account may set within the rule's bounds, or one that is set elsewhere or fixed. */
type Period =
  | { kind: "days"; days: number; least: number; most: number; longest: number }
  | { kind: "fixed"; words: Words; place?: string };

/** A class of data: what it is, why it is kept, when its time begins and ends, and what happens then (RET-13). */
interface RetentionClass {
  id: string;
  rules: readonly string[];
  label: Words;
  what: Words;
  basis: Words;
  start: Words;
  period: Period;
  action: RetentionAction;
  /** False where no hold may keep it: its only ground is a permission, or it must go by law. */
  holdable: boolean;
}

const w = (de: string, en: string): Words => ({ de, en });

/** Every class of data the product keeps of persons, in the order in which people ask. One table; everything else is made from it. */
export const retentionClasses: readonly RetentionClass[] = [
  {
    id: "subscriptions",
    rules: ["RET-04", "UNS-15"],
    label: w("Abgemeldete Abonnements", "Ended subscriptions"),
    what: w(
      "Abonnement und, ohne weiteren Grund, der Kontakt. Nur die Adresse bleibt auf der Abmeldeliste.",
      "Subscription and, without another ground, the contact. Only the address stays on the unsubscribe list.",
    ),
    basis: w(
      "Art. 6 Abs. 1 lit. a DSGVO bis zum Widerruf",
      "Art. 6(1)(a) GDPR until the withdrawal",
    ),
    start: w("mit der Abmeldung", "with the unsubscribe"),
    period: { kind: "days", days: 7, least: 1, most: 7, longest: 30 },
    action: "anonymise",
    holdable: true,
  },
  {
    id: "unconfirmed",
    rules: ["RET-05", "DOI-10"],
    label: w("Nicht bestätigte Anmeldungen", "Unconfirmed sign-ups"),
    what: w("Alle Angaben der Anmeldung.", "Everything the sign-up said."),
    basis: w(
      "keine: ohne Bestätigung fehlt die Einwilligung",
      "none: without confirmation there is no consent",
    ),
    start: w("mit dem Ende des Bestätigungslinks", "with the end of the confirmation link"),
    period: { kind: "fixed", words: w("24 Stunden", "24 hours") },
    action: "delete",
    holdable: false,
  },
  {
    id: "orphans",
    rules: ["RET-06"],
    label: w("Verwaiste Kontakte", "Orphaned contacts"),
    what: w(
      "Kontakte ohne Liste, Rechtsgrund, offene Anfrage oder Kundenbeziehung.",
      "Contacts without list, legal basis, open request or customer relation.",
    ),
    basis: w("keine mehr (Art. 17 Abs. 1 lit. a DSGVO)", "none any more (Art. 17(1)(a) GDPR)"),
    start: w("sobald nichts mehr sie hält", "once nothing holds them any more"),
    period: { kind: "fixed", words: w("30 Tage", "30 days"), place: "/contacts" },
    action: "delete",
    holdable: true,
  },
  {
    id: "core_records",
    rules: ["RET-01", "RET-02", "RET-03"],
    label: w("Listen aus dem Kernsystem", "Core-system lists"),
    what: w(
      "Jeder Datensatz einer Liste. Summen und Bericht der Mailings bleiben.",
      "Each record of a list. Totals and report of the mailings stay.",
    ),
    basis: w("Art. 6 Abs. 1 lit. a oder f DSGVO, je Liste", "Art. 6(1)(a) or (f) GDPR, per list"),
    start: w(
      "mit der Übergabe oder dem letzten Versand an den Datensatz",
      "with the transfer or the last mail to the record",
    ),
    period: {
      kind: "fixed",
      words: w("180 Tage, je Liste 30 bis 730", "180 days, per list 30 to 730"),
      place: "/crm",
    },
    action: "delete",
    holdable: true,
  },
  {
    id: "delivery_log",
    rules: ["RET-08"],
    label: w("Versandprotokoll", "Delivery log"),
    what: w(
      "Adresse, Message-ID und Antwort des Empfängerservers. Die Zustellung selbst zählt ohne Person weiter.",
      "Address, Message-ID and the receiver's reply. The delivery itself counts on without the person.",
    ),
    basis: w(
      "Art. 6 Abs. 1 lit. f DSGVO: Nachweis und Störungssuche",
      "Art. 6(1)(f) GDPR: proof and fault-finding",
    ),
    start: w("mit dem Versand", "with the dispatch"),
    period: { kind: "days", days: 90, least: 30, most: 90, longest: 365 },
    action: "anonymise",
    holdable: true,
  },
  {
    id: "events",
    rules: ["TRK-18", "TRK-14"],
    label: w("Personenbezogene Öffnungen und Klicks", "Personal opens and clicks"),
    what: w(
      "Nur von Personen mit Profiling-Erlaubnis. Monatssummen ab der kleinsten Zahl bleiben.",
      "Of people who permitted profiling only. Totals of a month stay from the smallest number on.",
    ),
    basis: w("Art. 6 Abs. 1 lit. a DSGVO, § 25 Abs. 1 TDDDG", "Art. 6(1)(a) GDPR, § 25(1) TDDDG"),
    start: w(
      "mit dem Ereignis; ein Widerruf löscht sofort",
      "with the event; a withdrawal deletes at once",
    ),
    period: { kind: "fixed", words: w("12 Monate", "12 months"), place: "/datenschutz/messung" },
    action: "anonymise",
    holdable: false,
  },
  {
    id: "correspondence",
    rules: ["RET-08"],
    label: w(
      "Persönliche und Vorgangsmails, Anfragen",
      "Personal and transactional mails, inquiries",
    ),
    what: w(
      "Adresse, Betreff und Text; Anfragen nach 180 Tagen.",
      "Address, subject and text; inquiries after 180 days.",
    ),
    basis: w("Art. 6 Abs. 1 lit. b und f DSGVO", "Art. 6(1)(b) and (f) GDPR"),
    start: w("mit dem Versand", "with the dispatch"),
    period: { kind: "fixed", words: w("90 Tage", "90 days") },
    action: "anonymise",
    holdable: true,
  },
  {
    id: "replies",
    rules: ["LEG-17", "RET-08"],
    label: w("Antworten und unbekannte Nachrichten", "Replies and unknown messages"),
    what: w(
      "Antworten von Empfängern 90 Tage nach der Entscheidung, unbekannte Nachrichten nach 30 Tagen.",
      "Recipients' replies 90 days after the decision, unknown messages after 30 days.",
    ),
    basis: w("Art. 6 Abs. 1 lit. c und f DSGVO", "Art. 6(1)(c) and (f) GDPR"),
    start: w("mit der Entscheidung", "with the decision"),
    period: { kind: "fixed", words: w("90 Tage", "90 days") },
    action: "delete",
    holdable: true,
  },
  {
    id: "purchases",
    rules: ["LEG-10"],
    label: w("Käufe und Verträge", "Purchases and contracts"),
    what: w(
      "Der Nachweis, auf dem E-Mails an Bestandskunden beruhen.",
      "The proof on which mails to existing customers rest.",
    ),
    basis: w("§ 7 Abs. 3 UWG, Art. 17 Abs. 3 lit. e DSGVO", "§ 7(3) UWG, Art. 17(3)(e) GDPR"),
    start: w("wenn keine E-Mail mehr darauf beruhen darf", "once no mail may rest on it any more"),
    period: { kind: "fixed", words: w("3 Jahre", "3 years"), place: "/kaeufe" },
    action: "delete",
    holdable: true,
  },
  {
    id: "evidence",
    rules: ["RET-09"],
    label: w("Einwilligungsnachweise", "Proofs of consent"),
    what: w(
      "Inhalt der Nachweise, versiegelt seit dem Ende. Die Prüfsumme im Nachweisbuch bleibt ohne Person.",
      "Content of the proofs, sealed since their end. The checksum in the ledger stays without the person.",
    ),
    basis: w(
      "Art. 5 Abs. 2, 7 Abs. 1, 17 Abs. 3 lit. e DSGVO; §§ 195, 199 BGB",
      "Art. 5(2), 7(1), 17(3)(e) GDPR; §§ 195, 199 BGB",
    ),
    start: w("mit dem Ende der Einwilligung", "with the end of the consent"),
    period: { kind: "fixed", words: w("3 Jahre zum Jahresende", "3 years to the end of the year") },
    action: "delete",
    holdable: true,
  },
  {
    id: "audit_log",
    rules: ["RET-08", "ORG-04"],
    label: w("Protokoll der Bedienung", "Audit log"),
    what: w("Wer was wann getan und wen angesehen hat.", "Who did what when, and looked at whom."),
    basis: w("Art. 5 Abs. 2, 32 DSGVO", "Art. 5(2), 32 GDPR"),
    start: w("mit dem Eintrag", "with the entry"),
    period: { kind: "days", days: 1095, least: 365, most: 1095, longest: 3650 },
    action: "delete",
    holdable: true,
  },
  {
    id: "security_log",
    rules: ["RET-08", "ORG-12"],
    label: w("Sicherheitsprotokoll", "Security log"),
    what: w(
      "Gescheiterte Anmeldungen, abgewiesene Aufrufe und Dateien. Adressen und Netze nur als Schlüsselwerte.",
      "Failed sign-ins, refused calls and files. Addresses and networks as keyed hashes only.",
    ),
    basis: w("Art. 6 Abs. 1 lit. f, 32 DSGVO", "Art. 6(1)(f), 32 GDPR"),
    start: w("mit dem Ereignis", "with the event"),
    period: { kind: "fixed", words: w("12 Monate", "12 months") },
    action: "delete",
    holdable: true,
  },
  {
    id: "own_fields",
    rules: ["LEAD-07"],
    label: w("Werte eigener Felder", "Values of own fields"),
    what: w("Jeder Wert, dessen Monate um sind.", "Each value whose months are over."),
    basis: w("je Feld festgelegt", "set per field"),
    start: w("mit der letzten Änderung des Werts", "with the value's last change"),
    period: {
      kind: "fixed",
      words: w("Monate je Feld", "months per field"),
      place: "/contacts/felder",
    },
    action: "delete",
    holdable: true,
  },
  {
    id: "import_lines",
    rules: ["RET-13"],
    label: w("Zeilen von Importen", "Lines of imports"),
    what: w(
      "Was ein Rückgängigmachen braucht; Zeilennummer, Ergebnis und die Kennung des Kontakts bleiben.",
      "What an undo needs; line number, result and the contact's number stay.",
    ),
    basis: w(
      "Art. 6 Abs. 1 lit. f DSGVO: Korrektur von Fehlern",
      "Art. 6(1)(f) GDPR: correcting mistakes",
    ),
    start: w("mit dem Import", "with the import"),
    period: { kind: "fixed", words: w("30 Tage", "30 days") },
    action: "anonymise",
    holdable: true,
  },
  {
    id: "bounces",
    rules: ["SND-09"],
    label: w("Verläufe von Rückläufern", "Bounce series"),
    what: w(
      "Was Empfängerserver zu einer Adresse gesagt haben.",
      "What receiving servers said of an address.",
    ),
    basis: w("Art. 6 Abs. 1 lit. f DSGVO: Zustellbarkeit", "Art. 6(1)(f) GDPR: deliverability"),
    start: w("mit der letzten Antwort", "with the last reply"),
    period: { kind: "fixed", words: w("90 Tage, ungelöst 2 Jahre", "90 days, unsolved 2 years") },
    action: "delete",
    holdable: true,
  },
  {
    id: "files",
    rules: ["RET-13"],
    label: w("Exporte und hochgeladene Dateien", "Exports and uploaded files"),
    what: w("Dateien mit Ablauf, verschlüsselt.", "Files with an expiry, encrypted."),
    basis: w("Zweck des Exports oder Imports", "the export's or import's purpose"),
    start: w("mit der Erstellung", "when made"),
    period: { kind: "fixed", words: w("24 Stunden bis 7 Tage", "24 hours to 7 days") },
    action: "delete",
    holdable: false,
  },
  {
    id: "answers",
    rules: ["RET-08"],
    label: w("Gemerkte Antworten der API", "Kept answers of the API"),
    what: w(
      "Damit eine wiederholte Anfrage nichts doppelt tut.",
      "So that a repeated request does nothing twice.",
    ),
    basis: w("Art. 6 Abs. 1 lit. f DSGVO", "Art. 6(1)(f) GDPR"),
    start: w("mit der Antwort", "with the answer"),
    period: { kind: "fixed", words: w("24 Stunden", "24 hours") },
    action: "delete",
    holdable: false,
  },
  {
    id: "suppressions",
    rules: ["UNS-15", "UNS-17"],
    label: w("Abmelde- und Sperrlisten", "Unsubscribe lists and suppressions"),
    what: w(
      "Nur die Adresse oder ihr Schlüsselwert, damit ein Nein ein Nein bleibt.",
      "The address or its keyed hash only, so that no stays no.",
    ),
    basis: w(
      "Art. 6 Abs. 1 lit. c, 17 Abs. 3 lit. b, 21 Abs. 3 DSGVO",
      "Art. 6(1)(c), 17(3)(b), 21(3) GDPR",
    ),
    start: w("mit dem Widerspruch", "with the objection"),
    period: {
      kind: "fixed",
      words: w(
        "solange zu beachten; Einträge zur Wiedervorlage",
        "as long as it must be honoured; entries come up for review",
      ),
      place: "/suppressions",
    },
    action: "review",
    holdable: false,
  },
  {
    id: "journal",
    rules: ["RET-11"],
    label: w("Löschjournal", "Erasure journal"),
    what: w(
      "Schlüsselwerte ohne Personendaten, damit eine Sicherung niemanden zurückbringt.",
      "Keyed hashes without personal data, so that no backup brings anybody back.",
    ),
    basis: w("Art. 17, 32 Abs. 1 lit. c DSGVO", "Art. 17, 32(1)(c) GDPR"),
    start: w("mit der Löschung", "with the erasure"),
    period: { kind: "fixed", words: w("100 Tage", "100 days") },
    action: "delete",
    holdable: false,
  },
  {
    id: "backups",
    rules: ["RET-12"],
    label: w("Sicherungen", "Backups"),
    what: w("Die ganze Datenbank, verschlüsselt.", "The whole database, encrypted."),
    basis: w("Art. 32 Abs. 1 lit. c DSGVO", "Art. 32(1)(c) GDPR"),
    start: w("mit der Sicherung", "when made"),
    period: { kind: "fixed", words: w("höchstens 35 Tage", "35 days at most") },
    action: "delete",
    holdable: false,
  },
  {
    id: "logs",
    rules: ["RET-08"],
    label: w("Technische Logs", "Technical logs"),
    what: w(
      "Ohne Personendaten: Adressen, Kennungen und Links werden vor dem Schreiben entfernt.",
      "Without personal data: addresses, tokens and links are removed before writing.",
    ),
    basis: w("keine nötig", "none needed"),
    start: w("mit dem Schreiben", "when written"),
    period: { kind: "fixed", words: w("nach Ihrer Logrotation", "by your log rotation") },
    action: "delete",
    holdable: false,
  },
];

export const retentionClass = (id: string): RetentionClass | undefined =>
  retentionClasses.find((each) => each.id === id);

/** Why a period cannot be set: `fixed`, `too_short`, `too_long`, or `reason_missing` beyond the rule's own period. Pure. */
export function judgePeriod(
  to: RetentionClass,
  days: number,
  reason: string,
): "fixed" | "too_short" | "too_long" | "reason_missing" | null {
  if (to.period.kind !== "days") return "fixed";
  if (days < to.period.least) return "too_short";
  if (days > to.period.longest) return "too_long";
  return days > to.period.most && reason.trim().length < 10 ? "reason_missing" : null;
}

/** Days in force: the account's own, else the rule's. */
export function daysOf(id: string, own: readonly { class: string; days: number }[]): number {
  const period = retentionClass(id)?.period;
  if (period?.kind !== "days") throw new Error(`The class ${id} has no days.`);
  return own.find((each) => each.class === id)?.days ?? period.days;
}

/** A period in words. */
export function periodWords(
  { id, period }: RetentionClass,
  own: readonly { class: string; days: number }[],
  locale: Locale,
): string {
  if (period.kind === "fixed") return period.words[locale];
  const days = daysOf(id, own);
  if (days % 365 === 0) {
    const years = days / 365;
    return locale === "de"
      ? `${years} ${years === 1 ? "Jahr" : "Jahre"}`
      : `${years} ${years === 1 ? "year" : "years"}`;
  }
  return locale === "de"
    ? `${days} ${days === 1 ? "Tag" : "Tage"}`
    : `${days} ${days === 1 ? "day" : "days"}`;
}
