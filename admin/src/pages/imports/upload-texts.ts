import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("imports-upload", {
  de: {
    drop: "Datei mit Kontakten",
    kinds:
      "CSV und TSV bis 200 MB und 2 Millionen Zeilen; Excel, OpenDocument, vCard und Zip-Archive mit CSV-Dateien bis 25 MB",
    excel: "Zeichensatz, Trennzeichen und das System, aus dem die Datei stammt, erkennt Klarpost.",
    guides: "So wechseln Sie von …",
    guidesText: "Was Sie dort exportieren, was davon zählt und was nicht:",
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
    kinds:
      "CSV and TSV up to 200 MB and 2 million rows; Excel, OpenDocument, vCard and zip archives of CSV files up to 25 MB",
    excel: "Klarpost recognises encoding, delimiter and the system the file comes from.",
    guides: "How to move from …",
    guidesText: "What to export there, what of it counts and what does not:",
    stepsTitle: "What happens next",
    stepColumns: "You say what each column contains. Klarpost suggests what it recognises.",
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
