import type { Locale } from "../platform/index.ts";
import type { WordingFinding } from "./check-wording.ts";
import type { Placeholder } from "./wording.ts";

/** Words by which a text names what a profiling wording covers: one of them must stand there (CON-20). */
const SCOPE_WORDS: Record<string, { name: Record<Locale, string>; text: Record<Locale, RegExp> }> =
  {
    open: {
      name: { de: "Öffnungen", en: "opens" },
      text: { de: /öffne|öffnung/i, en: /\bopen/i },
    },
    click: { name: { de: "Klicks", en: "clicks" }, text: { de: /klick/i, en: /click/i } },
    page_view: {
      name: { de: "Seitenaufrufe", en: "page views" },
      text: {
        de: /website|webseite|internetseite|seitenaufruf/i,
        en: /website|web page|page view/i,
      },
    },
    form_use: {
      name: { de: "Formulare", en: "forms" },
      text: { de: /formular/i, en: /\bforms?\b/i },
    },
    download: {
      name: { de: "Downloads", en: "downloads" },
      text: { de: /herunterlad|download/i, en: /download/i },
    },
    person_report: {
      name: { de: "die Auswertung je Person", en: "the report per person" },
      text: { de: /auswert/i, en: /analys|evaluat/i },
    },
    segments: {
      name: { de: "die Auswahl von Empfängern", en: "the choice of recipients" },
      text: { de: /themen|inhalte|angebote|gruppe/i, en: /topics|content|offers|group/i },
    },
    timing: {
      name: { de: "den passenden Zeitpunkt", en: "the fitting time" },
      text: { de: /zeitpunkt|uhrzeit|\bwann\b/i, en: /\btime|timing|\bwhen\b/i },
    },
    score: {
      name: { de: "den Punktwert", en: "the score" },
      text: { de: /punktwert|kennzahl|score|bewert/i, en: /score|rating|rate my/i },
    },
    hand_over: {
      name: { de: "die Übergabe an den Vertrieb", en: "the hand-over to sales" },
      text: {
        de: /berater|betreuer|ansprechpartner|ansprechperson|vertrieb/i,
        en: /advis[eo]r|contact person|sales/i,
      },
    },
    core_system: {
      name: { de: "die Übergabe an das Kernsystem", en: "the transfer to the core system" },
      text: {
        de: /kernsystem|kundensystem|kundendaten|kundenverwaltung|\bcrm\b/i,
        en: /core system|customer (system|data|records?)|\bcrm\b/i,
      },
    },
    newsletter: {
      name: { de: "Newsletter", en: "newsletters" },
      text: { de: /newsletter/i, en: /newsletter/i },
    },
    campaign: {
      name: { de: "Kampagnen", en: "campaigns" },
      text: {
        de: /kampagne|produktinformation|angebots?-?e-mail|werbe-?e-mail|informationen und angebote/i,
        en: /campaign|product information|promotional e-?mail|information and offers/i,
      },
    },
    one_to_one: {
      name: { de: "persönliche E-Mails", en: "personal e-mails" },
      text: {
        de: /persönliche[nr]? e-mail|einzelne[nr]? e-mail|e-mails? (meiner|meines|ihrer|ihres|der|des) (persönlichen )?(berater|betreuer|ansprech)/i,
        en: /personal e-?mail|individual e-?mail|e-?mails? from my (advis|contact)/i,
      },
    },
  };

/** How people call what a version covers. */
export function scopeNames(values: readonly string[]): Record<Locale, string>[] {
  return values.map((value) => SCOPE_WORDS[value]?.name ?? { de: value, en: value });
}

/** What else a version holds, to be compared with its text. */
export interface WordingScope {
  techniques: readonly string[];
  uses: readonly string[];
  channels: readonly string[];
  annexTitle?: string | undefined;
  annexText?: string | undefined;
}

/** CON-20: what is chosen but not said is not agreed to. */
export function unsaidScope(text: string, scope: WordingScope, locale: Locale): WordingFinding[] {
  return [...scope.techniques, ...scope.uses, ...scope.channels].flatMap((value) => {
    const words = SCOPE_WORDS[value];
    if (words === undefined || words.text[locale].test(text)) return [];
    return {
      code: `scope_${value}`,
      rule: "CON-20",
      message: {
        de: `Gewählt ist: ${words.name.de}. Der Text sagt davon nichts.`,
        en: `Chosen: ${words.name.en}. The text does not say so.`,
      },
    };
  });
}

/** CON-07: an annex is linked where the text says so, and a text that points to one has one. */
export function annexFindings(used: Set<Placeholder>, scope: WordingScope): WordingFinding[] {
  const has = (scope.annexText ?? "").trim() !== "";
  const found: WordingFinding[] = [];
  if (has && !used.has("annex"))
    found.push({
      code: "annex_not_linked",
      rule: "CON-07",
      message: {
        de: "Der Anhang ist im Text nicht verlinkt: {{anhang}}.",
        en: "The annex is not linked in the text: {{annex}}.",
      },
    });
  if (!has && used.has("annex"))
    found.push({
      code: "annex_missing",
      rule: "CON-07",
      message: {
        de: "Der Text verweist auf einen Anhang, den es nicht gibt.",
        en: "The text refers to an annex that does not exist.",
      },
    });
  if (has && (scope.annexTitle ?? "").trim() === "")
    found.push({
      code: "annex_title",
      rule: "CON-07",
      message: { de: "Der Anhang braucht einen Titel.", en: "The annex needs a title." },
    });
  return found;
}
