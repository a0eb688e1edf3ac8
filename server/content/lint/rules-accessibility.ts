import type { ContentEdit, FindingFix } from "../../../contract/content.ts";
import { contrast } from "../../platform/index.ts";
import type { HtmlElement } from "../html-scan.ts";
import { attributeOf } from "../links.ts";
import type { LintContext } from "./lint-input.ts";

/** Large text may have less contrast (WCAG 2.2 SC 1.4.3). */
const LARGE_PIXELS = 24;
const CONTRAST = { text: 4.5, large: 3 };

/** A11Y-05: language, alternative texts, headings, layout tables, contrast. */
export function lintAccessibility(context: LintContext): void {
  if (!context.input.html.trim()) {
    context.add("LINT-EMPTY", "block", "html", undefined, {
      de: "Der Inhalt ist leer. Beginnen Sie mit einer Vorlage oder schreiben Sie einen Text.",
      en: "The content is empty. Start from a template or write a text.",
    });
    return;
  }
  lintLanguage(context);
  lintImages(context);
  lintTables(context);
  lintHeadings(context);
  lintContrast(context);
}

function lintLanguage(context: LintContext): void {
  const { locale } = context.input.facts;
  const html = context.analysis.scan.elements.find((element) => element.name === "html");
  const language = html && attributeOf(html, "lang");
  if (language?.trim()) {
    if (!language.trim().toLowerCase().startsWith(locale)) {
      context.add(
        "A11Y-05",
        "warn",
        "html",
        { start: html!.start, end: html!.openEnd },
        {
          de: `Als Sprache ist „${language}“ angegeben, das Mailing ist aber auf ${locale === "de" ? "Deutsch" : "Englisch"} angelegt.`,
          en: `The language is given as “${language}”, but the mailing is set up in ${locale === "de" ? "German" : "English"}.`,
        },
        { fix: languageFix(html!, locale) },
      );
    }
    return;
  }
  context.add(
    "A11Y-05",
    "warn",
    "html",
    html && { start: html.start, end: html.openEnd },
    {
      de: `Die Sprache fehlt. Vorleseprogramme brauchen lang="${locale}".`,
      en: `The language is missing. Screen readers need lang="${locale}".`,
    },
    html
      ? {
          fix: {
            label: { de: "Sprache angeben", en: "State the language" },
            edits: [
              { part: "html", offset: html.start + 5, length: 0, insert: ` lang="${locale}"` },
            ],
          },
        }
      : {},
  );
}

function languageFix(html: HtmlElement, locale: string): FindingFix | undefined {
  const lang = html.attributes.find((attribute) => attribute.name === "lang");
  if (!lang || lang.end <= lang.start) return undefined;
  return {
    label: { de: "Sprache anpassen", en: "Correct the language" },
    edits: [{ part: "html", offset: lang.start, length: lang.end - lang.start, insert: locale }],
  };
}

function lintImages(context: LintContext): void {
  for (const image of context.analysis.scan.elements) {
    if (image.name !== "img" && image.name !== "area") continue;
    if (image.conditional || attributeOf(image, "alt") !== undefined) continue;
    if (image.name === "area" && attributeOf(image, "href") === undefined) continue;
    context.add(
      "A11Y-05",
      "block",
      "html",
      { start: image.start, end: image.openEnd },
      {
        de: 'Diesem Bild fehlt der Alternativtext. Beschreiben Sie es kurz, oder kennzeichnen Sie es mit alt="" als Schmuck.',
        en: 'This image lacks an alternative text. Describe it briefly, or mark it as decoration with alt="".',
      },
      {
        fix: {
          label: { de: "Als Schmuckbild kennzeichnen", en: "Mark as decoration" },
          edits: [
            {
              part: "html",
              offset: image.start + 1 + image.name.length,
              length: 0,
              insert: ` alt=""`,
            },
          ],
        },
      },
    );
  }
}

