import type { Locale } from "../platform/index.ts";
import type { ConsentPurpose } from "./ledger.ts";
import { annexFindings, unsaidScope, type WordingScope } from "./wording-scope.ts";
import { placeholdersOf, type Placeholder } from "./wording.ts";

/** A part that a wording must have and has not. A wording with findings cannot be approved. */
export interface WordingFinding {
  code: string;
  rule: string;
  message: Record<Locale, string>;
}

interface Requirement extends WordingFinding {
  met(text: string, used: Set<Placeholder>, locale: Locale): boolean;
}

const matches =
  (patterns: Record<Locale, RegExp>) =>
  (text: string, _used: Set<Placeholder>, locale: Locale): boolean =>
    patterns[locale].test(text);

const sender: Requirement = {
  code: "sender",
  rule: "CON-07",
  message: {
    de: "Es fehlt, wem die Erklärung gilt: {{absender}}.",
    en: "It does not say to whom the declaration is made: {{sender}}.",
  },
  met: (_text, used) => used.has("sender"),
};
const privacy: Requirement = {
  code: "privacy_notice",
  rule: "CON-07",
  message: {
    de: "Es fehlt der Verweis auf die Datenschutzhinweise: {{datenschutz_link}} oder {{datenschutz_url}}.",
    en: "The reference to the privacy notice is missing: {{privacy_link}} or {{privacy_url}}.",
  },
  met: (_text, used) => used.has("privacyUrl") || used.has("privacyLink"),
};
const withdrawal: Requirement = {
  code: "withdrawal",
  rule: "CON-03",
  message: {
    de: "Es fehlt, dass die Einwilligung jederzeit widerrufen werden kann, und wie: etwa mit {{widerruf}}.",
    en: "It does not say that consent can be withdrawn at any time, and how: for example by {{withdrawal}}.",
  },
  met: (text, used, locale) =>
    used.has("withdrawal") ||
    (locale === "de"
      ? /jederzeit/i.test(text) &&
        /widerruf/i.test(text) &&
        (used.has("contact") || /verwalten|abmelde-?link|einstellungen/i.test(text))
      : /at any time/i.test(text) &&
        /withdraw/i.test(text) &&
        (used.has("contact") || /manage|unsubscribe link|settings/i.test(text))),
};
const email: Requirement = {
  code: "channel",
  rule: "CON-07",
  message: {
    de: "Es fehlt der Kanal: das Wort „E-Mail“.",
    en: "The channel is missing: the word “e-mail”.",
  },
  met: matches({ de: /\be-mails?\b/i, en: /\be-?mails?\b/i }),
};
const topics: Requirement = {
  code: "topics",
  rule: "CON-07",
  message: {
    de: "Es fehlt, worum es geht: {{themen}}.",
    en: "It does not say what it is about: {{topics}}.",
  },
  met: (_text, used) => used.has("topics"),
};
const lists: Requirement = {
  code: "list",
  rule: "CON-01",
  message: {
    de: "Es fehlt der Name des Newsletters: {{liste}} oder {{listen}}.",
    en: "The name of the newsletter is missing: {{list}} or {{lists}}.",
  },
  met: (_text, used) => used.has("list") || used.has("lists"),
};
const proof: Requirement = {
  code: "stored_as_proof",
  rule: "CON-05",
  message: {
    de: "Es fehlt, was zum Nachweis gespeichert wird (Wortlaut, Zeitpunkt, Formular, Bestätigungsmail).",
    en: "It does not say what is stored as proof (wording, time, form, confirmation mail).",
  },
  met: matches({ de: /nachweis|beleg/i, en: /proof|evidence/i }),
};
const technique: Requirement = {
  code: "technique",
  rule: "CON-20",
  message: {
    de: "Es fehlt, wie gemessen wird: Zählpixel (Messgrafik) und persönliche Links.",
    en: "It does not say how it is measured: a measuring image (pixel) and personal links.",
  },
  met: matches({
    de: /(zählpixel|messgrafik|messbild)[\s\S]*link|link[\s\S]*(zählpixel|messgrafik|messbild)/i,
    en: /(pixel|measuring image)[\s\S]*link|link[\s\S]*(pixel|measuring image)/i,
  }),
};
const use: Requirement = {
  code: "purpose",
  rule: "CON-20",
  message: {
    de: "Es fehlt, wozu ausgewertet wird.",
    en: "It does not say what the analysis is for.",
  },
  met: matches({ de: /zweck|damit|\bum\b[^.]*\bzu\b|wozu/i, en: /purpose|so that|in order to/i }),
};
const voluntary: Requirement = {
  code: "voluntary",
  rule: "CON-08",
  message: {
    de: "Es fehlt, dass die Einwilligung freiwillig ist und der Newsletter auch ohne sie kommt.",
    en: "It does not say that consent is voluntary and the newsletter comes without it, too.",
  },
  met: matches({ de: /freiwillig/i, en: /voluntar|optional/i }),
};
const useOfSite: Requirement = {
  code: "website",
  rule: "CON-20",
  message: {
    de: "Es fehlt, was ausgewertet wird: der Besuch der Website.",
    en: "It does not say what is analysed: visits to the website.",
  },
  met: matches({ de: /website|webseite|internetseite/i, en: /website|web page/i }),
};
const joined: Requirement = {
  code: "joined",
  rule: "CON-01",
  message: {
    de: "Es fehlt, was zusammengeführt wird: der Besuch der Website und die E-Mails.",
    en: "It does not say what is joined: visits to the website and the e-mails.",
  },
  met: matches({
    de: /(website|webseite|internetseite)[\s\S]*(e-mail|newsletter)|(e-mail|newsletter)[\s\S]*(website|webseite|internetseite)/i,
    en: /(website|web page)[\s\S]*(e-?mail|newsletter)|(e-?mail|newsletter)[\s\S]*(website|web page)/i,
  }),
};
const special: Requirement = {
  code: "special_categories",
  rule: "CON-21",
  message: {
    de: "Es fehlt, dass besondere Kategorien personenbezogener Daten nicht ausgewertet werden.",
    en: "It does not say that special categories of personal data are not analysed.",
  },
  met: matches({ de: /besondere[nr]? kategorien|art\.?\s*9/i, en: /special categor|art\.?\s*9/i }),
};

