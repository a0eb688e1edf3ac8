import type { Permission, Role } from "./operators.ts";

interface Words {
  de: string;
  en: string;
}

/** Areas of rights, in the order people read them. */
export const rightAreas = [
  "people",
  "mailings",
  "lists",
  "figures",
  "protection",
  "technology",
  "access",
] as const;
export type RightArea = (typeof rightAreas)[number];

export const areaWords: Record<RightArea, Words> = {
  people: { de: "Menschen und ihre Daten", en: "People and their data" },
  mailings: { de: "Mailings und Nachrichten", en: "Mailings and messages" },
  lists: { de: "Listen, Formulare, Wortlaute", en: "Lists, forms, wordings" },
  figures: { de: "Berichte und Messung", en: "Reports and measuring" },
  protection: { de: "Datenschutz und Nachweise", en: "Data protection and proofs" },
  technology: { de: "Technik des Versands", en: "Technology of sending" },
  access: { de: "Mandant und Zugang", en: "Account and access" },
};

/** A right in a sentence without its subject: "Die Rolle …" / "The role …". */
interface RightWords extends Words {
  area: RightArea;
  /** Shows something; without it, it does something. */
  sees?: true;
  /** Shows data of people. */
  personal?: true;
}

/** What each right means, said once for every page that speaks of rights. */
export const rightWords: Record<Permission, RightWords> = {
  "contacts.read": {
    area: "people",
    sees: true,
    personal: true,
    de: "Sieht Kontakte mit Namen, Adresse und Verlauf",
    en: "Sees contacts with name, address and history",
  },
  "contacts.write": {
    area: "people",
    personal: true,
    de: "Legt Kontakte an, berichtigt sie und schreibt Notizen",
    en: "Adds and corrects contacts and writes notes",
  },
  "contacts.import": {
    area: "people",
    personal: true,
    de: "Importiert Dateien mit Kontakten",
    en: "Imports files of contacts",
  },
  "contacts.export": {
    area: "people",
    personal: true,
    de: "Exportiert Kontakte und Sperren als Datei",
    en: "Exports contacts and blocks as files",
  },
  "contact_fields.write": {
    area: "people",
    de: "Legt eigene Felder und Schlagwörter fest",
    en: "Defines own fields and tags",
  },
  "intake.record": {
    area: "people",
    de: "Erfasst Einwilligungen, Widerrufe und Widersprüche",
    en: "Records consents, withdrawals and objections",
  },
  "suppression.read": {
    area: "people",
    sees: true,
    personal: true,
    de: "Sieht gesperrte Adressen und Personen",
    en: "Sees blocked addresses and people",
  },
  "suppression.write": {
    area: "people",
    personal: true,
    de: "Sperrt Adressen und hebt Sperren auf",
    en: "Blocks addresses and lifts blocks",
  },
  "addresses.release": {
    area: "people",
    personal: true,
    de: "Gibt zurückgehaltene Adressen wieder frei",
    en: "Releases retained addresses",
  },
  "replies.read": {
    area: "people",
    sees: true,
    personal: true,
    de: "Liest Antworten der Empfänger",
    en: "Reads replies of recipients",
  },
  "replies.write": {
    area: "people",
    personal: true,
    de: "Entscheidet über Antworten der Empfänger",
    en: "Decides on replies of recipients",
  },
  "inbound.write": {
    area: "people",
    de: "Stellt eingegangene E-Mails zu",
    en: "Hands in mail that came in",
  },
  "mailings.read": {
    area: "mailings",
    sees: true,
    de: "Sieht Mailings, Vorlagen und ihren Stand",
    en: "Sees mailings, templates and their state",
  },
  "mailings.write": {
    area: "mailings",
    de: "Schreibt Mailings und Vorlagen",
    en: "Writes mailings and templates",
  },
  "mailings.send": {
    area: "mailings",
    de: "Gibt Mailings frei, versendet und hält an",
    en: "Approves, sends and stops mailings",
  },
  "one_to_one.send": {
    area: "mailings",
    personal: true,
    de: "Schreibt einzelnen Personen",
    en: "Writes to single people",
  },
  "transactional.read": {
    area: "mailings",
    sees: true,
    personal: true,
    de: "Sieht Vorgangsmails und an wen sie gingen",
    en: "Sees transactional mails and whom they went to",
  },
  "transactional.write": {
    area: "mailings",
    de: "Schreibt Vorlagen für Vorgangsmails",
    en: "Writes templates of transactional mails",
  },
  "transactional.send": {
    area: "mailings",
    de: "Versendet Vorgangsmails",
    en: "Sends transactional mails",
  },
  "privacy_notice.send": {
    area: "mailings",
    personal: true,
    de: "Sendet die Datenschutzinformation nach Art. 14 DSGVO",
    en: "Sends the privacy notice of Art. 14 GDPR",
  },
  "lists.read": {
    area: "lists",
    sees: true,
    de: "Sieht Listen und Segmente mit ihren Zahlen",
    en: "Sees lists and segments with their figures",
  },
  "lists.write": {
    area: "lists",
    de: "Legt Listen und Segmente an und ändert sie",
    en: "Adds and changes lists and segments",
  },
  "forms.read": {
    area: "lists",
    sees: true,
    de: "Sieht Anmeldeformulare",
    en: "Sees sign-up forms",
  },
  "forms.write": {
    area: "lists",
    de: "Gestaltet Anmeldeformulare",
    en: "Designs sign-up forms",
  },
  "wordings.read": {
    area: "lists",
    sees: true,
    de: "Sieht die Wortlaute der Einwilligungen",
    en: "Sees the wordings of consents",
  },
  "wordings.write": {
    area: "lists",
    de: "Schreibt Wortlaute der Einwilligungen",
    en: "Writes wordings of consents",
  },
  "wordings.approve": {
    area: "lists",
    de: "Gibt Wortlaute frei",
    en: "Approves wordings",
  },
  "reports.read": {
    area: "figures",
    sees: true,
    de: "Sieht Berichte mit Zahlen, ohne Personen",
    en: "Sees reports with figures, without people",
  },
  "tracking.read": {
    area: "figures",
    sees: true,
    personal: true,
    de: "Sieht, wer geöffnet und geklickt hat, wo eingewilligt wurde",
    en: "Sees who opened and clicked, where consent was given",
  },
  "conversions.report": {
    area: "figures",
    de: "Meldet erreichte Ziele der Website",
    en: "Reports goals reached on the website",
  },
  "consents.read": {
    area: "protection",
    sees: true,
    personal: true,
    de: "Sieht Nachweise der Einwilligungen",
    en: "Sees proofs of consent",
  },
  "privacy.manage": {
    area: "protection",
    personal: true,
    de: "Bearbeitet Anfragen von Betroffenen, sieht eingeschränkte Personen",
    en: "Handles requests of data subjects, sees restricted people",
  },
  "checks.read": {
    area: "protection",
    sees: true,
    de: "Sieht Checkliste, Fristen und Löschkonzept",
    en: "Sees checklist, periods and deletion concept",
  },
  "documents.read": {
    area: "protection",
    sees: true,
    de: "Liest Verarbeitungsverzeichnis, Verträge und Maßnahmen",
    en: "Reads records of processing, contracts and measures",
  },
  "assessments.read": {
    area: "protection",
    sees: true,
    de: "Liest Folgenabschätzungen, Vorprüfung, Dossier und eigene Einschätzungen",
    en: "Reads impact assessments, screening, dossier and the house's own assessments",
  },
  "audit.read": {
    area: "protection",
    sees: true,
    de: "Liest das Protokoll: wer was getan hat",
    en: "Reads the log: who did what",
  },
  "senders.read": {
    area: "technology",
    sees: true,
    de: "Sieht Absender, Domains und Postfächer",
    en: "Sees senders, domains and mailboxes",
  },
  "senders.write": {
    area: "technology",
    de: "Richtet Absender, Domains und Postfächer ein",
    en: "Sets up senders, domains and mailboxes",
  },
  "relays.read": {
    area: "technology",
    sees: true,
    de: "Sieht die Versandwege",
    en: "Sees the sending routes",
  },
  "relays.write": {
    area: "technology",
    de: "Richtet Versandwege ein",
    en: "Sets up sending routes",
  },
  "mailbox.read": {
    area: "technology",
    sees: true,
    personal: true,
    de: "Liest das Testpostfach",
    en: "Reads the test mailbox",
  },
  "mailbox.write": {
    area: "technology",
    personal: true,
    de: "Leert das Testpostfach",
    en: "Empties the test mailbox",
  },
  "account.read": {
    area: "access",
    sees: true,
    de: "Sieht die Angaben des Mandanten",
    en: "Sees the account's details",
  },
  "account.manage": {
    area: "access",
    de: "Ändert die Angaben des Mandanten und schaltet ihn live",
    en: "Changes the account's details and takes it live",
  },
  "operators.manage": {
    area: "access",
    de: "Lädt Personen ein und vergibt Rollen",
    en: "Invites people and gives roles",
  },
  "apikeys.manage": {
    area: "access",
    de: "Legt API-Schlüssel an und widerruft sie",
    en: "Makes and revokes API keys",
  },
};

