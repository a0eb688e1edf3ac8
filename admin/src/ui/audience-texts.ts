import { defineTexts } from "../i18n/index.ts";

export const audienceTexts = defineTexts("audience", {
  de: {
    counting: "Wird gezählt …",
    people_one: "Person",
    people_other: "Personen",
    mailable_one: "darf angeschrieben werden",
    mailable_other: "dürfen angeschrieben werden",
    measurable_one: "darf gemessen werden",
    measurable_other: "dürfen gemessen werden",
    whyNot: "Warum nicht alle?",
    title_one: "Eine Person bekommt keine Post",
    title_other: "{{count, number}} Personen bekommen keine Post",
    unblocks: "Was es ändert:",
    measuring:
      "Gemessen wird nur, wer der Auswertung der eigenen Nutzung zugestimmt hat. Alle anderen werden höchstens anonym gezählt.",
  },
  en: {
    counting: "Counting …",
    people_one: "person",
    people_other: "people",
    mailable_one: "may be mailed",
    mailable_other: "may be mailed",
    measurable_one: "may be measured",
    measurable_other: "may be measured",
    whyNot: "Why not everybody?",
    title_one: "One person gets no mail",
    title_other: "{{count, number}} people get no mail",
    unblocks: "What would change it:",
    measuring:
      "Only those are measured who agreed to the analysis of their use. All others are counted anonymously at most.",
  },
});
