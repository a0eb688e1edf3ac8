import type { Term } from "./terms.ts";

/** Terms of permission and of measuring: what is counted of whom, and what may be shown. */
export const permissionTerms = {
  profiling: {
    label: { de: "Profiling (Auswertung der Nutzung)", en: "Profiling (analysis of use)" },
    text: {
      de: "Der Zweck, dem jemand zustimmt, damit seine Öffnungen und Klicks ihm zugeordnet werden dürfen. Er ist vom Newsletter getrennt: Wer ihn ablehnt, bekommt dieselben Mailings.",
      en: "The purpose somebody agrees to so that opens and clicks may be tied to them. It is separate from the newsletter: whoever declines gets the same mailings.",
    },
    rule: "TRK-01",
  },
  permissionState: {
    label: {
      de: "Erlaubt, nicht gefragt, abgelehnt, widerrufen",
      en: "Permitted, not asked, declined, withdrawn",
    },
    text: {
      de: "Die vier Zustände einer Erlaubnis. Nur „erlaubt“ lässt persönliches Messen zu. Schweigen ist keine Zustimmung, und kein Feld und kein Import ersetzt sie ohne Nachweis.",
      en: "The four states of a permission. Only “permitted” allows measuring per person. Silence is no consent, and no field and no import replaces it without proof.",
    },
    rule: "TRK-03",
  },
  wording: {
    label: { de: "Einwilligungstext", en: "Consent wording" },
    text: {
      de: "Der Text, dem jemand zustimmt, in unveränderlichen Fassungen. Er nennt, was gemessen wird, wofür und in welchen Mails. Was er nicht nennt, wird nicht gemessen.",
      en: "The text somebody agrees to, in versions that never change. It names what is measured, what for and in which mails. What it does not name is not measured.",
    },
    rule: "CON-20",
  },
  mailable: {
    label: { de: "Darf angeschrieben werden", en: "May be mailed" },
    text: {
      de: "Personen, denen die Versandprüfung in diesem Augenblick ein Mailing zugestehen würde.",
      en: "People whom the gate would grant a mailing at this moment.",
    },
    formula: {
      de: "Personen auf Listen minus alle mit einem Grund, der den Versand ausschließt.",
      en: "People on lists minus everybody with a reason that rules sending out.",
    },
  },
  measurable: {
    label: { de: "Darf gemessen werden", en: "May be measured" },
    text: {
      de: "Personen, die das Profiling jetzt erlauben. Teilen sich mehrere eine Adresse, müssen alle zugestimmt haben.",
      en: "People who permit profiling now. Where several share an address, all of them must have agreed.",
    },
    formula: {
      de: "Abonnenten mit der Erlaubnis „erlaubt“, geteilt durch alle Abonnenten. Jede Adresse zählt einmal.",
      en: "Subscribers whose permission is “permitted”, divided by all subscribers. Each address counts once.",
    },
    rule: "TRK-24",
  },
  withdrawal: {
    label: { de: "Widerruf", en: "Withdrawal" },
    text: {
      de: "Jemand nimmt die Erlaubnis zurück. Das wirkt ab dem nächsten Abruf, auch für Mails, die schon im Postfach liegen; binnen einer Minute ist alles Persönliche gelöscht. Der Newsletter läuft weiter.",
      en: "Somebody takes the permission back. It acts from the next request on, also for mails already in the mailbox; within a minute everything personal is deleted. The newsletter goes on.",
    },
    rule: "TRK-14",
  },
} as const satisfies Record<string, Term>;

