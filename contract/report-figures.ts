/** Each figure of a report with its name and the formula that a hover shows (product principle: honest numbers). */
export const reportFigures = {
  selected: {
    label: { de: "Ausgewählt", en: "Selected" },
    formula: {
      de: "Alle Adressen der Listen, als der Versand vorbereitet wurde; jede Adresse zählt einmal.",
      en: "All addresses of the lists when the mailing was prepared; each address counts once.",
    },
  },
  accepted: {
    label: { de: "Versendet (angenommen)", en: "Sent (accepted)" },
    formula: {
      de: "Mails, die der empfangende Server angenommen hat. Ob sie gelesen wurden, weiß niemand.",
      en: "Mails the receiving server accepted. Whether they were read, nobody knows.",
    },
  },
  notSent: {
    label: { de: "Nicht versendet", en: "Not sent" },
    formula: {
      de: "Ausgewählt minus angenommen minus noch offen, mit Grund.",
      en: "Selected minus accepted minus still open, each with a reason.",
    },
  },
  measuredShare: {
    label: { de: "Persönlich gemessen", en: "Measured per person" },
    formula: {
      de: "Angenommene Mails an Personen, die das Profiling erlauben, geteilt durch alle angenommenen.",
      en: "Accepted mails to people who permit profiling, divided by all accepted.",
    },
  },
  openRate: {
    label: { de: "Öffnungsrate der Zustimmenden", en: "Open rate of those who agreed" },
    formula: {
      de: "Personen mit mindestens einer menschlichen Öffnung, geteilt durch die persönlich gemessenen.",
      en: "People with at least one opening by a person, divided by those measured per person.",
    },
  },
  clickRate: {
    label: { de: "Klickrate der Zustimmenden", en: "Click rate of those who agreed" },
    formula: {
      de: "Personen mit mindestens einem menschlichen Klick, geteilt durch die persönlich gemessenen.",
      en: "People with at least one click by a person, divided by those measured per person.",
    },
  },
  anonymousOpens: {
    label: { de: "Öffnungen, brutto und anonym", en: "Opens, gross and anonymous" },
    formula: {
      de: "Summe aller Abrufe des Zählpixels in Mails ohne Erlaubnis. Mehrfache Abrufe zählen mehrfach; eine Rate gibt es deshalb nicht.",
      en: "Sum of all loads of the pixel in mails without permission. Repeated loads count repeatedly, so there is no rate.",
    },
  },
  anonymousClicks: {
    label: { de: "Klicks, brutto und anonym", en: "Clicks, gross and anonymous" },
    formula: {
      de: "Summe aller Aufrufe der Links in Mails ohne Erlaubnis. Mehrfache Aufrufe zählen mehrfach.",
      en: "Sum of all calls of the links in mails without permission. Repeated calls count repeatedly.",
    },
  },
  uniqueOpens: {
    label: { de: "Öffnungen netto", en: "Unique opens" },
    formula: {
      de: "Personen mit Erlaubnis, die geöffnet haben, plus verschiedene anonyme Mails, deren Zählpixel geladen wurde, geteilt durch die angenommenen. Jede Mail zählt einmal.",
      en: "People with permission who opened, plus different anonymous mails whose pixel was loaded, divided by those accepted. Each mail counts once.",
    },
  },
  anonymousUniqueOpens: {
    label: { de: "Öffnungen netto, anonym", en: "Unique opens, anonymous" },
    formula: {
      de: "Verschiedene Mails ohne Erlaubnis, deren Zählpixel geladen wurde. Gezeigt nur, wenn mindestens so viele nicht geladen haben, wie es die kleinste Gruppe verlangt.",
      en: "Different mails without permission whose pixel was loaded. Shown only if at least the smallest group did not load it.",
    },
  },
  uniqueClicks: {
    label: { de: "Klicks netto, je Link", en: "Unique clicks, per link" },
    formula: {
      de: "Klicker mit Erlaubnis plus verschiedene anonyme Mails, aus denen der Link aufgerufen wurde. Über alle Links hinweg gibt es die Zahl nicht: Jeder Link einer anonymen Mail trägt eine eigene Zufallszahl, damit niemand sie zusammenführen kann.",
      en: "Clickers with permission plus different anonymous mails from which the link was followed. Over all links the figure does not exist: each link of an anonymous mail carries a random number of its own, so that nobody can join them.",
    },
  },
  composition: {
    label: { de: "Zusammensetzung", en: "Composition" },
    formula: {
      de: "Persönlich gemessen plus anonym gezählt plus gar nicht gezählt ergibt alle angenommenen. Gar nicht gezählt sind auch Personen, die seit dem Versand widerrufen haben.",
      en: "Measured per person plus counted anonymously plus not counted at all makes all accepted. Not counted are also people who withdrew since the mailing.",
    },
  },
  providers: {
    label: { de: "Empfängerdomains", en: "Receiving domains" },
    formula: {
      de: "Angenommene, abgelehnte und nachträglich zurückgekommene Mails je Anbieter. Das weiß der Versand von jedem; über das Verhalten der Empfänger sagt es nichts. Nach 90 Tagen werden die Adressen entfernt.",
      en: "Accepted, refused and later returned mails by provider. Sending knows this of everybody; it says nothing about what recipients did. Addresses are removed after 90 days.",
    },
  },
  bounces: {
    label: { de: "Rückläufer", en: "Bounces" },
    formula: {
      de: "Endgültige Ablehnungen bei der Übergabe und Mails, die nach der Annahme zurückkamen, nach ihrem Grund.",
      en: "Final refusals at hand-over and mails that came back after they had been accepted, by their reason.",
    },
  },
  complaints: {
    label: { de: "Spam-Beschwerden", en: "Spam complaints" },
    formula: {
      de: "Meldungen, die Anbieter weitergereicht haben. Viele Anbieter melden nichts.",
      en: "Reports that providers passed on. Many providers report nothing.",
    },
  },
  otherLinks: {
    label: { de: "Weitere Links", en: "Other links" },
    formula: {
      de: "Klicks auf mindestens zwei Links, die einzeln zu wenige haben.",
      en: "Clicks on at least two links that have too few on their own.",
    },
  },
  machine: {
    label: { de: "Maschinelle Abrufe", en: "Machine requests" },
    formula: {
      de: "Abrufe durch Bilderdienste, Virenscanner und Vorschauen. In keiner anderen Zahl enthalten.",
      en: "Requests by image proxies, scanners and previews. Contained in no other figure.",
    },
  },
  uncertain: {
    label: { de: "Unsichere Abrufe", en: "Uncertain requests" },
    formula: {
      de: "Abrufe, bei denen niemand sagen kann, ob eine Person dahintersteht. In keiner anderen Zahl enthalten.",
      en: "Requests of which nobody can say whether a person is behind them. Contained in no other figure.",
    },
  },
  everybodyOpens: {
    label: { de: "Öffnungen brutto, alle", en: "Opens gross, everybody" },
    formula: {
      de: "Persönliche Öffnungen plus anonyme, soweit sie gezeigt werden dürfen.",
      en: "Personal opens plus anonymous ones as far as they may be shown.",
    },
  },
  everybodyClicks: {
    label: { de: "Klicks brutto, alle", en: "Clicks gross, everybody" },
    formula: {
      de: "Persönliche Klicks plus anonyme, soweit sie gezeigt werden dürfen.",
      en: "Personal clicks plus anonymous ones as far as they may be shown.",
    },
  },
  asked: {
    label: { de: "Gefragt", en: "Asked" },
    formula: {
      de: "Angenommene Mails an Personen, denen die Frage gestellt wurde. Jede Person zählt einmal, mit ihrer letzten Antwort.",
      en: "Accepted mails to people who were asked. Each person counts once, with the last answer.",
    },
  },
  agreed: {
    label: { de: "Zugestimmt", en: "Agreed" },
    formula: {
      de: "Ja-Antworten auf der Seite der Frage.",
      en: "Answers of yes on the page of the question.",
    },
  },
  declined: {
    label: { de: "Abgelehnt", en: "Declined" },
    formula: {
      de: "Nein-Antworten auf der Seite der Frage.",
      en: "Answers of no on the page of the question.",
    },
  },
  silent: {
    label: { de: "Ohne Antwort", en: "No answer" },
    formula: { de: "Gefragte minus Antworten.", en: "Asked minus answers." },
  },
  unsubscribed: {
    label: { de: "Abmeldungen", en: "Unsubscribes" },
    formula: {
      de: "Abmeldungen von den Listen dieses Mailings seit dem Versand, bis zum nächsten Mailing an sie oder dem Ende der Messung.",
      en: "Unsubscribes from this mailing's lists since it went out, until the next mailing to them or the end of measuring.",
    },
  },
  profilingWithdrawn: {
    label: { de: "Widerrufe des Profilings", en: "Withdrawals of profiling" },
    formula: {
      de: "Widerrufe im selben Zeitraum, von allen Empfängern des Mandanten.",
      en: "Withdrawals in the same period, by all recipients of the account.",
    },
  },
} as const;
