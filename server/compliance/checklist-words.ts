import type { CheckGroup } from "../../contract/compliance.ts";
import type { CheckStatus, Locale } from "../platform/index.ts";

interface Words {
  title: string;
  intro: string;
  mode: Record<"sandbox" | "live", string>;
  made: (when: string) => string;
  done: (done: number, of: number) => string;
  open: (count: number) => string;
  groups: Record<CheckGroup, string>;
  status: Record<CheckStatus, string>;
  passedOver: (reason: string, by: string, until: string) => string;
  answered: (by: string, at: string, until: string, evidence: string) => string;
  paper: (name: string, sha256: string) => string;
  checked: (when: string) => string;
  never: string;
  mandatory: string;
  signature: string;
  signatureText: string;
  people: readonly string[];
  lines: { name: string; date: string; sign: string };
  page: (no: number, of: number) => string;
}

/** The words of the checklist on paper and on the command line. */
export const checklistWords: Record<Locale, Words> = {
  de: {
    title: "Checkliste für den Versand",
    intro:
      "Was die Software selbst geprüft hat und was Menschen bestätigt haben. „Nicht geprüft“ heißt: Die Außenwelt war nicht zu befragen; das gilt nicht als bestanden. Alle Pflichtpunkte müssen bestanden sein, bevor Werbung das Haus verlässt, und es bleiben.",
    mode: { sandbox: "Testbetrieb", live: "Echtbetrieb" },
    made: (when) => `Stand: ${when}`,
    done: (done, of) => `${done} von ${of} erledigt`,
    open: (count) =>
      count === 0
        ? "Kein Pflichtpunkt ist offen."
        : count === 1
          ? "Ein Pflichtpunkt ist offen."
          : `${count} Pflichtpunkte sind offen.`,
    groups: {
      house: "Haus und Datenschutzangaben",
      delivery: "Absender und Zustellung",
      signup: "Anmelden und Abmelden",
      data: "Daten, Löschung, Rückkanal",
      duties: "Menschen und Dokumente",
      look: "Letzter Blick vor dem Versand",
    },
    status: {
      passed: "bestanden",
      failed: "nicht bestanden",
      not_checked: "nicht geprüft",
      not_applicable: "nicht anwendbar",
    },
    passedOver: (reason, by, until) => `Übergangen bis ${until} von ${by}: ${reason}`,
    answered: (by, at, until, evidence) =>
      `Bestätigt von ${by} am ${at}, gültig bis ${until}. Grundlage: ${evidence}`,
    paper: (name, sha256) => `Beleg: ${name}, SHA-256 ${sha256}`,
    checked: (when) => `geprüft ${when}`,
    never: "noch nie geprüft",
    mandatory: "Pflicht",
    signature: "Unterschriften",
    signatureText:
      "Ich habe diese Checkliste gelesen. Die Bestätigungen, die nur Menschen geben können, treffen nach meinem Wissen zu.",
    people: ["Für den Verantwortlichen", "Datenschutz"],
    lines: { name: "Name, Funktion", date: "Ort, Datum", sign: "Unterschrift" },
    page: (no, of) => `Seite ${no} von ${of}`,
  },
  en: {
    title: "Checklist for sending",
    intro:
      "What the software checked itself and what people confirmed. “Not checked” means that the outside world could not be asked; that does not count as passed. All mandatory points must have passed before advertising leaves the house, and stay so.",
    mode: { sandbox: "sandbox", live: "live operation" },
    made: (when) => `As of ${when}`,
    done: (done, of) => `${done} of ${of} done`,
    open: (count) =>
      count === 0
        ? "No mandatory point is open."
        : count === 1
          ? "One mandatory point is open."
          : `${count} mandatory points are open.`,
    groups: {
      house: "The organisation and its data protection",
      delivery: "Senders and delivery",
      signup: "Signing up and leaving",
      data: "Data, erasure, return channel",
      duties: "People and documents",
      look: "The last look before sending",
    },
    status: {
      passed: "passed",
      failed: "failed",
      not_checked: "not checked",
      not_applicable: "not applicable",
    },
    passedOver: (reason, by, until) => `Overridden until ${until} by ${by}: ${reason}`,
    answered: (by, at, until, evidence) =>
      `Confirmed by ${by} on ${at}, valid until ${until}. On the grounds of: ${evidence}`,
    paper: (name, sha256) => `Paper: ${name}, SHA-256 ${sha256}`,
    checked: (when) => `checked ${when}`,
    never: "never checked",
    mandatory: "mandatory",
    signature: "Signatures",
    signatureText:
      "I have read this checklist. The confirmations that only people can give are true to the best of my knowledge.",
    people: ["For the controller", "Data protection"],
    lines: { name: "Name, function", date: "Place, date", sign: "Signature" },
    page: (no, of) => `Page ${no} of ${of}`,
  },
};
