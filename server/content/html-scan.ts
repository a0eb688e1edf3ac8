import { Tokenizer } from "htmlparser2";

/** Stands, character for character, where a placeholder stood, so that offsets stay true. */
export const MASK = "\uE002";

export interface HtmlAttribute {
  name: string;
  /** Decoded value; placeholders appear as MASK characters. */
  value: string;
  /** Offsets of the raw value in the source, without quotes; equal if there is no value. */
  start: number;
  end: number;
  nameStart: number;
  quoted: boolean;
}

export interface HtmlElement {
  name: string;
  start: number;
  /** Just behind the `>` of the opening tag. */
  openEnd: number;
  /** Start of the closing tag; the end of the source if it was never closed. */
  closeStart: number;
  attributes: HtmlAttribute[];
  parent: HtmlElement | undefined;
  /** Inside `<!--[if mso]>`: real for some clients, a comment for the rest. */
  conditional: boolean;
}

/** Decoded text. Within one run, characters and source offsets match one to one, except for entities. */
export interface TextRun {
  text: string;
  start: number;
  end: number;
  parent: HtmlElement | undefined;
}

export interface HtmlScan {
  source: string;
  elements: HtmlElement[];
  runs: TextRun[];
  comments: { start: number; end: number }[];
}

const VOID_ELEMENTS = new Set(
  "area base basefont bgsound br col embed hr img input keygen link meta param source track wbr".split(
    " ",
  ),
);

/** Opening one of these ends an open element of the listed kinds on top of the stack. */
const IMPLIED_END: Readonly<Record<string, readonly string[]>> = {
  p: ["p"],
  li: ["li"],
  td: ["td", "th"],
  th: ["td", "th"],
  tr: ["td", "th", "tr"],
  option: ["option"],
};

/** Replaces each placeholder by MASK characters of the same length. */
export function maskPlaceholders(
  source: string,
  ranges: readonly { start: number; end: number }[],
): string {
  let masked = "";
  let at = 0;
  for (const range of ranges) {
    masked += source.slice(at, range.start) + MASK.repeat(range.end - range.start);
    at = range.end;
  }
  return masked + source.slice(at);
}

/** Reads HTML as clients do: never fails, never changes a character, keeps every offset. Linear in the source. */
export function scanHtml(source: string): HtmlScan {
  const scan: HtmlScan = { source, elements: [], runs: [], comments: [] };
  scanRange(scan, 0, source.length, false);
  return scan;
}

function scanRange(scan: HtmlScan, from: number, to: number, conditional: boolean): void {
  const { source } = scan;
  const stack: HtmlElement[] = [];
  const openCount = new Map<string, number>();
  let current: HtmlElement | undefined;
  let attribute: HtmlAttribute | undefined;
  const pop = (closeStart: number) => {
    const element = stack.pop();
    if (!element) return;
    element.closeStart = closeStart;
    openCount.set(element.name, (openCount.get(element.name) ?? 1) - 1);
  };
  const finishTag = (end: number) => {
    if (!current) return;
    current.openEnd = from + end + 1;
    current.closeStart = current.openEnd;
    if (!VOID_ELEMENTS.has(current.name)) {
      current.closeStart = to;
      stack.push(current);
      openCount.set(current.name, (openCount.get(current.name) ?? 0) + 1);
    }
    current = undefined;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        const name = source.slice(from + start, from + end).toLowerCase();
        const ends = IMPLIED_END[name];
        while (ends?.includes(stack.at(-1)?.name ?? "")) pop(from + start - 1);
        current = {
          name,
          start: from + start - 1,
          openEnd: to,
          closeStart: to,
          attributes: [],
          parent: stack.at(-1),
          conditional,
        };
        scan.elements.push(current);
      },
      onopentagend: finishTag,
      onselfclosingtag: finishTag,
      onclosetag(start, end) {
        const name = source.slice(from + start, from + end).toLowerCase();
        if (!openCount.get(name)) return;
        const closeStart = from + start - 2;
        while (stack.at(-1)!.name !== name) pop(closeStart);
        pop(closeStart);
      },
      onattribname(start, end) {
        const name = source.slice(from + start, from + end).toLowerCase();
        attribute = {
          name,
          value: "",
          start: from + end,
          end: from + end,
          nameStart: from + start,
          quoted: false,
        };
        current?.attributes.push(attribute);
      },
      onattribdata(start, end) {
        if (attribute) attribute.value += source.slice(from + start, from + end);
      },
      onattribentity(codepoint) {
        if (attribute) attribute.value += String.fromCodePoint(codepoint);
      },
      onattribend(quote, end) {
        if (attribute && quote !== 0) {
          const opening = /\s*=\s*["']?/y;
          opening.lastIndex = attribute.start;
          opening.test(source);
          attribute.quoted = quote !== 1;
          attribute.start = opening.lastIndex;
          attribute.end = from + end - (attribute.quoted ? 1 : 0);
        }
        attribute = undefined;
      },
      ontext(start, end) {
        if (conditional) return;
        scan.runs.push({
          text: source.slice(from + start, from + end),
          start: from + start,
          end: from + end,
          parent: stack.at(-1),
        });
      },
      ontextentity(codepoint, end) {
        if (conditional) return;
        const start = source.lastIndexOf("&", from + end - 1);
        scan.runs.push({
          text: String.fromCodePoint(codepoint),
          start,
          end: from + end,
          parent: stack.at(-1),
        });
      },
      oncomment(start, end, closing) {
        const commentEnd = from + end - closing;
        scan.comments.push({ start: from + start, end: commentEnd });
        const head = /\[if [^\]]{1,80}\]>/y;
        head.lastIndex = from + start;
        if (!conditional && head.test(source)) {
          const tail = source.lastIndexOf("<![endif]", commentEnd);
          if (tail > head.lastIndex) scanRange(scan, head.lastIndex, tail, true);
        }
      },
      oncdata() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {
        while (stack.length > 0) pop(to);
      },
    },
  );
  tokenizer.write(from === 0 && to === source.length ? source : source.slice(from, to));
  tokenizer.end();
}
