import type { AnswerTemplate, AnswerTexts, RequestKind } from "../../contract/data-requests.ts";
import type { Locale } from "../platform/index.ts";
import { endOf, numberText, type DataRequest } from "./request.ts";

const kindWords: Record<Locale, Record<RequestKind, string>> = {
  de: {
    access: "Auskunft und Kopie Ihrer Daten",
    portability: "Übertragung Ihrer Daten",
    rectification: "Berichtigung Ihrer Daten",
    erasure: "Löschung Ihrer Daten",
    restriction: "Einschränkung der Verarbeitung",
    objection: "Widerspruch",
    withdrawal: "Widerruf Ihrer Einwilligung",
  },
  en: {
    access: "access to and a copy of your data",
    portability: "transfer of your data",
    rectification: "correction of your data",
    erasure: "erasure of your data",
    restriction: "restriction of processing",
    objection: "objection",
    withdrawal: "withdrawal of your consent",
  },
};

export const kindName = (kind: RequestKind, locale: Locale): string => kindWords[locale][kind];

/** A day as people write it. */
export function dayText(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(`${day}T12:00:00Z`));
}

interface Facts {
  number: string;
  kind: string;
  received: string;
  due: string;
}

type Written = { subject: string; text: string };

const done: Record<Locale, Record<RequestKind, string>> = {
  de: {
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
  },
  en: {
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
  },
};

const texts: Record<
  Locale,
  Record<AnswerTemplate, (facts: Facts, kind: RequestKind) => Written> & {
    extension: (facts: Facts, reason: string) => Written;
    restrictionLifted: () => Written;
  }
> = {
  de: {
    receipt: (f) => ({
      subject: `Wir haben Ihr Anliegen erhalten (${f.number})`,
      text: `Ihr Anliegen „${f.kind}“ ist am ${f.received} bei uns eingegangen. Es hat die Nummer ${f.number}.\n\nSie erhalten unsere Antwort spätestens am ${f.due}.`,
    }),
    identity: (f) => ({
      subject: `Bitte bestätigen Sie Ihr Anliegen (${f.number})`,
      text: `Sie haben am ${f.received} „${f.kind}“ verlangt. Damit niemand anderes Ihre Daten erhält, bestätigen Sie bitte mit dem Link, dass Sie es sind. Einen Ausweis brauchen wir nicht.\n\nDer Link gilt kurze Zeit; danach können Sie auf der Seite einen neuen anfordern. Sie haben nichts verlangt? Dann müssen Sie nichts tun.`,
    }),
    copy: (f, kind) => ({
      subject: `Ihre Daten liegen bereit (${f.number})`,
      text: `${done.de[kind === "portability" ? "portability" : "access"]}\n\nSie laden sie über den Link selbst herunter: als lesbares PDF, als JSON oder als Tabellen (CSV). Der Link gilt kurze Zeit; danach können Sie auf der Seite einen neuen anfordern.\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an Ihrem Wohnort (Art. 77 DSGVO).`,
    }),
    done: (f, kind) => ({
      subject: `Ihr Anliegen ist erledigt (${f.number})`,
      text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. ${done.de[kind]}`,
    }),
    no_data: (f) => ({
      subject: `Zu Ihrer Anfrage ${f.number}`,
      text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. Zu Ihren Angaben haben wir keine Daten gespeichert, außer dieser Anfrage und unserer Antwort.\n\nHaben Sie uns vielleicht unter einer anderen Adresse geschrieben? Dann antworten Sie uns bitte von dort.\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an Ihrem Wohnort (Art. 77 DSGVO).`,
    }),
    refused: (f) => ({
      subject: `Zu Ihrem Anliegen ${f.number}`,
      text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. Dem können wir nicht nachkommen:\n\n[Grund]\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel an Ihrem Wohnort, und vor Gericht gehen (Art. 77, 79 DSGVO).`,
    }),
    extension: (f, reason) => ({
      subject: `Unsere Antwort dauert länger (${f.number})`,
      text: `Am ${f.received} haben Sie „${f.kind}“ verlangt. Wir brauchen dafür länger als einen Monat:\n\n${reason}\n\nSie erhalten unsere Antwort spätestens am ${f.due} (Art. 12 Abs. 3 DSGVO).`,
    }),
    restrictionLifted: () => ({
      subject: "Wir verarbeiten Ihre Daten wieder",
      text: "Die Einschränkung der Verarbeitung Ihrer Daten ist aufgehoben (Art. 18 Abs. 3 DSGVO). Abonnements und Einwilligungen, die Sie uns gegeben haben, gelten wieder wie vorher. Widersprechen und widerrufen können Sie jederzeit.",
    }),
  },
  en: {
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
      text: `${done.en[kind === "portability" ? "portability" : "access"]}\n\nYou download them yourself with the link: as a readable PDF, as JSON or as tables (CSV). The link holds for a short time; afterwards the page sends you a new one.\n\nYou may complain to a data protection authority, for example where you live (Article 77 GDPR).`,
    }),
    done: (f, kind) => ({
      subject: `Your request is done (${f.number})`,
      text: `On ${f.received} you asked for ${f.kind}. ${done.en[kind]}`,
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
  },
};

function factsOf(request: DataRequest, locale: Locale): Facts {
  return {
    number: numberText(request),
    kind: kindName(request.kind, locale),
    received: dayText(request.receivedOn, locale),
    due: dayText(request.dueOn, locale),
  };
}

/** Marks what has to be replaced before a refusal may leave. */
export const REASON_MISSING = /\[(?:Grund|Reason)\]/;

/** The templates of a case with its facts filled in, in the order they are needed (DSR-16). */
export function answerTexts(
  request: DataRequest,
  locale: Locale = request.locale,
): AnswerTexts["items"] {
  const facts = factsOf(request, locale);
  const wanted: AnswerTemplate[] = [
    "receipt",
    "identity",
    ...(request.kind === "access" || request.kind === "portability" ? (["copy"] as const) : []),
    "done",
    "no_data",
    "refused",
  ];
  return wanted.map((template) => ({
    template,
    ...texts[locale][template](facts, request.kind),
    ends: endOf[template] !== null,
  }));
}

/** Art. 12(3): the person learns of the extension and why. `request` carries the new last day. */
export const extensionText = (request: DataRequest, reason: string): Written =>
  texts[request.locale].extension(factsOf(request, request.locale), reason);

export const liftedText = (locale: Locale): Written => texts[locale].restrictionLifted();
