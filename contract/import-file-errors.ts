import type { Text } from "./reason-text.ts";

interface Entry {
  rule?: string;
  label: Text;
}

/** Why a file cannot be read any further. `expected` and `found` stand beside the line. */
export const fileErrors = {
  empty: {
    label: {
      de: "In der Datei steht keine einzige Zeile. Exportieren Sie sie noch einmal.",
      en: "There is not a single row in the file. Export it once more.",
    },
  },
  not_text: {
    label: {
      de: "Das ist weder Text noch eine Tabelle. Gelesen werden CSV, TSV, XLSX, XLS, ODS, vCard und Zip-Archive mit CSV-Dateien.",
      en: "This is neither text nor a workbook. CSV, TSV, XLSX, XLS, ODS, vCard and zip archives of CSV files are read.",
    },
  },
  compressed: {
    label: {
      de: "Das ist ein gepacktes Archiv. Entpacken Sie es und laden Sie die Datei daraus hoch.",
      en: "This is a packed archive. Unpack it and upload the file in it.",
    },
  },
  archive_mixed: {
    label: {
      de: "In diesem Archiv stehen Dateien, die nicht zusammengehören. Entpacken Sie es und laden Sie jede einzeln hoch.",
      en: "The files in this archive do not belong together. Unpack it and upload each by itself.",
    },
  },
  archive_unreadable: {
    label: {
      de: "Dieses Archiv ist beschädigt, hat ein Kennwort oder ist entpackt größer als 100 MB. Entpacken Sie es und laden Sie die Dateien daraus hoch.",
      en: "This archive is broken, has a password, or unpacks to more than 100 MB. Unpack it and upload the files in it.",
    },
  },
  pdf: {
    label: {
      de: "Das ist ein PDF. Exportieren Sie die Tabelle als CSV oder Excel-Datei.",
      en: "This is a PDF. Export the table as CSV or workbook.",
    },
  },
  ldif: {
    label: {
      de: "Das ist ein LDIF-Adressbuch. Exportieren Sie es als CSV oder vCard (in Thunderbird: „Exportieren“, Dateityp „Kommagetrennt“).",
      en: "This is an LDIF address book. Export it as CSV or vCard (in Thunderbird: “Export”, type “Comma separated”).",
    },
  },
  whole_too_large: {
    label: {
      de: "Excel-Dateien, vCards und Zip-Archive werden bis 25 MB gelesen. Speichern Sie die Tabelle als „CSV UTF-8“; das geht bis 200 MB.",
      en: "Workbooks, vCards and zip archives are read up to 25 MB. Save the table as “CSV UTF-8”, which may have 200 MB.",
    },
  },
  workbook_unreadable: {
    label: {
      de: "Diese Tabelle lässt sich nicht lesen. Öffnen Sie sie und speichern Sie sie neu als XLSX oder „CSV UTF-8“.",
      en: "This workbook cannot be read. Open it and save it again as XLSX or “CSV UTF-8”.",
    },
  },
  workbook_locked: {
    label: {
      de: "Diese Tabelle hat ein Kennwort. Speichern Sie sie ohne Kennwort.",
      en: "This workbook has a password. Save it without one.",
    },
  },
  workbook_too_much: {
    label: {
      de: "Diese Datei ist entpackt zu groß oder braucht zu lange. Speichern Sie die Tabelle als „CSV UTF-8“.",
      en: "Unpacked, this file is too large or takes too long. Save the table as “CSV UTF-8”.",
    },
  },
  sheet_missing: {
    label: {
      de: "Dieses Tabellenblatt gibt es in der Datei nicht.",
      en: "There is no such sheet in the file.",
    },
  },
  vcard_unreadable: {
    label: {
      de: "In dieser Datei steht keine vollständige vCard (BEGIN:VCARD bis END:VCARD).",
      en: "There is no complete vCard in this file (BEGIN:VCARD to END:VCARD).",
    },
  },
  too_many_columns: {
    label: {
      de: "Die Datei hat zu viele Spalten. Löschen Sie, was Sie nicht brauchen.",
      en: "The file has too many columns. Delete those you do not need.",
    },
  },
  too_many_rows: {
    label: {
      de: "Die Datei hat zu viele Zeilen. Teilen Sie sie.",
      en: "The file has too many rows. Split it.",
    },
  },
  row_too_long: {
    label: {
      de: "Eine Zeile ist zu lang. Oft ist ein Anführungszeichen nicht geschlossen.",
      en: "A row is too long. Often a quotation mark is not closed.",
    },
  },
  quote_open: {
    label: {
      de: "Ein Anführungszeichen wird nicht geschlossen.",
      en: "A quotation mark is not closed.",
    },
  },
  file_gone: {
    label: {
      de: "Die Datei ist nicht mehr da. Laden Sie sie noch einmal hoch.",
      en: "The file is gone. Upload it again.",
    },
  },
  internal: {
    label: {
      de: "Der Import ist an einem Fehler im Programm gescheitert. Das Protokoll des Servers nennt ihn.",
      en: "The import failed for a fault in the program. The server's log names it.",
    },
  },
} as const satisfies Record<string, Entry>;
export type FileErrorCode = keyof typeof fileErrors;
