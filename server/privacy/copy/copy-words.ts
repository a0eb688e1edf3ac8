import { inBothForms, type Informal, type Voice } from "../../platform/index.ts";

/** What a table of the copy holds, for people. */
export interface CopyWords {
  title: string;
  file: string;
  portableFile: string;
  intro(controller: string, address: string, day: string): string;
  nothing: string;
  rights: string;
  rightsText: string[];
  origin: string;
  originHead: string[];
  recipients: string;
  recipientsNone: string;
  looks: string;
  looksText: string;
  looksHead: string[];
  looksNone: string;
  segments: string;
  segmentsText: string;
  segmentsNone: string;
  scores: string;
  scoresText: string;
  retention: string;
  retentionHead: string[];
  foot(page: number, of: number): string;
  row(no: number): string;
  factHead: string[];
  more(count: number): string;
  yes: string;
  no: string;
  tables: Record<string, string>;
  looked: Record<string, string>;
  lookedElse: string;
  by: { operator: string; api_key: string; person: string; system: string };
}

const de = {
  title: "Kopie Ihrer Daten",
  file: "kopie-meiner-daten",
  portableFile: "meine-daten-zum-mitnehmen",
  intro: (controller: string, address: string, day: string) =>
    `Diese Kopie enthält alles, was ${controller} am ${day} zu ${address} gespeichert hat (Art. 15 DSGVO). Leere Abschnitte sind weggelassen.`,
  nothing: "keine Angabe",
  rights: "Ihre Rechte",
  rightsText: [
    "Sie können Ihre Daten berichtigen, löschen oder sperren lassen, sie mitnehmen, der Verarbeitung widersprechen und Einwilligungen jederzeit widerrufen (Art. 7, 16 bis 18, 20 und 21 DSGVO).",
    "Beschweren können Sie sich bei einer Datenschutz-Aufsichtsbehörde, zum Beispiel an Ihrem Wohnort (Art. 77 DSGVO).",
  ],
  origin: "Woher jede Angabe kommt",
  originHead: ["Angabe", "Woher", "Seit"],
  recipients: "Wer Ihre Daten geliefert oder erhalten hat",
  recipientsNone: "Niemand außerhalb unseres Hauses und unserer Auftragsverarbeiter.",
  looks: "Wer Ihre Daten angesehen hat",
  looksText:
    "Jeder Blick auf eine einzelne Person wird protokolliert und drei Jahre aufbewahrt. Namen von Beschäftigten stehen hier nicht (EuGH C-579/21).",
  looksHead: ["Wann", "Was", "Wer"],
  looksNone: "Bisher niemand.",
  segments: "Gruppen, zu denen Sie gehören",
  segmentsText:
    "Nach gespeicherten Bedingungen gebildet; sie entscheiden, welche Themen Sie erhalten.",
  segmentsNone: "keine",
  scores: "Bewertungen und automatische Entscheidungen",
  scoresText:
    "Es gibt keine Bewertung (kein Scoring) Ihrer Person und keine automatische Entscheidung mit rechtlicher Wirkung (Art. 22 DSGVO).",
  retention: "Wie lange was gespeichert bleibt",
  retentionHead: ["Daten", "Löschung"],
  foot: (page: number, of: number) => `Seite ${page} von ${of}`,
  row: (no: number) => `Eintrag ${no}`,
  factHead: ["Angabe", "Wert"],
  more: (count: number) => `Weitere Einträge stehen in den anderen Formaten: ${count}`,
  yes: "ja",
  no: "nein",
  tables: {
    contacts: "Ihre Angaben",
    contact_tagged: "Stichworte",
    contact_notes: "Notizen",
    contact_values: "Werte für Gruppen",
    contact_facts: "Auszüge zum Zählen",
    fact_changes: "Vermerke zum Zählen",
    subscriptions: "Newsletter",
    consent_requests: "Anmeldungen, die auf Bestätigung warten",
    profiling_permissions: "Erlaubnis zur Auswertung",
    ledger_entries: "Einwilligungen und Widerrufe im Wortlaut",
    suppressions: "Sperren",
    deliveries: "E-Mails an Sie",
    correspondence_mails: "Persönliche E-Mails an Sie",
    inquiries: "Ihre Anfragen",
    measured_deliveries: "E-Mails, deren Nutzung Sie auswerten lassen",
    personal_events: "Öffnungen und Klicks",
    conversions: "Erreichte Ziele auf der Website",
    purchases: "Käufe und Verträge",
    core_records: "Daten aus dem Kernsystem",
    core_changes: "Änderungen durch das Kernsystem",
    core_withdrawals: "Was wir dem Kernsystem gemeldet haben",
    import_lines: "Zeilen aus Importen",
    intake_records: "Aufgenommene Erklärungen",
    intake_attachments: "Eingescannte Belege",
    preference_links: "Zugangslinks",
    reply_tasks: "Antworten von Ihnen",
    unknown_messages: "Nachrichten von Ihnen",
    delivery_bounces: "Was Ihr Mailserver gemeldet hat",
    bounce_series: "Unzustellbare E-Mails in Folge",
    bounce_mailings: "Unzustellbare Aussendungen",
    data_requests: "Ihre Anliegen",
    data_request_events: "Verlauf Ihrer Anliegen",
    data_request_scans: "Eingescannte Briefe",
    data_notices: "Mitteilungen an andere über Ihre Daten",
    field_corrections: "Berichtigungen durch Sie",
    operators: "Ihr Zugang als Mitarbeiterin oder Mitarbeiter",
    operator_links: "Einladungen an Sie",
    confirmed_addresses: "Bestätigte Adressen",
  },
  looked: {
    "contact.viewed": "Angaben angesehen",
    "contact.copied": "Kopie erstellt",
    "contact.changed": "Angaben geändert",
    "contact.created": "Angelegt",
    "contact.unsubscribed": "Abmeldung aufgenommen",
    "contact.objected": "Widerspruch aufgenommen",
  },
  lookedElse: "Mit Ihren Angaben gearbeitet",
  by: {
    operator: "eine Person aus unserem Haus",
    api_key: "ein angebundenes System",
    person: "Sie selbst",
    system: "automatisch",
  },
} as const;

