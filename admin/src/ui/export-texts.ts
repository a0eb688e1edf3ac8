import { defineTexts } from "../i18n/index.ts";

export const exportTexts = defineTexts("exportReason", {
  de: {
    reason: "Wozu brauchen Sie die Datei?",
    reasonHelp: "Mindestens 10 Zeichen. Steht mit Ihrem Namen im Protokoll.",
    alone: "Warum gibt es keine zweite Person?",
    aloneHelp:
      "Ein Export dieser Größe braucht die Zustimmung einer zweiten Person, und niemand sonst hat hier dieses Recht. Ihre Begründung ersetzt sie und steht im Protokoll.",
    held: "Der Export wartet auf eine zweite Person. Wir haben sie per E-Mail gefragt.",
    started: "Der Export wird erstellt.",
  },
  en: {
    reason: "What do you need the file for?",
    reasonHelp: "At least 10 characters. Stands with your name in the audit log.",
    alone: "Why is there no second person?",
    aloneHelp:
      "An export of this size needs the consent of a second person, and nobody else has this right here. Your reason stands for it and is kept in the audit log.",
    held: "The export waits for a second person. We have asked them by mail.",
    started: "The export is being made.",
  },
});
