import {
  maskPlaceholders,
  scanHtml,
  type ContentPart,
  type Finding,
  type Localised,
  type Severity,
} from "../content/index.ts";
import { blankAdvertising, hasAdvertising, type TemplateSource } from "./template.ts";
import { VARIABLE } from "./value-places.ts";

/** Words that advertise (LEG-18); between marks they may stand. */
const ADVERTISING =
  /\b(?:gutschein\w*|rabatt\w*|coupon\w*|voucher\w*|sonderangebot\w*|aktionspreis\w*|schnäppchen|jetzt (?:kaufen|bestellen|sichern|zugreifen|abschließen|shoppen)|nur (?:heute|noch (?:heute|bis|wenige))|solange der vorrat|\d+\s?% (?:rabatt|günstiger|off|sparen|discount)|sparen sie|statt \d+(?:[.,]\d+)?\s?(?:€|euro)|(?:€|euro)\s?statt|buy now|shop now|order now|special offer|limited offer|discount\w*|only today|save \d+|bewerten sie|ihre bewertung|kundenzufriedenheit\w*|zufriedenheitsumfrage|umfrage|rate us|review us|survey|empfehlen sie uns|weiterempfehl\w*|das könnte (?:sie|ihnen)|you may also like|newsletter abonnieren|subscribe to our newsletter)(?![\p{L}\d])/giu;

/** What the content check says about a transactional template. Nothing may be sent while a finding blocks. */
export function lintTemplate(source: TemplateSource, options: { hasLists: boolean }): Finding[] {
  const findings: Finding[] = [];
  const add = (
    rule: string,
    severity: Severity,
    part: ContentPart,
    at: { offset: number; length: number } | undefined,
    message: Localised,
  ) => {
    const text = part === "sender" || part === "preheader" ? "" : source[part];
    const position = at && place(text, at);
    findings.push({ rule, severity, part, ...(position && { position }), message });
  };
  for (const part of ["subject", "html", "text"] as const) {
    const clean = part === "subject" ? source.subject : blanked(source[part]);
    for (const match of clean.matchAll(ADVERTISING)) {
      add(
        "LEG-19",
        "warn",
        part,
        { offset: match.index, length: match[0].length },
        {
          de: `„${match[0]}“ liest sich wie Werbung. Setzen Sie den Abschnitt zwischen <!-- werbung --> und <!-- /werbung -->; dann bekommen ihn nur Personen, die Werbung erlaubt haben.`,
          en: `“${match[0]}” reads like advertising. Put the part between <!-- werbung --> and <!-- /werbung -->; then only people who permitted advertising get it.`,
        },
      );
    }
  }
  if (hasAdvertising(source) && !options.hasLists)
    add("LEG-19", "info", "html", undefined, {
      de: "Für den Werbeabschnitt ist keine Liste gewählt. Er bleibt nur für Bestandskunden nach § 7 Abs. 3 UWG stehen.",
      en: "No list is chosen for the part that advertises. It stays only for existing customers under § 7(3) UWG.",
    });
  lintForeign(source.html, add);
  const pretended = /^\s*(?:re|aw|antw|fwd?|wg)\s*:/i.exec(source.subject);
  if (pretended)
    add(
      "CNT-08",
      "block",
      "subject",
      { offset: 0, length: pretended[0].length },
      {
        de: "Der Betreff gibt sich als Antwort oder Weiterleitung aus.",
        en: "The subject pretends to be an answer or something forwarded.",
      },
    );
  return findings;
}

const LINKS = /^(?:href|src|action|formaction|xlink:href|background)$/;
const SCRIPT = /^(?:javascript|vbscript|data:text)/i;
/** What browsers leave out where they read the beginning of an address. */
const withoutBlanks = (value: string): string => value.slice(0, 1000).replace(/[\p{Cc}\s]/gu, "");

const placeholdersIn = (html: string) =>
  [...html.matchAll(VARIABLE)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }));

/** CNT-11: nothing in the mail may tell somebody else that it is read. */
function lintForeign(
  html: string,
  add: (
    rule: string,
    severity: Severity,
    part: ContentPart,
    at: { offset: number; length: number },
    message: Localised,
  ) => void,
): void {
  const forbidden =
    /<(?:script|iframe|object|embed|form|link)\b[^<>]*>?|@import\b[^;]*|@font-face\b/gi;
  const refuse = (offset: number, length: number) =>
    add(
      "CNT-11",
      "block",
      "html",
      { offset, length },
      {
        de: "Skripte, Formulare, Rahmen, fremde Schriften und Stylesheets sind in E-Mails nicht erlaubt.",
        en: "Scripts, forms, frames, foreign fonts and style sheets are not allowed in mails.",
      },
    );
  for (const match of html.matchAll(forbidden)) refuse(match.index, match[0].length);
  for (const { attributes } of scanHtml(maskPlaceholders(html, placeholdersIn(html))).elements)
    for (const { name, value, nameStart, end } of attributes)
      if (/^on[a-z]/.test(name) || (LINKS.test(name) && SCRIPT.test(withoutBlanks(value))))
        refuse(nameStart, end - nameStart);
  for (const match of html.matchAll(/<img\b[^<>]*>/gi)) {
    const isPixel = /\b(?:width|height)\s*=\s*["']?[01](?:px)?["'\s>]/i.test(match[0]);
    const isForeign = /\bsrc\s*=\s*["']?https?:/i.test(match[0]);
    if (isPixel)
      add(
        "CNT-11",
        "block",
        "html",
        { offset: match.index, length: match[0].length },
        {
          de: "Ein unsichtbares Bild zählt, wer liest. Vorgangsmails werden nicht gemessen.",
          en: "An invisible image counts who reads. Transactional mails are not measured.",
        },
      );
    else if (isForeign)
      add(
        "CNT-11",
        "warn",
        "html",
        { offset: match.index, length: match[0].length },
        {
          de: "Dieses Bild lädt der Empfänger von einem anderen Server; der erfährt, wann gelesen wird.",
          en: "The reader loads this image from another server, which learns when the mail is read.",
        },
      );
  }
}

/** The text with marked parts and tags blanked out, so that places stay where they are. */
function blanked(part: string): string {
  return blankAdvertising(part).replace(/<[^<>]*>/g, (tag) => tag.replace(/[^\n]/g, " "));
}

function place(text: string, { offset, length }: { offset: number; length: number }) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1, offset, length };
}
