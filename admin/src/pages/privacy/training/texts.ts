import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("privacyTraining", {
  de: {
    lead: "Ein kurzer Kurs für alle, die mit Kontakten arbeiten: Erlaubnis, verdecktes Tracking, Rechte der Empfänger und sicherer Umgang mit Daten.",
    facts:
      "etwa {{minutes}} Minuten · {{chapters}} Kapitel · {{questions}} Fragen · Bescheinigung für 12 Monate",
    states: {
      fine: "Ihre Schulung ist aktuell",
      soon: "Bitte bis {{day}} machen",
      overdue: "Ihre Schulung ist überfällig",
      suspended: "Zwei Ihrer Rechte ruhen",
    },
    stateText: {
      fine: "Gültig bis {{day}}.",
      soon: "Nehmen Sie sich eine Viertelstunde. Sie können jederzeit unterbrechen.",
      overdue:
        "Vorgesehen war der {{day}}. Ab dem {{from}} ruhen sonst die Auswertung einzelner Personen und der Export von Kontakten.",
      suspended:
        "Die Auswertung einzelner Personen und der Export von Kontakten ruhen, bis Sie den Kurs gemacht haben. Danach ist sofort alles wie zuvor.",
    },
    begin: "Kurs beginnen",
    again: "Kurs noch einmal lesen",
    chapterOf: "Kapitel {{no}} von {{of}}",
    example: "Ein Beispiel",
    remember: "Merken Sie sich",
    back: "Zurück",
    next: "Weiter",
    toQuestions: "Zu den Fragen",
    questions: "Fünf Fragen zum Schluss",
    questionsText:
      "Alle fünf richtig, dann ist Ihre Bescheinigung fertig. Sie dürfen es beliebig oft versuchen.",
    submit: "Antworten prüfen",
    right: "Richtig.",
    wrong: "Nicht ganz.",
    passed: "Bestanden",
    passedText: "Ihre Bescheinigung gilt bis {{day}}.",
    notPassed: "Fast geschafft",
    notPassedText: "Lesen Sie die Erklärungen und antworten Sie noch einmal.",
    certificate: "Bescheinigung (PDF)",
    certificates: "Ihre Bescheinigungen",
    certificateOf: "vom {{day}}, gültig bis {{until}}",
    people: "Wer ist wann fällig?",
    peopleText:
      "Wer mehr als 60 Tage überfällig ist, sieht keine Auswertung einzelner Personen und exportiert keine Kontakte. Klarpost erinnert von selbst.",
    columns: { name: "Name", passed: "Zuletzt", due: "Fällig", state: "Stand" },
    never: "noch nie",
    short: {
      fine: "aktuell",
      soon: "bald fällig",
      overdue: "überfällig",
      suspended: "Rechte ruhen",
    },
  },
  en: {
    lead: "A short course for everybody who works with contacts: permission, covert tracking, recipients' rights and handling data safely.",
    facts:
      "about {{minutes}} minutes · {{chapters}} chapters · {{questions}} questions · certificate for 12 months",
    states: {
      fine: "Your training is up to date",
      soon: "Please take it by {{day}}",
      overdue: "Your training is overdue",
      suspended: "Two of your rights are suspended",
    },
    stateText: {
      fine: "Valid until {{day}}.",
      soon: "Take a quarter of an hour. You can interrupt it at any time.",
      overdue:
        "It was due on {{day}}. From {{from}} the analysis of single people and the export of contacts will otherwise be suspended.",
      suspended:
        "The analysis of single people and the export of contacts are suspended until you have taken the course. Then everything is at once as it was before.",
    },
    begin: "Begin the course",
    again: "Read the course again",
    chapterOf: "Chapter {{no}} of {{of}}",
    example: "An example",
    remember: "Remember",
    back: "Back",
    next: "Next",
    toQuestions: "To the questions",
    questions: "Five questions to finish",
    questionsText:
      "All five right, and your certificate is ready. You may try as often as you like.",
    submit: "Check the answers",
    right: "Right.",
    wrong: "Not quite.",
    passed: "Passed",
    passedText: "Your certificate is valid until {{day}}.",
    notPassed: "Nearly there",
    notPassedText: "Read the explanations and answer once more.",
    certificate: "Certificate (PDF)",
    certificates: "Your certificates",
    certificateOf: "of {{day}}, valid until {{until}}",
    people: "Who is due when?",
    peopleText:
      "Whoever is more than 60 days overdue sees no analysis of single people and exports no contacts. Klarpost sends the reminders itself.",
    columns: { name: "Name", passed: "Last taken", due: "Due", state: "State" },
    never: "never",
    short: {
      fine: "up to date",
      soon: "due soon",
      overdue: "overdue",
      suspended: "rights suspended",
    },
  },
});
