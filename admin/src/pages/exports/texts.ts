import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("exports", {
  de: {
    contacts: "Kontakte",
    title: "Exportieren",
    titles: {
      contacts: "Kontakte exportieren",
      blocks: "Sperren exportieren",
      retained: "Zurückgehaltene Adressen exportieren",
      report_persons: "Personen eines Berichts exportieren",
      evidence: "Nachweisexporte",
    },
    proofs: "Einwilligungsnachweise",
    subjects: {
      contacts: "Kontakte",
      blocks: "Sperren",
      retained: "Zurückgehaltene Adressen",
      report_persons: "Personen eines Berichts",
      evidence: "Einwilligungsnachweise",
    },
    elsewhere: {
      report_persons:
        "Welche Personen, wählen Sie im Bericht eines Mailings unter „Personen“. Die Datei holen Sie hier ab.",
      evidence:
        "Liste und Zeitraum wählen Sie bei den Einwilligungsnachweisen. Die Datei holen Sie hier ab.",
    },
    toMailings: "Zu den Mailings",
    toProofs: "Zu den Nachweisen",
    everybody: {
      contacts: "Alle Kontakte des Mandanten.",
      blocks: "Alle Sperren, die gelten. Die Adressen stehen im Klartext darin.",
      retained: "Alle Adressen, die zurückgehalten werden, mit der Antwort ihres Servers.",
    },
    filtered: {
      contacts: "Nur die Kontakte, die Ihr Filter zeigt.",
      blocks: "Nur Sperren des gewählten Umfangs. Die Adressen stehen im Klartext darin.",
      retained: "Nur Adressen mit dem gewählten Grund.",
    },
    toDirectory: "Filter ändern",
    format: "Format",
    formats: { csv: "CSV", xlsx: "Excel (XLSX)", jsonl: "JSON-Zeilen" },
    formatTexts: {
      csv: "Öffnet sich in jeder Tabelle. Formeln in Werten werden entschärft.",
      xlsx: "Bis 1.048.575 Zeilen. Postleitzahlen behalten ihre Null.",
      jsonl: "Alles, auch die Herkunft jedes Feldes, für andere Programme.",
      plainJsonl: "Eine Zeile je Eintrag, für andere Programme.",
    },
    start: "Export erstellen",
    toRequests: "Zu den Freigaben",
    rulesTitle: "So geht Klarpost damit um",
    rules: {
      second: "Große Exporte entstehen erst, wenn eine zweite Person zustimmt.",
      sealed:
        "Die Datei liegt verschlüsselt auf dem Server und wird nach 24 Stunden mit ihrem Schlüssel gelöscht. Sie bekommen sie als ZIP mit einem Passwort, das nur Sie sehen.",
      marked:
        "Jede Zeile nennt den Export, Sie und den Tag. So bleibt erkennbar, woher eine Liste stammt.",
      noted: "Wer exportiert hat, wozu und wie viele, steht im Protokoll; jeder Abruf auch.",
      without: "Öffnungen und Klicks einzelner Personen sind nicht dabei.",
      permitted:
        "Wer die Auswertung nicht mehr erlaubt, wenn die Datei entsteht, steht nicht darin. Ein späterer Widerruf erreicht sie nicht.",
      signed:
        "Die Zeilen sind unterschrieben und bleiben deshalb, wie sie sind. Export, Name und Tag stehen im Kommentar des ZIP-Archivs.",
    },
    history: "Bisherige Exporte",
    none: "Noch kein Export",
    noneText: "Sobald Sie einen anfordern, steht er hier.",
    columns: {
      what: "Export",
      state: "Stand",
      people: "Zeilen",
      persons: "Personen",
      until: "Abrufbar bis",
      actions: "Aktionen",
    },
    states: {
      held: "wartet auf Freigabe",
      waiting: "wartet",
      running: "läuft",
      done: "fertig",
      failed: "gescheitert",
      cancelled: "angehalten",
      refused: "abgelehnt",
      expired: "gelöscht",
    },
    by: "{{name}}, {{when}}",
    password: "Passwort",
    passwordTitle: "Passwort dieser Datei",
    passwordText:
      "Die Datei ist ein ZIP-Archiv mit AES-256-Verschlüsselung. Sie öffnen es mit 7-Zip, WinZip, Keka oder The Unarchiver. Geben Sie Datei und Passwort nie auf demselben Weg weiter.",
    passwordOnly: "Nur Sie sehen dieses Passwort. Dass Sie es angesehen haben, steht im Protokoll.",
    copy: "Passwort kopieren",
    close: "Schließen",
    download: "Herunterladen",
    stop: "Anhalten",
    remove: "Jetzt löschen",
    errors: {
      export_empty: "Dieser Filter zeigt nichts.",
      too_many_for_xlsx: "So viele Zeilen passen nicht auf ein Tabellenblatt. Nehmen Sie CSV.",
      permission_missing:
        "Dieses Segment fragt ab, wer geöffnet oder geklickt hat. Das verlässt Klarpost in keiner Datei.",
      export_gone: "Die Datei ist gelöscht. Erstellen Sie den Export neu.",
    },
  },
  en: {
    contacts: "Contacts",
    title: "Export",
    titles: {
      contacts: "Export contacts",
      blocks: "Export blocks",
      retained: "Export retained addresses",
      report_persons: "Export people of a report",
      evidence: "Evidence exports",
    },
    proofs: "Proofs of consent",
    subjects: {
      contacts: "Contacts",
      blocks: "Blocks",
      retained: "Retained addresses",
      report_persons: "People of a report",
      evidence: "Proofs of consent",
    },
    elsewhere: {
      report_persons:
        "You choose the people in the report of a mailing under “Persons”. The file is fetched here.",
      evidence: "You choose list and time beside the proofs of consent. The file is fetched here.",
    },
    toMailings: "To the mailings",
    toProofs: "To the proofs",
    everybody: {
      contacts: "All contacts of the account.",
      blocks: "All blocks in force. Their addresses stand in it in clear.",
      retained: "All addresses that are retained, with the answer of their server.",
    },
    filtered: {
      contacts: "Only the contacts your filter shows.",
      blocks: "Only blocks of the chosen scope. Their addresses stand in it in clear.",
      retained: "Only addresses with the chosen reason.",
    },
    toDirectory: "Change the filter",
    format: "Format",
    formats: { csv: "CSV", xlsx: "Excel (XLSX)", jsonl: "JSON lines" },
    formatTexts: {
      csv: "Opens in every spreadsheet. Formulas in values are made harmless.",
      xlsx: "Up to 1,048,575 rows. Postcodes keep their zero.",
      jsonl: "Everything, the origin of each field included, for other programs.",
      plainJsonl: "One line for each entry, for other programs.",
    },
    start: "Create the export",
    toRequests: "See the requests",
    rulesTitle: "How Klarpost treats it",
    rules: {
      second: "Large exports are made only when a second person agrees.",
      sealed:
        "The file lies encrypted on the server and is deleted with its key after 24 hours. You get it as a ZIP with a password that only you see.",
      marked: "Every row names the export, you and the day, so that a list can be traced.",
      noted: "The audit log records who exported what, why and how many, and every download.",
      without: "Opens and clicks of single people are not in it.",
      permitted:
        "Whoever no longer permits the analysis when the file is made is not in it. A later withdrawal does not reach it.",
      signed:
        "The lines are signed and therefore stay as they are. Export, name and day stand in the comment of the ZIP archive.",
    },
    history: "Earlier exports",
    none: "No export yet",
    noneText: "As soon as you ask for one, it stands here.",
    columns: {
      what: "Export",
      state: "State",
      people: "Rows",
      persons: "People",
      until: "Available until",
      actions: "Actions",
    },
    states: {
      held: "awaits consent",
      waiting: "waiting",
      running: "running",
      done: "done",
      failed: "failed",
      cancelled: "stopped",
      refused: "refused",
      expired: "deleted",
    },
    by: "{{name}}, {{when}}",
    password: "Password",
    passwordTitle: "Password of this file",
    passwordText:
      "The file is a ZIP archive encrypted with AES-256. It opens with 7-Zip, WinZip, Keka or The Unarchiver. Never hand on file and password by the same way.",
    passwordOnly: "Only you see this password. That you looked at it stands in the audit log.",
    copy: "Copy the password",
    close: "Close",
    download: "Download",
    stop: "Stop",
    remove: "Delete now",
    errors: {
      export_empty: "This filter shows nothing.",
      too_many_for_xlsx: "So many rows do not fit on a sheet. Take CSV.",
      permission_missing:
        "This segment asks who opened or clicked. That leaves Klarpost in no file.",
      export_gone: "The file is deleted. Make the export again.",
    },
  },
});
