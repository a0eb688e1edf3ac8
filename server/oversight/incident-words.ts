import type { IncidentData, IncidentView } from "../../contract/incidents.ts";
import type { Locale } from "../platform/index.ts";

type Both = Readonly<Record<Locale, string>>;

export const kindWords: Readonly<Record<IncidentView["kind"], Both>> = {
  disclosure: {
    de: "unbefugte Offenlegung personenbezogener Daten (Verletzung der Vertraulichkeit)",
    en: "unauthorised disclosure of personal data (breach of confidentiality)",
  },
  loss: {
    de: "Verlust personenbezogener Daten (Verletzung der Verfügbarkeit)",
    en: "loss of personal data (breach of availability)",
  },
  alteration: {
    de: "unbefugte Veränderung personenbezogener Daten (Verletzung der Integrität)",
    en: "unauthorised alteration of personal data (breach of integrity)",
  },
  unavailable: {
    de: "vorübergehend kein Zugang zu personenbezogenen Daten (Verletzung der Verfügbarkeit)",
    en: "personal data temporarily not accessible (breach of availability)",
  },
  other: {
    de: "sonstige Verletzung des Schutzes personenbezogener Daten",
    en: "other personal data breach",
  },
};

export const dataWords: Readonly<Record<IncidentData, Both>> = {
  names: { de: "Namen und Anreden", en: "names and salutations" },
  addresses: { de: "E-Mail-Adressen", en: "e-mail addresses" },
  consents: { de: "Einwilligungen und deren Nachweise", en: "consents and their proofs" },
  usage: { de: "Öffnungen und Klicks", en: "opens and clicks" },
  purchases: { de: "Käufe und Verträge", en: "purchases and contracts" },
  credentials: { de: "Zugangsdaten", en: "credentials" },
  bank: { de: "Bankdaten", en: "bank details" },
  health: {
    de: "besondere Kategorien nach Art. 9 DSGVO",
    en: "special categories under Article 9 GDPR",
  },
  other: { de: "weitere Angaben", en: "further details" },
};

export const severityWords: Readonly<Record<"low" | "medium" | "high", Both>> = {
  low: { de: "gering", en: "low" },
  medium: { de: "mittel", en: "medium" },
  high: { de: "hoch", en: "high" },
};

/** Why the product proposes an entry by itself. */
export const proposals: Readonly<Record<"ledger" | "stop", { title: Both; what: Both }>> = {
  ledger: {
    title: {
      de: "Das Nachweisbuch wurde verändert",
      en: "The ledger of proofs was altered",
    },
    what: {
      de: "Die tägliche Prüfung des Nachweisbuchs ist fehlgeschlagen: Nachweise von Einwilligungen wurden an der Anwendung vorbei verändert oder entfernt. Klären Sie, wer Zugang zur Datenbank hatte und ob weitere Daten betroffen sind.",
      en: "The daily verification of the ledger has failed: proofs of consent were altered or removed behind the application's back. Find out who had access to the database and whether further data are concerned.",
    },
  },
  stop: {
    title: {
      de: "Der Versand wurde notfallmäßig gestoppt",
      en: "Sending was stopped in an emergency",
    },
    what: {
      de: "Jemand hat den Versand angehalten. Wenn Mails an falsche Personen gingen oder falsche Daten enthielten, ist das eine Datenpanne; war es nur ein Fehler im Text, verwerfen Sie diesen Vorschlag mit einem Satz.",
      en: "Somebody stopped sending. If mails reached the wrong people or held wrong data, this is a breach; if it was a mere mistake in the text, dismiss this proposal with a sentence.",
    },
  },
};
