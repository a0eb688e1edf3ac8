import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

const de = {
  title: "Ihre Daten waren von einer Panne betroffen",
  what: "Was ist geschehen?",
  found: (moment: string) =>
    `Am ${moment} haben wir festgestellt, dass Ihre Daten bei uns nicht so geschützt waren, wie Sie es erwarten dürfen. Das tut uns leid.`,
  which: "Welche Daten sind betroffen?",
  consequences: "Was kann das für Sie bedeuten?",
  measures: "Was haben wir getan?",
  help: "Was können Sie tun?",
  ask: "Wen können Sie fragen?",
  authority:
    "Sie können sich außerdem bei einer Aufsichtsbehörde für den Datenschutz beschweren (Art. 77 DSGVO).",
  password: "Ändern Sie Ihr Passwort, auch dort, wo Sie dasselbe verwenden.",
  bank: "Prüfen Sie in den nächsten Wochen Ihre Kontoauszüge und melden Sie Unbekanntes Ihrer Bank.",
  careful:
    "Seien Sie aufmerksam bei unerwarteten E-Mails, die sich auf uns berufen: Wir fragen nie nach Passwörtern oder Zahlungsdaten.",
} as const;

const du: Informal<typeof de> = {
  title: "Deine Daten waren von einer Panne betroffen",
  found: (moment) =>
    `Am ${moment} haben wir festgestellt, dass deine Daten bei uns nicht so geschützt waren, wie du es erwarten darfst. Das tut uns leid.`,
  consequences: "Was kann das für dich bedeuten?",
  help: "Was kannst du tun?",
  ask: "Wen kannst du fragen?",
  authority:
    "Du kannst dich außerdem bei einer Aufsichtsbehörde für den Datenschutz beschweren (Art. 77 DSGVO).",
  password: "Ändere dein Passwort, auch dort, wo du dasselbe verwendest.",
  bank: "Prüf in den nächsten Wochen deine Kontoauszüge und melde Unbekanntes deiner Bank.",
  careful:
    "Sei aufmerksam bei unerwarteten E-Mails, die sich auf uns berufen: Wir fragen nie nach Passwörtern oder Zahlungsdaten.",
};

const en: Words<typeof de> = {
  title: "Your data were part of a breach",
  what: "What happened?",
  found: (moment) =>
    `On ${moment} we found that your data were not protected as you may expect. We are sorry.`,
  which: "Which data are concerned?",
  consequences: "What may this mean for you?",
  measures: "What have we done?",
  help: "What can you do?",
  ask: "Whom can you ask?",
  authority: "You may also lodge a complaint with a data protection authority (Article 77 GDPR).",
  password: "Change your password, also wherever you use the same one.",
  bank: "Check your bank statements over the next weeks and tell your bank of anything unknown.",
  careful:
    "Be careful with unexpected e-mails that refer to us: we never ask for passwords or payment details.",
};

export type PeopleNoticeTexts = Words<typeof de>;

/** What the communication to people says after a breach (Art. 34 GDPR). */
export const peopleNoticeTexts: Record<Voice, PeopleNoticeTexts> = { ...inBothForms(de, du), en };