const du: Informal<typeof de> = {
  title: "Kopie deiner Daten",
  rights: "Deine Rechte",
  rightsText: [
    "Du kannst deine Daten berichtigen, löschen oder sperren lassen, sie mitnehmen, der Verarbeitung widersprechen und Einwilligungen jederzeit widerrufen (Art. 7, 16 bis 18, 20 und 21 DSGVO).",
    "Beschweren kannst du dich bei einer Datenschutz-Aufsichtsbehörde, zum Beispiel an deinem Wohnort (Art. 77 DSGVO).",
  ],
  recipients: "Wer deine Daten geliefert oder erhalten hat",
  looks: "Wer deine Daten angesehen hat",
  segments: "Gruppen, zu denen du gehörst",
  segmentsText:
    "Nach gespeicherten Bedingungen gebildet; sie entscheiden, welche Themen du erhältst.",
  scoresText:
    "Es gibt keine Bewertung (kein Scoring) deiner Person und keine automatische Entscheidung mit rechtlicher Wirkung (Art. 22 DSGVO).",
  tables: {
    contacts: "Deine Angaben",
    deliveries: "E-Mails an dich",
    correspondence_mails: "Persönliche E-Mails an dich",
    inquiries: "Deine Anfragen",
    measured_deliveries: "E-Mails, deren Nutzung du auswerten lässt",
    reply_tasks: "Antworten von dir",
    unknown_messages: "Nachrichten von dir",
    delivery_bounces: "Was dein Mailserver gemeldet hat",
    data_requests: "Deine Anliegen",
    data_request_events: "Verlauf deiner Anliegen",
    data_notices: "Mitteilungen an andere über deine Daten",
    field_corrections: "Berichtigungen durch dich",
    operators: "Dein Zugang als Mitarbeiterin oder Mitarbeiter",
    operator_links: "Einladungen an dich",
  },
  lookedElse: "Mit deinen Angaben gearbeitet",
  by: { person: "du selbst" },
};

const en: CopyWords = {
  title: "Copy of your data",
  file: "copy-of-my-data",
  portableFile: "my-data-to-take-along",
  intro: (controller, address, day) =>
    `This copy holds everything that ${controller} stored about ${address} on ${day} (Article 15 GDPR). Empty sections are left out.`,
  nothing: "not given",
  rights: "Your rights",
  rightsText: [
    "You may have your data corrected, erased or locked, take them along, object to their processing, and withdraw consents at any time (Articles 7, 16 to 18, 20 and 21 GDPR).",
    "You may complain to a data protection authority, for example where you live (Article 77 GDPR).",
  ],
  origin: "Where each detail comes from",
  originHead: ["Detail", "Origin", "Since"],
  recipients: "Who delivered or received your data",
  recipientsNone: "Nobody outside our house and our processors.",
  looks: "Who looked at your data",
  looksText:
    "Each look at a single person is logged and kept for three years. Names of employees are not given (CJEU C-579/21).",
  looksHead: ["When", "What", "Who"],
  looksNone: "Nobody so far.",
  segments: "Groups you belong to",
  segmentsText: "Formed by saved conditions; they decide which topics you receive.",
  segmentsNone: "none",
  scores: "Scores and automated decisions",
  scoresText:
    "You are not scored, and no decision with legal effect is made about you automatically (Article 22 GDPR).",
  retention: "How long what is kept",
  retentionHead: ["Data", "Deletion"],
  foot: (page, of) => `Page ${page} of ${of}`,
  row: (no) => `Entry ${no}`,
  factHead: ["Detail", "Value"],
  more: (count) => `Further entries are in the other formats: ${count}`,
  yes: "yes",
  no: "no",
  tables: {
    contacts: "Your details",
    contact_tagged: "Tags",
    contact_notes: "Notes",
    contact_values: "Values for groups",
    contact_facts: "Extracts for counting",
    fact_changes: "Notes for counting",
    subscriptions: "Newsletters",
    consent_requests: "Sign-ups that wait for confirmation",
    profiling_permissions: "Permission to analyse",
    ledger_entries: "Consents and withdrawals, word for word",
    suppressions: "Blocks",
    deliveries: "E-mails to you",
    correspondence_mails: "Personal e-mails to you",
    inquiries: "Your inquiries",
    measured_deliveries: "E-mails whose use you let us analyse",
    personal_events: "Opens and clicks",
    conversions: "Goals reached on the website",
    purchases: "Purchases and contracts",
    core_records: "Data from the core system",
    core_changes: "Changes by the core system",
    core_withdrawals: "What we reported to the core system",
    import_lines: "Lines of imports",
    intake_records: "Declarations written down",
    intake_attachments: "Scanned proofs",
    preference_links: "Access links",
    reply_tasks: "Replies from you",
    unknown_messages: "Messages from you",
    delivery_bounces: "What your mail server reported",
    bounce_series: "Undeliverable e-mails in a row",
    bounce_mailings: "Undeliverable mailings",
    data_requests: "Your requests",
    data_request_events: "History of your requests",
    data_request_scans: "Scanned letters",
    data_notices: "Notices to others about your data",
    field_corrections: "Corrections by you",
    operators: "Your access as a colleague",
    operator_links: "Invitations to you",
    confirmed_addresses: "Confirmed addresses",
  },
  looked: {
    "contact.viewed": "looked at the details",
    "contact.copied": "made a copy",
    "contact.changed": "changed details",
    "contact.created": "created",
    "contact.unsubscribed": "recorded an unsubscribe",
    "contact.objected": "recorded an objection",
  },
  lookedElse: "worked with your details",
  by: {
    operator: "a person of our house",
    api_key: "a connected system",
    person: "yourself",
    system: "automatically",
  },
};

export const copyWords: Record<Voice, CopyWords> = { ...inBothForms(de, du), en };
