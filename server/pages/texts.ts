import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

const de = {
  skip: "Zum Inhalt",
  language: "Sprache",
  imprint: "Impressum",
  privacy: "Datenschutz",
  accessibility: "Barrierefreiheit",
  contact: "Kontakt",
  error: "Fehler",
  tabs: "Newsletter",
  signUp: "Anmelden",
  manage: "Verwalten",
  invalidTitle: "Dieser Link führt nicht weiter",
  invalidLead:
    "Vielleicht wurde er beim Kopieren gekürzt, oder er ist nicht mehr gültig. Ihre Daten zeigen wir deshalb nicht.",
  invalidTry: "Das hilft meistens:",
  invalidSteps: [
    "Öffnen Sie den Link noch einmal direkt aus der E‑Mail.",
    "Fehlt am Ende ein Stück? Kopieren Sie die ganze Zeile in die Adresszeile Ihres Browsers.",
  ],
  contactHint:
    "Oder schreiben Sie uns formlos, was Sie möchten, zum Beispiel „Bitte abmelden“. Wir kümmern uns darum:",
  contactHintNoAddress:
    "Oder antworten Sie einfach auf die E‑Mail, aus der dieser Link stammt, zum Beispiel mit „Bitte abmelden“. Wir kümmern uns darum.",
  programsTitle: "Dieser Link ist nur für Programme",
  programsLead:
    "In der E‑Mail ist er nicht zu sehen. Aufgerufen wird er meist von Schutzprogrammen, die alle Links einer E‑Mail prüfen.",
  programsWhy:
    "So erkennen wir, dass ein Programm die Links geöffnet hat, und rechnen die Klicks keiner Person zu. Sie müssen nichts tun.",
  notFoundTitle: "Diese Seite gibt es nicht",
  notFoundLead: "Vielleicht ist die Adresse unvollständig, oder die Seite ist umgezogen.",
  homeLink: "Zur Startseite",
  busyTitle: "Einen Moment bitte",
  busyLead:
    "Von Ihrem Anschluss kamen gerade ungewöhnlich viele Anfragen. Zum Schutz fremder Postfächer machen wir eine kurze Pause.",
  busyWait: (minutes: number) =>
    minutes <= 1
      ? "Bitte versuchen Sie es in einer Minute noch einmal. Es wurde nichts gespeichert."
      : `Bitte versuchen Sie es in ${minutes} Minuten noch einmal. Es wurde nichts gespeichert.`,
  awayTitle: "Wir sind gleich wieder da",
  awayLead:
    "Gerade können wir nichts speichern. Ihre Einstellungen sind unverändert, und verloren ist nichts.",
  awayWait: "Bitte laden Sie diese Seite in wenigen Minuten neu.",
  awayUrgent: "Wenn es eilt, erreichen Sie uns hier:",
  failedTitle: "Das hat nicht geklappt",
  failedLead:
    "Bei uns ist ein Fehler aufgetreten. Bitte gehen Sie einen Schritt zurück und versuchen Sie es noch einmal.",
  reference: "Kennzeichen für Rückfragen",
} as const;

const du: Informal<typeof de> = {
  invalidLead:
    "Vielleicht wurde er beim Kopieren gekürzt, oder er ist nicht mehr gültig. Deine Daten zeigen wir deshalb nicht.",
  invalidSteps: [
    "Öffne den Link noch einmal direkt aus der E‑Mail.",
    "Fehlt am Ende ein Stück? Kopiere die ganze Zeile in die Adresszeile deines Browsers.",
  ],
  contactHint:
    "Oder schreib uns formlos, was du möchtest, zum Beispiel „Bitte abmelden“. Wir kümmern uns darum:",
  contactHintNoAddress:
    "Oder antworte einfach auf die E‑Mail, aus der dieser Link stammt, zum Beispiel mit „Bitte abmelden“. Wir kümmern uns darum.",
  programsWhy:
    "So erkennen wir, dass ein Programm die Links geöffnet hat, und rechnen die Klicks keiner Person zu. Du musst nichts tun.",
  busyLead:
    "Von deinem Anschluss kamen gerade ungewöhnlich viele Anfragen. Zum Schutz fremder Postfächer machen wir eine kurze Pause.",
  busyWait: (minutes) =>
    minutes <= 1
      ? "Bitte versuche es in einer Minute noch einmal. Es wurde nichts gespeichert."
      : `Bitte versuche es in ${minutes} Minuten noch einmal. Es wurde nichts gespeichert.`,
  awayLead:
    "Gerade können wir nichts speichern. Deine Einstellungen sind unverändert, und verloren ist nichts.",
  awayWait: "Bitte lade diese Seite in wenigen Minuten neu.",
  awayUrgent: "Wenn es eilt, erreichst du uns hier:",
  failedLead:
    "Bei uns ist ein Fehler aufgetreten. Bitte geh einen Schritt zurück und versuche es noch einmal.",
};

type Texts = Words<typeof de>;

const en: Texts = {
  skip: "Skip to content",
  language: "Language",
  imprint: "Legal notice",
  privacy: "Privacy notice",
  accessibility: "Accessibility",
  contact: "Contact",
  error: "Error",
  tabs: "Newsletter",
  signUp: "Sign up",
  manage: "Manage",
  invalidTitle: "This link leads nowhere",
  invalidLead:
    "It may have been cut short when it was copied, or it is no longer valid. That is why we show none of your data here.",
  invalidTry: "This usually helps:",
  invalidSteps: [
    "Open the link once more, straight from the e‑mail.",
    "Is the end missing? Copy the whole line into your browser’s address bar.",
  ],
  contactHint:
    "Or simply write and tell us what you would like, for example “Please unsubscribe me”. We will see to it:",
  contactHintNoAddress:
    "Or simply reply to the e‑mail this link came from, for example “Please unsubscribe me”. We will see to it.",
  programsTitle: "This link is for programs only",
  programsLead:
    "It cannot be seen in the e‑mail. Mostly it is opened by security products that check every link of an e‑mail.",
  programsWhy:
    "That is how we notice that a program opened the links, and do not count them as clicks of a person. There is nothing you need to do.",
  notFoundTitle: "There is no such page",
  notFoundLead: "The address may be incomplete, or the page has moved.",
  homeLink: "To the start page",
  busyTitle: "One moment, please",
  busyLead:
    "An unusual number of requests has just come from your connection. To protect other people’s mailboxes we are pausing for a little while.",
  busyWait: (minutes: number) =>
    minutes <= 1
      ? "Please try again in a minute. Nothing has been stored."
      : `Please try again in ${minutes} minutes. Nothing has been stored.`,
  awayTitle: "We will be back shortly",
  awayLead:
    "We cannot store anything just now. Your settings are unchanged, and nothing has been lost.",
  awayWait: "Please reload this page in a few minutes.",
  awayUrgent: "If it is urgent, you can reach us here:",
  failedTitle: "That did not work",
  failedLead: "Something went wrong on our side. Please go back one step and try again.",
  reference: "Reference for enquiries",
};

/** The words that all public pages share. */
export const pageTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };
