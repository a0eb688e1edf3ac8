import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("help-opens", {
  de: {
    title: "Was eine Öffnung bedeutet, und was nicht",
    meta: "Für alle, die Berichte lesen",
    leadTitle: "Eine Öffnung ist ein geladenes Bild",
    lead1:
      "Kein Mailprogramm sagt dem Absender, ob jemand liest. Gezählt wird etwas anderes: In der Mail steckt eine Grafik von einem Punkt Größe, und wenn ein Programm sie lädt, gilt die Mail als geöffnet. Das Laden ist sicher, das Lesen eine Vermutung.",
    lead2:
      "Deshalb ist eine Öffnungsrate überall auf der Welt ungenau, in beide Richtungen: zu niedrig, weil manche lesen, ohne Bilder zu laden; zu hoch, weil Maschinen Bilder laden, ohne zu lesen. Klarpost trennt Menschen und Maschinen, so gut es geht, und zählt im Zweifel zu wenig statt zu viel. Ein Klick sagt mehr: Er verlangt eine Absicht.",
    yes: "Was Sie daraus schließen dürfen",
    yesItems: {
      compare:
        "Mailings untereinander vergleichen: Dieselben Fehler stecken in allen Zahlen, der Unterschied bleibt.",
      trend: "Eine Entwicklung über Monate sehen, bei ähnlicher Leserschaft.",
      topics: "An den Klicks erkennen, welche Themen ziehen.",
      sample: "Von denen sprechen, die zugestimmt haben, mit ihrer Zahl daneben: „41 % von 312“.",
    },
    no: "Was Sie nicht daraus schließen dürfen",
    noItems: {
      read: "Dass jemand gelesen hat, weil das Bild geladen wurde.",
      unread: "Dass jemand nicht gelesen hat, weil es nicht geladen wurde.",
      others:
        "Dass sich alle so verhalten wie die, die zugestimmt haben. Wer zustimmt, liest meist lieber.",
      remove:
        "Dass eine Adresse tot ist, weil keine Öffnung verzeichnet ist. Das sagen die Antworten der Anbieter.",
    },
    machines: "Woran Maschinen erkannt werden",
    machinesLead:
      "Jeder Abruf wird im Arbeitsspeicher beurteilt und danach vergessen: Browserkennung und IP-Adresse werden für diesen einen Schritt gebraucht und nicht gespeichert. Bei Menschen mit Erlaubnis steht der Grund am Ereignis; Sie sehen ihn im Bericht. Bei allen anderen gibt es nur zwei Zähler, Mensch und Maschine.",
    kind: "Art",
    sign: "Woran erkannt",
    effect: "Was es für Ihre Zahlen heißt",
    kinds: {
      apple: {
        name: "Apples Mail-Datenschutz",
        sign: "Apple lädt die Bilder aller Mails über eigene Rechner, oft schon bei der Zustellung.",
        effect: "Zählt als Maschine. Wer dahinter wirklich liest, bleibt unsichtbar.",
      },
      service: {
        name: "Bilderdienste der Postfächer",
        sign: "Gmail, Yahoo und andere laden Bilder über eigene Dienste, meist beim Öffnen, manchmal nicht.",
        effect:
          "Ungewiss: Diese Abrufe stehen eigens da, weder bei den Öffnungen noch bei den Maschinen. Öffnungsraten sind deshalb eine Untergrenze.",
      },
      scanner: {
        name: "Virenscanner und Schutzprogramme",
        sign: "Sie rufen jeden Link auf, um ihn zu prüfen, bevor die Mail im Postfach liegt.",
        effect: "Ohne sie herauszurechnen, hätten Firmenadressen die besten Klickraten.",
      },
      prefetch: {
        name: "Vorschauen und Vorabrufe",
        sign: "Der Browser kündigt sie selbst an, oder der Abruf fragt nur nach den Kopfdaten.",
        effect: "Wer später wirklich klickt, zählt dann als Mensch.",
      },
      library: {
        name: "Programme und Suchmaschinen",
        sign: "Ihre Kennung nennt eine Programmbibliothek oder einen Suchroboter.",
        effect: "Kommt bei öffentlichen Links vor, etwa aus der Browser-Ansicht.",
      },
      network: {
        name: "Netze ohne Leser",
        sign: "Der Abruf kommt aus den Adressen eines Mail-Gateways.",
        effect: "Fängt Prüfdienste, die sich als Browser ausgeben.",
      },
      fast: {
        name: "Schneller als ein Mensch",
        sign: "Der Klick kommt keine drei Sekunden nach der Übergabe der Mail, oder drei Links werden binnen einer Sekunde geöffnet.",
        effect: "Nur bei Menschen mit Erlaubnis feststellbar; für andere gibt es keine Uhrzeit.",
      },
      honeypot: {
        name: "Der unsichtbare Link",
        sign: "In persönlich gemessenen Mails steht ein Link, den kein Mensch sieht. Wer ihm folgt, ist eine Maschine.",
        effect: "Alle Abrufe dieser Mail rund um diesen Zeitpunkt zählen als Maschine.",
      },
    },
    quality: "Wie gut das gelingt",
    qualityText:
      "Gemessen an 5.365 Kennungen aus freien Sammlungen: 99,8 % der Maschinen werden erkannt, und 97,8 % der als Maschine gezählten sind eine. Fälschlich trifft es vor allem Hintergrunddienste von Apps und Feedleser. Nicht erkannt wird, wer sich als Browser ausgibt und aus einem gewöhnlichen Netz kommt.",
    next: "Weiterlesen",
    method: "Das Zählverfahren",
    glossary: "Begriffe und Zahlen",
  },
  en: {
    title: "What an open means, and what it does not",
    meta: "For everybody who reads reports",
    leadTitle: "An open is an image that was loaded",
    lead1:
      "No mail program tells the sender whether somebody is reading. Something else is counted: the mail contains an image one pixel in size, and when a program loads it the mail counts as opened. That it was loaded is certain; that it was read is a guess.",
    lead2:
      "So an open rate is inexact all over the world, in both directions: too low, because some read without loading images; too high, because machines load images without reading. Klarpost parts people and machines as well as can be and in doubt counts too few rather than too many. A click says more: it takes an intention.",
    yes: "What you may conclude",
    yesItems: {
      compare:
        "Compare mailings with each other: the same errors are in all figures, the difference remains.",
      trend: "Follow a trend over months, with similar readers.",
      topics: "Tell from the clicks which subject lines work.",
      sample: "Speak of those who agreed, with their number beside it: “41 % of 312”.",
    },
    no: "What you may not conclude",
    noItems: {
      read: "That somebody read because the image was loaded.",
      unread: "That somebody did not read because it was not loaded.",
      others:
        "That everybody behaves like those who agreed. Who agrees usually likes to read more.",
      remove: "That an address is dead because no open is noted. The providers' answers say that.",
    },
    machines: "How machines are recognised",
    machinesLead:
      "Every request is judged in memory and then forgotten: browser and IP address are needed for this one step and are not stored. For people with permission the reason is stored with the event and shown in the report. For everyone else there are just two counters, person and machine.",
    kind: "Kind",
    sign: "Recognised by",
    effect: "What it means for your figures",
    kinds: {
      apple: {
        name: "Apple's mail privacy",
        sign: "Apple loads the images of all mails through machines of its own, often at delivery already.",
        effect: "Counts as a machine. Who really reads behind it stays invisible.",
      },
      service: {
        name: "Image services of mailboxes",
        sign: "Gmail, Yahoo and others load images through services of their own, mostly when a mail is opened, sometimes not.",
        effect:
          "Uncertain: these requests are kept apart, neither among the opens nor among the machines. So open rates are a lower bound.",
      },
      scanner: {
        name: "Virus scanners and security products",
        sign: "They follow every link to check it before the mail is in the mailbox.",
        effect: "Without leaving them out, company addresses would have the best click rates.",
      },
      prefetch: {
        name: "Previews and prefetching",
        sign: "The browser announces it, or the request asks for the head only.",
        effect: "Anyone who really clicks later then counts as a person.",
      },
      library: {
        name: "Programs and search engines",
        sign: "Their name is that of a program library or a crawler.",
        effect: "Occurs with public links, from the web view for instance.",
      },
      network: {
        name: "Networks without readers",
        sign: "The request comes from the addresses of a mail gateway.",
        effect: "Catches checking services that pose as a browser.",
      },
      fast: {
        name: "Faster than a person",
        sign: "The click comes within three seconds of the mail's hand-over, or three links are opened within a second.",
        effect: "Known only for people with permission; for others no time is stored.",
      },
      honeypot: {
        name: "The invisible link",
        sign: "Mails measured per person contain a link nobody can see. Whatever follows it is a machine.",
        effect: "All requests of this mail around that moment count as a machine's.",
      },
    },
    quality: "How well that works",
    qualityText:
      "Measured on 5,365 names from free collections: 99.8 % of the machines are recognised, and 97.8 % of those counted as machines are one. Wrongly hit are mainly background services of apps and feed readers. Not recognised is what poses as a browser and comes from an ordinary network.",
    next: "Read on",
    method: "The counting method",
    glossary: "Terms and figures",
  },
});
