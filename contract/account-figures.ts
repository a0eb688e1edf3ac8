/** Each figure of the account's reports and of the comparison with its name and its formula; the workplace shows them on hover, exports in a sheet. */
export const accountFigures = {
  subscribers: {
    label: { de: "Abonnenten", en: "Subscribers" },
    formula: {
      de: "Bestätigte Adressen auf mindestens einer Liste. Wer mehrere Listen bezieht, zählt einmal.",
      en: "Confirmed addresses on at least one list. Whoever is on several lists counts once.",
    },
  },
  mailable: {
    label: { de: "Dürfen angeschrieben werden", en: "May be mailed" },
    formula: {
      de: "Bestätigte Adressen ohne Sperre: nicht unzustellbar, kein Widerspruch, keine Beschwerde, nicht auf der Blacklist. Gesperrte Domains und Einschränkungen prüft jedes Mailing für sich.",
      en: "Confirmed addresses without a block: not undeliverable, no objection, no complaint, not on the blacklist. Blocked domains and restrictions are checked by each mailing.",
    },
  },
  reached: {
    label: { de: "Erreicht", en: "Reached" },
    formula: {
      de: "Heutige Abonnenten, von denen im Zeitraum mindestens eine Mail angenommen wurde.",
      en: "Today's subscribers of whom at least one mail was accepted in the period.",
    },
  },
  perPerson: {
    label: { de: "Mailings je Person", en: "Mailings per person" },
    formula: {
      de: "Angenommene werbliche Mails des Zeitraums, geteilt durch die erreichten Abonnenten.",
      en: "Advertising mails accepted in the period, divided by the subscribers reached.",
    },
  },
  confirmed: {
    label: { de: "Bestätigt", en: "Confirmed" },
    formula: {
      de: "Bestätigte Anmeldungen und Importe mit Nachweis, je Liste eine; auch zurückgenommene Abmeldungen. Aus dem Nachweisbuch.",
      en: "Confirmed sign-ups and imports with evidence, one for each list; unsubscribes taken back too. From the ledger.",
    },
  },
  left: {
    label: { de: "Abgemeldet", en: "Unsubscribed" },
    formula: {
      de: "Abmeldungen, je Liste eine, auch durch eine Beschwerde. Aus dem Nachweisbuch.",
      en: "Unsubscribes, one for each list, by a complaint too. From the ledger.",
    },
  },
  removed: {
    label: { de: "Ausgeschieden", en: "Dropped out" },
    formula: {
      de: "Bestätigte Adressen, die als unzustellbar gesperrt wurden, und Widersprüche gegen jede Werbung. Ein Widerspruch nennt keine Liste und zählt nur in der Summe.",
      en: "Confirmed addresses blocked as undeliverable, and objections to all advertising. An objection names no list and counts in the total only.",
    },
  },
  net: {
    label: { de: "Zuwachs", en: "Growth" },
    formula: {
      de: "Bestätigt minus abgemeldet minus ausgeschieden.",
      en: "Confirmed minus unsubscribed minus dropped out.",
    },
  },
  permitted: {
    label: { de: "Erlauben die Auswertung", en: "Permit the analysis" },
    formula: {
      de: "Abonnenten mit Erlaubnis zum Profiling, geteilt durch alle Abonnenten. Kleine Gruppen bleiben verborgen.",
      en: "Subscribers who permit profiling, divided by all subscribers. Small groups stay hidden.",
    },
  },
  permittedShare: {
    label: { de: "Mit Erlaubnis, je Mailing", en: "With permission, by mailing" },
    formula: {
      de: "Empfänger mit Erlaubnis zum Profiling, geteilt durch alle zugelassenen Empfänger, als das Mailing vorbereitet wurde.",
      en: "Recipients who permitted profiling, divided by all recipients let through, when the mailing was prepared.",
    },
  },
  hardRate: {
    label: { de: "Unzustellbar", en: "Undeliverable" },
    formula: {
      de: "Werbliche Mails an Adressen, die es nicht gibt, geteilt durch alle angenommenen und endgültig abgelehnten. Unter 100 Mails gibt es keinen Anteil.",
      en: "Advertising mails to addresses that do not exist, divided by all accepted and finally refused. Below 100 mails there is no share.",
    },
  },
  complaintRate: {
    label: { de: "Beschwerden", en: "Complaints" },
    formula: {
      de: "Spam-Meldungen, geteilt durch angenommene werbliche Mails. Viele Anbieter melden nichts. Unter 300 Mails gibt es keinen Anteil.",
      en: "Spam reports, divided by accepted advertising mails. Many providers report nothing. Below 300 mails there is no share.",
    },
  },
  selected: {
    label: { de: "Ausgewählt", en: "Selected" },
    formula: {
      de: "Alle Adressen der Listen, als der Versand vorbereitet wurde.",
      en: "All addresses of the lists when the mailing was prepared.",
    },
  },
  accepted: {
    label: { de: "Angenommen", en: "Accepted" },
    formula: {
      de: "Mails, die der empfangende Server angenommen hat. Ob sie gelesen wurden, weiß niemand.",
      en: "Mails the receiving server accepted. Whether they were read, nobody knows.",
    },
  },
  notSent: {
    label: { de: "Nicht versendet", en: "Not sent" },
    formula: {
      de: "Ausgewählt minus angenommen: ausgeschlossen, abgelehnt, ungewiss, abgebrochen oder noch offen.",
      en: "Selected minus accepted: excluded, refused, uncertain, cancelled or still open.",
    },
  },
  bounced: {
    label: { de: "Rückläufer", en: "Bounced" },
    formula: {
      de: "Endgültig abgelehnte und nach der Annahme zurückgekommene Mails, geteilt durch angenommene und abgelehnte.",
      en: "Mails refused for good and those that came back after being accepted, divided by accepted and refused.",
    },
  },
  unsubscribed: {
    label: { de: "Abmeldungen", en: "Unsubscribes" },
    formula: {
      de: "Abmeldungen von den Listen des Mailings, bis zum nächsten Mailing an sie oder zum Ende der Messung, geteilt durch angenommene Mails.",
      en: "Unsubscribes from the mailing's lists, until the next mailing to them or the end of measuring, divided by accepted mails.",
    },
  },
  complained: {
    label: { de: "Spam-Beschwerden", en: "Spam complaints" },
    formula: {
      de: "Weitergereichte Spam-Meldungen zu diesem Mailing, geteilt durch angenommene Mails.",
      en: "Spam reports passed on about this mailing, divided by accepted mails.",
    },
  },
  measured: {
    label: { de: "Persönlich gemessen", en: "Measured per person" },
    formula: {
      de: "Angenommene Mails an Personen, die das Profiling heute erlauben, geteilt durch alle angenommenen.",
      en: "Accepted mails to people who permit profiling today, divided by all accepted.",
    },
  },
  opened: {
    label: { de: "Öffnungsrate der Zustimmenden", en: "Open rate of those who agreed" },
    formula: {
      de: "Personen mit mindestens einer menschlichen Öffnung, geteilt durch die persönlich gemessenen.",
      en: "People with at least one opening by a person, divided by those measured per person.",
    },
  },
  clicked: {
    label: { de: "Klickrate der Zustimmenden", en: "Click rate of those who agreed" },
    formula: {
      de: "Personen mit mindestens einem menschlichen Klick, geteilt durch die persönlich gemessenen.",
      en: "People with at least one click by a person, divided by those measured per person.",
    },
  },
  uniqueOpened: {
    label: { de: "Öffnungen netto", en: "Unique opens" },
    formula: {
      de: "Öffner mit Erlaubnis plus verschiedene anonyme Mails, deren Zählpixel geladen wurde, geteilt durch angenommene Mails. Nur auf der Zählstufe, die jede Mail einmal zählt; mit anderen Zählstufen nicht vergleichbar.",
      en: "Openers with permission plus different anonymous mails whose pixel was loaded, divided by accepted mails. Only at the level that counts each mail once; not comparable with other levels.",
    },
  },
  grossOpens: {
    label: { de: "Öffnungen brutto, anonym", en: "Opens gross, anonymous" },
    formula: {
      de: "Abrufe des gemeinsamen Zählpixels. Mehrfache zählen mehrfach; eine Rate gibt es deshalb nicht.",
      en: "Loads of the shared pixel. Repeated ones count repeatedly, so there is no rate.",
    },
  },
  grossClicks: {
    label: { de: "Klicks brutto, anonym", en: "Clicks gross, anonymous" },
    formula: {
      de: "Aufrufe der gemeinsamen Links. Mehrfache zählen mehrfach.",
      en: "Calls of the shared links. Repeated ones count repeatedly.",
    },
  },
  weekday: {
    label: { de: "Wochentag", en: "Weekday" },
    formula: {
      de: "Öffner geteilt durch persönlich Gemessene, über alle Mailings des Tages. Die Aussage vergleicht nur Mailings an dieselben Listen und mischt ihre Tage 1.999-mal: Sie heißt deutlich, wenn der Zufall einen so großen Vorsprung in weniger als 5 von 100 Fällen macht.",
      en: "Openers divided by those measured per person, over all mailings of the day. The verdict compares mailings to the same lists only and shuffles their days 1,999 times: it is called clear when chance makes such a lead in fewer than 5 of 100 cases.",
    },
  },
  hour: {
    label: { de: "Uhrzeit des Versands", en: "Hour of sending" },
    formula: {
      de: "Wie beim Wochentag, nach der Stunde, in der der Versand begann.",
      en: "As for the weekday, by the hour in which sending began.",
    },
  },
} as const;
export type AccountFigure = keyof typeof accountFigures;
