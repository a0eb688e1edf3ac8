import type { Contact } from "../contacts/index.ts";
import type { LedgerEntry } from "../consent/index.ts";

type Text = { de: string; en: string };

/** Entries of the ledger, as the history of permissions names them. */
export const CONSENT_WORDS: Record<LedgerEntry["kind"], Text> = {
  optin_requested: { de: "Angemeldet", en: "Signed up" },
  optin_mail_accepted: { de: "Bestätigungsmail angenommen", en: "Confirmation mail accepted" },
  consent_granted: { de: "Einwilligung bestätigt", en: "Consent confirmed" },
  consent_withdrawn: { de: "Einwilligung widerrufen", en: "Consent withdrawn" },
  profiling_granted: { de: "Profiling erlaubt", en: "Profiling permitted" },
  profiling_refused: { de: "Profiling abgelehnt", en: "Profiling refused" },
  profiling_withdrawn: { de: "Profiling widerrufen", en: "Profiling withdrawn" },
  unsubscribed: { de: "Abgemeldet", en: "Unsubscribed" },
  unsubscribe_undone: { de: "Abmeldung zurückgenommen", en: "Unsubscribe taken back" },
  objection: { de: "Werbung widersprochen", en: "Objected to advertising" },
  objection_undone: { de: "Widerspruch zurückgenommen", en: "Objection taken back" },
  imported_with_evidence: { de: "Mit Nachweis importiert", en: "Imported with evidence" },
  address_changed: { de: "Adresse geändert", en: "Address changed" },
  notice_sent: { de: "Datenschutzhinweise mitgeteilt", en: "Privacy notice sent" },
  erased: { de: "Nachweis gelöscht", en: "Proof erased" },
};

/** Why nothing may be measured per person. */
export const MEASURE_WORDS: Record<"unknown" | "refused" | "withdrawn" | "others" | "core", Text> =
  {
    core: {
      de: "Das Kernsystem liefert Profiling 0, oder die Person hat sich abgemeldet.",
      en: "The core system says Profiling 0, or the person unsubscribed.",
    },
    unknown: { de: "Nicht gefragt oder nicht geantwortet.", en: "Not asked, or not answered." },
    refused: { de: "Die Person hat es abgelehnt.", en: "The person refused it." },
    withdrawn: { de: "Die Person hat es widerrufen.", en: "The person withdrew it." },
    others: {
      de: "Nicht alle Personen an dieser Adresse erlauben es, oder die Verarbeitung ist eingeschränkt.",
      en: "Not everybody on this address permits it, or processing is restricted.",
    },
  };

/** Fields with an origin, in the order of the page. */
export const FIELD_ORDER = [
  "email",
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
] as const satisfies readonly (keyof Contact)[];

export const FIELD_WORDS: Record<string, Text> = {
  email: { de: "E-Mail-Adresse", en: "E-mail address" },
  salutation: { de: "Anrede", en: "Salutation" },
  title: { de: "Titel", en: "Title" },
  firstName: { de: "Vorname", en: "First name" },
  lastName: { de: "Nachname", en: "Last name" },
  company: { de: "Firma", en: "Company" },
  locale: { de: "Sprache", en: "Language" },
  profiling: { de: "Profiling", en: "Profiling" },
  basis: { de: "Rechtsgrundlage", en: "Legal basis" },
  basisReference: { de: "Einwilligungsnummer", en: "Consent id" },
  origin: { de: "Datenherkunft", en: "Origin of the data" },
};

/** Acts of the audit log that belong to a person's history. */
export const ACT_WORDS: Record<string, Text> = {
  "contact.changed": { de: "Angaben geändert", en: "Data changed" },
  "contact.merged": { de: "Mit einer Dublette zusammengeführt", en: "Merged with a duplicate" },
  "contact.merge_undone": {
    de: "Zusammenführung zurückgenommen",
    en: "Merge taken back",
  },
  "contact.held": { de: "Aufbewahrung angeordnet", en: "Put on hold" },
  "contact.hold_ended": { de: "Aufbewahrung beendet", en: "Hold ended" },
  "contact.note_deleted": { de: "Notiz gelöscht", en: "Note deleted" },
  "contact.copied": { de: "Auskunft abgerufen", en: "Copy of the data fetched" },
};

/** What a person told us, by the way it came. */
export const CHANNEL_WORDS: Record<string, Text> = {
  email: { de: "per E-Mail", en: "by e-mail" },
  phone: { de: "am Telefon", en: "by phone" },
  letter: { de: "per Brief", en: "by letter" },
  in_person: { de: "persönlich", en: "in person" },
  form: { de: "über ein Formular", en: "by a form" },
  other: { de: "auf anderem Weg", en: "in another way" },
};

