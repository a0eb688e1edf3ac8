import type { ContentLink, Finding } from "../../contract/content.ts";
import { analyseContent, type ContentSource } from "./analyse-content.ts";
import { blockHtml, blockText, contentVoice, type ContentFacts } from "./blocks.ts";
import type { HtmlScan } from "./html-scan.ts";
import { linkElements, NOT_PERSONAL_ATTRIBUTE } from "./links.ts";
import { formatDay, longDay } from "./locale.ts";
import { SYSTEM_LINK_FIELDS } from "./merge-fields.ts";
import { objectionHtml, objectionText } from "./objection-notice.ts";
import { escapeHtml, joinStrings, type Piece } from "./pieces.ts";
import { isBlock } from "./placement.ts";
import type { OutputToken, ParsedTemplate } from "./template.ts";

/** One part, ready for a million recipients. */
export interface CompiledPart {
  /** Filled directly for each recipient; empty if the part has conditions. */
  pieces: readonly Piece[];
  /**
   * With conditions: a template for the engine, in which the marker of slot `n` stands for `slots[n]`.
   * Its output is split at the markers, so that links and pixel are filled as in the plain case.
   */
  logic: { template: string; slots: readonly (readonly Piece[])[] } | undefined;
}

export interface CompiledContent {
  facts: ContentFacts;
  subject: CompiledPart;
  preheader: CompiledPart;
  html: CompiledPart;
  text: CompiledPart;
  links: readonly ContentLink[];
  /** True if any part needs the template engine. */
  usesLogic: boolean;
  /** True if a condition asks for what the house noted of a contact: tags or stage. */
  usesNotes: boolean;
  /** The same letter in a second language, with the same list of links. */
  translation?: CompiledContent;
}

export type CompileResult =
  | { ok: true; content: CompiledContent }
  | { ok: false; findings: Finding[] };

/**
 * Turns an author's text into pieces. The author's HTML is never re-serialised: everything outside
 * placeholders and link targets keeps its bytes. Pure; the same source and facts give the same pieces.
 * @returns findings that make rendering impossible or unlawful as values; all else is the lint's business
 */
export function compileContent(source: ContentSource, facts: ContentFacts): CompileResult {
  const analysis = analyseContent(source, facts);
  if (analysis.findings.length > 0)
    return { ok: false, findings: analysis.findings.map((each) => analysis.toAuthor(each)) };
  const { subject, preheader, html, text } = analysis.parsed;
  const preheaderSegments = segmentsOf(preheader, facts, "header-html", []);
  const htmlEdits = [
    ...analysis.list.htmlPlaces.map((place) => linkEdit(place, html.source)),
    ...notPersonalEdits(analysis.scan),
    ...insertions(analysis.scan, preheaderSegments, facts),
  ];
  const textEdits = analysis.list.textPlaces.map((place) => linkEdit(place, text.source));
  const content: CompiledContent = {
    facts,
    subject: assemble(headerLine(segmentsOf(subject, facts, "header-text", []))),
    preheader: assemble(segmentsOf(preheader, facts, "header-text", [])),
    html: assemble(segmentsOf(html, facts, "html", htmlEdits)),
    text: assemble([
      ...(analysis.source.text === source.text
        ? segmentsOf(text, facts, "text", textEdits)
        : withoutGaps(segmentsOf(text, facts, "text", textEdits))),
      ...(facts.objection ? [{ pieces: objectionText(facts.objection, contentVoice(facts)) }] : []),
    ]),
    links: analysis.linksForAuthor(),
    usesLogic: false,
    usesNotes: [subject, html, text].some((part) =>
      part.fields.some((use) => NOTED_FIELDS.has(use.name)),
    ),
  };
  content.usesLogic = [content.subject, content.html, content.text].some(
    (part) => part.logic !== undefined,
  );
  return { ok: true, content };
}

/** Fields that are loaded only where a content asks for them. */
const NOTED_FIELDS: ReadonlySet<string> = new Set(["contact.tags", "contact.stage"]);

type Target = "html" | "text" | "header-html" | "header-text";

/** A stretch of a part: the author's text, pieces in its place, or code for the engine. */
type Segment = { text: string } | { pieces: Piece[] } | { code: string };

interface Edit {
  start: number;
  end: number;
  segments: Segment[];
}

function segmentsOf(
  parsed: ParsedTemplate,
  facts: ContentFacts,
  target: Target,
  edits: readonly Edit[],
): Segment[] {
  const { source } = parsed;
  const tokenEdits = parsed.tokens.map((token): Edit => {
    if (token.kind === "comment") return { start: token.start, end: token.end, segments: [] };
    if (token.kind === "tag")
      return {
        start: token.start,
        end: token.end,
        segments: [{ code: source.slice(token.start, token.end) }],
      };
    return {
      start: token.start,
      end: token.end,
      segments: [outputSegment(token, source, facts, target)],
    };
  });
  const all = [...tokenEdits, ...edits].toSorted(
    (left, right) => left.start - right.start || left.end - right.end,
  );
  const segments: Segment[] = [];
  const literal = (text: string) =>
    segments.push({ text: target === "header-html" ? escapeHtml(text) : text });
  let at = 0;
  for (const edit of all) {
    // A link target that is a placeholder as a whole was replaced by the placeholder's own edit.
    if (edit.start < at) continue;
    literal(source.slice(at, edit.start));
    segments.push(...edit.segments);
    at = edit.end;
  }
  literal(source.slice(at));
  return segments;
}

function outputSegment(
  token: OutputToken,
  source: string,
  facts: ContentFacts,
  target: Target,
): Segment {
  const code: Segment = { code: source.slice(token.start, token.end) };
  const { field } = token;
  if (!field || token.trims) return code;
  const html = target === "html" || target === "header-html";
  if (isBlock(field)) return { pieces: html ? blockHtml(field, facts) : blockText(field, facts) };
  const systemLink = SYSTEM_LINK_FIELDS[field];
  if (systemLink) return { pieces: [{ kind: "system", link: systemLink }] };
  const constant = constantValue(token, facts);
  if (constant !== undefined) return { pieces: [html ? escapeHtml(constant) : constant] };
  if (!field.startsWith("contact.") || token.filters.length > 1) return code;
  const [filter] = token.filters;
  if (
    filter &&
    (filter.name !== "default" || filter.args.length !== 1 || !isQuoted(filter.args[0]))
  )
    return code;
  const fallback = filter ? filter.args[0]!.slice(1, -1) : "";
  return {
    pieces: [{ kind: "field", field, html, fallback: html ? escapeHtml(fallback) : fallback }],
  };
}

