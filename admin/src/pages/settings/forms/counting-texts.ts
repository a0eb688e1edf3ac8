import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-counting", {
  de: {
    nothingYet: "Noch wird nichts gezählt",
    nothingYetText:
      "Wer der Auswertung zugestimmt hat, wird persönlich gemessen. Hier geht es um alle anderen. Bis Sie sich entscheiden, zählt Klarpost bei ihnen nichts.",
    question: "Was soll Klarpost über Menschen zählen, die nicht zugestimmt haben?",
    facts: { opens: "Öffnungen", clicks: "Klicks", people: "Personen" },
    fact: {
      none: { opens: "keine", clicks: "keine", people: "nie" },
      clicks_only: { opens: "keine", clicks: "als Summe", people: "nie" },
      shared: { opens: "als Summe", clicks: "als Summe", people: "nie" },
      unique: { opens: "als Quote", clicks: "als Quote", people: "nie" },
    },
    chooseOne: "Bitte wählen Sie eine der Möglichkeiten.",
    reason: "Warum so?",
    reasonHelp: "Ein Satz für Ihre Akten. Er wird mit Ihrem Namen und der Zeit festgehalten.",
    reasonExample: {
      none: "Wir brauchen keine Zahlen über Menschen, die nicht gefragt wurden.",
      clicks_only: "Wir wollen wissen, welche Themen gefragt sind, ohne Öffnungen zu messen.",
      shared: "Wir wollen wissen, ob unsere Newsletter gelesen werden, ohne einzelne zu sehen.",
      unique:
        "Wir brauchen Quoten über alle Empfänger, ohne einzelne zu sehen; die Einschätzung liegt vor.",
    },
    reasonMissing: "Bitte begründen Sie Ihre Wahl in einem Satz.",
    record: "Wahl festhalten",
    recordHelp: "Sie können später anders wählen; auch das wird festgehalten.",
    chosen: "Ihre Wahl",
    chosenBy: "Gewählt von {{by}}, {{at}}.",
    changeChoice: "Anders wählen",
  },
  en: {
    nothingYet: "Nothing is counted yet",
    nothingYetText:
      "People who agreed to measuring are measured personally. This is about everyone else. Until you decide, Klarpost counts nothing about them.",
    question: "What should Klarpost count about people who have not agreed?",
    facts: { opens: "Opens", clicks: "Clicks", people: "Persons" },
    fact: {
      none: { opens: "none", clicks: "none", people: "never" },
      clicks_only: { opens: "none", clicks: "as a total", people: "never" },
      shared: { opens: "as a total", clicks: "as a total", people: "never" },
      unique: { opens: "as a rate", clicks: "as a rate", people: "never" },
    },
    chooseOne: "Please choose one of the ways.",
    reason: "Why this way?",
    reasonHelp: "One sentence for your files. It is recorded with your name and the time.",
    reasonExample: {
      none: "We need no figures about people who were not asked.",
      clicks_only: "We want to know which topics interest people, without measuring opens.",
      shared: "We want to know whether our newsletters are read, without seeing individuals.",
      unique:
        "We need rates over all recipients without seeing individuals; the assessment is recorded.",
    },
    reasonMissing: "Please give the reason in a sentence.",
    record: "Record the choice",
    recordHelp: "You can choose differently later; that is recorded too.",
    chosen: "Your choice",
    chosenBy: "Chosen by {{by}}, {{at}}.",
    changeChoice: "Choose differently",
  },
});
