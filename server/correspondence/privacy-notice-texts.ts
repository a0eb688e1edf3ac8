import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

const de = {
  subject: (name: string) => `Informationen zu Ihren Daten bei ${name}`,
  preview: "Welche Daten wir über Sie haben, woher und wofür",
  heading: "Ihre Daten bei uns",
  hello: "Guten Tag,",
  intro: (name: string) =>
    `${name} hat Daten über Sie gespeichert. Nach Artikel 14 der Datenschutz-Grundverordnung (DSGVO) sagen wir Ihnen, welche das sind, woher sie kommen und was damit geschieht.`,
  who: "Wer verantwortlich ist",
  controller: "Verantwortlicher",
  contact: "Kontakt",
  officer: "Datenschutzbeauftragte Person",
  which: "Welche Daten, und woher sie kommen",
  unknownSource: "Herkunft nicht verzeichnet",
  fields: {
    email: "E-Mail-Adresse",
    salutation: "Anrede",
    title: "Titel",
    firstName: "Vorname",
    lastName: "Nachname",
    company: "Firma",
    locale: "Sprache",
  },
  why: "Wofür, und auf welcher Grundlage",
  newsletter: (name: string) => `Newsletter „${name}“`,
  analysis: "Auswertung, ob Sie unsere E-Mails öffnen und was Sie anklicken",
  consent: "Ihre Einwilligung, Artikel 6 Absatz 1 Buchstabe a DSGVO",
  relation: "Anbahnung und Pflege der Geschäftsbeziehung, Beantwortung Ihrer Anfragen",
  interest:
    "Unser berechtigtes Interesse daran, mit Interessenten und Kunden in Kontakt zu sein, Artikel 6 Absatz 1 Buchstabe f DSGVO; Werbung senden wir nur, soweit das Gesetz oder Ihre Einwilligung es erlaubt",
  evidence: "Nachweis, dass wir Ihren Willen beachten",
  duty: "Gesetzliche Pflicht, Artikel 6 Absatz 1 Buchstabe c DSGVO",
  recipients: "Wer die Daten erhält",
  processors: (names: string) => `Für uns und nach unserer Weisung arbeiten: ${names}.`,
  nobodyElse: "Wir betreiben unser System selbst; kein Dienstleister hat Zugriff.",
  place: (country: string) => `Die Daten liegen in: ${country}.`,
  noOthers: "Sonst geben wir sie an niemanden weiter.",
  retention: "Wie lange",
  periods: [
    "Ihre Angaben: solange es dafür einen der genannten Gründe gibt, danach höchstens 30 Tage",
    "Nach der Abmeldung vom letzten Newsletter: 7 Tage; auf der Abmeldeliste bleibt nur die Adresse",
    "Protokoll des Versands: 90 Tage",
    "Nachweise von Einwilligungen: 3 Jahre nach ihrem Ende, bis dahin versiegelt",
  ],
  rights: "Ihre Rechte",
  rightsText: (contact: string) =>
    `Sie können Auskunft und eine Kopie verlangen (Artikel 15 und 20 DSGVO), Ihre Daten berichtigen, löschen oder einschränken lassen (Artikel 16 bis 18) und eine Einwilligung jederzeit für die Zukunft widerrufen (Artikel 7 Absatz 3). Schreiben Sie dafür formlos an ${contact}.`,
  authority:
    "Sie können sich außerdem bei einer Datenschutz-Aufsichtsbehörde beschweren (Artikel 77).",
  automated: "Automatisierte Entscheidungen, auch durch Profiling, treffen wir über Sie nicht.",
  objection: "Ihr Widerspruchsrecht (Artikel 21 DSGVO)",
  objectionText:
    "Der Verwendung Ihrer Daten für Werbung können Sie jederzeit widersprechen, ohne Gründe zu nennen. Der Verarbeitung aus berechtigtem Interesse können Sie aus Gründen widersprechen, die sich aus Ihrer besonderen Situation ergeben.",
  objectionBefore: "Mit einem Klick:",
  objectionLink: "Werbung widersprechen",
} as const;

