import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("not-found", {
  de: {
    title: "Diese Seite gibt es nicht",
    text: "Vielleicht ist der Link alt oder unvollständig. Mit {{key}} suchen Sie nach Seiten, Kontakten und Mailings.",
    key: "Strg K",
    toStart: "Zur Startseite",
  },
  en: {
    title: "There is no such page",
    text: "The link may be old or incomplete. With {{key}} you search for pages, contacts and mailings.",
    key: "Ctrl K",
    toStart: "To the start page",
  },
});
