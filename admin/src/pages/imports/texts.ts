import { defineTexts } from "../../ui/index.ts";

/** Words that several steps of an import share. */
export const texts = defineTexts("imports", {
  de: {
    contacts: "Kontakte",
    title: "Importieren",
    states: {
      uploaded: "offen",
      checking: "wird geprüft",
      checked: "geprüft",
      running: "läuft",
      done: "fertig",
      failed: "gescheitert",
      cancelled: "angehalten",
      undoing: "wird zurückgenommen",
      undone: "zurückgenommen",
    },
    steps: {
      label: "Schritte des Imports",
      columns: "Spalten",
      evidence: "Herkunft und Nachweis",
      check: "Prüfen und importieren",
    },
    next: "Weiter",
    back: "Zurück",
    actions: "Weitere Aktionen",
    remove: "Import entfernen",
    removeTitle: "Import entfernen",
    removeOpen: "Die Datei wird gelöscht. Kontakte sind noch keine entstanden.",
    removeDone:
      "Der Eintrag und alle Angaben zu seinen Zeilen werden gelöscht. Die Kontakte bleiben, der Import lässt sich danach nicht mehr zurücknehmen.",
    removed: "Entfernt.",
    errors: {
      import_under_way: "An dieser Datei wird gerade gearbeitet.",
      import_finished: "Diese Datei ist schon importiert.",
      import_incomplete: "Es fehlen noch Angaben. Sie stehen bei den Schritten.",
      import_not_checked: "Prüfen Sie die Datei zuerst.",
      purchased_list:
        "Gekaufte oder gemietete Adressen werden nicht importiert. Wer jemand anderem zugestimmt hat, hat Ihnen nicht zugestimmt (LEAD-12).",
      owner_decides:
        "Unterschriebene Erklärungen als Nachweis lässt nur ein Inhaber des Mandanten zu (CON-13).",
      file_too_large: "Die Datei ist zu groß.",
      file_missing: "Es ist keine Datei angekommen.",
      undo_not_possible: "Dieser Import lässt sich nicht mehr zurücknehmen.",
      mapping_wrong: "Die Zuordnung passt nicht zur Datei.",
    },
  },
  en: {
    contacts: "Contacts",
    title: "Import",
    states: {
      uploaded: "open",
      checking: "being checked",
      checked: "checked",
      running: "running",
      done: "done",
      failed: "failed",
      cancelled: "stopped",
      undoing: "being undone",
      undone: "undone",
    },
    steps: {
      label: "Steps of the import",
      columns: "Columns",
      evidence: "Origin and evidence",
      check: "Check and import",
    },
    next: "Next",
    back: "Back",
    actions: "More actions",
    remove: "Remove the import",
    removeTitle: "Remove the import",
    removeOpen: "The file is deleted. No contacts have come of it yet.",
    removeDone:
      "The entry and everything about its rows are deleted. The contacts stay; the import can no longer be undone.",
    removed: "Removed.",
    errors: {
      import_under_way: "This file is being worked on.",
      import_finished: "This file is imported already.",
      import_incomplete: "Something is missing still. See the steps.",
      import_not_checked: "Check the file first.",
      purchased_list:
        "Bought or rented addresses are not imported. Someone who agreed to another company did not agree to you (LEAD-12).",
      owner_decides:
        "Only an owner of the account may accept signed declarations as evidence (CON-13).",
      file_too_large: "The file is too large.",
      file_missing: "No file arrived.",
      undo_not_possible: "This import can no longer be undone.",
      mapping_wrong: "The mapping does not fit the file.",
    },
  },
});