const du: Informal<typeof de> = {
  subject: (name) => `Informationen zu deinen Daten bei ${name}`,
  preview: "Welche Daten wir über dich haben, woher und wofür",
  heading: "Deine Daten bei uns",
  hello: "Hallo,",
  intro: (name) =>
    `${name} hat Daten über dich gespeichert. Nach Artikel 14 der Datenschutz-Grundverordnung (DSGVO) sagen wir dir, welche das sind, woher sie kommen und was damit geschieht.`,
  analysis: "Auswertung, ob du unsere E-Mails öffnest und was du anklickst",
  consent: "Deine Einwilligung, Artikel 6 Absatz 1 Buchstabe a DSGVO",
  relation: "Anbahnung und Pflege der Geschäftsbeziehung, Beantwortung deiner Anfragen",
  interest:
    "Unser berechtigtes Interesse daran, mit Interessenten und Kunden in Kontakt zu sein, Artikel 6 Absatz 1 Buchstabe f DSGVO; Werbung senden wir nur, soweit das Gesetz oder deine Einwilligung es erlaubt",
  evidence: "Nachweis, dass wir deinen Willen beachten",
  periods: [
    "Deine Angaben: solange es dafür einen der genannten Gründe gibt, danach höchstens 30 Tage",
    "Nach der Abmeldung vom letzten Newsletter: 7 Tage; auf der Abmeldeliste bleibt nur die Adresse",
    "Protokoll des Versands: 90 Tage",
    "Nachweise von Einwilligungen: 3 Jahre nach ihrem Ende, bis dahin versiegelt",
  ],
  rights: "Deine Rechte",
  rightsText: (contact) =>
    `Du kannst Auskunft und eine Kopie verlangen (Artikel 15 und 20 DSGVO), deine Daten berichtigen, löschen oder einschränken lassen (Artikel 16 bis 18) und eine Einwilligung jederzeit für die Zukunft widerrufen (Artikel 7 Absatz 3). Schreib dafür formlos an ${contact}.`,
  authority:
    "Du kannst dich außerdem bei einer Datenschutz-Aufsichtsbehörde beschweren (Artikel 77).",
  automated: "Automatisierte Entscheidungen, auch durch Profiling, treffen wir über dich nicht.",
  objection: "Dein Widerspruchsrecht (Artikel 21 DSGVO)",
  objectionText:
    "Der Verwendung deiner Daten für Werbung kannst du jederzeit widersprechen, ohne Gründe zu nennen. Der Verarbeitung aus berechtigtem Interesse kannst du aus Gründen widersprechen, die sich aus deiner besonderen Situation ergeben.",
};

const en: Words<typeof de> = {
  subject: (name: string) => `Information about your data at ${name}`,
  preview: "Which data we hold about you, where they come from and what for",
  heading: "Your data with us",
  hello: "Hello,",
  intro: (name: string) =>
    `${name} has stored data about you. Under Article 14 of the General Data Protection Regulation (GDPR) we tell you which, where they come from and what happens with them.`,
  who: "Who is responsible",
  controller: "Controller",
  contact: "Contact",
  officer: "Data protection officer",
  which: "Which data, and where they come from",
  unknownSource: "Origin not recorded",
  fields: {
    email: "E-mail address",
    salutation: "Salutation",
    title: "Title",
    firstName: "First name",
    lastName: "Last name",
    company: "Company",
    locale: "Language",
  },
  why: "What for, and on what basis",
  newsletter: (name: string) => `Newsletter “${name}”`,
  analysis: "Analysis of whether you open our e-mails and what you click",
  consent: "Your consent, Article 6(1)(a) GDPR",
  relation: "Starting and keeping up our business relation, answering your inquiries",
  interest:
    "Our legitimate interest in being in touch with prospects and customers, Article 6(1)(f) GDPR; advertising is sent only as far as the law or your consent permits",
  evidence: "Proof that we respect your will",
  duty: "Legal obligation, Article 6(1)(c) GDPR",
  recipients: "Who receives the data",
  processors: (names: string) => `For us and on our instructions work: ${names}.`,
  nobodyElse: "We run our system ourselves; no service provider has access.",
  place: (country: string) => `The data are stored in: ${country}.`,
  noOthers: "We pass them on to nobody else.",
  retention: "How long",
  periods: [
    "Your data: as long as one of the reasons above exists, then 30 days at most",
    "After leaving the last newsletter: 7 days; only the address stays on the unsubscribe list",
    "The log of sending: 90 days",
    "Proofs of consent: 3 years after their end, sealed until then",
  ],
  rights: "Your rights",
  rightsText: (contact: string) =>
    `You may demand information and a copy (Articles 15 and 20 GDPR), have your data corrected, erased or restricted (Articles 16 to 18), and withdraw a consent for the future at any time (Article 7(3)). Write informally to ${contact}.`,
  authority: "You may also complain to a data protection authority (Article 77).",
  automated: "We take no automated decisions about you, nor by profiling.",
  objection: "Your right to object (Article 21 GDPR)",
  objectionText:
    "You may object to the use of your data for advertising at any time without giving a reason. You may object to processing on legitimate interest on grounds relating to your particular situation.",
  objectionBefore: "With one click:",
  objectionLink: "Object to advertising",
};

/** The words of the notice of Art. 14 GDPR. */
export const noticeTexts: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };
