import { convert } from "html-to-text";
import { parseTemplate } from "./template.ts";

/** Around the number of a placeholder while HTML becomes text; no client and no author uses them. */
const OPEN = "\uE003";
const CLOSE = "\uE004";

/**
 * Makes the text part from an author's HTML: headings with space around them, lists, links as "Text: URL",
 * lines of at most 76 characters, addresses never broken. Placeholders stay placeholders, so `{{ footer }}`
 * becomes the footer's text version. Pure; the author may edit the result.
 */
export function plainTextOf(html: string): string {
  const tokens = parseTemplate(html).tokens.filter(
    (token) => token.kind !== "comment" || token.end > token.start,
  );
  const codes: string[] = [];
  let marked = "";
  let at = 0;
  for (const token of tokens) {
    marked += html.slice(at, token.start).replaceAll(/[\uE003\uE004]/g, "");
    if (token.kind !== "comment") {
      const code = html.slice(token.start, token.end);
      const isBlock = /^\{\{-?\s*(footer|imprint|tracking_question)\s*-?\}\}$/.test(code);
      const mark = OPEN + codes.length + CLOSE;
      marked += isBlock ? `<p>${mark}</p>` : mark;
      codes.push(code);
    }
    at = token.end;
  }
  marked += html.slice(at);
  const text = converted(marked)
    .replaceAll(/\u200B|\u200C|\u034F|\u00AD/g, "")
    .replaceAll("\u00A0", " ")
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/\n{4,}/g, "\n\n\n")
    .trim();
  return `${text.replaceAll(new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g"), (_, index: string) => codes[Number(index)] ?? "")}\n`;
}

/** No letter nests deeper, and no word is longer; what does would cost the square of its length, or more stack than there is. */
const MAX_DEPTH = 200;
const MAX_WORD = 2_000;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;
const INLINE_TAG = /^(?:a|b|em|font|i|s|small|span|strong|sub|sup|u)$/i;
const PIECE = /<(\/?)([a-z][^\s/<>]*)([^<>]*)>|[^<]+|</gi;

/** HTML that nobody wrote for people loses its elements, and keeps its words. */
function converted(html: string): string {
  let depth = 0;
  let word = 0;
  let tame = "";
  let kept = 0;
  for (const match of html.matchAll(PIECE)) {
    const [piece, closes, name, rest = ""] = match;
    if (name === undefined) {
      const gap = piece.search(/\s\S*$/);
      word = gap === -1 ? word + piece.length : piece.length - gap;
    } else {
      word = INLINE_TAG.test(name) ? word + rest.length : 0;
      if (!VOID.test(name) && !rest.endsWith("/"))
        depth = closes ? Math.max(0, depth - 1) : depth + 1;
      if (depth > MAX_DEPTH) return html.replaceAll(/<[^<>]*>/g, " ");
      if (word > MAX_WORD && closes) {
        const end = match.index + piece.length;
        tame += `${html.slice(kept, end)} `;
        kept = end;
        word = 0;
      }
    }
  }
  return convert(tame + html.slice(kept), OPTIONS);
}

const OPTIONS: Parameters<typeof convert>[1] = {
  wordwrap: 76,
  preserveNewlines: false,
  longWordSplit: { wrapCharacters: [], forceWrapOnLimit: false },
  formatters: {
    letterLink(element, walk, builder) {
      const href = (element.attribs?.["href"] ?? "").trim();
      const isAddress = /^(https?:\/\/|mailto:|tel:|\uE003\d+\uE004$)/i.test(href);
      const target = isAddress
        ? href
            .replace(/^(mailto|tel):/i, "")
            .replace(/\?.*$/, (query: string) => (/^https?:/i.test(href) ? query : ""))
        : "";
      walk(element.children, builder);
      const label = textContent(element);
      if (target === "" || stripScheme(label) === stripScheme(target)) return;
      if (/^tel:/i.test(href) && label.replaceAll(/[^\d+]/g, "") === target) return;
      const goesOn = !/^[\s.,;:!?·|•\u00A0-]*$/.test(
        textContent({ children: following(element) }).slice(0, 40),
      );
      const suffix = !label ? target : goesOn ? ` (${target})` : `: ${target}`;
      builder.addLiteral(suffix);
    },
    letterCell(element, walk, builder) {
      // Short cells of one row stand side by side; a cell with an inner life is a block of its own.
      const cells = cellsOf(element.parent as Node | null);
      const isShort = cells.length > 1 && cells.every(isShortCell);
      if (!isShort) builder.openBlock({ leadingLineBreaks: 1 });
      else if (cells[0] !== (element as Node) && textContent(element)) builder.addInline(" · ");
      walk(element.children, builder);
      if (!isShort) builder.closeBlock({ trailingLineBreaks: 1 });
    },
    letterImage(element, _walk, builder) {
      const alt = (element.attribs?.["alt"] ?? "").trim();
      if (alt) builder.addInline(alt);
    },
  },
  selectors: [
    { selector: "*", format: "inline" },
    { selector: "img", format: "letterImage" },
    { selector: '[style*="display:none"]', format: "skip" },
    { selector: "td.kp-day", format: "skip" },
    { selector: '[style*="display: none"]', format: "skip" },
    { selector: '[aria-hidden="true"]', format: "inline" },
    { selector: "head", format: "skip" },
    { selector: "style", format: "skip" },
    { selector: "script", format: "skip" },
    {
      selector: "h1",
      format: "heading",
      options: { uppercase: true, leadingLineBreaks: 3, trailingLineBreaks: 2 },
    },
    {
      selector: "h2",
      format: "heading",
      options: { uppercase: true, leadingLineBreaks: 3, trailingLineBreaks: 2 },
    },
    {
      selector: "h3",
      format: "heading",
      options: { uppercase: false, leadingLineBreaks: 3, trailingLineBreaks: 2 },
    },
    { selector: "h4", format: "heading", options: { uppercase: false } },
    { selector: "h5", format: "heading", options: { uppercase: false } },
    { selector: "h6", format: "heading", options: { uppercase: false } },
    { selector: "ul", options: { itemPrefix: "  - " } },
    { selector: "hr", options: { length: 40 } },
    { selector: "table", format: "block" },
    { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "td", format: "letterCell" },
    { selector: "th", format: "letterCell" },
    { selector: "a", format: "letterLink" },
  ],
};

const INLINE = new Set("a b em font i s small span strong sub sup u".split(" "));

interface Node {
  name?: string;
  data?: string;
  children?: Node[];
  attribs?: Record<string, string>;
  next?: Node | null;
}

function textContent(node: Node): string {
  if (node.data !== undefined) return node.data.trim();
  const alt = node.attribs?.["alt"] ?? "";
  return (alt + (node.children ?? []).map(textContent).join(" ")).trim();
}

function cellsOf(row: Node | null): Node[] {
  return (row?.children ?? []).filter((node) => node.name === "td" || node.name === "th");
}

function isShortCell(cell: Node): boolean {
  const holdsBlock = (node: Node): boolean =>
    (node.name !== undefined && !INLINE.has(node.name)) || (node.children ?? []).some(holdsBlock);
  return !(cell.children ?? []).some(holdsBlock) && textContent(cell).length <= 100;
}

/** What stands behind a link in the same line of text. */
function following(node: Node): Node[] {
  const nodes: Node[] = [];
  for (let next = node.next; next && nodes.length < 5; next = next.next) {
    if (next.name !== undefined && !INLINE.has(next.name)) break;
    nodes.push(next);
  }
  return nodes;
}

function stripScheme(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/$/, "");
}
