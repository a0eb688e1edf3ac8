import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("not-found", {
  de: {
    title: "Diese Seite gibt es nicht",
    text: "Vielleicht ist der Link alt oder unvollständig. Über die Suche finden Sie Seiten, Kontakte und Mailings.",
    toStart: "Zur Startseite",
  },
  en: {
    title: "There is no such page",
    text: "The link may be old or incomplete. The search finds pages, contacts and mailings.",
    toStart: "To the start page",
  },
});
