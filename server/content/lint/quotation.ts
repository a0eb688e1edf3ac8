/** Text without white space and case, to find words however they are set. */
export function squeeze(text: string): string {
  return text.replaceAll(/[\s\u00A0\u00AD\u200B]+/g, "").toLowerCase();
}

/** Blanks out quotations, however their white space is set; the length stays. */
export function blankOut(source: string, quoted: readonly string[]): string {
  let own = source.replaceAll("\u00A0", " ");
  for (const quote of quoted) {
    const words = quote
      .trim()
      .split(/[\s\u00A0]+/)
      .map((word) =>
        word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/["'„“”‚‘’]/g, "[\"'„“”‚‘’]"),
      );
    own = own.replaceAll(new RegExp(words.join("\\s+"), "giu"), (match) =>
      " ".repeat(match.length),
    );
  }
  return own;
}