/** Names of the roles the product brings, for whom they are, and what they keep from each. */
export const roleWords: Record<Role, { name: Words; text: Words }> = {
  owner: {
    name: { de: "Inhaber", en: "Owner" },
    text: {
      de: "Darf alles, verantwortet den Mandanten und vergibt die Rollen.",
      en: "May do everything, answers for the account and gives the roles.",
    },
  },
  marketer: {
    name: { de: "Marketing", en: "Marketing" },
    text: {
      de: "Schreibt und versendet, pflegt Kontakte, Listen und Formulare. Sieht weder Einwilligungsnachweise noch das Protokoll.",
      en: "Writes and sends, looks after contacts, lists and forms. Sees neither proofs of consent nor the log.",
    },
  },
  editor: {
    name: { de: "Redaktion", en: "Editing" },
    text: {
      de: "Schreibt Mailings und liest Berichte. Sieht keine Daten von Kontakten und versendet nichts.",
      en: "Writes mailings and reads reports. Sees no data of contacts and sends nothing.",
    },
  },
  sales: {
    name: { de: "Vertrieb", en: "Sales" },
    text: {
      de: "Sieht und betreut nur die Kontakte, für die die Person zuständig ist. Alle anderen gibt es für sie nicht.",
      en: "Sees and looks after only the contacts the person is responsible for. For them there are no others.",
    },
  },
  crm: {
    name: { de: "Kernsystem-Betreuung", en: "CRM operator" },
    text: {
      de: "Pflegt Kernsystemlisten, Importe und Rückmeldedateien. Schreibt und versendet nichts.",
      en: "Looks after core-system lists, imports and return files. Writes and sends nothing.",
    },
  },
  dpo: {
    name: { de: "Datenschutz", en: "Data protection" },
    text: {
      de: "Sieht alles, auch Nachweise und Protokoll, gibt Wortlaute frei und bearbeitet Anfragen von Betroffenen. Versendet nichts.",
      en: "Sees everything, also proofs and the log, approves wordings and handles requests of data subjects. Sends nothing.",
    },
  },
  auditor: {
    name: { de: "Revision", en: "Audit" },
    text: {
      de: "Prüft mit: sieht Kontakte, Nachweise, Berichte und das Protokoll. Ändert nichts; jeder Blick auf eine Person steht im Protokoll.",
      en: "Looks on: sees contacts, proofs, reports and the log. Changes nothing; every look at a person is logged.",
    },
  },
  administrator: {
    name: { de: "Administration", en: "Administration" },
    text: {
      de: "Richtet Technik und Zugänge ein. Sieht keine Kontakte und gibt niemandem mehr Rechte, als sie selbst hat.",
      en: "Sets up technology and access. Sees no contacts and gives nobody more rights than it has itself.",
    },
  },
  intake: {
    name: { de: "Erfassung", en: "Intake" },
    text: {
      de: "Für Filiale und Servicestelle: erfasst Einwilligungen, Widerrufe und Widersprüche. Sieht weder Kontakte noch Listen von Personen.",
      en: "For branch and service desk: records consents, withdrawals and objections. Sees neither contacts nor lists of people.",
    },
  },
};
