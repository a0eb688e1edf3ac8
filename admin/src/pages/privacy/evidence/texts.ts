import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("privacy-evidence", {
  de: {
    title: "Belege",
    incident:
      "Bildschirmfotos, Schriftwechsel, Auszüge: alles, womit Sie den Vorfall belegen (Art. 33 Abs. 5 DSGVO).",
    file: "Beleg hinzufügen",
    fileText: "PDF, PNG, JPEG oder Text, höchstens 10 MB. Wird verschlüsselt abgelegt.",
    by: "{{name}}, {{date}} · {{size}}",
    hash: "SHA-256 {{hash}}",
    load: "Laden",
    remove: "Entfernen",
    removeTitle: "Beleg entfernen?",
    removeText:
      "„{{name}}“ wird gelöscht. Prüfsumme, Ihr Name und der Zeitpunkt bleiben im Protokoll.",
    added: "Der Beleg ist abgelegt.",
    removed: "Der Beleg ist entfernt.",
    full: "Mehr als {{count}} Belege werden hier nicht abgelegt.",
    errors: {
      file_not_accepted:
        "Das ist weder PDF, PNG, JPEG noch reiner Text. Umbenennen hilft nicht; speichern Sie die Datei in einem dieser Formate.",
      file_too_large: "Die Datei ist größer als 10 MB.",
      too_many_files: "Hier liegen schon zehn Belege.",
    },
  },
  en: {
    title: "Papers",
    incident:
      "Screenshots, letters, extracts: everything that documents the incident (Art. 33(5) GDPR).",
    file: "Add a paper",
    fileText: "PDF, PNG, JPEG or plain text, 10 MB at most. Kept encrypted.",
    by: "{{name}}, {{date}} · {{size}}",
    hash: "SHA-256 {{hash}}",
    load: "Download",
    remove: "Remove",
    removeTitle: "Remove the paper?",
    removeText:
      "“{{name}}” is deleted. Its checksum, your name and the time stay in the audit log.",
    added: "The paper is kept.",
    removed: "The paper is removed.",
    full: "No more than {{count}} papers are kept here.",
    errors: {
      file_not_accepted:
        "This is neither PDF, PNG, JPEG nor plain text. Renaming does not help; save it as one of these.",
      file_too_large: "The file is larger than 10 MB.",
      too_many_files: "There are ten papers here already.",
    },
  },
});