const requirements: Record<ConsentPurpose, Requirement[]> = {
  newsletter: [sender, lists, topics, email, withdrawal, proof, privacy],
  profiling: [sender, technique, use, special, voluntary, withdrawal, privacy],
  sales_1to1: [sender, topics, email, withdrawal, privacy],
  crm_campaign_email: [sender, topics, email, withdrawal, privacy],
  web_tracking: [sender, useOfSite, use, special, voluntary, withdrawal, privacy],
  web_email_link: [sender, use, joined, special, voluntary, withdrawal, privacy],
};

/**
 * What keeps a wording from being approved (CON-03, CON-07, CON-20, CON-21); empty when nothing does. With the scope of
 * its version, the text is compared with it too.
 */
export function checkWording(
  text: string,
  purpose: ConsentPurpose,
  locale: Locale,
  scope?: WordingScope,
): WordingFinding[] {
  const { used, unknown } = placeholdersOf(text);
  const found = requirements[purpose]
    .filter((requirement) => !requirement.met(text, used, locale))
    .map(({ code, rule, message }) => ({ code, rule, message }));
  return [
    ...found,
    ...(scope && purpose === "profiling" ? unsaidScope(text, scope, locale) : []),
    ...(scope ? annexFindings(used, scope) : []),
    ...unknown.map((name) => ({
      code: "unknown_placeholder",
      rule: "CON-07",
      message: {
        de: `Der Platzhalter {{${name}}} ist nicht bekannt.`,
        en: `The placeholder {{${name}}} is not known.`,
      },
    })),
  ];
}
