import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("imports-guide", {
  de: {
    title: "So wechseln Sie von {{name}}",
    steps: "1. Dort exportieren",
    upload: "2. Hier hochladen",
    uploadText:
      "Klarpost erkennt die Datei an ihren Überschriften und ordnet die Spalten zu. Prüfen Sie, was es vorschlägt; geschrieben wird erst, wenn Sie es sagen.",
    toUpload: "Datei hochladen",
    status: "Was aus wem wird",
    becomes: {
      mailed: "anschreibbar, wenn der Nachweis vollständig ist",
      suppressed: "auf der Abmeldeliste, für immer zurückgehalten",
      retained: "als unzustellbar zurückgehalten",
      never: "gespeichert, aber nie angeschrieben",
    },
    evidence: "Was der Export beweist",
    classes: "Bewiesen, plausibel, fehlend",
    classesText:
      "Nach der Prüfung sehen Sie, wie viele Zeilen in welche Klasse fallen, und entscheiden für jede: mit Nachweis übernehmen, ohne Nachweis speichern, oder nur den Kontakt behalten.",
    ask: "Wer ohne Nachweis bleibt, darf auch nicht per E-Mail danach gefragt werden; schon die Frage wäre Werbung (§ 7 UWG). Erlaubt ist die Anmeldung, die von der Person selbst kommt: ein Formular auf Ihrer Website, ein Hinweis auf der Rechnung, ein Gespräch.",
    undo: "Alles lässt sich 30 Tage lang zurücknehmen. Nur die Abmeldungen bleiben.",
  },
  en: {
    title: "How to move from {{name}}",
    steps: "1. Export there",
    upload: "2. Upload here",
    uploadText:
      "Klarpost knows the file by its headings and maps the columns. Look at what it suggests; nothing is written before you say so.",
    toUpload: "Upload a file",
    status: "What becomes of whom",
    becomes: {
      mailed: "may be mailed if the evidence is complete",
      suppressed: "on the unsubscribe list, held back for good",
      retained: "retained as undeliverable",
      never: "stored, but never mailed",
    },
    evidence: "What the export proves",
    classes: "Proven, plausible, missing",
    classesText:
      "After the check you see how many rows fall into which class, and decide for each: take it over with its evidence, store it without, or keep only the contact.",
    ask: "People without evidence must not be asked for it by e-mail either; the question alone would be advertising (§ 7 UWG). A sign-up that comes from the person is lawful: a form on your website, a note on the invoice, a conversation.",
    undo: "Everything can be undone for 30 days. Only the unsubscriptions stay.",
  },
});
