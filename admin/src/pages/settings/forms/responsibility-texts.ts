import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-responsibility", {
  de: {
    version: "Fassung {{version}}",
    accept: "Gelesen und zur Kenntnis genommen",
    asWhom: "Wird festgehalten als {{name}}.",
    acceptedAt: "Zur Kenntnis genommen am {{at}}",
    ownersOnly: "Das bestätigt eine Inhaberin oder ein Inhaber des Mandanten.",
    whyTitle: "Was das heißt",
    why1: "Klarpost prüft vieles für Sie und sagt, woran etwas scheitert. Entscheiden müssen Sie.",
    why2: "Wenn Sie unsicher sind, fragen Sie Ihre datenschutzbeauftragte Person oder eine Anwältin. Klarpost legt dazu alles offen.",
  },
  en: {
    version: "Version {{version}}",
    accept: "Read and taken note of",
    asWhom: "Recorded as {{name}}.",
    acceptedAt: "Taken note of on {{at}}",
    ownersOnly: "An owner of the account confirms this.",
    whyTitle: "What this means",
    why1: "Klarpost checks much for you and says why something is refused. The decisions are yours.",
    why2: "If you are unsure, ask your data protection officer or a lawyer. Klarpost lays everything open for that.",
  },
});
