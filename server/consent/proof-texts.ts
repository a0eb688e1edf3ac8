import type { Locale } from "../platform/index.ts";
import type { CaptureChannel, LedgerKind } from "./ledger.ts";

/** Names of what the ledger records, as people read them. */
export const kindNames: Record<LedgerKind, Record<Locale, string>> = {
  optin_requested: { de: "Anmeldung abgegeben", en: "Sign-up submitted" },
  optin_mail_accepted: { de: "Bestätigungsmail angenommen", en: "Opt-in mail accepted" },
  consent_granted: { de: "Einwilligung erteilt", en: "Consent granted" },
  consent_withdrawn: { de: "Einwilligung widerrufen", en: "Consent withdrawn" },
  profiling_granted: { de: "Auswertung erlaubt", en: "Analysis permitted" },
  profiling_refused: { de: "Auswertung abgelehnt", en: "Analysis declined" },
  profiling_withdrawn: { de: "Auswertung widerrufen", en: "Analysis withdrawn" },
  unsubscribed: { de: "Abgemeldet", en: "Unsubscribed" },
  unsubscribe_undone: { de: "Abmeldung zurückgenommen", en: "Unsubscribe undone" },
  objection: { de: "Werbung widersprochen", en: "Objection to advertising" },
  objection_undone: { de: "Widerspruch zurückgenommen", en: "Objection taken back" },
  imported_with_evidence: { de: "Mit Nachweis übernommen", en: "Imported with evidence" },
  address_changed: { de: "Adresse geändert", en: "Address changed" },
  notice_sent: { de: "Information versendet", en: "Notice sent" },
  erased: { de: "Gelöscht", en: "Erased" },
};

export const channelNames: Record<CaptureChannel, Record<Locale, string>> = {
  web_form: { de: "Formular im Web", en: "Web form" },
  double_opt_in: { de: "Formular im Web mit Double-Opt-in", en: "Web form with double opt-in" },
  preference_page: { de: "Seite „Verwalten“", en: "Page “Manage”" },
  sms: { de: "SMS", en: "SMS" },
  letter: { de: "Brief", en: "Letter" },
  phone: { de: "Telefon", en: "Phone" },
  in_person: { de: "Persönlich", en: "In person" },
  crm_transfer: { de: "Übergabe aus dem Kernsystem", en: "Transfer from the core system" },
  import: { de: "Import", en: "Import" },
  api: { de: "Schnittstelle", en: "API" },
};

export interface ProofWords {
  title: string;
  personTitle: string;
  log: string;
  logText: string;
  logSize: string;
  logAt: string;
  leafIndex: string;
  leafHash: string;
  anchors: { mail: string; webhook: string; timestamp: string };
  intro(account: string, created: string): string;
  what: string;
  person: string;
  kind: string;
  time: string;
  purpose: string;
  list: string;
  channel: string;
  form: string;
  page: string;
  source: string;
  reason: string;
  actor: string;
  ip: string;
  privacyNotice: string;
  requestedAt: string;
  landingAt: string;
  confirmedAt: string;
  grantedAt: string;
  shownText: string;
  wording(version: number): string;
  approvedAt: string;
  mail: string;
  subject: string;
  accepted: string;
  messageId: string;
  acceptedAt: string;
  server: string;
  reply: string;
  mailHash: string;
  noMail: string;
  history: string;
  technical: string;
  intact: string;
  altered: string;
  destroyed: string;
  further: string;
  page_: (no: number, of: number) => string;
}

