import type { Text } from "./reason-text.ts";

interface Entry {
  rule?: string;
  label: Text;
}

const held = "Zurückgehalten: Abmeldeliste";

/** Why a line was not imported. */
export const rejectionReasons = {
  email_missing: {
    label: { de: "Die E-Mail-Adresse fehlt", en: "The e-mail address is missing" },
  },
  email_invalid: {
    label: { de: "Das ist keine gültige E-Mail-Adresse", en: "This is no valid e-mail address" },
  },
  duplicate_in_file: {
    label: {
      de: "Die Adresse steht in der Datei schon weiter oben",
      en: "The address is in the file already, further up",
    },
  },
  too_many_columns: {
    label: {
      de: "Mehr Werte als Spalten, vermutlich fehlen Anführungszeichen",
      en: "More values than columns; quotation marks are probably missing",
    },
  },
  quotes_malformed: {
    label: {
      de: "Anführungszeichen mitten im Wert",
      en: "A quotation mark in the middle of a value",
    },
  },
  row_too_long: {
    label: { de: "Die Zeile ist zu lang", en: "The row is too long" },
  },
  nul_byte: {
    label: { de: "Die Zeile enthält Nullbytes", en: "The line contains NUL bytes" },
  },
  status_unsubscribed: {
    rule: "UNS-23",
    label: {
      de: "Im alten System abgemeldet: steht jetzt auf der Abmeldeliste",
      en: "Unsubscribed in the old system: now on the unsubscribe list",
    },
  },
  status_bounced: {
    rule: "UNS-23",
    label: {
      de: "Im alten System unzustellbar: wird zurückgehalten",
      en: "Undeliverable in the old system: retained",
    },
  },
  status_complained: {
    rule: "UNS-20",
    label: {
      de: "Im alten System als Spam gemeldet: steht jetzt auf der Abmeldeliste",
      en: "Reported as spam in the old system: now on the unsubscribe list",
    },
  },
  restricted: {
    rule: "DSR-07",
    label: {
      de: "Die Verarbeitung dieser Daten ist eingeschränkt",
      en: "Processing of these data is restricted",
    },
  },
  unsubscribed: {
    rule: "UNS-23",
    label: { de: held, en: "Held back: unsubscribe list" },
  },
  newsletters_unsubscribed: {
    rule: "UNS-23",
    label: {
      de: `${held} (alle Newsletter)`,
      en: "Held back: unsubscribe list (all newsletters)",
    },
  },
  objection: {
    rule: "UNS-23",
    label: {
      de: `${held} (Werbung widersprochen)`,
      en: "Held back: unsubscribe list (objected to advertising)",
    },
  },
  blacklist: {
    rule: "UNS-24",
    label: { de: `${held} (Blacklist)`, en: "Held back: unsubscribe list (blacklist)" },
  },
  complaint: {
    rule: "UNS-20",
    label: {
      de: `${held} (als Spam gemeldet)`,
      en: "Held back: unsubscribe list (reported as spam)",
    },
  },
  retained: {
    rule: "UNS-23",
    label: {
      de: `${held} (unzustellbar)`,
      en: "Held back: unsubscribe list (undeliverable)",
    },
  },
} as const satisfies Record<string, Entry>;
export type RejectionReason = keyof typeof rejectionReasons;

