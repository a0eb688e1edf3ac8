import type { RequestKind } from "../../../contract/data-requests.ts";
import { inBothForms, type Informal, type Voice, type Words } from "../../platform/index.ts";

const de = {
  title: "Anliegen zu Ihren Daten",
  heading: "Ihre Daten, Ihr Recht.",
  lead: "Sagen Sie uns, worum es geht. Sie erhalten spätestens nach einem Monat eine Antwort, kostenlos und ohne Begründung.",
  self: "Schneller geht es selbst: Mit einem Link an Ihre Adresse sehen, ändern und löschen Sie Ihre Daten sofort.",
  selfLink: "Link anfordern",
  ask: "Ihr Anliegen",
  kind: "Was möchten Sie?",
  kinds: {
    access: ["Auskunft und Kopie", "Was wir über Sie speichern, woher es kommt und wer es erhält"],
    portability: ["Daten mitnehmen", "In einem Format, das andere Anbieter lesen können"],
    rectification: ["Etwas berichtigen", "Angaben, die falsch oder unvollständig sind"],
    erasure: ["Alles löschen", "Wir sagen Ihnen auch, was bleiben muss und warum"],
    restriction: ["Daten sperren", "Wir bewahren sie nur noch auf und nutzen sie nicht"],
    objection: ["Widersprechen", "Zum Beispiel jeder Werbung"],
    withdrawal: ["Einwilligung widerrufen", "Jederzeit, mit Wirkung für die Zukunft"],
  } satisfies Record<RequestKind, readonly [string, string]>,
  email: "E‑Mail-Adresse",
  emailHint: "Die Adresse, unter der wir Sie kennen könnten. Dorthin geht unsere Antwort.",
  name: "Name (freiwillig)",
  message: "Was sollen wir wissen? (freiwillig)",
  messageHint: "Bitte senden Sie keinen Ausweis. Wir brauchen keinen.",
  button: "Anliegen absenden",
  neutral:
    "Die Antwort auf dieser Seite ist immer dieselbe, ob wir Ihre Adresse kennen oder nicht. Ihr Anliegen sehen nur die Menschen, die bei uns für den Datenschutz verantwortlich sind.",
  summary: "Bitte sehen Sie noch einmal nach",
  honeypot: "Dieses Feld bitte leer lassen",
  errors: {
    kind_missing: "Wählen Sie bitte aus, was Sie möchten.",
    email_missing: "Geben Sie bitte Ihre E‑Mail-Adresse ein.",
    email_invalid:
      "Diese E‑Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@example.org",
    message_too_long: "Kürzen Sie bitte Ihre Nachricht auf höchstens 4.000 Zeichen.",
    form_expired: "Die Seite war lange geöffnet. Bitte senden Sie das Formular noch einmal ab.",
    too_fast: "Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie noch einmal ab.",
  },
  doneTitle: "Ihr Anliegen ist bei uns",
  doneLead:
    "Wir antworten so bald wie möglich, spätestens nach einem Monat. Sollten wir länger brauchen, sagen wir Ihnen vorher, warum.",
  doneLink:
    "Wenn wir die Adresse kennen, ist ein Link dorthin unterwegs. Bestätigen Sie damit bitte, dass Sie es sind: Dann kann es sofort losgehen.",
  again: "Ein weiteres Anliegen",
} as const;

const du: Informal<typeof de> = {
  title: "Anliegen zu deinen Daten",
  heading: "Deine Daten, dein Recht.",
  lead: "Sag uns, worum es geht. Du erhältst spätestens nach einem Monat eine Antwort, kostenlos und ohne Begründung.",
  self: "Schneller geht es selbst: Mit einem Link an deine Adresse siehst, änderst und löschst du deine Daten sofort.",
  ask: "Dein Anliegen",
  kind: "Was möchtest du?",
  kinds: {
    access: ["Auskunft und Kopie", "Was wir über dich speichern, woher es kommt und wer es erhält"],
    erasure: ["Alles löschen", "Wir sagen dir auch, was bleiben muss und warum"],
  },
  emailHint: "Die Adresse, unter der wir dich kennen könnten. Dorthin geht unsere Antwort.",
  messageHint: "Bitte sende keinen Ausweis. Wir brauchen keinen.",
  neutral:
    "Die Antwort auf dieser Seite ist immer dieselbe, ob wir deine Adresse kennen oder nicht. Dein Anliegen sehen nur die Menschen, die bei uns für den Datenschutz verantwortlich sind.",
  summary: "Bitte sieh noch einmal nach",
  errors: {
    kind_missing: "Wähle bitte aus, was du möchtest.",
    email_missing: "Gib bitte deine E‑Mail-Adresse ein.",
    email_invalid:
      "Diese E‑Mail-Adresse ist nicht vollständig. Richtig ist zum Beispiel: name@example.org",
    message_too_long: "Kürze bitte deine Nachricht auf höchstens 4.000 Zeichen.",
    form_expired: "Die Seite war lange geöffnet. Bitte sende das Formular noch einmal ab.",
    too_fast: "Das ging sehr schnell. Bitte prüfe deine Angaben und sende noch einmal ab.",
  },
  doneTitle: "Dein Anliegen ist bei uns",
  doneLead:
    "Wir antworten so bald wie möglich, spätestens nach einem Monat. Sollten wir länger brauchen, sagen wir dir vorher, warum.",
  doneLink:
    "Wenn wir die Adresse kennen, ist ein Link dorthin unterwegs. Bestätige damit bitte, dass du es bist: Dann kann es sofort losgehen.",
};

type Texts = Words<typeof de>;

const en: Texts = {
  title: "Request about your data",
  heading: "Your data, your right.",
  lead: "Tell us what this is about. You will have an answer within a month at the latest, free of charge and without giving reasons.",
  self: "It is quicker to do it yourself: with a link to your address you see, change and erase your data at once.",
  selfLink: "Request the link",
  ask: "Your request",
  kind: "What would you like?",
  kinds: {
    access: [
      "Access and a copy",
      "What we store about you, where it comes from and who receives it",
    ],
    portability: ["Take my data along", "In a format that other providers can read"],
    rectification: ["Correct something", "Details that are wrong or incomplete"],
    erasure: ["Erase everything", "We also tell you what must stay and why"],
    restriction: ["Lock my data", "We only store them and do not use them"],
    objection: ["Object", "To all advertising, for example"],
    withdrawal: ["Withdraw a consent", "At any time, with effect for the future"],
  },
  email: "E‑mail address",
  emailHint: "The address we may know you by. Our answer goes there.",
  name: "Name (optional)",
  message: "What should we know? (optional)",
  messageHint: "Please do not send an identity card. We need none.",
  button: "Send the request",
  neutral:
    "The answer on this page is always the same, whether we know your address or not. Only the people who answer for data protection here see your request.",
  summary: "Please look again",
  honeypot: "Please leave this field empty",
  errors: {
    kind_missing: "Please choose what you would like.",
    email_missing: "Please enter your e‑mail address.",
    email_invalid: "This e‑mail address is not complete. It looks like this: name@example.org",
    message_too_long: "Please shorten your message to 4,000 characters at most.",
    form_expired: "The page was open for a long time. Please send the form once more.",
    too_fast: "That was very quick. Please check what you entered and send once more.",
  },
  doneTitle: "We have your request",
  doneLead:
    "We will answer as soon as we can, within a month at the latest. Should we need longer, we tell you why beforehand.",
  doneLink:
    "If we know the address, a link is on its way there. Please use it to confirm that it is you: then we can start at once.",
  again: "Another request",
};

export const requestTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };
export type RequestTexts = Texts;
