import type { ExclusionReason } from "../../contract/reasons.ts";
import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

const de = {
  hello: "Guten Tag,",
  result: (day: string, about: string, allowed: boolean) =>
    `wir haben am ${day} nachgesehen, ob ${about} an Sie gehen darf. Das Ergebnis: ${allowed ? "Ja." : "Nein."}`,
  analysis: (sentence: string) => `Auswertung: ${sentence}`,
  change:
    "Das können Sie jederzeit ändern, mit dem Abmeldelink am Ende jeder E-Mail oder mit einer Nachricht an uns.",
  nothing: "Sie müssen nichts tun.",
  signUp:
    "Wenn Sie diese E-Mails wieder wünschen, melden Sie sich bitte neu an und bestätigen Sie die Anmeldung in Ihrem Postfach.",
  confirm:
    "Wenn Sie diese E-Mails wünschen, bestätigen Sie bitte Ihre Anmeldung mit dem Link, den wir Ihnen geschickt haben.",
  regards: "Freundliche Grüße",
} as const;

const du: Informal<typeof de> = {
  hello: "Hallo,",
  result: (day, about, allowed) =>
    `wir haben am ${day} nachgesehen, ob ${about} an dich gehen darf. Das Ergebnis: ${allowed ? "Ja." : "Nein."}`,
  change:
    "Das kannst du jederzeit ändern, mit dem Abmeldelink am Ende jeder E-Mail oder mit einer Nachricht an uns.",
  nothing: "Du musst nichts tun.",
  signUp:
    "Wenn du diese E-Mails wieder wünschst, melde dich bitte neu an und bestätige die Anmeldung in deinem Postfach.",
  confirm:
    "Wenn du diese E-Mails wünschst, bestätige bitte deine Anmeldung mit dem Link, den wir dir geschickt haben.",
};

const en: Words<typeof de> = {
  hello: "Hello,",
  result: (day, about, allowed) =>
    `on ${day} we looked whether ${about} may go to you. The result: ${allowed ? "yes." : "no."}`,
  analysis: (sentence) => `Analysis: ${sentence}`,
  change:
    "You can change this at any time, with the unsubscribe link at the end of each mail or with a message to us.",
  nothing: "There is nothing you need to do.",
  signUp:
    "If you would like these mails again, please sign up anew and confirm it in your mailbox.",
  confirm: "If you would like these mails, please confirm your sign-up with the link we sent you.",
  regards: "Kind regards",
};

/** The words of the letter that tells a person whether a mail may go to them. */
export const permissionLetterTexts: Record<Voice, Words<typeof de>> = {
  ...inBothForms(de, du),
  en,
};

/** Where the person can do something about it themselves. */
export const WAYS_FOR_PERSON: Partial<Record<ExclusionReason, "signUp" | "confirm">> = {
  subscription_pending: "confirm",
  unsubscribed: "signUp",
  newsletters_unsubscribed: "signUp",
  consent_missing: "signUp",
  consent_stale: "signUp",
  consent_unverified: "signUp",
  doi_missing: "signUp",
  erased: "signUp",
};
