import type { ContentPart } from "../../../contract/content.ts";
import type { HtmlElement, HtmlScan } from "../html-scan.ts";

/** Words as a reader sees them, with the way back to the source. */
export interface LocatedText {
  part: ContentPart;
  text: string;
  /** The stretch of the source behind a stretch of `text`. */
  locate(start: number, length: number): { start: number; end: number };
  /** True if a stretch of `text` stands uninterrupted by markup in the source, so that it can be replaced. */
  isContinuous(start: number, length: number): boolean;
}

/** A part without markup. */
export function plainRuns(part: ContentPart, source: string): LocatedText {
  return {
    part,
    text: source.replaceAll("\u00A0", " "),
    locate: (start, length) => ({ start, end: start + length }),
    isContinuous: () => true,
  };
}

const UNSEEN = new Set(["style", "script", "title", "noscript", "template"]);
const BREAKS =
  /<\/?(?:p|div|td|th|tr|table|h[1-6]|li|ul|ol|br|hr|center|section|article|header|footer|blockquote|pre)\b/i;

/** The visible text of HTML; blocks and line breaks are new lines. */
export function visibleText(part: ContentPart, scan: HtmlScan): LocatedText {
  const starts: number[] = [];
  const runs: { textStart: number; start: number; end: number; length: number }[] = [];
  let text = "";
  let lastEnd = 0;
  for (const run of scan.runs) {
    if (UNSEEN.has(run.parent?.name ?? "")) continue;
    if (run.start > lastEnd && BREAKS.test(scan.source.slice(lastEnd, run.start))) text += "\n";
    starts.push(text.length);
    runs.push({ textStart: text.length, start: run.start, end: run.end, length: run.text.length });
    text += run.text === "\u00A0" ? " " : run.text;
    lastEnd = run.end;
  }
  const at = (index: number) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const offset = (index: number, isEnd: boolean) => {
    const run = runs[at(index)];
    if (!run) return 0;
    // An entity is one character of text and several of source.
    if (run.end - run.start !== run.length) return isEnd ? run.end : run.start;
    return Math.min(run.start + index - run.textStart, run.end);
  };
  return {
    part,
    text,
    locate(start, length) {
      const end = length > 0 ? offset(start + length - 1, true) : offset(start, false);
      const last = runs[at(Math.max(start, start + length - 1))];
      const isEntity = last !== undefined && last.end - last.start !== last.length;
      return { start: offset(start, false), end: length > 0 && !isEntity ? end + 1 : end };
    },
    isContinuous: (start, length) => at(start) === at(Math.max(start, start + length - 1)),
  };
}

/** The element that encloses an offset of text, or undefined at top level. */
export function parentAt(scan: HtmlScan, offset: number): HtmlElement | undefined {
  let low = 0;
  let high = scan.runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (scan.runs[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  const run = scan.runs[low];
  return run && run.start <= offset && offset < run.end ? run.parent : undefined;
}
