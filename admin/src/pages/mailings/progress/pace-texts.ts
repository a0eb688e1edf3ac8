import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("mailings-pace", {
  de: {
    warm_upTitle: "Warm-up: noch {{count, number}} bis morgen",
    warm_up:
      "Einige Anbieter lernen Ihre Absenderdomain erst kennen. Ihr Anteil für heute ist erreicht. {{until}} geht es von selbst weiter.",
    slow_downTitle: "Ein Anbieter nimmt gerade weniger an",
    slow_down:
      "{{count, number}} E-Mails warten darauf und gehen langsamer hinaus. Alle anderen bekommen ihre wie gewohnt.",
    limitTitle: "Ihre Tempogrenze bremst",
    limit: "Die E-Mails gehen so schnell hinaus, wie Ihre Grenze es erlaubt.",
    toPace: "Versandtempo",
  },
  en: {
    warm_upTitle: "Warm-up: {{count, number}} more by tomorrow",
    warm_up:
      "Some providers are only getting to know your sending domain. Their share for today is reached. It goes on by itself {{until}}.",
    slow_downTitle: "A provider accepts less at the moment",
    slow_down:
      "{{count, number}} mails wait for it and leave more slowly. Everybody else gets theirs as usual.",
    limitTitle: "Your limit holds mails back",
    limit: "The mails leave as fast as your limit allows.",
    toPace: "Sending pace",
  },
});
