/**
 * Takes the tokens of measuring links (`/t/…`) out of what comes back to us, before anything of it is stored: a number
 * of level `unique` must stand beside a person nowhere but in that person's mailbox (docs/privacy/measuring.md). Works
 * on text as it stands in a message: wrapped, quoted, in quoted-printable, in addresses that a filter rewrote.
 */

const REMOVED = "/t/removed";
/** A slash, also as a filter or an encoding writes it. `_` is Proofpoint's. */
const SLASH = "(?:/|%2F|%252F|=2F|&#47;|&#x2F;|_)";
/** A character of a token, in quoted-printable or Proofpoint's writing too. */
const CHARACTER = "(?:=(?:2D|5F|3\\d|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])|-2D|-5F|[\\w-])";
/** A line that ends in quoted-printable, and an encoded word that ends where the next begins (RFC 2045, 2047). */
const SOFT = "(?:=[ \\t]*\\r?\\n|\\?=(?:\\r?\\n)?[ \\t]+=\\?[^?\\s]{1,40}\\?Q\\?)*";
/** The same, or a line that a program wrapped and quoted. */
const WRAPPED =
  "(?:=[ \\t]*\\r?\\n|\\?=(?:\\r?\\n)?[ \\t]+=\\?[^?\\s]{1,40}\\?Q\\?|\\r?\\n[>| \\t]*)*";
const begin = (gap: string) => `${SLASH}${gap}t${gap}${SLASH}`;
/** A whole token of 43 characters, however it is broken; else what is left of a cut one, if a block may be in it. */
const TOKEN = new RegExp(
  `${begin(WRAPPED)}(?:${WRAPPED}${CHARACTER}){43}|${begin(SOFT)}(?:${SOFT}${CHARACTER}){16,42}`,
  "gi",
);
/** Words of base64 in a header field, one after the other. */
const BASE64_WORDS =
  /=\?[^?\s]{1,40}\?b\?[a-z0-9+/]*={0,2}\?=(?:(?:\r?\n)?[ \t]+=\?[^?\s]{1,40}\?b\?[a-z0-9+/]*={0,2}\?=)*/gi;
/** Lines of base64, at least as many characters as a token needs. */
const BASE64_LINES = /^(?:[A-Za-z0-9+/]{16,}\r?\n)*[A-Za-z0-9+/]{2,}={0,2}[ \t]*$/gm;
const SHORTEST_BLOCK = 28;
const DEEPEST = 4;

/** The text without tokens; everything else stays as it is. */
export function withoutTokens(text: string): string {
  // Nearly every text has none, and the pattern is long.
  return /t/i.test(text) && text.search(TOKEN) !== -1 ? text.replace(TOKEN, REMOVED) : text;
}

/** A message without tokens, in its base64 parts and encoded words too, whatever its header fields say of them. */
export function messageWithoutTokens(message: Buffer): Buffer {
  return Buffer.from(cleaned(message.toString("latin1"), 0), "latin1");
}

function cleaned(text: string, depth: number): string {
  const plain = withoutTokens(text).replace(BASE64_WORDS, (words) => {
    const decoded = [...words.matchAll(/\?b\?([^?]*)\?=/gi)]
      .map(([, word]) => Buffer.from(word ?? "", "base64").toString("latin1"))
      .join("");
    return withoutTokens(decoded) === decoded
      ? words
      : `=?utf-8?B?${Buffer.from(withoutTokens(decoded), "latin1").toString("base64")}?=`;
  });
  if (depth === DEEPEST) return plain;
  return plain.replace(BASE64_LINES, (block) => {
    if (block.length < SHORTEST_BLOCK) return block;
    const decoded = Buffer.from(block, "base64").toString("latin1");
    const clean = cleaned(decoded, depth + 1);
    if (clean === decoded) return block;
    const lineEnd = block.includes("\r\n") ? "\r\n" : "\n";
    return Buffer.from(clean, "latin1")
      .toString("base64")
      .replace(/.{76}(?=.)/g, `$&${lineEnd}`);
  });
}
