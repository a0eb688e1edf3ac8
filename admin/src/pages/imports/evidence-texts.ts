import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("imports-evidence", {
  de: {
    origin: {
      title: "Woher stammen die Daten?",
      text: "Herkunft",
      help: "Steht an jedem Kontakt und in jeder Auskunft, etwa „Newsletter-System Adresso, Umzug 2026“ (Art. 15 DSGVO). Gekaufte oder gemietete Adressen werden nicht importiert.",
      from: "Wer hat sie Ihnen gegeben?",
      person: "Die Personen selbst",
      personText:
        "Sie haben sich angemeldet, ein Formular ausgefüllt oder Ihnen ihre Karte gegeben.",
      elsewhere: "Jemand anderes",
      elsewhereText:
        "Etwa ein Partner oder ein öffentliches Verzeichnis. Dann müssen Sie die Personen innerhalb von 30 Tagen informieren (Art. 14 DSGVO).",
    },
    consent: {
      title: "Was belegt die Einwilligungen?",
      legend: "Nachweis der Einwilligungen",
      none: "Nichts, oder ich weiß es nicht",
      noneText:
        "Die Kontakte werden gespeichert, aber nicht angeschrieben. Auch eine Bitte um Einwilligung per E-Mail wäre schon unerlaubte Werbung.",
      doi: "Ein Double-Opt-in in einem anderen System",
      doiText:
        "Jede Person hat damals ihre Adresse bestätigt. Die Datei nennt, wann; Sie nennen, wo und mit welchem Wortlaut.",
      signed: "Eine unterschriebene Erklärung",
      signedText:
        "Auf Papier oder Tablet, mit der E-Mail-Adresse darauf, und sie liegt Ihnen vor. Nur Inhaber des Mandanten lassen das zu.",
      signedOwner: "Das entscheidet ein Inhaber Ihres Mandanten.",
      reason: "Warum genügt das als Nachweis?",
      reasonHelp: "Mindestens 20 Zeichen. Steht in jedem Nachweis dieser Datei.",
      source: "Wo wurde eingewilligt?",
      sourceHelp:
        "Gilt für Zeilen, in denen die Datei es nicht selbst nennt, etwa „Anmeldeformular www.musterbank.de“.",
      sourceMapped: "Die Datei nennt die Quelle in einer eigenen Spalte.",
      noDate:
        "Die Datei nennt in keiner Spalte, wann eingewilligt wurde. Ohne Zeitpunkt ist kein Nachweis vollständig: Ordnen Sie die Spalte zu.",
      toColumns: "Zu den Spalten",
      wording: "Welchem Wortlaut haben die Personen zugestimmt?",
      wordingOwn: "Einem anderen Text",
      wordingVersion: "{{name}}, Fassung {{version, number}} ({{locale}})",
      wordingText: "Der Text, wörtlich",
      wordingTextHelp: "So, wie er damals neben dem Kästchen stand. Mindestens 20 Zeichen.",
      wordingLocale: "Sprache des Textes",
      lastMailed: "Zuletzt angeschrieben am",
      lastMailedHelp:
        "Wenn die Liste länger ruhte: Eine Einwilligung, die Jahre nicht genutzt wurde, trägt nicht mehr (CON-18).",
    },
    lists: {
      title: "Auf welche Listen?",
      label: "Listen",
      help: "Nur wessen Nachweis vollständig ist, wird Abonnent. Wer sich abgemeldet hatte, bleibt abgemeldet.",
      needed: "Eine Einwilligung gilt für eine Liste: Wählen Sie mindestens eine.",
    },
    profiling: {
      title: "Auswertung der Nutzung",
      text: "Die Datei nennt, wer sie erlaubt hat. Übernommen wird nur ein Ja mit Zeitpunkt, Quelle und freigegebenem Wortlaut.",
      wording: "Wortlaut, dem zugestimmt wurde",
      byColumn: "Nennt die Datei in einer Spalte",
      source: "Quelle, wenn die Datei sie nicht nennt",
    },
    tags: {
      title: "Schlagwörter",
      help: "Für alle Kontakte dieser Datei, etwa „Umzug 2026“. Neue entstehen beim Import.",
    },
    triage: {
      title: "Wie gut ist der Nachweis?",
      intro: "Jede Zeile fällt in eine von drei Klassen. Sie entscheiden, was aus jeder wird.",
      classes: { proven: "Bewiesen", plausible: "Plausibel", missing: "Fehlt" },
      explained: {
        proven:
          "Zeitpunkt und dazu IP-Adresse oder Zeitpunkt des Double-Opt-in; den Wortlaut nennen Sie oben.",
        plausible: "Nur ein Zeitpunkt. Vor Gericht genügt das meist nicht (Art. 7 Abs. 1 DSGVO).",
        missing: "Kein Zeitpunkt, keine Bestätigung.",
      },
      decisionFor: "Entscheidung für „{{name}}“",
      decisions: {
        evidence: "Mit Nachweis, anschreibbar",
        unverified: "Ohne Nachweis, nicht anschreibbar",
        contact: "Nur den Kontakt behalten",
      },
      ask: "Wer ohne Nachweis bleibt, darf nicht per E-Mail um Einwilligung gebeten werden (§ 7 UWG). Erlaubt ist, was von der Person ausgeht: Ihr Anmeldeformular, ein Hinweis auf der Rechnung, ein Gespräch.",
    },
    existing: {
      title: "Wenn es den Kontakt schon gibt",
      legend: "Umgang mit vorhandenen Kontakten",
      fill: "Nur Lücken füllen",
      fillText: "Was schon da ist, bleibt. Die sichere Wahl.",
      overwrite: "Überschreiben",
      overwriteText: "Die Datei ist neuer als das, was Klarpost kennt.",
    },
    check: "Speichern und prüfen",
    german: "Deutsch",
    english: "Englisch",
  },
  en: {
    origin: {
      title: "Where does the data come from?",
      text: "Origin",
      help: "Stands at every contact and in every answer to an access request, such as “Newsletter system Adresso, move of 2026” (Art. 15 GDPR). Bought or rented addresses are not imported.",
      from: "Who gave them to you?",
      person: "The people themselves",
      personText: "They signed up, filled in a form or gave you their card.",
      elsewhere: "Somebody else",
      elsewhereText:
        "Such as a partner or a public directory. Then you must inform the people within 30 days (Art. 14 GDPR).",
    },
    consent: {
      title: "What proves the consents?",
      legend: "Evidence of the consents",
      none: "Nothing, or I do not know",
      noneText:
        "The contacts are stored but not mailed. Even a request for consent by e-mail would be unlawful advertising.",
      doi: "A double opt-in in another system",
      doiText:
        "Every person confirmed their address then. The file says when; you say where and with which wording.",
      signed: "A signed declaration",
      signedText:
        "On paper or tablet, with the e-mail address on it, and in your possession. Only owners of the account can accept this.",
      signedOwner: "An owner of your account decides this.",
      reason: "Why is this enough as evidence?",
      reasonHelp: "At least 20 characters. Stands in every proof of this file.",
      source: "Where was the consent given?",
      sourceHelp:
        "For rows in which the file does not say so itself, such as “sign-up form www.example.org”.",
      sourceMapped: "The file names the source in a column of its own.",
      noDate:
        "The file says in no column when the consent was given. Without its time no proof is complete: map the column.",
      toColumns: "To the columns",
      wording: "Which wording did people agree to?",
      wordingOwn: "Another text",
      wordingVersion: "{{name}}, version {{version, number}} ({{locale}})",
      wordingText: "The text, word for word",
      wordingTextHelp: "As it stood beside the box then. At least 20 characters.",
      wordingLocale: "Language of the text",
      lastMailed: "Last mailed on",
      lastMailedHelp:
        "If the list rested for long: a consent unused for years no longer carries (CON-18).",
    },
    lists: {
      title: "To which lists?",
      label: "Lists",
      help: "Only those with complete evidence become subscribers. Who unsubscribed stays unsubscribed.",
      needed: "A consent is for a list: choose at least one.",
    },
    profiling: {
      title: "Analysis of use",
      text: "The file says who permitted it. Only a yes with time, source and approved wording is taken over.",
      wording: "Wording agreed to",
      byColumn: "The file says so in a column",
      source: "Source, where the file does not name it",
    },
    tags: {
      title: "Tags",
      help: "For all contacts of this file, such as “Move 2026”. New ones are made by the import.",
    },
    triage: {
      title: "How good is the evidence?",
      intro: "Each row falls into one of three classes. You decide what becomes of each.",
      classes: { proven: "Proven", plausible: "Plausible", missing: "Missing" },
      explained: {
        proven:
          "A time, and an IP address or the time of the double opt-in; you give the wording above.",
        plausible: "Only a time. In court that is mostly not enough (Art. 7(1) GDPR).",
        missing: "No time, no confirmation.",
      },
      decisionFor: "Decision for “{{name}}”",
      decisions: {
        evidence: "With evidence, mailable",
        unverified: "Without evidence, not mailable",
        contact: "Keep the contact only",
      },
      ask: "People without evidence must not be asked for consent by e-mail (§ 7 UWG). What comes from the person is lawful: your sign-up form, a note on the invoice, a conversation.",
    },
    existing: {
      title: "If the contact exists already",
      legend: "What to do with existing contacts",
      fill: "Fill gaps only",
      fillText: "What is there stays. The safe choice.",
      overwrite: "Overwrite",
      overwriteText: "The file is newer than what Klarpost knows.",
    },
    check: "Save and check",
    german: "German",
    english: "English",
  },
});
