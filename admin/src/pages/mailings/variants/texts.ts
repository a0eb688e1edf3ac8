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
    errors: {
      test_needs_newsletter:
        "Testen lässt sich nur ein Newsletter an seine Listen, kein Folge-Mailing und keine Bitte um Messung.",
      test_began:
        "Eine Variante ist schon geplant oder versendet. Ziehen Sie Geplantes zuerst zurück.",
      variant_not_sent: "Diese Variante ist noch nicht versendet.",
    },
  },
  en: {
    title: "Test variants",
    lead: "Send two to five versions to a part of the recipients: with another subject, sender, content or time. The rest then gets the version you choose. Each person gets exactly one.",
    start: "Make variants",
    dialogTitle: "Make variants",
    count: "How many variants",
    sample: "Part of the recipients for the test",
    sampleHelp: "All variants together. Each gets an equal part, drawn by address.",
    dialogText:
      "Each variant is a copy of this draft at first. Then change what is to differ, and schedule each on its boarding pass.",
    make: "Make them",
    sampleLine: "{{sample}} % of the recipients test, {{rest}} % get the version that is chosen.",
    columns: { variant: "Variant", state: "State", rate: "Result", act: "Actions" },
    measures: {
      clicked: "clicked (profiling)",
      opened: "opened (profiling)",
      uniqueOpened: "opened uniquely (anonymous)",
    },
    rate: "{{share}} {{measure}}, {{count, number}} of {{base, number}}",
    edit: "Edit",
    check: "Boarding pass",
    report: "Report",
    choose: "Take it for the rest",
    chosen: "chosen",
    chosenDone:
      "Variant {{letter}} is the content for the rest now. Look at the boarding pass and send.",
    clear: "Variant {{letter}} is ahead by more than chance explains (confidence 95 %).",
    unclear:
      "No clear winner: the differences may be chance (confidence 95 %). Take variant A, or decide by feeling.",
    noMeasure:
      "Too few recipients may be analysed for a result yet. Decide yourself; without a preference take variant A.",
    waiting: "The result is shown here once all variants are sent. Give them half a day.",
    end: "End the test",
    ended: "The test is ended, the variants are put away.",
    variantOf:
      "This is variant {{letter}} of a test. It goes to a part of the recipients of “{{name}}”.",
    toTest: "To the test",
    needsReports: "Whoever may see reports sees the result.",
    errors: {
      test_needs_newsletter:
        "Only a newsletter to its lists can be tested, no follow-up and no request for measuring.",
      test_began: "A variant is scheduled or sent already. Take what is scheduled back first.",
      variant_not_sent: "This variant was not sent yet.",
    },
  },
});
