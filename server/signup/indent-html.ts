const CONTAINERS = new Set(["form", "fieldset", "select", "noscript"]);
const nameOf = (piece: string): string => /^<\/?([a-z]+)/.exec(piece)?.[1] ?? "";

/**
 * Lays markup of our own templates out for people who paste it: one element a line, two spaces a level. For forms
 * only; it knows no markup in which white space has a meaning.
 */
export function indentHtml(markup: string): string {
  const flat = markup
    .replace(/\s+/g, " ")
    .replace(/\s*(\/?>)/g, "$1")
    .replaceAll("/>", " />");
  const pieces: string[] = flat.match(/<[^>]*>|[^<]+/g) ?? [];
  const lines: string[] = [];
  const open: string[] = [];
  const put = (line: string) => lines.push(`${"  ".repeat(open.length)}${line.trim()}`);
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at]!;
    if (piece.trim() === "") continue;
    const name = nameOf(piece);
    if (piece.startsWith("</")) {
      open.pop();
      put(piece);
    } else if (name === "" || piece.endsWith("/>")) {
      put(piece);
    } else {
      const end = pieces.indexOf(`</${name}>`, at);
      const inside = pieces.slice(at + 1, end);
      const holdsFields = name === "p" && inside.some((one) => /^<(input|select)/.test(one));
      put(CONTAINERS.has(name) || holdsFields ? piece : [piece, ...inside, pieces[end]].join(""));
      if (CONTAINERS.has(name) || holdsFields) open.push(name);
      else at = end;
    }
  }
  return `${lines.join("\n")}\n`;
}
