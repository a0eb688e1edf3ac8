import type { AnswerTemplate, RequestKind } from "../../contract/data-requests.ts";
import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

/** What an answer tells of its case, in words of its voice. */
export interface AnswerFacts {
  number: string;
  kind: string;
  received: string;
  due: string;
}

export type Written = { subject: string; text: string };

const doneDe = {
  access:
    "Ihre Kopie ist vollständig: Sie enthält Ihre Angaben mit ihrer Herkunft, Ihre Einwilligungen im Wortlaut, unsere E-Mails an Sie und alle weiteren Daten, die wir zu Ihnen speichern.",
  portability:
    "Ihre Daten stehen in einem gängigen, maschinenlesbaren Format zum Herunterladen bereit.",
  rectification:
    "Wir haben Ihre Daten berichtigt. Alle, von denen wir die Daten haben oder an die wir sie gegeben haben, erfahren davon.",
  erasure:
    "Wir haben Ihre Daten gelöscht. Aufbewahrt bleibt nur, was wir müssen: der versiegelte Nachweis Ihrer Einwilligungen und, wenn Sie der Werbung widersprochen haben, ein Prüfwert Ihrer Adresse auf der Sperrliste (Art. 17 Abs. 3 DSGVO).",
  restriction:
    "Wir verarbeiten Ihre Daten bis auf Weiteres nicht mehr, wir bewahren sie nur auf. Bevor wir das aufheben, benachrichtigen wir Sie.",
  objection: "Wir senden Ihnen keine Werbung mehr. Ihr Widerspruch gilt ohne Ende.",
  withdrawal:
    "Ihr Widerruf gilt seit seinem Eingang. Was bis dahin geschah, bleibt rechtmäßig (Art. 7 Abs. 3 DSGVO).",
} as const;

const doneDu: Informal<typeof doneDe> = {
  access:
    "Deine Kopie ist vollständig: mit deinen Angaben und ihrer Herkunft, deinen Einwilligungen im Wortlaut, unseren E-Mails an dich und allen weiteren Daten, die wir zu dir speichern.",
  portability:
    "Deine Daten stehen in einem gängigen, maschinenlesbaren Format zum Herunterladen bereit.",
  rectification:
    "Wir haben deine Daten berichtigt. Alle, von denen wir die Daten haben oder an die wir sie gegeben haben, erfahren davon.",
  erasure:
    "Wir haben deine Daten gelöscht. Aufbewahrt bleibt nur, was wir müssen: der versiegelte Nachweis deiner Einwilligungen und, wenn du der Werbung widersprochen hast, ein Prüfwert deiner Adresse auf der Sperrliste (Art. 17 Abs. 3 DSGVO).",
  restriction:
    "Wir verarbeiten deine Daten bis auf Weiteres nicht mehr, wir bewahren sie nur auf. Bevor wir das aufheben, benachrichtigen wir dich.",
  objection: "Wir senden dir keine Werbung mehr. Dein Widerspruch gilt ohne Ende.",
  withdrawal:
    "Dein Widerruf gilt seit seinem Eingang. Was bis dahin geschah, bleibt rechtmäßig (Art. 7 Abs. 3 DSGVO).",
};

const doneEn = {
  access:
    "Your copy is complete: it holds your data with their origin, your consents word for word, our e-mails to you and everything else we store about you.",
  portability: "Your data are ready for download in a common, machine-readable format.",
  rectification:
    "We have corrected your data. Everybody we have the data from, or gave them to, is told.",
  erasure:
    "We have erased your data. Only what we must keep remains: the sealed proof of your consents and, if you objected to advertising, a check value of your address on the suppression list (Article 17(3) GDPR).",
  restriction:
    "For the time being we do not process your data any more, we only store them. We will tell you before we lift this.",
  objection: "We will not send you any more advertising. Your objection has no end.",
  withdrawal:
    "Your withdrawal has taken effect on receipt. What happened before remains lawful (Article 7(3) GDPR).",
};

export const doneTexts: Record<Voice, Record<RequestKind, string>> = {
  ...inBothForms(doneDe, doneDu),
  en: doneEn,
};

