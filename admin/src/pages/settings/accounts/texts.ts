import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-accounts", {
  de: {
    title: "Mandanten",
    meta: "Jeder Mandant hat eigene Kontakte, Einwilligungen und Absender. Nichts wird zwischen ihnen geteilt.",
    create: "Mandanten anlegen",
    createText:
      "Für ein weiteres Haus, das selbst verantwortlich ist. Er beginnt im Testbetrieb, und Sie sind Inhaber.",
    administratorsOnly: "Weitere Mandanten legt an, wer diese Installation betreibt.",
    name: "Name",
    nameHelp: "Der Kurzname; alles Weitere folgt in der Einrichtung.",
    language: "Sprache",
    createAndSetUp: "Anlegen und einrichten",
    sandbox: "Testbetrieb",
    live: "Echtbetrieb",
    unfinished: "Einrichtung offen",
    here: "Sie sind hier",
    enter: "Wechseln",
  },
  en: {
    title: "Accounts",
    meta: "Each account has its own contacts, consents and senders. Nothing is shared between them.",
    create: "Create an account",
    createText:
      "For a further organisation that answers for itself. It begins in the sandbox, and you are its owner.",
    administratorsOnly: "The operator of this installation creates further accounts.",
    name: "Name",
    nameHelp: "The short name; all else follows in the set-up.",
    language: "Language",
    createAndSetUp: "Create and set up",
    sandbox: "Sandbox",
    live: "Live",
    unfinished: "Set-up open",
    here: "You are here",
    enter: "Switch",
  },
});
