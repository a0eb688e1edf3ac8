import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("mailings-calendar", {
  de: {
    title: "Kalender",
    month: "Monat",
    week: "Woche",
    view: "Ansicht",
    before: { month: "Voriger Monat", week: "Vorige Woche" },
    after: { month: "Nächster Monat", week: "Nächste Woche" },
    today: "Heute",
    weekFrom: "Woche vom {{day}}",
    nothing: "In dieser Zeit ist nichts geplant und nichts versendet.",
    open: "Öffnen",
    moveTo: "Auf einen anderen Zeitpunkt legen …",
    dayLater: "Einen Tag später",
    dayEarlier: "Einen Tag früher",
    weekLater: "Eine Woche später",
    moved: "„{{name}}“ geht jetzt {{when}} los.",
    dialogTitle: "Mailing verschieben",
    when: "Neuer Zeitpunkt",
    move: "Verschieben",
    past: "Dieser Zeitpunkt ist schon vorbei.",
    lists: "An {{lists}}",
    customers: "An Bestandskunden",
    clash_one:
      "Wer schon {{others}} bekam, wird ausgelassen: höchstens {{count, number}} Mail in {{days}} Tagen{{list}}.",
    clash_other:
      "Wer schon {{others}} bekam, wird ausgelassen: höchstens {{count, number}} Mails in {{days}} Tagen{{list}}.",
    clashList: " von „{{name}}“",
    clashTitle: "Was sich in die Quere kommt",
    clashLead:
      "Diese Mailings gehen so dicht nacheinander an dieselbe Liste, dass die Grenze greift. Wen es trifft, zeigt die Bordkarte.",
    clashRules: "Grenzen ansehen",
    dragHint:
      "Ziehen Sie ein geplantes Mailing auf einen anderen Tag, oder öffnen Sie es mit der Eingabetaste und wählen Sie „verschieben“. Die Uhrzeit bleibt.",
    recurring: "Ausgabe eines wiederkehrenden Mailings",
    ifNews: "wenn es Neues gibt",
    errors: {
      zones_passed:
        "Für einen Teil der Empfänger wäre die Uhrzeit dort schon vorbei. Wählen Sie eine spätere Zeit.",
      time_past: "Dieser Zeitpunkt ist schon vorbei, oder es bleibt zu wenig Bedenkzeit.",
      mailing_not_ready:
        "Dem Versand steht inzwischen etwas im Weg. Nehmen Sie das Mailing zurück und sehen Sie auf der Bordkarte nach.",
    },
  },
  en: {
    title: "Calendar",
    month: "Month",
    week: "Week",
    view: "View",
    before: { month: "Previous month", week: "Previous week" },
    after: { month: "Next month", week: "Next week" },
    today: "Today",
    weekFrom: "Week of {{day}}",
    nothing: "Nothing is planned or was sent in this period.",
    open: "Open",
    moveTo: "Move to another time …",
    dayLater: "One day later",
    dayEarlier: "One day earlier",
    weekLater: "One week later",
    moved: "“{{name}}” now goes out: {{when}}.",
    dialogTitle: "Move the mailing",
    when: "New time",
    move: "Move",
    past: "This time has already passed.",
    lists: "To {{lists}}",
    customers: "To existing customers",
    clash_one:
      "Recipients of {{others}} are left out: at most {{count, number}} mail in {{days}} days{{list}}.",
    clash_other:
      "Recipients of {{others}} are left out: at most {{count, number}} mails in {{days}} days{{list}}.",
    clashList: " from “{{name}}”",
    clashTitle: "Mailings that clash",
    clashLead:
      "These mailings go to the same list so close together that the frequency limit applies. The boarding pass shows who is affected.",
    clashRules: "View the limits",
    dragHint:
      "Drag a scheduled mailing to another day, or open it with the Enter key and choose “move”. The time of day stays.",
    recurring: "issue of a recurring mailing",
    ifNews: "if there is news",
    errors: {
      zones_passed: "For some recipients the hour would already have passed. Choose a later time.",
      time_past: "This time has already passed, or is too close to change your mind.",
      mailing_not_ready:
        "Something is now blocking this mailing. Take it back and check the boarding pass.",
    },
  },
});
