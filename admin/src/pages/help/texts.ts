import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("help", {
  de: {
    title: "Hilfe",
    meta: "Was Klarpost misst, wie es zählt und wie Sie damit arbeiten",
    cards: {
      guide: {
        title: "In sechs Schritten mit Einwilligung auswerten",
        text: "Von der Zählstufe bis zum Folge-Mailing, mit dem Stand Ihres Mandanten bei jedem Schritt.",
      },
      opens: {
        title: "Was eine Öffnung bedeutet, und was nicht",
        text: "Warum Öffnungsraten überall zu hoch oder zu niedrig sind und wie Maschinen erkannt werden.",
      },
      method: {
        title: "Das Zählverfahren",
        text: "Für Datenschutzbeauftragte: was eine Mail enthält, was gespeichert wird, was ein Angreifer davon hätte.",
      },
      glossary: {
        title: "Begriffe und Zahlen",
        text: "Jede Zahl mit ihrer Formel, jedes Wort in einem Satz.",
      },
      goals: {
        title: "Ziele auf Ihrer Website",
        text: "Bestellungen und Termine nach einem Klick zählen, mit Beispielen für Ihre Website.",
      },
    },
  },
  en: {
    title: "Help",
    meta: "What Klarpost measures, how it counts and how you work with it",
    cards: {
      guide: {
        title: "Analysing with consent in six steps",
        text: "From the counting level to the follow-up mailing, with the state of your account at each step.",
      },
      opens: {
        title: "What an open means, and what it does not",
        text: "Why open rates are too high or too low everywhere, and how machines are recognised.",
      },
      method: {
        title: "The counting method",
        text: "For data protection officers: what a mail contains, what is stored, what an attacker would get out of it.",
      },
      glossary: {
        title: "Terms and figures",
        text: "Every figure with its formula, every word in one sentence.",
      },
      goals: {
        title: "Goals on your website",
        text: "Count orders and appointments after a click, with examples for your website.",
      },
    },
  },
});