function isQuoted(argument: string | undefined): argument is string {
  return argument !== undefined && /^(["']).*\1$/s.test(argument);
}

/** Fields that are the same for every recipient are filled when compiling. */
function constantValue(token: OutputToken, facts: ContentFacts): string | undefined {
  const [filter] = token.filters;
  if (token.field === "mailing.date") {
    if (!filter) return longDay(facts.mailingDate, facts.locale);
    const format = filter.args[0];
    if (token.filters.length > 1 || filter.name !== "date" || !isQuoted(format)) return undefined;
    return formatDay(facts.mailingDate, format.slice(1, -1), facts.locale);
  }
  if (filter) return undefined;
  if (token.field === "account.name") return facts.accountName;
  if (token.field === "list.name") return facts.listName;
  if (token.field === "privacy_url") return facts.privacyUrl;
  if (token.field === "web_view_url") return facts.webViewUrl ?? "";
  return undefined;
}

/** Opens and closes the number of a slot in a template for the engine; never in values or authors' text. */
export const SLOT_OPEN = "\uE000";
export const SLOT_CLOSE = "\uE001";

function assemble(segments: readonly Segment[]): CompiledPart {
  if (!segments.some((segment) => "code" in segment)) {
    const pieces = segments.flatMap((segment) =>
      "text" in segment ? [segment.text] : "pieces" in segment ? segment.pieces : [],
    );
    return { pieces: joinStrings(pieces), logic: undefined };
  }
  const slots: Piece[][] = [];
  let template = "";
  let depth = 0;
  for (const segment of segments) {
    if ("text" in segment) template += segment.text.replaceAll(/[\uE000\uE001]/g, "");
    else if ("code" in segment) {
      template += segment.code;
      depth += nesting(segment.code);
    } else {
      template += SLOT_OPEN + slots.length + SLOT_CLOSE;
      slots.push(joinStrings(depth > 0 ? segment.pieces.map(asConditional) : segment.pieces));
    }
  }
  return { pieces: [], logic: { template, slots } };
}

/** 1 for a tag that opens a condition, -1 for one that ends it. */
function nesting(code: string): number {
  const name = /^\{%-?\s*(\w+)/.exec(code)?.[1] ?? "";
  if (["if", "unless", "case"].includes(name)) return 1;
  return name.startsWith("end") ? -1 : 0;
}

const asConditional = (piece: Piece): Piece =>
  typeof piece !== "string" && (piece.kind === "link" || piece.kind === "pixel")
    ? { ...piece, conditional: true }
    : piece;

/** A loop over a feed leaves its empty lines behind. */
function withoutGaps(segments: Segment[]): Segment[] {
  return segments.map((segment) =>
    "text" in segment ? { text: segment.text.replaceAll(/\n(?:[ \t]*\n){2,}/g, "\n\n") } : segment,
  );
}

/** A subject is one line. */
function headerLine(segments: Segment[]): Segment[] {
  return segments.map((segment) =>
    "text" in segment ? { text: segment.text.replaceAll(/\s+/g, " ") } : segment,
  );
}

function linkEdit(place: { no: number; start: number; end: number }, source: string): Edit {
  const original = source.slice(place.start, place.end);
  return {
    start: place.start,
    end: place.end,
    segments: [{ pieces: [{ kind: "link", no: place.no, original }] }],
  };
}

/** The mark for "not personally" is for us, not for the recipient's client. */
function notPersonalEdits(scan: HtmlScan): Edit[] {
  return linkElements(scan).flatMap((element) =>
    element.attributes
      .filter((attribute) => attribute.name === NOT_PERSONAL_ATTRIBUTE)
      .map((attribute) => {
        const before = /\s/.test(scan.source[attribute.nameStart - 1] ?? "") ? 1 : 0;
        return {
          start: attribute.nameStart - before,
          end: attribute.end + (attribute.quoted ? 1 : 0),
          segments: [],
        };
      }),
  );
}

/** Where the body ends: what is put there stands below everything else. */
export function bodyEnd(scan: HtmlScan): number {
  const of = (name: string) => scan.elements.find((element) => element.name === name);
  return of("body")?.closeStart ?? of("html")?.closeStart ?? scan.source.length;
}

/** Hidden preview text behind `<body>`; before `</body>` the right to object, where there must be one, and the measuring image. */
function insertions(scan: HtmlScan, preheader: readonly Segment[], facts: ContentFacts): Edit[] {
  const body = scan.elements.find((element) => element.name === "body");
  const head = scan.elements.find((element) => element.name === "head");
  const html = scan.elements.find((element) => element.name === "html");
  const opening =
    body?.openEnd ??
    (head && Math.min(scan.source.length, closeEnd(head, scan))) ??
    html?.openEnd ??
    0;
  const closing = bodyEnd(scan);
  const notice = facts.objection ? objectionHtml(facts.objection, contentVoice(facts)) : [];
  const edits: Edit[] = [
    { start: closing, end: closing, segments: [{ pieces: [...notice, { kind: "pixel" }] }] },
  ];
  const isEmpty = preheader.every((segment) => "text" in segment && segment.text.trim() === "");
  if (isEmpty) return edits;
  // The row of blanks keeps the first words of the body out of the inbox's preview.
  const blanks = "&#847;&zwnj;&nbsp;".repeat(40);
  edits.unshift({
    start: opening,
    end: opening,
    segments: [
      {
        text: `<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;font-size:1px;line-height:1px">`,
      },
      ...preheader,
      { text: `${blanks}</div>` },
    ],
  });
  return edits;
}

function closeEnd(element: { closeStart: number }, scan: HtmlScan): number {
  const close = scan.source.indexOf(">", element.closeStart);
  return close === -1 ? scan.source.length : close + 1;
}
