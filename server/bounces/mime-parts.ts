import { decodeWords } from "postal-mime";

/** Reports are short; what comes later is the returned message, which nobody reads in full. */
const MOST_READ = 1024 * 1024;
const MOST_PARTS = 60;
const MOST_DEPTH = 8;
const MOST_HEADER_LINES = 2000;
const MOST_TEXT = 128 * 1024;

/** Header fields by lower-case name, in their order, unfolded and decoded (RFC 5322, 2047). */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** A leaf of a message (RFC 2045), or an embedded message with its header. */
export interface Part {
  /** Media type, lower case. */
  type: string;
  fields: Fields;
  /** Decoded text; of an embedded message its source. */
  text: string;
}

export interface ReadMessage {
  fields: Fields;
  /** Media type of the whole, with its parameters as written. */
  contentType: string;
  parts: Part[];
}

/** First value of a field, or an empty text. */
export const field = (fields: Fields, name: string): string => fields.get(name)?.[0] ?? "";

/**
 * Takes a message apart, however broken: bare CR, an mbox line in front, boundaries that never end. Own code and not
 * the general parser, because reports nest in ways no mail program writes, and each part is wanted as it stands. Linear
 * in the size; size, parts and depth are bounded. Never throws.
 */
export function readParts(raw: Buffer): ReadMessage {
  const source = raw
    .subarray(0, MOST_READ)
    .toString("latin1")
    .replace(/\r\n?/g, "\n")
    .replace(/^(?:\s*\n)+/, "")
    .replace(/^>?From \S[^\n]*\n/, "");
  const { fields, body } = splitHeader(source);
  const parts: Part[] = [];
  collect(fields, body, parts, 0);
  return { fields, contentType: field(fields, "content-type"), parts };
}

/** Header and body of a message or part. */
export function splitHeader(source: string): { fields: Fields; body: string } {
  const fields = new Map<string, string[]>();
  let at = 0;
  let current: { name: string; value: string } | undefined;
  const keep = () => {
    if (!current) return;
    const value = decode(current.value.trim().slice(0, 8192));
    const known = fields.get(current.name);
    if (known) known.push(value);
    else fields.set(current.name, [value]);
    current = undefined;
  };
  for (let lines = 0; at < source.length && lines < MOST_HEADER_LINES; lines++) {
    const end = source.indexOf("\n", at);
    const line = end === -1 ? source.slice(at) : source.slice(at, end);
    const next = end === -1 ? source.length : end + 1;
    if (line.trim() === "") {
      at = next;
      break;
    }
    if (/^[ \t]/.test(line)) {
      if (current && current.value.length < 16384) current.value += ` ${line.trim()}`;
    } else {
      const match = /^([!-9;-~]{1,80})[ \t]*:(.*)$/.exec(line);
      // A parameter whose line forgot its indent.
      if (!match && current && /;\s*$/.test(current.value) && /^[\w-]+=/.test(line)) {
        current.value += ` ${line.trim()}`;
        at = next;
        continue;
      }
      if (!match) {
        // Not a header line: a body that forgot its empty line, or a stray mbox line.
        if (/^>?From /.test(line)) {
          at = next;
          continue;
        }
        break;
      }
      keep();
      current = { name: match[1]!.toLowerCase(), value: match[2]! };
    }
    at = next;
  }
  keep();
  return { fields, body: source.slice(at) };
}

function decode(value: string): string {
  if (/[\u0080-\u00ff]/.test(value)) value = utf8(value);
  if (!value.includes("=?")) return value;
  try {
    return decodeWords(value);
  } catch {
    return value;
  }
}

function utf8(latin1: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(latin1, "latin1"));
  } catch {
    return latin1;
  }
}

/** Value of a parameter of a structured field, without quotes. */
export function parameter(value: string, name: string): string {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, "i").exec(value);
  return (match?.[1] ?? match?.[2] ?? "").trim();
}

function collect(fields: Fields, body: string, parts: Part[], depth: number): void {
  if (parts.length >= MOST_PARTS || depth > MOST_DEPTH) return;
  const contentType = field(fields, "content-type");
  const type = (/^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0] ?? "text/plain").toLowerCase();
  const boundary = type.startsWith("multipart/") ? parameter(contentType, "boundary") : "";
  if (boundary !== "") {
    const { preamble, pieces } = split(body, boundary);
    if (pieces.length > 0) {
      for (const piece of pieces) {
        const inner = splitHeader(piece);
        collect(inner.fields, inner.body, parts, depth + 1);
      }
      return;
    }
    parts.push({ type: "text/plain", fields, text: preamble.slice(0, MOST_TEXT) });
    return;
  }
  const text = decodeBody(body, field(fields, "content-transfer-encoding"), contentType, type);
  parts.push({
    type: type.startsWith("multipart/") ? "text/plain" : type,
    fields,
    text: text.slice(0, MOST_TEXT),
  });
}

