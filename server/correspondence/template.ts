import { plainTextOf, escapeHtml, type BuiltMail } from "../content/index.ts";
import { invalid, type AppError, type Locale } from "../platform/index.ts";
import { refuseUnsafeValues, VARIABLE } from "./value-places.ts";

/** The source of a transactional mail: `{{ variable }}`, and parts that advertise between marks (LEG-19). */
export interface TemplateSource {
  subject: string;
  html: string;
  /** Empty: made from the HTML. */
  text: string;
}

/** What every mail ends with (CNT-04, CNT-05). */
export interface MailFooter {
  legalName: string;
  imprintLines: readonly string[];
  privacyUrl?: string | undefined;
  locale: Locale;
}

export interface RenderedTemplate {
  whole: BuiltMail;
  /** Null where no part advertises. */
  withoutAdvertising: BuiltMail | null;
}

// Bounded spaces and no "<" inside a tag keep hostile sources from costing more than their length.
const MARKS = /<!--\s{0,9}(\/?)\s{0,9}werbung\s{0,9}-->/gi;

/** Names of the variables a source wants, in the order of the alphabet. */
export function variablesOf(source: TemplateSource): string[] {
  const found = [source.subject, source.html, source.text].flatMap((part) =>
    [...part.matchAll(VARIABLE)].map((match) => match[1]!),
  );
  return [...new Set(found)].sort();
}

/** A stretch of a part, from `start` to before `end`. */
interface Range {
  start: number;
  end: number;
}

/**
 * Takes the marked parts out: `<!-- werbung --> … <!-- /werbung -->` in HTML and text, and elements with the attribute
 * `data-advertising`. Throws 400 `advertising_marks_wrong` where marks do not pair, because then nobody can tell what
 * would stay.
 */
export function withoutAdvertising(part: string): string {
  return replaceRanges(part, () => "");
}

/** The same with spaces instead, so that everything else stays where it is. */
export function blankAdvertising(part: string): string {
  return replaceRanges(part, (text) => text.replace(/[^\n]/g, " "));
}

function replaceRanges(part: string, replace: (text: string) => string): string {
  let made = "";
  let at = 0;
  for (const { start, end } of advertisingRanges(part)) {
    made += part.slice(at, start) + replace(part.slice(start, end));
    at = end;
  }
  return made + part.slice(at);
}

/** Where a part advertises, in order and without overlap. */
function advertisingRanges(part: string): Range[] {
  const marked: Range[] = [];
  let open: number | undefined;
  for (const match of part.matchAll(MARKS)) {
    const isOpening = match[1] === "";
    if (isOpening !== (open === undefined)) throw wrongMarks();
    if (isOpening) open = match.index;
    else {
      marked.push({ start: open!, end: match.index + match[0].length });
      open = undefined;
    }
  }
  if (open !== undefined) throw wrongMarks();
  const all = [...marked, ...markedElements(part, marked)].sort((a, b) => a.start - b.start);
  return all.reduce<Range[]>((found, range) => {
    const last = found.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else found.push({ ...range });
    return found;
  }, []);
}

const VOID = new Set(["img", "br", "hr", "input", "meta", "link", "col", "wbr", "source", "area"]);
/** One tag; quoted attribute values may hold a bracket. */
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi;

/** Elements with the attribute, outermost only; what already lies between marks is left to them. */
function markedElements(html: string, marked: readonly Range[]): Range[] {
  const found: Range[] = [];
  let open: { start: number; name: string; depth: number } | undefined;
  for (const match of html.matchAll(TAG)) {
    const [tag, slash, tagName = "", attributes = ""] = match;
    const end = match.index + tag.length;
    const name = tagName.toLowerCase();
    if (open === undefined) {
      const isInside = marked.some(({ start, end: last }) => match.index >= start && end <= last);
      if (slash !== "" || isInside || !isMarked(attributes)) continue;
      if (VOID.has(name) || attributes.trimEnd().endsWith("/"))
        found.push({ start: match.index, end });
      else open = { start: match.index, name, depth: 1 };
    } else if (name === open.name) {
      open.depth += slash === "" ? 1 : -1;
      if (open.depth > 0) continue;
      found.push({ start: open.start, end });
      open = undefined;
    }
  }
  if (open !== undefined) throw wrongMarks();
  return found;
}