/** What is deleted when, by which rule. */
export const DELETION_WORDS = {
  orphan: {
    rule: "RET-06",
    what: { de: "Dieser Kontakt", en: "This contact" },
    when: {
      de: "verwaist: keine Liste, keine Rechtsgrundlage, keine Kundenbeziehung",
      en: "orphaned: no list, no legal basis, no customer relation",
    },
  },
  record: {
    rule: "RET-03",
    what: { de: "Dieser Datensatz", en: "This record" },
    when: {
      de: (days: number) => `${days} Tage nach der letzten E-Mail an ihn`,
      en: (days: number) => `${days} days after the last mail to it`,
    },
  },
  pending: {
    rule: "RET-05",
    what: { de: "Unbestätigte Anmeldung", en: "Unconfirmed sign-up" },
    when: { de: "wenn sie bis dahin nicht bestätigt ist", en: "unless confirmed by then" },
  },
  use: {
    rule: "TRK-18",
    what: { de: "Messdaten", en: "Measured use" },
    when: {
      de: "12 Monate nach dem Ereignis, mit einem Widerruf sofort",
      en: "12 months after the event, at once with a withdrawal",
    },
  },
  mails: {
    rule: "RET-08",
    what: { de: "Adresse im Versandprotokoll", en: "Address in the sending log" },
    when: { de: "90 Tage nach dem letzten Versand", en: "90 days after the last mail" },
  },
  data: {
    rule: "RET-04",
    what: { de: "Alle Angaben außer der Adresse", en: "All data but the address" },
    when: {
      de: "7 Tage nach der Abmeldung von der letzten Liste",
      en: "7 days after leaving the last list",
    },
  },
  proofs: {
    rule: "RET-09",
    what: { de: "Einwilligungsnachweis", en: "Proof of consent" },
    when: {
      de: "3 Jahre nach dem Ende der Einwilligung, bis dahin versiegelt",
      en: "3 years after the consent ended, sealed until then",
    },
  },
} as const;

/** Lines of the timeline. */
export const TIMELINE_WORDS = {
  mail: { de: "E-Mail", en: "E-mail" },
  oneToOne: { de: "Persönliche E-Mail", en: "Personal e-mail" },
  transactional: { de: "Vorgangsmail", en: "Transactional e-mail" },
  privacyNotice: { de: "Datenschutzinformation", en: "Privacy notice" },
  accepted: { de: "Versendet (angenommen)", en: "Sent (accepted)" },
  waiting: { de: "Unterwegs", en: "On its way" },
  notMeasurable: { de: "Nutzung nicht messbar", en: "use not measurable" },
  opened: { de: "Geöffnet", en: "Opened" },
  clicked: { de: "Geklickt", en: "Clicked" },
  loaded: { de: "Bild geladen", en: "Image loaded" },
  called: { de: "Link aufgerufen", en: "Link called" },
  calledInvisible: { de: "Unsichtbaren Link aufgerufen", en: "Invisible link called" },
  note: { de: "Notiz", en: "Note" },
  tag: { de: "Schlagwort vergeben", en: "Tagged" },
  created: { de: "Durch einen Import angelegt", en: "Made by an import" },
  updated: { de: "Durch einen Import ergänzt", en: "Completed by an import" },
  purchase: { de: "Kauf", en: "Purchase" },
  cancelled: { de: "Kauf storniert", en: "Purchase cancelled" },
  notSent: { de: "Nicht versendet", en: "Not sent" },
  reply: { de: "Antwort eingegangen", en: "Reply received" },
  inquiry: { de: "Anfrage", en: "Inquiry" },
  stillOpen: { de: "noch offen", en: "still open" },
  bySelf: { de: "durch die Person selbst", en: "by the person" },
  noteChanged: { de: "geändert", en: "changed" },
  delivered: { de: "Vom Kernsystem geliefert", en: "Delivered by the core system" },
  recordChanged: { de: "Vom Kernsystem geändert", en: "Changed by the core system" },
  unsubscribe: { de: "Von Kampagnen abgemeldet", en: "Unsubscribed from campaigns" },
  objection: { de: "Werbung widersprochen", en: "Objected to advertising" },
  profiling: { de: "Auswertung widerrufen", en: "Withdrew the analysis" },
  erasure: { de: "Löschung verlangt", en: "Asked for erasure" },
} as const satisfies Record<string, Text>;
