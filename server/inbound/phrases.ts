/** What a phrase asks for. It decides nothing: it puts a reply before a person (LEG-17). */
export type Intent = "unsubscribe" | "objection" | "erasure";

export interface Phrase {
  text: string;
  language: "de" | "en";
  intent: Intent;
}

/** Where a phrase stands in a text, in UTF-16 units. */
export interface Match {
  start: number;
  end: number;
  phrase: string;
  intent: Intent;
}

/**
 * The table. In a phrase, `*` stands for the rest of a word, `…` for up to 60 characters of the same sentence, and
 * `^` in front says that it must be all of a line. Umlauts and ß are found in each spelling.
 */
const TABLE: Record<"de" | "en", Record<Intent, string[]>> = {
  de: {
    unsubscribe: [
      "^abmelden",
      "^abmeldung",
      "^stop",
      "^stopp",
      "^abbestellen",
      "^austragen",
      "bitte … abmelden",
      "mich … abmelden",
      "melden Sie mich … ab",
      "melde mich … ab",
      "melde* mich hiermit ab",
      "newsletter* … abmelden",
      "abmeldung … newsletter*",
      "vom newsletter abmelden",
      "newsletter* … abbestell*",
      "bestelle … newsletter … ab",
      "newsletter* … kündig*",
      "kündig* … newsletter*",
      "newsletter* … stornier*",
      "keine weiteren … *mail*",
      "keine weiteren nachricht*",
      "keine weiteren newsletter*",
      "keine weitere werbung",
      "keine weiteren zusendung*",
      "keine weiteren zuschrift*",
      "keine *mail* mehr",
      "keine solchen *mail*",
      "keine nachricht* mehr",
      "keinen newsletter* mehr",
      "keine newsletter* mehr",
      "keine post mehr",
      "keine infos mehr",
      "nichts mehr … bekommen",
      "nichts mehr … erhalten",
      "nichts mehr … schicken",
      "nichts mehr … senden",
      "nicht mehr … bekommen",
      "nicht mehr … erhalten",
      "nicht mehr … zusenden",
      "nicht mehr … zuschicken",
      "nicht mehr … anschreiben",
      "nicht mehr … kontaktieren",
      "nicht weiter … anschreiben",
      "nicht länger … erhalten",
      "schicken Sie mir … nichts mehr",
      "senden Sie mir … nichts mehr",
      "schicken Sie mir … keine",
      "senden Sie mir … keine",
      "schickt mir … keine",
      "schreiben Sie mir … nicht mehr",
      "schreiben Sie mich … nicht mehr an",
      "kein interesse mehr",
      "kein interesse an … newsletter*",
      "streichen Sie … liste*",
      "streichen Sie … verteiler*",
      "streichen Sie mich",
      "streicht mich",
      "nehmen Sie mich … heraus",
      "nehmen Sie mich … raus",
      "nehmen Sie mich … verteiler*",
      "nehmen Sie mich … liste*",
      "nehmt mich … raus",
      "nehmt mich … verteiler*",
      "aus … verteiler* … nehmen",
      "aus … verteiler* … entfernen",
      "aus … verteiler* … streichen",
      "aus … verteiler* … austragen",
      "aus … verteiler* … löschen",
      "aus … verteiler* … herausnehmen",
      "aus … liste … entfernen",
      "aus … liste … streichen",
      "aus … liste … nehmen",
      "tragen Sie mich … aus",
      "mich … austragen",
      "bitte … austragen",
      "bitte … abbestellen",
      "hören Sie auf",
      "hört auf … schicken",
      "lassen Sie mich … in ruhe",
      "lasst mich … in ruhe",
      "verschonen Sie mich",
      "unterlassen Sie",
      "unterlassung",
      "nie wieder … *mail*",
      "spam",
    ],
    objection: [
      "widerspruch",
      "widerspreche",
      "widersprechen",
      "widerrufe",
      "widerruf",
      "keine werbung",
      "keine reklame",
      "werbewiderspruch",
      "unerwünschte werbung",
      "unverlangte werbung",
      "unaufgefordert*",
      "belästigung",
      "ziehe … einwilligung zurück",
      "einwilligung … zurückziehen",
      "nicht eingewilligt",
      "nie zugestimmt",
      "nie angemeldet",
      "Art. 21 DSGVO",
      "abmahnung",
    ],
    erasure: [
      "löschen Sie … daten",
      "löschen Sie … adresse",
      "löschen Sie mich",
      "löscht … daten",
      "löscht mich",
      "löschung … daten",
      "löschung … adresse",
      "daten … löschen",
      "daten … gelöscht",
      "adresse … löschen",
      "löschantrag",
      "recht auf vergessenwerden",
      "Art. 17 DSGVO",
    ],
  },
  en: {
    unsubscribe: [
      "^unsubscribe",
      "^remove",
      "^opt out",
      "unsubscribe me",
      "please unsubscribe",
      "want to unsubscribe",
      "like to unsubscribe",
      "wish to unsubscribe",
      "unsubscribe … list",
      "unsubscribe … newsletter*",
      "unsubscribe … address",
      "opt out",
      "opt-out",
      "opt me out",
      "remove me",
      "remove my … address",
      "remove my email",
      "remove us",
      "remove this address",
      "take me off",
      "take my … off",
      "off your … list",
      "off the … list",
      "from your … list",
      "stop sending",
      "stop emailing",
      "stop e-mailing",
      "stop mailing",
      "stop contacting",
      "stop these *mail*",
      "stop spamming",
      "no more *mail*",
      "no more newsletter*",
      "no more messages",
      "no further *mail*",
      "do not email",
      "don't email",
      "do not contact",
      "don't contact",
      "do not send",
      "don't send",
      "don't want … *mail*",
      "do not want … *mail*",
      "don't want … newsletter*",
      "do not want … newsletter*",
      "no longer wish",
      "no longer want",
      "no longer interested",
      "not interested",
      "never email",
      "never contact",
      "leave me alone",
      "cancel my subscription",
      "cancel … newsletter*",
      "cancel my newsletter*",
      "end my subscription",
    ],
    objection: [
      "I object",
      "object to",
      "objection",
      "withdraw my consent",
      "revoke my consent",
      "never signed up",
      "did not sign up",
      "didn't sign up",
      "never subscribed",
      "never agreed",
      "unsolicited",
      "unwanted advertising",
      "no advertising",
      "harass*",
      "cease and desist",
      "direct marketing",
      "Article 21",
    ],
    erasure: [
      "delete my data",
      "delete my … data",
      "delete all … data",
      "delete my account",
      "delete my … address",
      "delete me",
      "erase my … data",
      "erase my data",
      "erase me",
      "forget me",
      "right to be forgotten",
      "right to erasure",
      "Article 17",
    ],
  },
};

