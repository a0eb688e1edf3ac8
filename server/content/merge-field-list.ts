import type { MergeField } from "../../contract/content.ts";

/** Everything an author may place as `{{ name }}`; own contact fields come on top as `contact.custom.<name>`. */
export const MERGE_FIELDS: readonly MergeField[] = [
  {
    name: "contact.salutation_line",
    group: "contact",
    label: { de: "Anrede", en: "Salutation" },
    description: {
      de: "Neutrale Anrede ohne Komma; fällt auf „Guten Tag“ zurück, wenn der Name fehlt.",
      en: "Neutral salutation without a comma; falls back to “Hello” when the name is missing.",
    },
    example: { de: "Guten Tag Frau Beispiel", en: "Hello Ms Beispiel" },
  },
  {
    name: "contact.first_name",
    group: "contact",
    label: { de: "Vorname", en: "First name" },
    description: { de: "Vorname, wie er angegeben wurde.", en: "First name as given." },
    example: { de: "Anna", en: "Anna" },
  },
  {
    name: "contact.last_name",
    group: "contact",
    label: { de: "Nachname", en: "Last name" },
    description: { de: "Nachname, wie er angegeben wurde.", en: "Last name as given." },
    example: { de: "Beispiel", en: "Beispiel" },
  },
  {
    name: "contact.title",
    group: "contact",
    label: { de: "Titel", en: "Title" },
    description: { de: "Akademischer Titel.", en: "Academic title." },
    example: { de: "Dr.", en: "Dr" },
  },
  {
    name: "contact.company",
    group: "contact",
    label: { de: "Firma", en: "Company" },
    description: { de: "Firma oder Organisation.", en: "Company or organisation." },
    example: { de: "Beispiel GmbH", en: "Beispiel Ltd" },
  },
  {
    name: "contact.email",
    group: "contact",
    label: { de: "E-Mail-Adresse", en: "E-mail address" },
    description: {
      de: "Die Adresse, an die diese E-Mail geht. Nie in einem Link verwenden.",
      en: "The address this e-mail goes to. Never use it in a link.",
    },
    example: { de: "anna@beispiel.example", en: "anna@beispiel.example" },
  },
  {
    name: "list.name",
    group: "mailing",
    label: { de: "Name der Liste", en: "Name of the list" },
    description: {
      de: "Der Newsletter, zu dem dieses Mailing gehört.",
      en: "The newsletter this mailing belongs to.",
    },
    example: { de: "Marktblick", en: "Market View" },
  },
  {
    name: "account.name",
    group: "mailing",
    label: { de: "Name des Absenders", en: "Name of the sender" },
    description: { de: "Der Name Ihres Hauses.", en: "The name of your organisation." },
    example: { de: "Musterbank", en: "Musterbank" },
  },
  {
    name: "mailing.date",
    group: "mailing",
    label: { de: "Datum des Versands", en: "Date of sending" },
    description: {
      de: 'Tag des Versands, ausgeschrieben. Mit | date: "%d.%m.%Y" in anderer Form.',
      en: 'Day of sending, written out. Use | date: "%d/%m/%Y" for another form.',
    },
    example: { de: "21. November 2026", en: "21 November 2026" },
  },
  {
    name: "unsubscribe_url",
    group: "link",
    label: { de: "Link: Abmelden", en: "Link: unsubscribe" },
    description: {
      de: "Ziel des persönlichen Abmeldelinks. Wird nie gezählt.",
      en: "Target of the personal unsubscribe link. Never counted.",
    },
    example: {
      de: "https://post.musterbank.example/a/…",
      en: "https://post.musterbank.example/a/…",
    },
  },
  {
    name: "manage_url",
    group: "link",
    label: { de: "Link: Daten ändern", en: "Link: manage data" },
    description: {
      de: "Ziel von „Verwalten“: Daten, Abonnements und Tracking-Einstellungen. Wird nie gezählt.",
      en: "Target of “Manage”: data, subscriptions and tracking settings. Never counted.",
    },
    example: {
      de: "https://post.musterbank.example/v/…",
      en: "https://post.musterbank.example/v/…",
    },
  },
  {
    name: "tracking_question_url",
    group: "link",
    label: { de: "Link: Frage zur Auswertung", en: "Link: tracking question" },
    description: {
      de: "Ziel der Frage, ob die Nutzung ausgewertet werden darf. Wird nie gezählt.",
      en: "Target of the question whether use may be analysed. Never counted.",
    },
    example: {
      de: "https://post.musterbank.example/f/…",
      en: "https://post.musterbank.example/f/…",
    },
  },
  {
    name: "privacy_url",
    group: "link",
    label: { de: "Link: Datenschutzhinweise", en: "Link: privacy notice" },
    description: {
      de: "Adresse Ihrer Datenschutzhinweise.",
      en: "Address of your privacy notice.",
    },
    example: {
      de: "https://www.musterbank.example/datenschutz",
      en: "https://www.musterbank.example/privacy",
    },
  },
  {
    name: "web_view_url",
    group: "link",
    label: { de: "Link: Web-Ansicht", en: "Link: web view" },
    description: {
      de: "Eine Adresse für alle Empfänger, ohne persönliche Angaben.",
      en: "One address for all recipients, without personal data.",
    },
    example: {
      de: "https://post.musterbank.example/w/…",
      en: "https://post.musterbank.example/w/…",
    },
  },
  {
    name: "footer",
    group: "block",
    label: { de: "Fußzeile, vollständig", en: "Complete footer" },
    description: {
      de: "Abmelden, Daten ändern, Tracking-Einstellungen, Datenschutz und vollständiges Impressum.",
      en: "Unsubscribe, manage data, tracking settings, privacy notice and the complete imprint.",
    },
    example: {
      de: "Abmelden · Daten ändern · Impressum",
      en: "Unsubscribe · Manage data · Imprint",
    },
  },
  {
    name: "imprint",
    group: "block",
    label: { de: "Impressum", en: "Imprint" },
    description: {
      de: "Das vollständige Impressum aus den Stammdaten.",
      en: "The complete imprint from the account’s data.",
    },
    example: {
      de: "Musterbank eG, Musterplatz 1, 12345 Musterstadt …",
      en: "Musterbank eG, Musterplatz 1, 12345 Musterstadt …",
    },
  },
  {
    name: "tracking_question",
    group: "block",
    label: { de: "Frage zur Auswertung", en: "Tracking question" },
    description: {
      de: "Bittet um die Erlaubnis zur Auswertung. Erscheint nur bei Kontakten, die gefragt werden dürfen.",
      en: "Asks for the permission to analyse use. Appears only for contacts who may be asked.",
    },
    example: { de: "Dürfen wir auswerten, was Sie lesen?", en: "May we analyse what you read?" },
  },
];