/** The attribute itself, not the word inside a value of another one. */
function isMarked(attributes: string): boolean {
  return /(^|\s)data-advertising(\s|=|\/|$)/i.test(attributes.replace(/"[^"]*"|'[^']*'/g, '""'));
}

function wrongMarks(): AppError {
  return invalid("advertising_marks_wrong", "The marks of a part that advertises do not pair.", {
    hint: "Write <!-- werbung --> before and <!-- /werbung --> after the part, or put `data-advertising` on one element that is closed.",
  });
}

/** True where some part is marked as advertising. */
export function hasAdvertising(source: TemplateSource): boolean {
  return [source.html, source.text].some((part) => withoutAdvertising(part) !== part);
}

/**
 * Fills a source and closes it with imprint and privacy notice. Values are escaped in HTML, and may become a link only
 * as http, https, mailto or tel. Throws 400 `variables_missing` naming what is not given, and what `refuseUnsafeValues` throws.
 */
export function renderTemplate(
  source: TemplateSource,
  variables: Readonly<Record<string, string>>,
  footer: MailFooter,
): RenderedTemplate {
  const missing = variablesOf(source).filter((name) => !Object.hasOwn(variables, name));
  if (missing.length > 0)
    throw invalid("variables_missing", `No value is given for: ${missing.join(", ")}.`, {
      errors: missing.map((name) => ({ path: `variables.${name}`, message: "is missing" })),
    });
  const subject = fill(source.subject, variables, (value) => value)
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, 250);
  const build = (part: (text: string) => string): BuiltMail => {
    const html = part(source.html).replaceAll(MARKS, "");
    const text = part(source.text === "" ? plainTextOf(html) : source.text).replaceAll(MARKS, "");
    return {
      subject,
      html: withFooter(fillHtml(html, variables), footer),
      text: `${fill(text, variables, (value) => value).trimEnd()}\n\n${textFooter(footer)}`,
    };
  };
  return {
    whole: build((text) => text),
    withoutAdvertising: hasAdvertising(source) ? build(withoutAdvertising) : null,
  };
}

function fill(
  text: string,
  variables: Readonly<Record<string, string>>,
  write: (value: string) => string,
): string {
  return text.replaceAll(VARIABLE, (_, name: string) => write(variables[name]!));
}

function fillHtml(html: string, variables: Readonly<Record<string, string>>): string {
  refuseUnsafeValues(html, variables);
  return fill(html, variables, escapeHtml);
}

const words = {
  de: { privacy: "Hinweise zum Datenschutz" },
  en: { privacy: "Privacy notice" },
} as const;

function withFooter(html: string, footer: MailFooter): string {
  const style =
    "margin:24px 0 0;padding:16px 0 0;border-top:1px solid #E6E3DC;font:400 13px/20px Arial,sans-serif;color:#5B6470";
  const lines = [
    `<strong>${escapeHtml(footer.legalName)}</strong>`,
    ...footer.imprintLines.map(escapeHtml),
  ];
  const privacy =
    footer.privacyUrl === undefined
      ? ""
      : `<br><br><a href="${escapeHtml(footer.privacyUrl)}" style="color:#0B6E6E">${words[footer.locale].privacy}</a>`;
  const block = `<div data-imprint style="${style}">${lines.join("<br>")}${privacy}</div>`;
  const end = html.toLowerCase().lastIndexOf("</body>");
  return end === -1 ? `${html}\n${block}\n` : `${html.slice(0, end)}${block}\n${html.slice(end)}`;
}

function textFooter({ legalName, imprintLines, privacyUrl, locale }: MailFooter): string {
  const lines = ["-- ", legalName, ...imprintLines];
  if (privacyUrl !== undefined) lines.push("", `${words[locale].privacy}: ${privacyUrl}`);
  return `${lines.join("\n")}\n`;
}
