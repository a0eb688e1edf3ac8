import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("imports-upload", {
  de: {
    drop: "Datei mit Kontakten",
    kinds: "CSV mit Semikolon, Komma oder Tabulator, höchstens 50 MB und 500.000 Zeilen",
    excel:
      "Aus Excel: „Speichern unter“, Dateityp „CSV UTF-8“. Andere Zeichensätze erkennt Klarpost.",
    stepsTitle: "So geht es weiter",
    stepColumns: "Sie ordnen die Spalten zu. Klarpost schlägt vor, was es erkennt.",
    stepEvidence:
      "Sie sagen, woher die Daten stammen und was die Einwilligungen belegt. Ohne Nachweis werden Kontakte gespeichert, aber nicht angeschrieben.",
    stepCheck:
      "Klarpost liest die ganze Datei, ohne etwas zu ändern, und sagt, wie viele angeschrieben werden dürfen und warum die übrigen nicht.",
    stepRun: "Erst dann importieren Sie. Danach lässt sich alles 30 Tage lang zurücknehmen.",
    noMail: "Niemand bekommt durch einen Import eine E-Mail, auch keine Bestätigungsmail (CON-14).",
    history: "Bisherige Importe",
    columns: {
      file: "Datei",
      state: "Stand",
      mailable: "Anschreibbar",
      when: "Wann",
    },
    rows_one: "Eine Zeile",
    rows_other: "{{count, number}} Zeilen",
    imported: "{{count, number}} importiert",
  },
  en: {
    drop: "File with contacts",
    kinds: "CSV with semicolon, comma or tab, at most 50 MB and 500,000 rows",
    excel: "From Excel: “Save as”, file type “CSV UTF-8”. Klarpost recognises other encodings.",
    stepsTitle: "How it goes on",
    stepColumns: "You say which column holds what. Klarpost suggests what it recognises.",
    stepEvidence:
      "You say where the data come from and what proves the consents. Without evidence contacts are stored but not mailed.",
    stepCheck:
      "Klarpost reads the whole file without changing anything and says how many may be mailed and why the others may not.",
    stepRun: "Only then you import. Everything can be undone for 30 days.",
    noMail: "Nobody gets a mail because of an import, not even one to confirm (CON-14).",
    history: "Earlier imports",
    columns: {
      file: "File",
      state: "State",
      mailable: "Mailable",
      when: "When",
    },
    rows_one: "One row",
    rows_other: "{{count, number}} rows",
    imported: "{{count, number}} imported",
  },
});
