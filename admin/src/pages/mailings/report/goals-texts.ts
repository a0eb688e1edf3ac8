import { defineTexts } from "../../../ui/index.ts";

export const goalsTexts = defineTexts("mailings-report-goals", {
  de: {
    title: "Erreichte Ziele",
    clickers_one: "von {{count, number}} Klicker, der die Auswertung von Formularen erlaubt",
    clickers_other: "von {{count, number}} Klickern, die die Auswertung von Formularen erlauben",
    clickersHow:
      "Klicker dieses Mailings, deren Einwilligungstext Klicks und Formulare nennt und die es jetzt erlauben.",
    nobodyCovered:
      "Kein Klicker dieses Mailings erlaubt die Auswertung von Formularen. Ziele werden deshalb nicht gezählt.",
    clickersHidden: "Klicker, die die Auswertung von Formularen erlauben:",
    goal: "Ziel",
    reached: "Personen",
    rate: "Zielquote",
    times: "Meldungen",
    value: "Wert",
    byLink: "Ziele je Link",
    link: "Link",
    people: "Personen ansehen",
    peopleTitle: "Wer ein Ziel erreicht hat",
    person: "Person",
    hour: "Stunde",
    nobody: "Niemand, der einem Bericht über Personen zugestimmt hat.",
    foot: "Nur Menschen mit Erlaubnis, beim Klick und bei der Meldung. Ohne das Recht auf personenbezogene Auswertung erscheinen Zahlen ab {{k, number}} Personen.",
  },
  en: {
    title: "Goals reached",
    clickers_one: "of {{count, number}} clicker who permits the analysis of forms",
    clickers_other: "of {{count, number}} clickers who permit the analysis of forms",
    clickersHow:
      "Clickers of this mailing whose wording names clicks and forms and who permit it now.",
    nobodyCovered:
      "No clicker of this mailing permits the analysis of forms. So goals are not counted.",
    clickersHidden: "Clickers who permit the analysis of forms:",
    goal: "Goal",
    reached: "People",
    rate: "Conversion rate",
    times: "Reports",
    value: "Value",
    byLink: "Goals by link",
    link: "Link",
    people: "Look at the people",
    peopleTitle: "Who reached a goal",
    person: "Person",
    hour: "Hour",
    nobody: "Nobody who agreed to reports on persons.",
    foot: "Only people with permission, at the click and at the report. Without the right to see single persons, figures appear from {{k, number}} people on.",
  },
});