export const measuringTerms = {
  level: {
    label: { de: "Zählstufe", en: "Counting level" },
    text: {
      de: "Wie Menschen ohne Erlaubnis gezählt werden: anonym und eindeutig, anonyme Summen, nur Klicks oder gar nicht. Sie steht fest, sobald die Empfänger eines Mailings feststehen, und steigt danach nie.",
      en: "How people without permission are counted: anonymous and unique, anonymous totals, clicks only or not at all. It is fixed with a mailing's recipients and never rises afterwards.",
    },
    rule: "TRK-07",
  },
  hit: {
    label: { de: "Abruf", en: "Request (hit)" },
    text: {
      de: "Ein einzelner Aufruf einer Messgrafik oder eines Links aus einer Mail, von einem Menschen oder einer Maschine.",
      en: "One request for a measuring image or a link of a mail, by a person or a machine.",
    },
  },
  pixel: {
    label: { de: "Messgrafik (Zählpixel)", en: "Measuring image (pixel)" },
    text: {
      de: "Ein Bild von einem Punkt Größe. Lädt das Mailprogramm es, gilt die Mail als geöffnet. Wer Bilder nicht lädt, liest vielleicht trotzdem.",
      en: "An image one point in size. If the mail program loads it, the mail counts as opened. Whoever loads no images may still be reading.",
    },
  },
  token: {
    label: { de: "Token", en: "Token" },
    text: {
      de: "Der unlesbare Teil hinter „/t/“ in einem Link, 43 Zeichen lang. Er nennt ein Ziel des Mailings und bei Erlaubnis die einzelne Zustellung, nie eine Adresse. Fälschen lässt er sich nicht.",
      en: "The unreadable part behind “/t/” in a link, 43 characters long. It names a target of the mailing and, with permission, the single delivery, never an address. It cannot be forged.",
    },
    rule: "TRK-16",
  },
  event: {
    label: { de: "Ereignis", en: "Personal event" },
    text: {
      de: "Eine gespeicherte Öffnung oder ein gespeicherter Klick einer Person mit Erlaubnis: Mailing, Zustellung, Link, Stunde, Mensch oder Maschine. Sonst nichts.",
      en: "A stored open or click of a person with permission: mailing, delivery, link, hour, person or machine. Nothing else.",
    },
    rule: "TRK-17",
  },
  openers: {
    label: { de: "Öffner, Klicker", en: "Openers, clickers" },
    text: {
      de: "Personen, die zugestimmt und mindestens einmal geöffnet oder geklickt haben. Jede zählt einmal.",
      en: "People who agreed and opened or clicked at least once. Each counts once.",
    },
  },
  opens: {
    label: { de: "Öffnungen, Klicks", en: "Opens, clicks" },
    text: {
      de: "Wie oft, nicht wie viele Menschen. Wer eine Mail dreimal öffnet, ist ein Öffner mit drei Öffnungen.",
      en: "How often, not how many people. Whoever opens a mail three times is one opener with three opens.",
    },
  },
  gross: {
    label: { de: "Brutto", en: "Gross" },
    text: {
      de: "Jeder Abruf zählt, auch der wiederholte. Aus einer Bruttozahl lässt sich keine Rate bilden, denn sie kann größer sein als die Zahl der Empfänger.",
      en: "Every request counts, repeated ones too. No rate can be made of a gross figure, because it may exceed the number of recipients.",
    },
    rule: "TRK-23",
  },
  unique: {
    label: { de: "Netto (eindeutig)", en: "Unique" },
    text: {
      de: "Jede Mail zählt einmal. Ohne Erlaubnis geht das nur auf der Stufe „anonym und eindeutig“: mit Zufallszahlen, die zu niemandem gehören.",
      en: "Each mail counts once. Without permission this works at the level “anonymous and unique” only: by random numbers that belong to nobody.",
    },
  },
  base: {
    label: { de: "Basis", en: "Base" },
    text: {
      de: "Die Zahl, auf die sich ein Anteil bezieht; sie steht immer daneben. „41 %“ sagt erst etwas mit „von 312, die zugestimmt haben“.",
      en: "The number a share refers to; it always stands beside it. “41 %” says something only with “of 312 who agreed”.",
    },
  },
  smallNumbers: {
    label: { de: "Kleine Zahlen, „unter 10“", en: "Small numbers, “under 10”" },
    text: {
      de: "Eine anonyme Zahl erscheint erst, wenn sie groß genug ist, dass niemand aus ihr auf Einzelne schließen kann. Darunter steht „unter 10“, auch für null. Ist der Rest bis zur Basis so klein, bleibt auch die große Zahl verborgen.",
      en: "An anonymous figure appears only once it is large enough that nobody can infer single people from it. Below that it says “under 10”, also for zero. Where the rest up to the base is that small, the large figure stays hidden too.",
    },
    rule: "TRK-08",
  },
  portion: {
    label: { de: "Portion", en: "Portion" },
    text: {
      de: "Anonyme Abrufe werden gebündelt sichtbar: mindestens zehn eines Links, aus abgeschlossenen Tagen. Eine Portion ändert sich nie, und kein Abruf liegt in zweien. So verrät auch der Vergleich von gestern und heute nichts.",
      en: "Anonymous requests become visible in bundles: at least ten of a link, from days that have ended. A portion never changes, and no request lies in two. So even comparing yesterday with today reveals nothing.",
    },
    rule: "TRK-09",
  },
  seenSet: {
    label: { de: "Gesehene Zufallszahlen", en: "Seen set" },
    text: {
      de: "Nur auf der Stufe „anonym und eindeutig“: die Zufallszahlen, die ein Link schon gesehen hat, damit jede Mail einmal zählt. Sie stehen neben keiner Person und werden am Ende der Messung gelöscht.",
      en: "Only at the level “anonymous and unique”: the random numbers a link has seen, so that each mail counts once. They stand beside no person and are deleted when measuring closes.",
    },
  },
  closing: {
    label: { de: "Ende der Messung", en: "Closing of measuring" },
    text: {
      de: "14 Tage nach dem Versand wird für ein Mailing nichts mehr gezählt. Die Links führen weiter ans Ziel.",
      en: "14 days after sending nothing is counted for a mailing any more. The links keep leading to their targets.",
    },
    rule: "TRK-18",
  },
  notMeasurable: {
    label: { de: "Nicht messbar", en: "Not measurable" },
    text: {
      de: "Ohne Erlaubnis gibt es auf „geklickt?“ keine Antwort, auch kein Nein. Wer nicht messbar ist, gehört weder zu den Klickern noch zu den Nicht-Klickern und in keine Auswahl nach Verhalten.",
      en: "Without permission there is no answer to “clicked?”, not even no. Whoever is not measurable is neither among the clickers nor among the non-clickers, and in no selection by behaviour.",
    },
    rule: "TRK-11",
  },
  notPersonal: {
    label: { de: "Nicht personenbezogen gemessen", en: "Not measured personally" },
    text: {
      de: "Ein Link, etwa zu einem Gesundheitsthema, der für niemanden ein persönliches Token trägt, auch bei Zustimmung nicht.",
      en: "A link, on health for instance, that carries a personal token for nobody, not even with permission.",
    },
    rule: "TRK-25",
  },
  machineReasons: {
    label: { de: "Maschine", en: "Machine" },
    text: {
      de: "Ein Abruf, den kein Mensch ausgelöst hat: Apples Mail-Datenschutz, Virenscanner, Vorschauen, Suchprogramme, Netze ohne Leser, Klicks schneller als drei Sekunden und Abrufe eines unsichtbaren Links. Bilderdienste der Postfächer (Gmail, Yahoo) sind ungewiss und stehen eigens.",
      en: "A request no person made: Apple's mail privacy, virus scanners, previews, crawlers, networks without readers, clicks within three seconds and requests for an invisible link. Image services of mailboxes (Gmail, Yahoo) are uncertain and stand apart.",
    },
    rule: "TRK-13",
  },
  followUp: {
    label: { de: "Folge-Mailing", en: "Follow-up mailing" },
    text: {
      de: "Ein Mailing an Öffner, Klicker oder Nicht-Klicker eines früheren. Es geht nur an Menschen, die der Auswertung zustimmen und deren Verhalten gemessen wurde.",
      en: "A mailing to openers, clickers or non-clickers of an earlier one. It goes only to people who permit the analysis and whose behaviour was measured.",
    },
    rule: "TRK-11",
  },
  webView: {
    label: { de: "Browser-Ansicht", en: "Web view" },
    text: {
      de: "Eine gemeinsame Seite je Mailing, für alle gleich und ohne Token. Wer sie öffnet, wird nicht gemessen.",
      en: "One shared page per mailing, the same for everybody and without tokens. Whoever opens it is not measured.",
    },
    rule: "TRK-02",
  },
  goal: {
    label: { de: "Ziel", en: "Goal" },
    text: {
      de: "Was nach einem Klick auf Ihrer Website geschehen soll: eine Bestellung, ein Termin, eine Anmeldung.",
      en: "What should happen on your website after a click: an order, an appointment, a registration.",
    },
  },
  conversions: {
    label: { de: "Erreichte Ziele", en: "Conversions" },
    text: {
      de: "Ihre Website meldet, dass jemand nach dem Klick ein Ziel erreicht hat. Gezählt wird das nur bei Menschen, die der Auswertung beim Klick und bei der Meldung zustimmen und deren Einwilligungstext Formulare auf der Website nennt.",
      en: "Your website reports that somebody reached a goal after the click. It is counted only for people who permit the analysis at the click and at the report, and whose wording names forms on the website.",
    },
    rule: "TRK-01",
  },
  conversionRate: {
    label: { de: "Zielquote der Zustimmenden", en: "Conversion rate of those who agreed" },
    formula: {
      de: "Personen, die ein Ziel erreicht haben, geteilt durch die Klicker unter den persönlich Gemessenen.",
      en: "People who reached a goal, divided by the clickers among those measured per person.",
    },
  },
  conversionValue: {
    label: { de: "Wert der erreichten Ziele", en: "Value of conversions" },
    formula: {
      de: "Summe der gemeldeten Werte, sonst des Werts, den das Ziel selbst nennt.",
      en: "Sum of the reported values, otherwise of the value the goal itself names.",
    },
  },
} as const satisfies Record<string, Term>;
