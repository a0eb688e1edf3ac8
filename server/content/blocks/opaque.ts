const TOKEN = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const TOKEN_HERE = new RegExp(TOKEN.source, "y");
/** Runs of characters beyond ASCII. */
const FOREIGN_HERE = /[^\0-~]+/y;

export interface Opaque {
  text: string;
  tokens: string[];
  /** Where each token stood in the source and stands in `text`, for errors at their place. */
  places: { source: number; text: number; length: number; markLength: number }[];
  /** What marks begin with. */
  mark: string;
}

/**
 * Takes out of a source what the compiler may not read or rewrite: merge fields and Liquid tags, and what mrml 1.6
 * writes into attributes as Rust would print it (`\\u{a0}` for a protected space): characters beyond ASCII, backslashes,
 * line breaks and foreign quotes in attribute values. Each is replaced by a mark that no author typed.
 */
export function hideTokens(source: string): Opaque {
  let nonce = 0;
  while (source.includes(`kq${nonce}x`)) nonce++;
  const hidden: Opaque = { text: "", tokens: [], places: [], mark: `kq${nonce}x` };
  let plain = 0;
  let inTag = false;
  let quote = "";
  const hide = (from: number, to: number, shown = source.slice(from, to)) => {
    hidden.text += source.slice(plain, from);
    const mark = `${hidden.mark}${hidden.tokens.length}z`;
    const text = hidden.text.length;
    hidden.places.push({ source: from, text, length: to - from, markLength: mark.length });
    hidden.text += mark;
    hidden.tokens.push(shown);
    plain = to;
  };
  const tokenEnd = tokenFinder(source);
  for (let at = 0; at < source.length; at++) {
    const end = tokenEnd(at);
    const character = source[at]!;
    if (end > at) {
      hide(at, end);
      at = end - 1;
    } else if (character === "\\") hide(at, at + 1);
    else if (quote !== "") {
      if (character === quote) quote = "";
      else if (character === '"') hide(at, at + 1, "&quot;");
      else if (character < " ") hide(at, at + 1, " ");
    } else if (inTag) {
      if (character === '"' || character === "'") quote = character;
      else if (character === ">") inTag = false;
    } else if (character === "<" && /[a-z]/i.test(source[at + 1] ?? "")) inTag = true;
  }
  hidden.text += source.slice(plain);
  return hidden;
}

/** Finds the end of a token or of a run of characters beyond ASCII that begins at a place; the place itself if none does. */
function tokenFinder(source: string): (at: number) => number {
  // Once a brace has no end, no later one has: without this, a text of open braces would be read again for each.
  const endless = new Set<string>();
  return (at) => {
    const code = source.charCodeAt(at);
    if (code !== 123 && code <= 126) return at;
    const opening = source.slice(at, at + 2);
    const pattern = code === 123 ? TOKEN_HERE : FOREIGN_HERE;
    if (code === 123 && (endless.has(opening) || !/^\{[{%]$/.test(opening))) return at;
    pattern.lastIndex = at;
    if (pattern.test(source)) return pattern.lastIndex;
    endless.add(opening);
    return at;
  };
}

/** Puts everything back, byte for byte. */
export function showTokens(text: string, { tokens, mark }: Opaque): string {
  return text.replace(
    new RegExp(`${mark}(\\d+)z`, "g"),
    (_, index: string) => tokens[Number(index)] ?? "",
  );
}

/** The place in the source of a place in the text without tokens. */
export function sourceOffset(hidden: Opaque, at: number): number {
  let shift = 0;
  for (const place of hidden.places) {
    if (place.text + place.markLength > at) {
      return at > place.text ? place.source : at + shift;
    }
    shift = place.source + place.length - (place.text + place.markLength);
  }
  return at + shift;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "{": "&#123;",
};

/** Text without tokens, escaped for HTML and XML. An open brace without its end is a brace. */
export function escapeText(text: string): string {
  return clean(text).replace(/[&<>"{]/g, (found) => ESCAPES[found]!);
}

/** A token that never ends would swallow what stands behind it; before a hidden one, too. */
export function withoutOpenBraces(text: string, { mark }: Opaque): string {
  return text.replaceAll(new RegExp(`\\{(?=[{%]|${mark})`, "g"), "&#123;");
}

function escapeAround(text: string, token: (token: string) => string): string {
  let out = "";
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    out += escapeText(text.slice(at, match.index)) + token(match[0]);
    at = match.index + match[0].length;
  }
  return out + escapeText(text.slice(at));
}

/** A typed line as HTML text: escaped, its merge fields untouched, its line breaks kept. */
export function textOf(text: string): string {
  return escapeAround(clean(text), (token) => token).replaceAll("\n", "<br />");
}

/** A typed line as the value of a double-quoted attribute. */
export function valueOf(text: string): string {
  return escapeAround(clean(text).replaceAll("\n", " "), (token) =>
    token.includes("'") ? token.replaceAll('"', "&quot;") : token.replaceAll('"', "'"),
  );
}

/** Only what a mail may link to; anything else leads nowhere, which the lint says. */
export function hrefOf(address: string): string {
  const trimmed = address.trim();
  if (/^(?:https?:\/\/|mailto:|tel:|sms:|#\S|\{\{)/i.test(trimmed)) return valueOf(trimmed);
  return /^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(trimmed) ? valueOf(`https://${trimmed}`) : "";
}

function clean(text: string): string {
  // What is no XML character would end the compiling.
  // eslint-disable-next-line no-control-regex
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .toWellFormed();
}