/** Names authors bring along from other systems and from German, with what they are called here. */
export const FIELD_ALIASES: Readonly<Record<string, string>> = {
  anrede: "contact.salutation_line",
  briefanrede: "contact.salutation_line",
  salutation: "contact.salutation_line",
  vorname: "contact.first_name",
  fname: "contact.first_name",
  firstname: "contact.first_name",
  first_name: "contact.first_name",
  nachname: "contact.last_name",
  name: "contact.last_name",
  lname: "contact.last_name",
  lastname: "contact.last_name",
  last_name: "contact.last_name",
  titel: "contact.title",
  firma: "contact.company",
  company: "contact.company",
  email: "contact.email",
  e_mail: "contact.email",
  mail: "contact.email",
  liste: "list.name",
  list: "list.name",
  absender: "account.name",
  sender: "account.name",
  datum: "mailing.date",
  date: "mailing.date",
  impressum: "imprint",
  fusszeile: "footer",
  fußzeile: "footer",
  datenschutz: "privacy_url",
  datenschutz_link: "privacy_url",
  datenschutz_url: "privacy_url",
  privacy_link: "privacy_url",
  abmelden: "unsubscribe_url",
  abmeldelink: "unsubscribe_url",
  abmelde_url: "unsubscribe_url",
  unsub: "unsubscribe_url",
  unsubscribe: "unsubscribe_url",
  unsubscribe_link: "unsubscribe_url",
  verwalten: "manage_url",
  verwalten_url: "manage_url",
  preferences_url: "manage_url",
  update_profile: "manage_url",
  webansicht: "web_view_url",
  archive: "web_view_url",
  browser_link: "web_view_url",
};