/** What did not count for a line that was imported, or is worth a look. */
export const importRemarks = {
  consent_none: {
    rule: "CON-23",
    label: {
      de: "Kein Nachweis: gespeichert, aber nicht anschreibbar",
      en: "No evidence: stored, but may not be mailed",
    },
  },
  consent_date_missing: {
    rule: "CON-23",
    label: { de: "Der Zeitpunkt der Einwilligung fehlt", en: "The time of the consent is missing" },
  },
  consent_date_unreadable: {
    rule: "CON-23",
    label: {
      de: "Der Zeitpunkt der Einwilligung ist nicht lesbar",
      en: "The time of the consent cannot be read",
    },
  },
  consent_source_missing: {
    rule: "CON-23",
    label: { de: "Die Quelle der Einwilligung fehlt", en: "The source of the consent is missing" },
  },
  consent_unconfirmed: {
    rule: "CON-13",
    label: {
      de: "Anmeldung nie bestätigt: gespeichert, aber nicht anschreibbar",
      en: "Sign-up never confirmed: stored, but may not be mailed",
    },
  },
  consent_set_aside: {
    rule: "CON-23",
    label: {
      de: "Nachweis von Ihnen nicht übernommen: gespeichert, aber nicht anschreibbar",
      en: "Evidence not taken over by your decision: stored, but may not be mailed",
    },
  },
  status_unknown: {
    rule: "CON-13",
    label: {
      de: "Status nicht verstanden: gespeichert, aber nicht anschreibbar",
      en: "Status not understood: stored, but may not be mailed",
    },
  },
  profiling_date_missing: {
    rule: "TRK-04",
    label: {
      de: "Auswertung nicht übernommen: Zeitpunkt fehlt",
      en: "Analysis not taken over: its time is missing",
    },
  },
  profiling_source_missing: {
    rule: "TRK-04",
    label: {
      de: "Auswertung nicht übernommen: Quelle fehlt",
      en: "Analysis not taken over: its source is missing",
    },
  },
  profiling_wording_missing: {
    rule: "TRK-04",
    label: {
      de: "Auswertung nicht übernommen: freigegebener Wortlaut fehlt",
      en: "Analysis not taken over: an approved wording is missing",
    },
  },
  profiling_unreadable: {
    rule: "TRK-04",
    label: {
      de: "Auswertung nicht übernommen: weder ja noch nein",
      en: "Analysis not taken over: neither yes nor no",
    },
  },
  profiling_declined: {
    rule: "TRK-04",
    label: {
      de: "Auswertung nicht übernommen: hier schon abgelehnt oder widerrufen",
      en: "Analysis not taken over: declined or withdrawn here before",
    },
  },
  list_unsubscribed: {
    rule: "UNS-23",
    label: {
      de: "Von einer der Listen abgemeldet, dort zurückgehalten",
      en: "Unsubscribed from one of the lists, held back there",
    },
  },
  salutation_unknown: {
    label: {
      de: "Anrede nicht verstanden und leer gelassen",
      en: "Salutation not understood and left empty",
    },
  },
  locale_unknown: {
    label: {
      de: "Sprache nicht verstanden und leer gelassen",
      en: "Language not understood and left empty",
    },
  },
  field_unreadable: {
    label: {
      de: "Ein Wert passt nicht zu seinem Feld und blieb leer",
      en: "A value does not fit its field and was left empty",
    },
  },
  stage_unknown: {
    label: {
      de: "Stufe nicht verstanden und leer gelassen (Interessent, Kunde)",
      en: "Stage not understood and left empty (prospect, customer)",
    },
  },
  responsible_unknown: {
    label: {
      de: "Zuständige Person hier nicht gefunden",
      en: "The responsible person was not found here",
    },
  },
  disposable_address: {
    label: {
      de: "Wegwerfadresse, die nach kurzer Zeit nicht mehr gilt",
      en: "Disposable address that soon is no longer valid",
    },
  },
  role_address: {
    label: {
      de: "Sammeladresse (etwa info@), hinter der meist mehrere stehen",
      en: "Role address (such as info@), usually read by several people",
    },
  },
  email_from_other: {
    label: {
      de: "Erste E-Mail-Adresse leer, die nächste genommen",
      en: "First e-mail address empty, the next one taken",
    },
  },
  typo_domain: {
    label: { de: "Domain vermutlich vertippt", en: "Domain probably mistyped" },
  },
} as const satisfies Record<string, Entry>;
export type ImportRemark = keyof typeof importRemarks;

/** What has to be decided before a file can be checked. */
export const importProblems = {
  email_not_mapped: {
    label: {
      de: "Keine Spalte ist als E-Mail-Adresse zugeordnet.",
      en: "No column is mapped to the e-mail address.",
    },
  },
  field_undefined: {
    rule: "LEAD-07",
    label: {
      de: "Ein eigenes Feld ist noch nicht angelegt: Es fehlen Zweck, Rechtsgrundlage, Frist und Zuständige.",
      en: "An own field is not defined yet: purpose, legal basis, retention and owner are missing.",
    },
  },
  origin_missing: {
    rule: "DSR-03",
    label: {
      de: "Es fehlt, woher die Daten stammen.",
      en: "It is missing where the data come from.",
    },
  },
  consent_undecided: {
    rule: "CON-13",
    label: {
      de: "Es fehlt, was die Einwilligungen belegt.",
      en: "It is missing what proves the consents.",
    },
  },
  consent_date_not_mapped: {
    rule: "CON-23",
    label: {
      de: "Keine Spalte ist als Zeitpunkt der Einwilligung zugeordnet.",
      en: "No column is mapped to the time of the consent.",
    },
  },
  consent_source_not_given: {
    rule: "CON-23",
    label: {
      de: "Weder eine Spalte noch eine Angabe nennt die Quelle der Einwilligung.",
      en: "Neither a column nor a text names the source of the consent.",
    },
  },
  consent_wording_missing: {
    rule: "CON-23",
    label: {
      de: "Es fehlt der Wortlaut, dem die Personen zugestimmt haben.",
      en: "The wording that people agreed to is missing.",
    },
  },
  lists_missing: {
    label: {
      de: "Eine Einwilligung gilt für eine Liste: Keine ist gewählt.",
      en: "A consent is for a list: none is chosen.",
    },
  },
  processor_contract_missing: {
    rule: "ORG-06",
    label: {
      de: "Im Echtbetrieb braucht es vor dem ersten Import den Vertrag zur Auftragsverarbeitung oder die Erklärung des Eigenbetriebs.",
      en: "In live mode the first import needs the processor contract or the declaration of own operation.",
    },
  },
} as const satisfies Record<string, Entry>;
export type ImportProblem = keyof typeof importProblems;
