/**
 * Header fields of a message (RFC 5322, 2047, 2369, 2919). A value that comes from a person can
 * carry anything; what leaves here is one field, folded, in ASCII (an internationalised address
 * excepted, RFC 6532), without a way to end the line.
 */

/** A message that cannot be made: a broken template, or a value that must not stand in a header. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

/** Longest subject and display name, in characters. What is longer is cut. */
export const MAX_SUBJECT = 900;
export const MAX_DISPLAY_NAME = 200;
const LINE = 76;
const HARD_LINE = 990;

const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const SHORT_ASCII = /^[\x20-\x7e]{0,66}$/;
const ASCII = /^[\x20-\x7e]*$/;
const ATOMS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** One field, as it stands in the message and as DKIM's relaxed form sees it (RFC 6376, 3.4.2). */
export type HeaderField = { name: string; line: string; canonical: string };

/** @param value already folded and encoded */
export function headerField(name: string, value: string): HeaderField {
  const canonical = `${name.toLowerCase()}:${unfold(value)}\r\n`;
  return { name: name.toLowerCase(), line: `${name}: ${value}\r\n`, canonical };
}

/** Line breaks removed, white space runs made one space, none at the ends. */
export function unfold(value: string): string {
  return value.includes("\r\n") || value.includes("  ") || value.includes("\t")
    ? value
        .replace(/\r\n/g, "")
        .replace(/[ \t]+/g, " ")
        .trim()
    : value.trim();
}

/** Controls and line breaks in a person's value become one space: there is nothing to be injected with. */
export function oneLine(value: string, longest: number): string {
  const clean = CONTROL.test(value) ? value.replace(CONTROLS, " ") : value;
  if (clean.length <= longest) return clean;
  return clean
    .slice(0, longest)
    .toWellFormed()
    .replace(/\ufffd$/, "");
}

/** Refuses what a setting or an id must not contain; such a value is an error, never repaired. */
export function requireOneLine(what: string, value: string): string {
  if (CONTROL.test(value))
    throw new MessageError(`${what} contains a line break or control character`);
  return value;
}

/**
 * Free text of a header field: ASCII as it is, everything else as encoded words (RFC 2047).
 *
 * @param used characters before the value in its first line ("Subject: ")
 */
export function encodeText(text: string, used: number): string {
  if (SHORT_ASCII.test(text) && text.length + used <= LINE && !text.includes("=?")) return text;
  if (ASCII.test(text) && !text.includes("=?")) {
    const folded = foldAtSpaces(text, used);
    if (folded !== undefined) return folded;
  }
  return encodedWords(text, used);
}

/** Encoded words of at most 75 characters, whole characters in each, one to a line (RFC 2047, 2 and 5). */
function encodedWords(text: string, used: number): string {
  const bytesIn = (room: number) =>
    Math.floor((Math.min(room, LINE - 1) - "=?UTF-8?B?".length - 2) / 4) * 3;
  const words: string[] = [];
  let chunk = "";
  let size = 0;
  let limit = Math.max(bytesIn(LINE - used), 4);
  const push = () => {
    words.push(`=?UTF-8?B?${Buffer.from(chunk, "utf8").toString("base64")}?=`);
    limit = bytesIn(LINE - 1);
    chunk = "";
    size = 0;
  };
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) ?? 0;
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (size + bytes > limit && size > 0) push();
    chunk += character;
    size += bytes;
  }
  if (size > 0) push();
  return words.join("\r\n ");
}

/** Folds plain text at its spaces; undefined when a word is longer than a line may be. */
function foldAtSpaces(text: string, used: number): string | undefined {
  let folded = "";
  let column = used;
  for (const word of text.split(/(?= )/)) {
    if (word.length > LINE) return undefined;
    // A line of nothing but white space is not allowed, so a lone space stays where it is.
    if (column + word.length > LINE && column > used && word.trim() !== "") {
      folded += "\r\n";
      column = 0;
    }
    folded += word;
    column += word.length;
    if (column > HARD_LINE) return undefined;
  }
  return folded;
}

/**
 * A mailbox with its display name (RFC 5322, 3.4).
 *
 * @param address as `parseEmailAddress` wrote it
 */
export function formatMailbox(name: string | undefined, address: string, used: number): string {
  const clean =
    name === undefined ? "" : oneLine(name, MAX_DISPLAY_NAME).replace(/ +/g, " ").trim();
  const bytes = utf8Bytes(address);
  if (clean === "") return used + bytes.length > HARD_LINE ? `\r\n ${bytes}` : bytes;
  const phrase = displayName(clean, used);
  const lastLine = phrase.length - Math.max(0, phrase.lastIndexOf("\r\n") + 2);
  const column = phrase.includes("\r\n") ? lastLine : used + lastLine;
  return `${phrase}${column + bytes.length + 3 > LINE ? "\r\n" : ""} <${bytes}>`;
}

function displayName(clean: string, used: number): string {
  if (!ASCII.test(clean) || clean.includes("=?")) return encodedWords(clean, used);
  const phrase = ATOMS.test(clean) ? clean : `"${clean.replace(/["\\]/g, "\\$&")}"`;
  return phrase.length + used > LINE ? encodedWords(clean, used) : phrase;
}

const URI = /^[a-z][a-z0-9+.-]*:[\x21\x23-\x3b\x3d\x3f-\x7e]+$/i;

/** URIs in angle brackets, one a line (RFC 2369). Throws MessageError for anything else. */
export function formatUris(uris: readonly string[]): string {
  for (const uri of uris) {
    if (!URI.test(uri) || uri.length > 900) throw new MessageError("not a URI for a List-* header");
  }
  return uris.map((uri) => `<${uri}>`).join(",\r\n ");
}

/** Text as a string in which every character is one byte of its UTF-8 form. */
export function utf8Bytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

let dateOfSecond = -1;
let dateText = "";

/** Date and time in UTC (RFC 5322, 3.3). */
export function formatDate(date: Date): string {
  const second = Math.floor(date.getTime() / 1000);
  if (second !== dateOfSecond) {
    dateText = date.toUTCString().replace("GMT", "+0000");
    dateOfSecond = second;
  }
  return dateText;
}
