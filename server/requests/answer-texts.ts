import type { AnswerTemplate, AnswerTexts, RequestKind } from "../../contract/data-requests.ts";
import { accountVoice, type Account } from "../accounts/index.ts";
import { inBothForms, type Informal, type Locale, type Voice } from "../platform/index.ts";
import { answerWords, type AnswerFacts, type Written } from "./answer-words.ts";
import { endOf, numberText, type DataRequest } from "./request.ts";

const kindsDe = {
  access: "Auskunft und Kopie Ihrer Daten",
  portability: "Übertragung Ihrer Daten",
  rectification: "Berichtigung Ihrer Daten",
  erasure: "Löschung Ihrer Daten",
  restriction: "Einschränkung der Verarbeitung",
  objection: "Widerspruch",
  withdrawal: "Widerruf Ihrer Einwilligung",
} as const;

const kindsDu: Informal<typeof kindsDe> = {
  access: "Auskunft und Kopie deiner Daten",
  portability: "Übertragung deiner Daten",
  rectification: "Berichtigung deiner Daten",
  erasure: "Löschung deiner Daten",
  withdrawal: "Widerruf deiner Einwilligung",
};

const kindsEn = {
  access: "access to and a copy of your data",
  portability: "transfer of your data",
  rectification: "correction of your data",
  erasure: "erasure of your data",
  restriction: "restriction of processing",
  objection: "objection",
  withdrawal: "withdrawal of your consent",
};

export const kindWords: Record<Voice, Record<RequestKind, string>> = {
  ...inBothForms(kindsDe, kindsDu),
  en: kindsEn,
};

export const kindName = (kind: RequestKind, voice: Voice): string => kindWords[voice][kind];

/** A day as people write it. */
export function dayText(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(`${day}T12:00:00Z`));
}

function factsOf(request: DataRequest, voice: Voice): AnswerFacts {
  const locale = voice === "en" ? "en" : "de";
  return {
    number: numberText(request),
    kind: kindName(request.kind, voice),
    received: dayText(request.receivedOn, locale),
    due: dayText(request.dueOn, locale),
  };
}

/** Marks what has to be replaced before a refusal may leave. */
export const REASON_MISSING = /\[(?:Grund|Reason)\]/;

/** The templates of a case with its facts filled in, in the order they are needed (DSR-16). */
export function answerTexts(
  request: DataRequest,
  account: Account,
  locale: Locale = request.locale,
): AnswerTexts["items"] {
  const voice = accountVoice(account, locale);
  const facts = factsOf(request, voice);
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
    ...answerWords[voice][template](facts, request.kind),
    ends: endOf[template] !== null,
  }));
}

/** Art. 12(3): the person learns of the extension and why. `request` carries the new last day. */
export function extensionText(request: DataRequest, account: Account, reason: string): Written {
  const voice = accountVoice(account, request.locale);
  return answerWords[voice].extension(factsOf(request, voice), reason);
}

export const liftedText = (account: Account, locale: Locale): Written =>
  answerWords[accountVoice(account, locale)].restrictionLifted();