export const proofWords: Record<Locale, ProofWords> = {
  de: {
    title: "Einwilligungsnachweis",
    personTitle: "Nachweise zu einer Person",
    log: "Unterschrift des Nachweisbuchs",
    logText:
      "Der Prüfpunkt legt alle Einträge des Nachweisbuchs unterschrieben fest. Die Datei (JSON) enthält den Weg von jedem Eintrag zu ihm; wer einen älteren Prüfpunkt aufbewahrt hat, kann beide vergleichen.",
    logSize: "Einträge im Nachweisbuch",
    logAt: "Unterschrieben",
    leafIndex: "Platz (ab 0)",
    leafHash: "Blatt-Prüfsumme",
    anchors: {
      mail: "Per E-Mail hinterlegt",
      webhook: "Per Webhook hinterlegt",
      timestamp: "Zeitstempel (RFC 3161)",
    },
    intro: (account, created) =>
      `Erstellt aus dem Nachweisbuch von ${account} am ${created}. Zeiten in UTC.`,
    what: "Was belegt wird",
    person: "Adresse",
    kind: "Eintrag",
    time: "Zeitpunkt",
    purpose: "Zweck",
    list: "Liste",
    channel: "Weg",
    form: "Formular",
    page: "Seite",
    source: "Quelle",
    reason: "Grund",
    actor: "Eingetragen von",
    ip: "IP-Adresse",
    privacyNotice: "Datenschutzhinweise",
    requestedAt: "Angemeldet",
    landingAt: "Bestätigungsseite geöffnet",
    confirmedAt: "Bestätigt",
    grantedAt: "Erteilt",
    shownText: "Erklärung, wie sie angezeigt wurde",
    wording: (version) => `Freigegebener Wortlaut, Fassung ${version}`,
    approvedAt: "Freigegeben",
    mail: "Bestätigungsmail",
    subject: "Betreff",
    accepted: "Annahme durch den empfangenden Server",
    messageId: "Message-ID",
    acceptedAt: "Angenommen",
    server: "Server",
    reply: "Antwort",
    mailHash: "SHA-256 der Mail",
    noMail: "Zu diesem Eintrag gehört keine Bestätigungsmail.",
    history: "Verlauf",
    technical: "Zum Nachrechnen",
    intact: "Unverändert: Der Eintrag entspricht seiner Prüfsumme.",
    altered: "VERÄNDERT: Der Eintrag entspricht seiner Prüfsumme nicht.",
    destroyed: "Der Inhalt ist gelöscht; nur die Prüfsumme besteht fort.",
    further: "Weitere Angaben",
    page_: (no, of) => `Seite ${no} von ${of}`,
  },
  en: {
    title: "Proof of consent",
    personTitle: "Proofs about a person",
    log: "Signature of the ledger",
    logText:
      "The checkpoint fixes all entries of the ledger under a signature. The file (JSON) holds the path from each entry to it; whoever kept an older checkpoint can compare both.",
    logSize: "Entries in the ledger",
    logAt: "Signed",
    leafIndex: "Place (from 0)",
    leafHash: "Leaf hash",
    anchors: {
      mail: "Deposited by e-mail",
      webhook: "Deposited by webhook",
      timestamp: "Time stamp (RFC 3161)",
    },
    intro: (account, created) =>
      `Made from the ledger of ${account} on ${created}. Times are in UTC.`,
    what: "What is proven",
    person: "Address",
    kind: "Entry",
    time: "Time",
    purpose: "Purpose",
    list: "List",
    channel: "Channel",
    form: "Form",
    page: "Page",
    source: "Source",
    reason: "Reason",
    actor: "Entered by",
    ip: "IP address",
    privacyNotice: "Privacy notice",
    requestedAt: "Signed up",
    landingAt: "Confirmation page opened",
    confirmedAt: "Confirmed",
    grantedAt: "Given",
    shownText: "Declaration as it was shown",
    wording: (version) => `Approved wording, version ${version}`,
    approvedAt: "Approved",
    mail: "Opt-in mail",
    subject: "Subject",
    accepted: "Acceptance by the receiving server",
    messageId: "Message-ID",
    acceptedAt: "Accepted",
    server: "Server",
    reply: "Reply",
    mailHash: "SHA-256 of the mail",
    noMail: "No opt-in mail belongs to this entry.",
    history: "History",
    technical: "To compute it again",
    intact: "Unaltered: the entry fits its commitment.",
    altered: "ALTERED: the entry does not fit its commitment.",
    destroyed: "The content is destroyed; only the commitment remains.",
    further: "Further facts",
    page_: (no, of) => `Page ${no} of ${of}`,
  },
};
