interface Both {
  de: string;
  en: string;
}

/** A table of measuring as the database holds it: every column, in its order. A test compares it with the database. */
export interface StoredTable {
  table: string;
  about: Both;
  personal: boolean;
  columns: readonly string[];
  until: Both;
}

/** Everything that measuring stores. Nothing of a request is anywhere else. */
export const storedTables: readonly StoredTable[] = [
  {
    table: "measured_deliveries",
    personal: true,
    about: {
      de: "Eine Zeile je Mail, die persönliche Links trug. Nur für Menschen mit Erlaubnis.",
      en: "A row for each mail that carried personal links. Only for people with permission.",
    },
    columns: [
      "account_id",
      "delivery_id",
      "mailing_id",
      "contact_id",
      "email_normalised",
      "handed_over_at",
    ],
    until: {
      de: "bis zum letzten ihrer Ereignisse, bei Widerruf sofort",
      en: "until the last of its events, at a withdrawal at once",
    },
  },
  {
    table: "personal_events",
    personal: true,
    about: {
      de: "Eine Zeile je Öffnung oder Klick eines Menschen mit Erlaubnis. Link 0 ist die Messgrafik, die Zeit ist die Stunde, „agent“ Mensch, Art der Maschine oder ungewiss.",
      en: "A row for each open or click of a person with permission. Link 0 is the measuring image, the time is the hour, “agent” a person, the kind of machine or uncertain.",
    },
    columns: ["account_id", "mailing_id", "delivery_id", "link", "hour", "agent"],
    until: {
      de: "12 Monate (höchstens 24), bei Widerruf binnen einer Minute",
      en: "12 months (24 at most), at a withdrawal within a minute",
    },
  },
  {
    table: "anonymous_totals",
    personal: false,
    about: {
      de: "Eine Zahl je Mailing, Link und Tag, für alle ohne Erlaubnis zusammen.",
      en: "A number for each mailing, link and day, for everybody without permission together.",
    },
    columns: ["account_id", "mailing_id", "link", "day", "agent", "hits", "uniques"],
    until: { de: "bleibt; niemand ist darin erkennbar", en: "stays; nobody is recognisable in it" },
  },
  {
    table: "seen_numbers",
    personal: false,
    about: {
      de: "Nur auf der Stufe „anonym und eindeutig“: Zufallszahlen, die ein Link schon gesehen hat. Ohne Zeit, ohne Person, in keiner Sicherung.",
      en: "Only at the level “anonymous and unique”: random numbers a link has seen. Without time, without person, in no backup.",
    },
    columns: ["account_id", "mailing_id", "link", "agent", "number"],
    until: {
      de: "bis die Messung nach 14 Tagen endet (höchstens 30)",
      en: "until measuring closes after 14 days (30 at most)",
    },
  },
];