const de = {
  receipt: (f: AnswerFacts): Written => ({
    subject: `Wir haben Ihr Anliegen erhalten (${f.number})`,
    text: `Ihr Anliegen „${f.kind}“ ist am ${f.received} bei uns eingegangen. Es hat die Nummer ${f.number}.\n\nSie erhalten unsere Antwort spätestens am ${f.due}.`,
  }),
  identity: (f: AnswerFacts): Written => ({
    subject: `Bitte bestätigen Sie Ihr Anliegen (${f.number})`,
    text: `Sie haben am ${f.received} „${f.kind}“ verlangt. Damit niemand anderes Ihre Daten erhält, bestätigen Sie bitte mit dem Link, dass Sie es sind. Einen Ausweis brauchen wir nicht.\n\nDer Link gilt kurze Zeit; danach können Sie auf der Seite einen neuen anfordern. Sie haben nichts verlangt? Dann müssen Sie nichts tun.`,
  }),
  copy: (f: AnswerFacts, kind: RequestKind): Written => ({
    subject: `Ihre Daten liegen bereit (${f.number})`,
    text: `${doneTexts.sie[kind === "portability" ? "portability" : "access"]}\n\nSie laden sie über den Link selbst herunter: als lesbares PDF, als JSON oder als Tabellen (CSV). Der Link gilt kurze Zeit; danach können Sie auf der Seite einen neuen anfordern.\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an Ihrem Wohnort (Art. 77 DSGVO).`,
  }),
  done: (f: AnswerFacts, kind: RequestKind): Written => ({
    subject: `Ihr Anliegen ist erledigt (${f.number})`,
    text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. ${doneTexts.sie[kind]}`,
  }),
  no_data: (f: AnswerFacts): Written => ({
    subject: `Zu Ihrer Anfrage ${f.number}`,
    text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. Zu Ihren Angaben haben wir keine Daten gespeichert, außer dieser Anfrage und unserer Antwort.\n\nHaben Sie uns vielleicht unter einer anderen Adresse geschrieben? Dann antworten Sie uns bitte von dort.\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an Ihrem Wohnort (Art. 77 DSGVO).`,
  }),
  refused: (f: AnswerFacts): Written => ({
    subject: `Zu Ihrem Anliegen ${f.number}`,
    text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. Dem können wir nicht nachkommen:\n\n[Grund]\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an Ihrem Wohnort, und vor Gericht gehen (Art. 77, 79 DSGVO).`,
  }),
  extension: (f: AnswerFacts, reason: string): Written => ({
    subject: `Unsere Antwort dauert länger (${f.number})`,
    text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. Wir brauchen dafür länger als einen Monat:\n\n${reason}\n\nSie erhalten unsere Antwort spätestens am ${f.due} (Art. 12 Abs. 3 DSGVO).`,
  }),
  restrictionLifted: (): Written => ({
    subject: "Wir verarbeiten Ihre Daten wieder",
    text: "Die Einschränkung der Verarbeitung Ihrer Daten ist aufgehoben (Art. 18 Abs. 3 DSGVO). Abonnements und Einwilligungen, die Sie uns gegeben haben, gelten wieder wie vorher. Widersprechen und widerrufen können Sie jederzeit.",
  }),
} satisfies Record<AnswerTemplate, unknown> & Record<"extension" | "restrictionLifted", unknown>;

