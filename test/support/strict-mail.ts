import assert from "node:assert/strict";

/** A message as a reader without any mercy takes it apart. */
export interface StrictMail {
  /** Lower-case name and unfolded value, in their order; UTF-8 where the message is one of RFC 6532. */
  headers: [string, string][];
  parts: { type: string; text: string }[];
}

const DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} \+0000$/;
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const DOT_ATOM = `${ATOM}(?:\\.${ATOM})*`;
const ONCE =
  /^(from|to|subject|date|message-id|mime-version|reply-to|content-type|content-transfer-encoding|list-.*|feedback-id|auto-submitted|x-csa-complaints)$/;

/**
 * Reads a message by RFC 5321 (4.5), 5322 (2, 3), 2045, 2046, 2047 and 6532, independently of what wrote it. Throws an
 * AssertionError at the first defect: a bare CR or LF, NUL or another control, a line that is too long, a field that
 * stands twice, an encoded word that is cut, a line SMTP would have to stuff.
 */
export function readStrictly(message: Buffer): StrictMail {
  const raw = message.toString("latin1");
  assert.ok(raw.endsWith("\r\n"), "the last line is not ended");
  assert.doesNotMatch(raw, /\r(?!\n)|(?<!\r)\n/, "bare CR or LF");
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(raw, /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/, "control character");
  for (const line of raw.split("\r\n")) assert.ok(line.length <= 998, "line over 998 octets");
  assert.doesNotMatch(raw, /(^|\r\n)\./, "a line begins with a dot");
  const gap = raw.indexOf("\r\n\r\n");
  assert.ok(gap > 0, "no end of the header");
  const headers = readHeaders(raw.slice(0, gap), true);
  const value = (name: string) => headers.find(([field]) => field === name)?.[1];
  for (const name of ["from", "to", "subject", "date", "message-id", "mime-version"])
    assert.ok(value(name) !== undefined, `no ${name}`);
  assert.match(value("date")!, DATE);
  assert.equal(value("mime-version"), "1.0");
  assert.match(value("message-id")!, new RegExp(`^<${DOT_ATOM}@[a-z0-9.-]+>$`));
  return { headers, parts: readParts(raw.slice(gap + 4), value("content-type") ?? "", headers) };
}

/** Value of a field that must be there once. */
export function header(mail: StrictMail, name: string): string | undefined {
  const found = mail.headers.filter(([field]) => field === name);
  assert.ok(found.length <= 1, `${name} stands ${found.length} times`);
  return found[0]?.[1];
}

function readHeaders(head: string, top: boolean): [string, string][] {
  const lines = head.split("\r\n");
  const fields: string[] = [];
  for (const line of lines) {
    // A word alone in its line may be long: addresses and links cannot be folded.
    const folded = line.replace(/^[!-9;-~]+: ?/, "").trim();
    assert.ok(line.length <= 78 || !/[ \t]/.test(folded), `unfolded header line: ${line}`);
    assert.match(line, /\S/, "a header line of white space");
    if (/^[ \t]/.test(line)) fields.push(`${fields.pop()!}\r\n${line}`);
    else fields.push(line);
  }
  const headers = fields.map((field): [string, string] => {
    const match = /^([!-9;-~]+):([\s\S]*)$/.exec(field);
    assert.ok(match, `no header field: ${field}`);
    const name = match[1]!.toLowerCase();
    const value = match[2]!.replaceAll("\r\n", "").trim();
    const isInternational = !/^[\x20-\x7e\t]*$/.test(value);
    assert.ok(!isInternational || (top && name === "to"), `8-bit in ${name}`);
    if (!isInternational) return [name, value];
    return [name, new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"))];
  });
  const seen = new Set<string>();
  for (const [name] of headers) {
    assert.ok(!ONCE.test(name) || !seen.has(name), `${name} stands twice`);
    seen.add(name);
  }
  return headers;
}

function readParts(
  body: string,
  contentType: string,
  headers: [string, string][],
): StrictMail["parts"] {
  const multipart = /^multipart\/alternative; boundary="([^"]{1,70})"$/.exec(contentType);
  if (!multipart) {
    assert.ok(body.endsWith("\r\n"));
    return [leaf(headers, body.slice(0, -2))];
  }
  assert.equal(
    headers.some(([name]) => name === "content-transfer-encoding"),
    false,
  );
  const mark = `--${multipart[1]}`;
  assert.ok(body.startsWith(`${mark}\r\n`), "text before the first boundary");
  const pieces = body.split(`\r\n${mark}`);
  assert.equal(pieces.pop(), "--\r\n", "no closing boundary, or text after it");
  pieces[0] = pieces[0]!.slice(mark.length);
  return pieces.map((piece) => {
    assert.ok(piece.startsWith("\r\n"));
    const gap = piece.indexOf("\r\n\r\n");
    return leaf(readHeaders(piece.slice(2, gap), false), piece.slice(gap + 4));
  });
}

function leaf(headers: [string, string][], body: string): { type: string; text: string } {
  const value = (name: string) => headers.find(([field]) => field === name)?.[1];
  const type = /^(text\/(?:plain|html)); charset=utf-8$/.exec(value("content-type") ?? "")?.[1];
  assert.ok(type, `content type ${value("content-type")}`);
  assert.equal(value("content-transfer-encoding"), "quoted-printable");
  let bytes = "";
  const lines = body.split("\r\n");
  for (const [at, line] of lines.entries()) {
    assert.ok(line.length <= 76, "encoded line over 76 characters");
    assert.match(line, /^(?:[\t\x20-\x3c\x3e-\x7e]|=[0-9A-F]{2})*=?$/, "not quoted-printable");
    assert.doesNotMatch(line, /[ \t]$/, "white space at the end of an encoded line");
    const soft = line.endsWith("=");
    assert.ok(!soft || at < lines.length - 1, "a soft line break at the very end");
    bytes += (soft ? line.slice(0, -1) : line).replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (!soft && at < lines.length - 1) bytes += "\r\n";
  }
  const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(bytes, "latin1"));
  return { type, text };
}

/** Unstructured text with its encoded words decoded (RFC 2047); each is whole, short and valid by itself. */
export function decodeWords(value: string): string {
  const word = /=\?UTF-8\?B\?([A-Za-z0-9+/]*={0,2})\?=/g;
  for (const [whole, base64] of value.matchAll(word)) {
    assert.ok(whole.length <= 75, "encoded word over 75 characters");
    new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64!, "base64"));
  }
  return value
    .replace(/(\?=)\s+(?==\?UTF-8\?B\?)/g, "$1")
    .replace(word, (_all, base64: string) => Buffer.from(base64, "base64").toString("utf8"));
}

/** The one mailbox of an address field: display name and address (RFC 5322, 3.4). */
export function oneMailbox(value: string): { name: string; address: string } {
  const parts = /^(?:(.*?)\s*)?<([^<>]+)>$/su.exec(value);
  const address = parts?.[2] ?? value;
  assert.doesNotMatch(address, /[\s<>,;]/, "more than one address");
  const phrase = parts?.[1] ?? "";
  if (phrase.startsWith('"')) {
    assert.match(phrase, /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/);
    return { name: phrase.slice(1, -1).replace(/\\(.)/g, "$1"), address };
  }
  if (phrase.includes("=?")) {
    assert.match(phrase, /^(?:=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?=\s*)+$/);
    return { name: decodeWords(phrase), address };
  }
  assert.match(phrase, new RegExp(`^(?:${ATOM}(?: ${ATOM})*)?$`), "phrase");
  return { name: phrase, address };
}
