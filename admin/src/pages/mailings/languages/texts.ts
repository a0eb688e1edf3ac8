import { defineTexts } from "../../../ui/index.ts";

export const languageTexts = defineTexts("mailing-languages", {
  de: {
    title: "Zweite Sprache",
    help: "Jeder Kontakt bekommt die Fassung seiner Sprache; wessen Sprache Sie nicht kennen, die des Mandanten. Empfänger und Absender stehen hier, im Mailing selbst.",
    add: { de: "Deutsche Fassung anlegen", en: "Englische Fassung anlegen" },
    write: { de: "Deutsche Fassung schreiben", en: "Englische Fassung schreiben" },
    has: { de: "Es gibt eine deutsche Fassung:", en: "Es gibt eine englische Fassung:" },
    noSubject: "noch ohne Betreff",
    remove: "Fassung entfernen",
    removeTitle: "Fassung entfernen?",
    removeText: "Alle Kontakte bekommen dann dieses Mailing in seiner einen Sprache.",
    removed: "Fassung entfernt",
    ofMain: {
      de: "Das ist die deutsche Fassung von „{{name}}“ und wird mit diesem Mailing zusammen versendet. Empfänger und Absender stehen dort.",
      en: "Das ist die englische Fassung von „{{name}}“ und wird mit diesem Mailing zusammen versendet. Empfänger und Absender stehen dort.",
    },
    toMain: "Zum Mailing",
  },
  en: {
    title: "Second language",
    help: "Each contact gets the version in their language; if it is unknown, in the account's language. Recipients and sender are set here, in the mailing itself.",
    add: { de: "Add a German version", en: "Add an English version" },
    write: { de: "Write the German version", en: "Write the English version" },
    has: { de: "There is a German version:", en: "There is an English version:" },
    noSubject: "without a subject yet",
    remove: "Remove the version",
    removeTitle: "Remove the version?",
    removeText: "All contacts then get this mailing in its one language.",
    removed: "Version removed",
    ofMain: {
      de: "This is the German version of “{{name}}”. They go out together; recipients and sender are set there.",
      en: "This is the English version of “{{name}}”. They go out together; recipients and sender are set there.",
    },
    toMain: "To the mailing",
  },
});
