import { defineTexts } from "../../../ui/index.ts";

/** Where a wording says Sie and the pages say du, or the other way round. */
export const addressTexts = defineTexts("privacyWordingAddress", {
  de: {
    version: {
      sie: "Ihre Seiten und E-Mails sagen du, dieser Text sagt Sie. Er bleibt gültig, mit allen Einwilligungen. Eine neue Fassung kann du sagen.",
      du: "Ihre Seiten und E-Mails sagen Sie, dieser Text sagt du. Er bleibt gültig, mit allen Einwilligungen. Eine neue Fassung kann Sie sagen.",
    },
    title_one: "Ein Text spricht die Menschen anders an",
    title_other: "{{count, number}} Texte sprechen die Menschen anders an",
    note: {
      sie: "Ihre Seiten und E-Mails sagen du. Mit Sie steht noch in Gebrauch: {{names}}. Was freigegeben ist, gilt weiter; legen Sie bei Gelegenheit eine neue Fassung an.",
      du: "Ihre Seiten und E-Mails sagen Sie. Mit du steht noch in Gebrauch: {{names}}. Was freigegeben ist, gilt weiter; legen Sie bei Gelegenheit eine neue Fassung an.",
    },
  },
  en: {
    version: {
      sie: "Your pages and e-mails say “du”, this text says “Sie”. It stays valid with all its consents. A new version may say “du”.",
      du: "Your pages and e-mails say “Sie”, this text says “du”. It stays valid with all its consents. A new version may say “Sie”.",
    },
    title_one: "One wording addresses people differently",
    title_other: "{{count, number}} wordings address people differently",
    note: {
      sie: "Your pages and e-mails say “du”. Still in use with “Sie”: {{names}}. What is approved stays valid; make a new version when it suits you.",
      du: "Your pages and e-mails say “Sie”. Still in use with “du”: {{names}}. What is approved stays valid; make a new version when it suits you.",
    },
  },
});
