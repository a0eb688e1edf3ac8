import { defineTexts } from "../../../ui/index.ts";

export const spamTexts = defineTexts("spamCheck", {
  de: {
    title: "Spamprüfung",
    lead: "Fragt die Spamfilter Ihrer Installation, was sie von diesem Mailing halten. Es verlässt dafür nicht das Haus; die Antwort ist eine Auskunft und hält nichts auf.",
    ask: "Jetzt prüfen",
    again: "Noch einmal prüfen",
    seeds: "An Kontrolladressen testen",
    asking: "Die Filter lesen …",
    off: "Es ist kein Spamfilter eingerichtet. Der Betreiber kann SpamAssassin (SPAMD_URL) oder rspamd (RSPAMD_URL) anschließen.",
    failed: "{{name}} hat nicht geantwortet",
    score: "{{name}}: {{score}} Punkte",
    isSpam:
      "Ab {{limit}} Punkten gilt eine Mail als Spam. Ändern Sie, was unten am meisten Punkte bringt.",
    isFine: "Ab {{limit}} Punkten gilt eine Mail als Spam.",
  },
  en: {
    title: "Spam check",
    lead: "Asks the spam filters of your installation what they make of this mailing. The mailing does not leave this installation for that; the answer is for information and blocks nothing.",
    ask: "Check now",
    again: "Check again",
    seeds: "Test at own addresses",
    asking: "The filters are reading …",
    off: "No spam filter is set up. The operator of this installation can connect SpamAssassin (SPAMD_URL) or rspamd (RSPAMD_URL).",
    failed: "{{name}} did not answer",
    score: "{{name}}: {{score}} points",
    isSpam: "From {{limit}} points on a mail counts as spam. Change what brings most points below.",
    isFine: "From {{limit}} points on a mail counts as spam.",
  },
});
