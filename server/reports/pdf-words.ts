/** Sentences of the report on paper. */
export const pdfWords = {
  de: {
    title: "Bericht über ein Mailing",
    sent: (when: string) => `Gesendet am ${when}`,
    subject: (text: string) => `Betreff: ${text}`,
    asOf: (when: string) => `Stand ${when}`,
    recipients: "Empfänger der Listen",
    ofSelected: (share: string) => `${share} der Ausgewählten`,
    ofAccepted: (part: string, of: string) => `${part} von ${of} Angenommenen`,
    ofMeasured: (part: string, of: string) => `${part} von ${of} Gemessenen`,
    funnel: "Trichter",
    twoColours: "Dunkel: persönlich gemessen, mit Erlaubnis. Hell: anonym gezählt.",
    curveAnonymous: "Verlauf, anonym gezählt",
    curvePersonal: "Verlauf, persönlich gemessen",
    curveNote:
      "Gestrichelt: mehrere Tage zusammen, weil einzelne zu klein sind. Die persönlich gemessenen Abrufe stehen in der Tabelle.",
    notMeasured: "Was nicht gemessen wurde, und warum",
    nothingMeasured: "Dieses Mailing wird nicht gemessen.",
    composition: (personal: string, anonymous: string, hidden: string, accepted: string) =>
      `Von ${accepted} Angenommenen sind ${personal} persönlich gemessen, weil sie es erlauben, ${anonymous} anonym gezählt und ${hidden} gar nicht.`,
    levelNone: "Wer das Profiling nicht erlaubt, wird bei diesem Mailing nicht gezählt.",
    personalHidden:
      "Persönlich gemessen sind zu wenige, um sie ohne das Recht auf personenbezogene Auswertung zu zeigen.",
    noUniqueClicks:
      "Klicks netto gibt es nur je Link: Jeder Link einer anonymen Mail trägt eine eigene Zufallszahl, damit niemand sie zusammenführen kann.",
    noRate:
      "Eine Öffnungs- oder Klickrate über alle gibt es bei dieser Zählstufe nicht: Anonym gezählt sind Abrufe, nicht Mails.",
    neverMeasured:
      "Von niemandem erfasst werden Gerät, Ort, Mailprogramm und Weiterleitung. Was ein Empfänger gelesen hat, weiß niemand.",
    figures: "Kennzahlen",
    formulas: "Wie die Zahlen entstehen",
    page: (no: number, of: number) => `Seite ${no} von ${of}`,
  },
  en: {
    title: "Report on a mailing",
    sent: (when: string) => `Sent on ${when}`,
    subject: (text: string) => `Subject: ${text}`,
    asOf: (when: string) => `As of ${when}`,
    recipients: "recipients of the lists",
    ofSelected: (share: string) => `${share} of those selected`,
    ofAccepted: (part: string, of: string) => `${part} of ${of} accepted`,
    ofMeasured: (part: string, of: string) => `${part} of ${of} measured`,
    funnel: "Funnel",
    twoColours: "Dark: measured per person, with permission. Light: counted anonymously.",
    curveAnonymous: "Over time, counted anonymously",
    curvePersonal: "Over time, measured per person",
    curveNote:
      "Dashed: several days together, because single ones are too small. Personally measured hits are in the table.",
    notMeasured: "What was not measured, and why",
    nothingMeasured: "This mailing is not measured.",
    composition: (personal: string, anonymous: string, hidden: string, accepted: string) =>
      `Of ${accepted} accepted, ${personal} are measured per person because they permit it, ${anonymous} counted anonymously and ${hidden} not at all.`,
    levelNone: "Who does not permit profiling is not counted in this mailing.",
    personalHidden:
      "Too few are measured per person to show them without the right to see single persons.",
    noUniqueClicks:
      "Unique clicks exist per link only: each link of an anonymous mail carries a random number of its own, so that nobody can join them.",
    noRate:
      "There is no open or click rate over everybody at this counting level: what is counted anonymously are requests, not mails.",
    neverMeasured:
      "Of nobody are device, place, mail program and forwarding recorded. What a recipient read, nobody knows.",
    figures: "Figures",
    formulas: "How the figures come about",
    page: (no: number, of: number) => `Page ${no} of ${of}`,
  },
} as const;
