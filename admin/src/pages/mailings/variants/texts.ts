import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("mailings-variants", {
  de: {
    title: "Varianten testen",
    lead: "Schicken Sie zwei bis fünf Fassungen an einen Teil der Empfänger: mit anderem Betreff, Absender, Inhalt oder zu anderer Zeit. Der Rest bekommt danach die Fassung, die Sie wählen. Jede Person bekommt genau eine.",
    start: "Varianten anlegen",
    dialogTitle: "Varianten anlegen",
    count: "Wie viele Varianten",
    sample: "Teil der Empfänger für den Test",
    sampleHelp:
      "Alle Varianten zusammen. Jede bekommt einen gleich großen Teil, durch das Los nach Adresse.",
    dialogText:
      "Jede Variante ist zuerst eine Kopie dieses Entwurfs. Ändern Sie danach, was sich unterscheiden soll, und planen Sie jede auf ihrer Bordkarte ein.",
    make: "Anlegen",
    sampleLine: "{{sample}} % der Empfänger testen, {{rest}} % bekommen die gewählte Fassung.",
    columns: { variant: "Variante", state: "Zustand", rate: "Ergebnis", act: "Aktionen" },
    measures: {
      clicked: "geklickt (Profiling)",
      opened: "geöffnet (Profiling)",
      uniqueOpened: "eindeutig geöffnet (anonym)",
    },
    rate: "{{share}} {{measure}}, {{count, number}} von {{base, number}}",
    edit: "Bearbeiten",
    check: "Bordkarte",
    report: "Bericht",
    choose: "Für den Rest nehmen",
    chosen: "gewählt",
    chosenDone:
      "Variante {{letter}} ist jetzt der Inhalt für den Rest. Sehen Sie auf der Bordkarte nach und senden Sie.",
    clear:
      "Variante {{letter}} liegt vorn, und zwar deutlicher, als der Zufall erklärt (Sicherheit 95 %).",
    unclear:
      "Kein klarer Gewinner: Die Unterschiede können Zufall sein (Sicherheit 95 %). Nehmen Sie Variante A, oder entscheiden Sie nach Gefühl.",
    noMeasure:
      "Für ein Ergebnis dürfen noch zu wenige Empfänger ausgewertet werden. Entscheiden Sie selbst; ohne Vorliebe nehmen Sie Variante A.",
    waiting:
      "Das Ergebnis steht hier, sobald alle Varianten versendet sind. Geben Sie ihnen einen halben Tag.",
    end: "Test beenden",
    ended: "Der Test ist beendet, die Varianten sind abgelegt.",
    variantOf:
      "Das ist Variante {{letter}} eines Tests. Sie geht an einen Teil der Empfänger von „{{name}}“.",
    toTest: "Zum Test",
    needsReports: "Das Ergebnis sieht, wer Berichte sehen darf.",
    auto: {
      lead: "Klarpost kann nach einer Wartezeit selbst entscheiden und den Rest senden. Was gilt, legen Sie vorher fest.",
      set: "Gewinner automatisch wählen",
      change: "Ändern",
      off: "Selbst entscheiden",
      titleWaiting: "Klarpost entscheidet, sobald alle Varianten gelaufen sind",
      titleAt: "Klarpost entscheidet: {{when}}",
      summary: "Es zählt: {{measure}}, Sicherheit {{confidence}} %. {{otherwise}}",
      waitsFor_one: "Die Wartezeit von einer Stunde beginnt mit der letzten Variante.",
      waitsFor_other:
        "Die Wartezeit von {{count, number}} Stunden beginnt mit der letzten Variante.",
      dialogTitle: "Gewinner automatisch wählen",
      dialogText:
        "Nach der Wartezeit vergleicht Klarpost die Varianten und sendet den Gewinner an den Rest, mit allen Prüfungen. Ihr Name steht dafür im Protokoll.",
      measure: "Woran gemessen wird",
      groups: { consent: "Nur wer Profiling erlaubt", free: "Ohne Einwilligung" },
      measures: {
        clicked: "Klicker",
        opened: "Öffner",
        uniqueOpened: "eindeutige Öffnungen, anonym",
        grossClicks: "Klicks brutto, anonym",
        replies: "Antworten",
        unsubscribed: "Abmeldungen, je weniger desto besser",
        accepted: "angenommene Mails",
      },
      measureHelp: {
        clicked: "Wie viele der Personen, die es erlauben, mindestens einmal geklickt haben.",
        opened: "Wie viele der Personen, die es erlauben, mindestens einmal geöffnet haben.",
        uniqueOpened: "Nur auf der Zählstufe „eindeutig“. Ohne Bezug zu Personen.",
        grossClicks:
          "Alle Klicks zusammen, ohne Bezug zu Personen. Eine Person kann mehrmals klicken, deshalb muss der Vorsprung doppelt so deutlich sein. Die Zahlen eines Tages stehen erst am nächsten Tag fest: Warten Sie mindestens 36 Stunden.",
        replies:
          "Wie viele Antworten von Menschen kamen, ohne Abmeldungen und Abwesenheitsnotizen. Gezählt wird nur die Summe. Dafür muss Klarpost Ihr Antwortpostfach lesen.",
        unsubscribed: "Wer sich nach dem Empfang von der Liste abgemeldet hat. Sichtbar bei allen.",
        accepted: "Wie viele Mails die Mailserver der Empfänger angenommen haben.",
      },
      hours: "Wartezeit in Stunden",
      confidence: "Sicherheit",
      otherwise: "Wenn der Unterschied Zufall sein kann",
      otherwiseHelp:
        "Gruppen, die zu klein zum Zählen sind, haben keine führende Variante. Dann geht Variante A, oder Sie entscheiden.",
      otherwiseChoices: {
        person: "Eine Person entscheidet",
        leader: "Die führende Variante geht trotzdem",
        first: "Variante A geht",
      },
      otherwiseSentence: {
        person: "Kann der Unterschied Zufall sein, entscheidet eine Person.",
        leader: "Kann der Unterschied Zufall sein, geht die führende Variante trotzdem.",
        first: "Kann der Unterschied Zufall sein, geht Variante A.",
      },
      second: "Bei dieser Größe gibt danach noch eine zweite Person den Versand an den Rest frei.",
      save: "Festlegen",
      cancel: "Abbrechen",
      confirmTitle: "Den Rest von selbst senden?",
      confirmText_one: "Der Gewinner geht nach der Wartezeit an {{count, number}} Empfänger.",
      confirmText_other: "Der Gewinner geht nach der Wartezeit an {{count, number}} Empfänger.",
      decidedTitle: "Entschieden: {{when}}",
      verdicts: {
        clear:
          "Variante {{letter}} lag deutlicher vorn, als der Zufall erklärt (Sicherheit {{confidence}} %).",
        chance:
          "Variante {{letter}} lag vorn, aber der Unterschied kann Zufall sein (Sicherheit {{confidence}} %).",
        too_few: "Für einen Vergleich waren es zu wenige, die gezählt werden dürfen.",
      },
      taken: {
        winner: "Sie wurde für den Rest genommen.",
        leader: "Wie festgelegt, wurde sie trotzdem genommen.",
        first: "Wie festgelegt, wurde Variante A genommen.",
        person: "Wie festgelegt, entscheidet eine Person.",
      },
      rest: {
        pending: "Der Rest wird gerade eingeplant.",
        scheduled: "Der Rest ist eingeplant.",
        approval: "Der Rest wartet auf die Freigabe einer zweiten Person.",
        failed: "Dem Versand an den Rest steht etwas im Weg. Sehen Sie unten nach.",
        none: "",
      },
      figure: "{{letter}}: {{count, number}} von {{base, number}}",
      figureHidden: "{{letter}}: zu wenige",
    },
    errors: {
      test_decided: "Der Test ist schon entschieden.",
      recipients_not_confirmed: "Die Zahl der Empfänger hat sich inzwischen geändert.",
      test_needs_newsletter:
        "Testen lässt sich nur ein Newsletter an seine Listen, kein Folge-Mailing und keine Bitte um Messung.",
      test_began:
        "Eine Variante ist schon geplant oder versendet. Ziehen Sie Geplantes zuerst zurück.",
      variant_not_sent: "Diese Variante ist noch nicht versendet.",
    },
  },
  en: {
    title: "Test variants",
    lead: "Send two to five versions to some of the recipients, with a different subject, sender, content or time. The rest then get the version you choose. Everyone gets exactly one.",
    start: "Create variants",
    dialogTitle: "Create variants",
    count: "How many variants",
    sample: "Share of recipients for the test",
    sampleHelp: "All variants together. Each gets an equal share, drawn at random by address.",
    dialogText:
      "Each variant starts as a copy of this draft. Change what should differ, then schedule each one on its boarding pass.",
    make: "Create",
    sampleLine:
      "{{sample}}% of the recipients take part in the test, {{rest}}% get the version that is chosen.",
    columns: { variant: "Variant", state: "State", rate: "Result", act: "Actions" },
    measures: {
      clicked: "clicked (profiling)",
      opened: "opened (profiling)",
      uniqueOpened: "unique opens (anonymous)",
    },
    rate: "{{share}} {{measure}}, {{count, number}} of {{base, number}}",
    edit: "Edit",
    check: "Boarding pass",
    report: "Report",
    choose: "Use it for the rest",
    chosen: "chosen",
    chosenDone:
      "Variant {{letter}} is now the content for the rest. Check the boarding pass and send.",
    clear: "Variant {{letter}} is ahead by more than chance explains (confidence 95%).",
    unclear:
      "No clear winner: the differences may be chance (confidence 95%). Take variant A, or follow your instinct.",
    noMeasure:
      "Too few recipients may be analysed for a result so far. Decide for yourself; if in doubt, take variant A.",
    waiting: "The result is shown here once all variants are sent. Give them half a day.",
    end: "End the test",
    ended: "The test has ended; the variants are archived.",
    variantOf:
      "This is variant {{letter}} of a test. It goes to some of the recipients of “{{name}}”.",
    toTest: "To the test",
    needsReports: "Only people who may see reports see the result.",
    auto: {
      lead: "Klarpost can decide by itself after a waiting time and send the rest. You set the rules in advance.",
      set: "Choose the winner automatically",
      change: "Change",
      off: "Decide yourself instead",
      titleWaiting: "Klarpost decides once all variants have been sent",
      titleAt: "Klarpost decides: {{when}}",
      summary: "What counts: {{measure}}, confidence {{confidence}}%. {{otherwise}}",
      waitsFor_one: "The waiting time of one hour begins with the last variant.",
      waitsFor_other: "The waiting time of {{count, number}} hours begins with the last variant.",
      dialogTitle: "Choose the winner automatically",
      dialogText:
        "After the waiting time Klarpost compares the variants and sends the winner to the rest, with all checks. The log records this under your name.",
      measure: "What is measured",
      groups: { consent: "Only people who permit profiling", free: "Without consent" },
      measures: {
        clicked: "clickers",
        opened: "openers",
        uniqueOpened: "unique opens, anonymous",
        grossClicks: "gross clicks, anonymous",
        replies: "replies",
        unsubscribed: "unsubscribes, the fewer the better",
        accepted: "accepted mails",
      },
      measureHelp: {
        clicked: "How many of the people who permit it clicked at least once.",
        opened: "How many of the people who permit it opened at least once.",
        uniqueOpened: "At the counting level “unique” only. Not tied to people.",
        grossClicks:
          "All clicks together, not tied to people. One person may click several times, so the lead has to be twice as distinct. A day's figures are settled on the following day: wait for at least 36 hours.",
        replies:
          "How many people wrote back, not counting unsubscribes and out-of-office notes. Only the sum is kept. Klarpost has to read your mailbox for replies.",
        unsubscribed: "How many left the list after getting the mail. Known for everyone.",
        accepted: "How many mails the recipients' mail servers accepted.",
      },
      hours: "Waiting time in hours",
      confidence: "Confidence",
      otherwise: "If the difference may be chance",
      otherwiseHelp:
        "Groups too small to be counted have no leading variant. In that case variant A is sent, or you decide.",
      otherwiseChoices: {
        person: "A person decides",
        leader: "Send the leading variant anyway",
        first: "Send variant A",
      },
      otherwiseSentence: {
        person: "If the difference may be chance, a person decides.",
        leader: "If the difference may be chance, the leading variant is sent anyway.",
        first: "If the difference may be chance, variant A is sent.",
      },
      second: "At this size a second person still has to approve the mailing to the rest.",
      save: "Save",
      cancel: "Cancel",
      confirmTitle: "Send to the rest automatically?",
      confirmText_one: "After the waiting time the winner goes to {{count, number}} recipient.",
      confirmText_other: "After the waiting time the winner goes to {{count, number}} recipients.",
      decidedTitle: "Decided: {{when}}",
      verdicts: {
        clear:
          "Variant {{letter}} was ahead by more than chance explains (confidence {{confidence}}%).",
        chance:
          "Variant {{letter}} was ahead, but the difference may be chance (confidence {{confidence}}%).",
        too_few: "There were too few who may be counted for a comparison.",
      },
      taken: {
        winner: "It was used for the rest.",
        leader: "As agreed beforehand, it was used anyway.",
        first: "As agreed beforehand, variant A was used.",
        person: "As agreed beforehand, a person decides.",
      },
      rest: {
        pending: "The rest is being scheduled.",
        scheduled: "The rest is scheduled.",
        approval: "The rest is waiting for a second person's approval.",
        failed: "Something is blocking the mailing to the rest. See below.",
        none: "",
      },
      figure: "{{letter}}: {{count, number}} of {{base, number}}",
      figureHidden: "{{letter}}: too few",
    },
    errors: {
      test_decided: "The test has already been decided.",
      recipients_not_confirmed: "The number of recipients has changed in the meantime.",
      test_needs_newsletter:
        "Only a newsletter to its lists can be tested, not a follow-up or a request for permission.",
      test_began: "A variant is already scheduled or sent. Take back what is scheduled first.",
      variant_not_sent: "This variant has not been sent yet.",
    },
  },
});
