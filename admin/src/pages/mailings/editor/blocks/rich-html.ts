import { readHtml } from "../../../../ui/index.ts";

const TOKEN = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** What merge fields and conditions look like for the editor of texts: one unit each, never torn apart. */
export function forEditor(html: string): HTMLElement {
  const parsed = readHtml(html);
  const walker = parsed.createTreeWalker(parsed.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    const parts = splitTokens(text.data);
    if (parts.length === 1 && !parts[0]!.token) continue;
    text.replaceWith(
      ...parts.map(({ text: part, token }) => {
        if (!token) return parsed.createTextNode(part);
        const chip = parsed.createElement("span");
        chip.dataset["field"] = part;
        return chip;
      }),
    );
  }
  return parsed.body;
}

/** Back to the author's HTML: each chip is its code again. */
export function fromEditorHtml(html: string): string {
  const parsed = readHtml(html);
  for (const chip of parsed.querySelectorAll<HTMLElement>("span[data-field]"))
    chip.replaceWith(parsed.createTextNode(chip.dataset["field"] ?? ""));
  const written = parsed.body.innerHTML.replace(TOKEN, (token) =>
    token.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
  return written === "<p></p>" ? "" : written.replaceAll("<br>", "<br />");
}

function splitTokens(text: string): { text: string; token: boolean }[] {
  const parts: { text: string; token: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), token: false });
    parts.push({ text: match[0], token: true });
    at = match.index + match[0].length;
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), token: false });
  return parts;
}

/** The words of a text without its elements, for lists of blocks. */
export function plainWords(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&[a-z#0-9]+;/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
