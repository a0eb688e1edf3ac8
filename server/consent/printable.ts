/** Codepoints of Windows-1252 above Latin-1, which the standard typefaces can set. */
const WINDOWS_1252 = new Set([..."€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"]);

/** What the typeface cannot set is written out, so that nothing is lost or looks like something else. */
export function printable(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0)!;
      if (character === "\n" || character === "\t") return character;
      if ((code >= 32 && code < 127) || (code >= 160 && code < 256) || WINDOWS_1252.has(character))
        return character;
      if (character === "\u2011") return "-";
      if (character === "\u2016") return "||";
      return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
    })
    .join("");
}