function split(body: string, boundary: string): { preamble: string; pieces: string[] } {
  const mark = `--${boundary}`;
  const pieces: string[] = [];
  let preamble = body;
  let from = -1;
  let at = body.startsWith(mark) ? 0 : body.indexOf(`\n${mark}`);
  while (at !== -1 && pieces.length < MOST_PARTS) {
    const lineAt = body[at] === "\n" ? at + 1 : at;
    if (from === -1) preamble = body.slice(0, at);
    else pieces.push(body.slice(from, at));
    const lineEnd = body.indexOf("\n", lineAt);
    if (body.startsWith("--", lineAt + mark.length) || lineEnd === -1) {
      from = -1;
      break;
    }
    from = lineEnd + 1;
    at = body.startsWith(mark, from) ? from : body.indexOf(`\n${mark}`, from - 1);
  }
  if (from !== -1) pieces.push(body.slice(from));
  return { preamble, pieces };
}

function decodeBody(body: string, encoding: string, contentType: string, type: string): string {
  const how = encoding.trim().toLowerCase();
  let bytes: Buffer | undefined;
  if (how === "base64") bytes = Buffer.from(body.slice(0, 2 * MOST_TEXT), "base64");
  else if (how === "quoted-printable") bytes = Buffer.from(unquote(body), "latin1");
  // Some send the encoded form of a report and say so on the outside only.
  if (bytes === undefined && !/[\u0080-\u00ff\u001b]/.test(body)) return body;
  if (!/^(?:text|message|multipart)\//.test(type)) return "";
  return toText(bytes ?? Buffer.from(body, "latin1"), parameter(contentType, "charset"));
}

function unquote(body: string): string {
  return body
    .slice(0, 4 * MOST_TEXT)
    .replace(/=[ \t]*\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function toText(bytes: Buffer, charset: string): string {
  for (const name of [charset, "utf-8"]) {
    if (name === "") continue;
    try {
      return new TextDecoder(name, { fatal: name === "utf-8" })
        .decode(bytes)
        .replace(/\r\n?/g, "\n");
    } catch {
      // An unknown name, or not the bytes it promised: the next one.
    }
  }
  return bytes.toString("latin1").replace(/\r\n?/g, "\n");
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', nbsp: " " };

/** Takes out what is never shown; linear, also where nothing is ever closed. */
function withoutSilent(html: string): string {
  const lower = html.toLowerCase();
  const openings = /<(style|script|head)\b/g;
  const neverClosed = new Set<string>();
  let kept = "";
  let from = 0;
  for (let match = openings.exec(lower); match; match = openings.exec(lower)) {
    const tag = match[1]!;
    if (match.index < from || neverClosed.has(tag)) continue;
    const end = lower.indexOf(`</${tag}`, match.index);
    if (end === -1) {
      neverClosed.add(tag);
      continue;
    }
    kept += `${html.slice(from, match.index)} `;
    from = end;
    openings.lastIndex = end;
  }
  return kept + html.slice(from);
}

/** Plain text of an HTML body, line by line. Reports write simple HTML. */
export function plainText(html: string): string {
  return withoutSilent(html.slice(0, MOST_TEXT))
    .replace(/<(?:br|\/p|\/div|\/tr|\/h\d|\/li|\/table|hr)\b[^<>]{0,400}>/gi, "\n")
    .replace(/<[a-z/!][^<>@]{0,2000}>/gi, " ")
    .replace(/<a\s[^<>]{0,2000}>/gi, " ")
    .replace(/&(?:#(\d{1,6})|(lt|gt|amp|quot|nbsp));/gi, (whole, code?: string, name?: string) =>
      code === undefined
        ? (ENTITIES[name!.toLowerCase()] ?? whole)
        : Number(code) <= 0x10ffff
          ? String.fromCodePoint(Number(code))
          : "",
    )
    .replace(/[ \t\u00a0]+/g, " ");
}