export const phrases: readonly Phrase[] = (["de", "en"] as const).flatMap((language) =>
  (["unsubscribe", "objection", "erasure"] as const).flatMap((intent) =>
    TABLE[language][intent].map((text) => ({ text, language, intent })),
  ),
);

const SPELLINGS: Record<string, string> = {
  ä: "(?:ä|ae|a\\u0308)",
  ö: "(?:ö|oe|o\\u0308)",
  ü: "(?:ü|ue|u\\u0308)",
  ß: "(?:ß|ss)",
  "'": "['’´`]?",
  "-": "[-‐‑ ]?",
};

function compile({ text }: Phrase): RegExp {
  const whole = text.startsWith("^");
  const source = [...(whole ? text.slice(1) : text)]
    .map((character) => {
      if (character === " ") return "\\s+";
      if (character === "*") return "[\\p{L}\\p{N}\\u0308-]*";
      if (character === "…") return "…";
      return SPELLINGS[character.toLowerCase()] ?? character.replace(/[.\\+?()[\]{}|$]/g, "\\$&");
    })
    .join("")
    // A gap may be nothing at all: "bitte abmelden" and "bitte vom Newsletter abmelden".
    .replaceAll("\\s+…\\s+", "\\s(?:[^.!?\\n]|\\n(?!\\n)){0,60}?\\s?(?<=\\s)");
  return whole
    ? new RegExp(`^[\\s"'„“!.,*-]*(${source})[\\s"'“”!.,*-]*$`, "gimu")
    : new RegExp(`(?<![\\p{L}\\p{N}])(${source})(?![\\p{L}\\p{N}])`, "giu");
}

const compiled = phrases.map((phrase) => ({ phrase, pattern: compile(phrase) }));

/** Where a text says that its author wants less or no mail: the longest matches, none within another, in order. */
export function findPhrases(text: string): Match[] {
  const all: Match[] = [];
  for (const { phrase, pattern } of compiled)
    for (const match of text.matchAll(pattern)) {
      const start = match.index + match[0].indexOf(match[1]!);
      const { intent } = phrase;
      all.push({ start, end: start + match[1]!.length, phrase: phrase.text, intent });
    }
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Match[] = [];
  for (const match of all) if (match.start >= (kept.at(-1)?.end ?? 0)) kept.push(match);
  return kept.slice(0, 20);
}

/** Subjects that say one thing only (LEG-17). */
const CLEAR_SUBJECT =
  /^(?:bitte\s+)?(?:abmelden|abmeldung|abbestellen|abbestellung|unsubscribe|please unsubscribe|unsubscribe me|newsletter[- ](?:abmelden|abmeldung|abbestellen)|(?:abmeldung|abmelden)(?: vom)? newsletter)$/iu;
/** Words under such a subject that make a person look first. */
const DOUBT =
  /\?|\b(?:nicht|doch|kein problem|erst|rückgängig|wieder|not|don['’]?t|again|after|instead|how|wie)\b/iu;

/** True for a fresh subject such as "Abmelden" whose text does not raise a doubt. An answer's subject is ours, not theirs. */
export function isClearUnsubscribe(subject: string, own: string): boolean {
  const bare = subject.trim().replace(/[\s!.,:;]+$/u, "");
  return CLEAR_SUBJECT.test(bare) && own.length <= 600 && !DOUBT.test(own);
}
