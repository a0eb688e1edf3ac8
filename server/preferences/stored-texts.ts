import type { LedgerKind } from "../consent/index.ts";
import {
  inBothForms,
  type Informal,
  type Locale,
  type Voice,
  type Words,
} from "../platform/index.ts";

const de = {
  address: "E‑Mail-Adresse",
  name: "Name",
  fields: { title: "Titel", company: "Unternehmen" },
  origin: (source: string, day: string) => `${source}, ${day}`,
  originUnknown: "Herkunft nicht vermerkt",
  use: "Öffnungen und Klicks",
  opens: ["Öffnung", "Öffnungen"],
  clicks: ["Klick", "Klicks"],
  others: ["maschineller oder unsicherer Abruf", "maschinelle oder unsichere Abrufe"],
  useOrigin:
    "weil Sie der Auswertung zugestimmt haben; Löschung nach 12 Monaten oder sofort beim Ausschalten",
  proof: "Nachweise",
  proofValue: "Wortlaut, Zeitpunkt und Bestätigungsmail Ihrer Einwilligungen",
  proofOrigin: "unter Verschluss, bis drei Jahre nach dem Ende der Einwilligung",
  staysSuppression:
    "Ein Prüfwert auf der Sperrliste, aus dem niemand Ihre Adresse ablesen kann. So achten wir Ihren Widerspruch auch künftig.",
  staysProof: (year: number) =>
    `Der versiegelte Nachweis Ihrer Einwilligungen, bis 31. Dezember ${year}, falls jemand sie anzweifelt. Niemand im Versand kann ihn lesen.`,
  /** Sources as the product writes them; others are shown as they were entered. */
  sources: {
    form: "von Ihnen, über das Anmeldeformular",
    question: "von Ihnen, auf die Frage in einer E‑Mail",
    preferences: "von Ihnen, unter „Verwalten“",
    import: "aus einem Import",
    api: "über eine Schnittstelle",
    intake: "von Ihnen, per Brief, Telefon, SMS oder vor Ort",
    manage_page: "von Ihnen, unter „Verwalten“",
    staff: "eingetragen durch unser Haus",
    operator: "eingetragen durch unser Haus",
    core_system: "aus dem Kernsystem unseres Hauses",
  },
} as const;

const du: Informal<typeof de> = {
  useOrigin:
    "weil du der Auswertung zugestimmt hast; Löschung nach 12 Monaten oder sofort beim Ausschalten",
  proofValue: "Wortlaut, Zeitpunkt und Bestätigungsmail deiner Einwilligungen",
  staysSuppression:
    "Ein Prüfwert auf der Sperrliste, aus dem niemand deine Adresse ablesen kann. So achten wir deinen Widerspruch auch künftig.",
  staysProof: (year) =>
    `Der versiegelte Nachweis deiner Einwilligungen, bis 31. Dezember ${year}, falls jemand sie anzweifelt. Niemand im Versand kann ihn lesen.`,
  sources: {
    form: "von dir, über das Anmeldeformular",
    question: "von dir, auf die Frage in einer E‑Mail",
    preferences: "von dir, unter „Verwalten“",
    intake: "von dir, per Brief, Telefon, SMS oder vor Ort",
    manage_page: "von dir, unter „Verwalten“",
  },
};

type Texts = Words<typeof de>;
const en: Texts = {
  address: "E‑mail address",
  name: "Name",
  fields: { title: "Title", company: "Company" },
  origin: (source, day) => `${source}, ${day}`,
  originUnknown: "origin not recorded",
  use: "Opens and clicks",
  opens: ["open", "opens"],
  clicks: ["click", "clicks"],
  others: ["request by a machine or uncertain", "requests by machines or uncertain"],
  useOrigin:
    "because you agreed to the analysis; deleted after 12 months or as soon as you switch it off",
  proof: "Proofs",
  proofValue: "Wording, time and confirmation e‑mail of your consents",
  proofOrigin: "under seal, until three years after the consent ended",
  staysSuppression:
    "A check value on the suppression list from which nobody can read your address. That is how we go on respecting your objection.",
  staysProof: (year) =>
    `The sealed proof of your consents, until 31 December ${year}, in case anyone doubts them. Nobody who sends can read it.`,
  sources: {
    form: "from you, with the sign-up form",
    question: "from you, in answer to the question in an e-mail",
    preferences: "from you, under “Manage”",
    import: "from an import",
    api: "through an interface",
    intake: "from you, by letter, telephone, text message or in person",
    manage_page: "from you, under “Manage”",
    staff: "entered by our staff",
    operator: "entered by our staff",
    core_system: "from our organisation’s core system",
  },
};
export const storedTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };

/** Where a detail comes from; what people entered as its source is shown as it is. */
export function describeSource(source: string, voice: Voice): string {
  const kind = source.split(":")[0] ?? source;
  const words: Record<string, string> = storedTexts[voice].sources;
  return Object.hasOwn(words, kind) ? words[kind]! : source;
}

/** Where a consent was given, to follow "erteilt am …". */
export function describeGrant(channel: string | undefined, locale: Locale): string {
  const words: Record<string, Record<Locale, string>> = {
    double_opt_in: { de: "über das Anmeldeformular", en: "with the sign-up form" },
    preference_page: { de: "unter „Verwalten“", en: "under “Manage”" },
    import: { de: "in einem früheren System", en: "in an earlier system" },
    letter: { de: "per Brief", en: "by letter" },
    phone: { de: "am Telefon", en: "on the telephone" },
    in_person: { de: "bei uns vor Ort", en: "at our branch" },
    sms: { de: "per SMS", en: "by text message" },
  };
  return words[channel ?? ""]?.[locale] ?? "";
}

/** What an entry of the ledger says to the person it is about. */
export const consentKindWords: Record<Locale, Record<LedgerKind, string>> = {
  de: {
    optin_requested: "Anmeldung angefordert",
    optin_mail_accepted: "Bestätigungsmail angenommen",
    consent_granted: "Einwilligung erteilt",
    consent_withdrawn: "Einwilligung widerrufen",
    profiling_granted: "Auswertung meiner Nutzung erlaubt",
    profiling_refused: "Auswertung meiner Nutzung abgelehnt",
    profiling_withdrawn: "Auswertung meiner Nutzung ausgeschaltet",
    unsubscribed: "Abgemeldet",
    unsubscribe_undone: "Abmeldung rückgängig gemacht",
    objection: "Werbung widersprochen",
    objection_undone: "Widerspruch zurückgenommen",
    imported_with_evidence: "Einwilligung aus einem früheren System übernommen",
    address_changed: "E‑Mail-Adresse geändert",
    notice_sent: "Datenschutzhinweise gesendet",
    erased: "Gelöscht",
  },
  en: {
    optin_requested: "Subscription requested",
    optin_mail_accepted: "Confirmation e‑mail accepted",
    consent_granted: "Consent given",
    consent_withdrawn: "Consent withdrawn",
    profiling_granted: "Analysis of my use allowed",
    profiling_refused: "Analysis of my use declined",
    profiling_withdrawn: "Analysis of my use switched off",
    unsubscribed: "Unsubscribed",
    unsubscribe_undone: "Unsubscribe taken back",
    objection: "Objected to advertising",
    objection_undone: "Objection taken back",
    imported_with_evidence: "Consent taken over from an earlier system",
    address_changed: "E‑mail address changed",
    notice_sent: "Privacy notice sent",
    erased: "Erased",
  },
};