/** Tables that only arrange; those with header cells hold data. */
function lintTables(context: LintContext): void {
  const { elements } = context.analysis.scan;
  const dataTables = new Set<HtmlElement>();
  for (const element of elements) {
    if (element.name !== "th" && element.name !== "caption") continue;
    let table = element.parent;
    while (table && table.name !== "table") table = table.parent;
    if (table) dataTables.add(table);
  }
  const bare = elements.filter(
    (element) =>
      element.name === "table" &&
      !element.conditional &&
      !dataTables.has(element) &&
      attributeOf(element, "role") === undefined,
  );
  const [first] = bare;
  if (!first) return;
  const edits = bare.map((table): ContentEdit => ({
    part: "html",
    offset: table.start + 6,
    length: 0,
    insert: ` role="presentation"`,
  }));
  context.add(
    "A11Y-05",
    "warn",
    "html",
    { start: first.start, end: first.openEnd },
    {
      de: `${bare.length === 1 ? "Eine Tabelle dient" : `${bare.length} Tabellen dienen`} nur der Gestaltung und ${bare.length === 1 ? "wird" : "werden"} vorgelesen wie Zahlenwerk. Es fehlt role="presentation".`,
      en: `${bare.length === 1 ? "One table only arranges" : `${bare.length} tables only arrange`} the layout but ${bare.length === 1 ? "is" : "are"} read out like figures. role="presentation" is missing.`,
    },
    {
      fix: { label: { de: 'role="presentation" ergänzen', en: 'Add role="presentation"' }, edits },
    },
  );
}

function lintHeadings(context: LintContext): void {
  const headings = context.analysis.scan.elements.filter(
    (element) => /^h[1-6]$/.test(element.name) && !element.conditional,
  );
  const [first] = headings;
  if (!first) {
    if (context.htmlText.text.length < 400) return;
    context.add("A11Y-05", "warn", "html", undefined, {
      de: "Es gibt keine Überschrift. Zeichnen Sie sie als h1 und h2 aus, damit auch Vorleseprogramme den Aufbau erkennen.",
      en: "There is no heading. Mark them as h1 and h2, so that screen readers recognise the structure.",
    });
    return;
  }
  let level = Number(first.name[1]);
  for (const heading of headings) {
    const next = Number(heading.name[1]);
    if (next > level + 1) {
      context.add(
        "A11Y-05",
        "info",
        "html",
        { start: heading.start, end: heading.openEnd },
        {
          de: `Auf h${level} folgt h${next}; dazwischen ist eine Stufe ausgelassen.`,
          en: `h${level} is followed by h${next}; a level is skipped.`,
        },
      );
      return;
    }
    level = next;
  }
}

/** Text whose colour or background somebody set and that is hard to read; one finding for each pair of colours. */
function lintContrast(context: LintContext): void {
  const { styles, analysis } = context;
  const checked = new Set<HtmlElement | undefined>();
  const reported = new Set<string>();
  for (const run of analysis.scan.runs) {
    const element = run.parent;
    if (
      !element ||
      checked.has(element) ||
      element.name === "style" ||
      element.name === "title" ||
      element.name === "script"
    )
      continue;
    if (!/[\p{L}\p{N}\uE002]/u.test(run.text)) continue;
    checked.add(element);
    const text = styles.textColour(element);
    const behind = styles.background(element);
    if (!text.colour || !behind.colour || !text.declared) continue;
    const ratio = contrast(text.colour, behind.colour);
    const needed = styles.fontSize(element) >= LARGE_PIXELS ? CONTRAST.large : CONTRAST.text;
    const pair = `${text.colour.toUpperCase()} ${behind.colour.toUpperCase()}`;
    if (ratio >= needed || reported.has(pair) || styles.hiddenBy(element)) continue;
    reported.add(pair);
    if (reported.size > 5) return;
    const shown = (Math.floor(ratio * 10) / 10).toString();
    context.add("A11Y-05", "warn", "html", run, {
      de: `Schrift in ${text.colour.toUpperCase()} auf ${behind.colour.toUpperCase()} ist schwer zu lesen (Kontrast ${shown.replace(".", ",")}:1, nötig sind ${needed === 3 ? "3" : "4,5"}:1).`,
      en: `Text in ${text.colour.toUpperCase()} on ${behind.colour.toUpperCase()} is hard to read (contrast ${shown}:1, needed ${needed}:1).`,
    });
  }
}
