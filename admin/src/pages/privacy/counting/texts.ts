import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("privacyCounting", {
  de: {
    lead: "Wie Klarpost Öffnungen und Klicks zählt, in einfachen Worten und für diesen Mandanten.",
    yours: "So zählt dieser Mandant",
    choice: "Gewählt von {{who}} am {{when}}",
    reason: "Begründung",
    notChosen: "Noch nicht gewählt. Bis dahin wird ohne Zustimmung nichts gezählt.",
    change: "Zählung ändern",
    changeHint:
      "Eine Änderung gilt für künftige Mailings. Was schon versendet ist, bleibt, wie es war.",
    granted: {
      title: "Wer zugestimmt hat",
      level: "persönlich",
      text: "Die E-Mail enthält persönliche Links und eine persönliche Messgrafik. Gespeichert wird: diese E-Mail, dieser Link, diese Stunde. Mehr nicht.",
      links: "eigene Links je Person",
      pixel: "eigene Messgrafik",
      stored: "E-Mail, Link, Stunde",
    },
    others: "Alle anderen",
    levels: {
      shared: {
        level: "anonyme Summen",
        text: "Alle E-Mails eines Mailings enthalten dieselben Links und dieselbe Messgrafik. Zwei Menschen sind damit nicht zu unterscheiden. Gezählt werden Summen je Tag; wer mehrfach öffnet, zählt mehrfach.",
        links: "dieselben Links für alle",
        pixel: "dieselbe Messgrafik für alle",
        stored: "eine Summe je Tag und Link",
      },
      unique: {
        level: "anonym und eindeutig",
        text: "Jede E-Mail trägt Zufallszahlen, die niemandem gehören und nirgends bei einer Person gespeichert sind. So zählt jeder Empfänger einmal, ohne erkennbar zu sein.",
        links: "Zufallszahl je Link",
        pixel: "Zufallszahl je Messgrafik",
        stored: "Summen und gesehene Zufallszahlen, bis zum Abschluss",
      },
      clicks_only: {
        level: "nur Klicks, anonym",
        text: "Ohne Messgrafik. Alle E-Mails eines Mailings enthalten dieselben Links; gezählt werden Summen je Tag. Öffnungen zählt niemand.",
        links: "dieselben Links für alle",
        pixel: "keine Messgrafik",
        stored: "eine Summe je Tag und Link",
      },
      none: {
        level: "nichts",
        text: "Die E-Mail enthält die ursprünglichen Links und keine Messgrafik. Es gibt keine Zahlen über diese Empfänger.",
        links: "die ursprünglichen Links",
        pixel: "keine Messgrafik",
        stored: "nichts",
      },
    },
    links: "Links",
    pixel: "Messgrafik",
    stored: "Gespeichert",
    rulesTitle: "Was immer gilt",
    rules: {
      k: {
        title: "Kleine Gruppen bleiben verdeckt",
        text: "Eine anonyme Zahl erscheint erst ab {{k}}; darunter steht „unter {{k}}“, auch für null. Hat ein Mailing weniger als {{k}} Empfänger ohne Zustimmung, wird anonym gar nicht gezählt.",
      },
      close: {
        title: "Nach 14 Tagen ist Schluss",
        text: "Die Messung eines Mailings endet 14 Tage nach dem Versand. Die Links funktionieren weiter, gespeichert wird nichts mehr.",
      },
      gate: {
        title: "Es zählt, was jetzt erlaubt ist",
        text: "Bei jedem Klick wird geprüft, ob die Zustimmung noch besteht. Ein Widerruf wirkt sofort, auch für E-Mails, die längst im Postfach liegen.",
      },
      withdraw: {
        title: "Ein Widerruf löscht",
        text: "Binnen einer Minute sind alle persönlichen Daten der Messung gelöscht. Der Nachweis über Zustimmung und Widerruf bleibt.",
      },
      machines: {
        title: "Maschinen zählen getrennt",
        text: "Bilderdienste, Virenscanner und Vorschauen werden erkannt und in keiner anderen Zahl mitgezählt.",
      },
      off: {
        title: "Manche Links nie persönlich",
        text: "Links zu Gesundheit und anderen besonderen Themen lassen sich von der persönlichen Messung ausnehmen, auch bei Zustimmung.",
      },
    },
    never: "Was beim Messen nie gespeichert wird",
    neverItems: {
      ip: "IP-Adressen, auch keine gekürzten",
      agent: "Browser, Gerät oder Betriebssystem",
      time: "Uhrzeiten auf die Minute; ohne Zustimmung nicht einmal die Stunde",
      cookie: "Cookies oder andere Kennungen auf dem Gerät",
      place: "Orte",
      forward: "ob eine E-Mail weitergeleitet wurde",
    },
    drops: "Wann ein Abruf nicht gezählt wird",
    dropsText:
      "Diese Abrufe werden beantwortet (der Link funktioniert), aber keiner Person zugeschrieben. Wie oft das geschieht, zeigt die Betriebsüberwachung je Grund, ohne Mandant, Mailing oder Person.",
    drop: "Grund",
    rule: "Regel",
    legalTitle: "Rechtlicher Rest",
    legal:
      "Auch eine gemeinsame Messgrafik für alle greift nach Ansicht mancher Aufsichtsbehörden auf das Endgerät zu (§ 25 TDDDG). Wer das ausschließen will, wählt „Nur Klicks“ oder „Nichts zählen“.",
    proven:
      "Sie können es selbst nachprüfen: Zwei E-Mails desselben Mailings an Menschen ohne Zustimmung unterscheiden sich im Testpostfach nur in Anrede, Abmeldelink und Zustelldaten. Messgrafik und Links sind dieselben.",
  },
  en: {
    lead: "How Klarpost counts opens and clicks, in plain words and for this account.",
    yours: "How this account counts",
    choice: "Chosen by {{who}} on {{when}}",
    reason: "Reason",
    notChosen: "Not chosen yet. Until then nothing is counted without permission.",
    change: "Change the counting",
    changeHint: "A change is for future mailings. What has been sent stays as it was.",
    granted: {
      title: "People who agreed",
      level: "personal",
      text: "The e-mail contains personal links and a personal measuring image. Stored are: this e-mail, this link, this hour. Nothing more.",
      links: "own links per person",
      pixel: "own measuring image",
      stored: "e-mail, link, hour",
    },
    others: "Everybody else",
    levels: {
      shared: {
        level: "anonymous totals",
        text: "All e-mails of a mailing contain the same links and the same measuring image. Two people cannot be told apart. Totals per day are counted; whoever opens repeatedly counts repeatedly.",
        links: "the same links for all",
        pixel: "the same measuring image for all",
        stored: "a total per day and link",
      },
      unique: {
        level: "anonymous and unique",
        text: "Each e-mail carries random numbers that belong to nobody and are stored beside nobody. Each recipient counts once without being recognisable.",
        links: "random number per link",
        pixel: "random number per measuring image",
        stored: "totals and numbers seen, until closing",
      },
      clicks_only: {
        level: "clicks only, anonymous",
        text: "No measuring image. All e-mails of a mailing contain the same links; totals per day are counted. Nobody counts opens.",
        links: "the same links for all",
        pixel: "no measuring image",
        stored: "a total per day and link",
      },
      none: {
        level: "nothing",
        text: "The e-mail contains the original links and no measuring image. There are no figures about these recipients.",
        links: "the original links",
        pixel: "no measuring image",
        stored: "nothing",
      },
    },
    links: "Links",
    pixel: "Measuring image",
    stored: "Stored",
    rulesTitle: "What always holds",
    rules: {
      k: {
        title: "Small groups stay hidden",
        text: "An anonymous figure appears from {{k}} on; below that it says “under {{k}}”, also for zero. If a mailing has fewer than {{k}} recipients without permission, nothing is counted anonymously.",
      },
      close: {
        title: "It ends after 14 days",
        text: "Measuring of a mailing closes 14 days after sending. The links go on working, nothing more is stored.",
      },
      gate: {
        title: "What counts is what is permitted now",
        text: "With every click it is checked whether the permission still stands. A withdrawal acts at once, also for e-mails long in the mailbox.",
      },
      withdraw: {
        title: "A withdrawal deletes",
        text: "Within a minute all personal data of measuring are deleted. The proof of permission and withdrawal stays.",
      },
      machines: {
        title: "Machines count apart",
        text: "Image proxies, virus scanners and previews are recognised and are part of no other figure.",
      },
      off: {
        title: "Some links never personally",
        text: "Links on health and other special subjects can be left out of personal measuring, even with permission.",
      },
    },
    never: "What measuring never stores",
    neverItems: {
      ip: "IP addresses, not even shortened ones",
      agent: "browser, device or operating system",
      time: "times to the minute; without permission not even the hour",
      cookie: "cookies or other identifiers on the device",
      place: "places",
      forward: "whether an e-mail was forwarded",
    },
    drops: "When a request is not counted",
    dropsText:
      "These requests are answered (the link works) but attributed to nobody. How often that happens is shown by the operation's monitoring per reason, without account, mailing or person.",
    drop: "Reason",
    rule: "Rule",
    legalTitle: "What remains in law",
    legal:
      "Some authorities hold that even one shared measuring image for everybody accesses the device (§ 25 TDDDG). To rule that out, choose “clicks only” or “nothing”.",
    proven:
      "You can check it yourself: two e-mails of one mailing to people without permission differ in the test mailbox only in salutation, unsubscribe link and delivery data. Measuring image and links are the same.",
  },
});