const du: Required<Informal<typeof de>> = {
  receipt: (f) => ({
    subject: `Wir haben dein Anliegen erhalten (${f.number})`,
    text: `Dein Anliegen „${f.kind}“ ist am ${f.received} bei uns eingegangen. Es hat die Nummer ${f.number}.\n\nDu erhältst unsere Antwort spätestens am ${f.due}.`,
  }),
  identity: (f) => ({
    subject: `Bitte bestätige dein Anliegen (${f.number})`,
    text: `Du hast am ${f.received} „${f.kind}“ verlangt. Damit niemand anderes deine Daten erhält, bestätige bitte mit dem Link, dass du es bist. Einen Ausweis brauchen wir nicht.\n\nDer Link gilt kurze Zeit; danach kannst du auf der Seite einen neuen anfordern. Du hast nichts verlangt? Dann musst du nichts tun.`,
  }),
  copy: (f, kind) => ({
    subject: `Deine Daten liegen bereit (${f.number})`,
    text: `${doneTexts.du[kind === "portability" ? "portability" : "access"]}\n\nDu lädst sie über den Link selbst herunter: als lesbares PDF, als JSON oder als Tabellen (CSV). Der Link gilt kurze Zeit; danach kannst du auf der Seite einen neuen anfordern.\n\nDu kannst dich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an deinem Wohnort (Art. 77 DSGVO).`,
  }),
  done: (f, kind) => ({
    subject: `Dein Anliegen ist erledigt (${f.number})`,
    text: `Am ${f.received} hast du „${f.kind}“ verlangt. ${doneTexts.du[kind]}`,
  }),
  no_data: (f) => ({
    subject: `Zu deiner Anfrage ${f.number}`,
    text: `Am ${f.received} hast du „${f.kind}“ verlangt. Zu deinen Angaben haben wir keine Daten gespeichert, außer dieser Anfrage und unserer Antwort.\n\nHast du uns vielleicht unter einer anderen Adresse geschrieben? Dann antworte uns bitte von dort.\n\nDu kannst dich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an deinem Wohnort (Art. 77 DSGVO).`,
  }),
  refused: (f) => ({
    subject: `Zu deinem Anliegen ${f.number}`,
    text: `Am ${f.received} hast du „${f.kind}“ verlangt. Dem können wir nicht nachkommen:\n\n[Grund]\n\nDu kannst dich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an deinem Wohnort, und vor Gericht gehen (Art. 77, 79 DSGVO).`,
  }),
  extension: (f, reason) => ({
    subject: `Unsere Antwort dauert länger (${f.number})`,
    text: `Am ${f.received} hast du „${f.kind}“ verlangt. Wir brauchen dafür länger als einen Monat:\n\n${reason}\n\nDu erhältst unsere Antwort spätestens am ${f.due} (Art. 12 Abs. 3 DSGVO).`,
  }),
  restrictionLifted: () => ({
    subject: "Wir verarbeiten deine Daten wieder",
    text: "Die Einschränkung der Verarbeitung deiner Daten ist aufgehoben (Art. 18 Abs. 3 DSGVO). Abonnements und Einwilligungen, die du uns gegeben hast, gelten wieder wie vorher. Widersprechen und widerrufen kannst du jederzeit.",
  }),
};

const en: Words<typeof de> = {
  receipt: (f) => ({
    subject: `We have received your request (${f.number})`,
    text: `Your request for ${f.kind} arrived on ${f.received}. Its number is ${f.number}.\n\nYou will have our answer by ${f.due} at the latest.`,
  }),
  identity: (f) => ({
    subject: `Please confirm your request (${f.number})`,
    text: `On ${f.received} you asked for ${f.kind}. So that nobody else receives your data, please confirm with the link that it is you. We need no identity card.\n\nThe link holds for a short time; afterwards the page sends you a new one. You did not ask for anything? Then you need not do anything.`,
  }),
  copy: (f, kind) => ({
    subject: `Your data are ready (${f.number})`,
    text: `${doneTexts.en[kind === "portability" ? "portability" : "access"]}\n\nYou download them yourself with the link: as a readable PDF, as JSON or as tables (CSV). The link holds for a short time; afterwards the page sends you a new one.\n\nYou may complain to a data protection authority, for example where you live (Article 77 GDPR).`,
  }),
  done: (f, kind) => ({
    subject: `Your request is done (${f.number})`,
    text: `On ${f.received} you asked for ${f.kind}. ${doneTexts.en[kind]}`,
  }),
  no_data: (f) => ({
    subject: `About your request ${f.number}`,
    text: `On ${f.received} you asked for ${f.kind}. We store nothing under what you gave us, except this request and our answer.\n\nDid you perhaps use another address? Then please answer us from there.\n\nYou may complain to a data protection authority, for example where you live (Article 77 GDPR).`,
  }),
  refused: (f) => ({
    subject: `About your request ${f.number}`,
    text: `On ${f.received} you asked for ${f.kind}. We cannot do this:\n\n[Reason]\n\nYou may complain to a data protection authority, for example where you live, and go to court (Articles 77 and 79 GDPR).`,
  }),
  extension: (f, reason) => ({
    subject: `Our answer takes longer (${f.number})`,
    text: `On ${f.received} you asked for ${f.kind}. We need longer than a month for it:\n\n${reason}\n\nYou will have our answer by ${f.due} at the latest (Article 12(3) GDPR).`,
  }),
  restrictionLifted: () => ({
    subject: "We process your data again",
    text: "The restriction of processing of your data has been lifted (Article 18(3) GDPR). Subscriptions and consents you gave us hold again as before. You may object and withdraw at any time.",
  }),
};

/** The answers that a case offers ready-made, in each voice (DSR-16). */
export const answerWords: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };
