/** One property of a card. */
export interface VcardLine {
  /** Number of its first line in the file, from 1. */
  line: number;
  /** Upper case, without its group. */
  name: string;
  types: Set<string>;
  pref: number | undefined;
  value: string;
}

/** A property longer than this holds a picture. */
const LONGEST = 256 * 1024;
const MAX_LINES = 20_000_000;
export class FileTooLong extends Error {}

/** Properties whose values are no text, or of no use here. */
const LEFT_OUT = new Set(["PHOTO", "LOGO", "SOUND", "KEY", "AGENT"]);

/**
 * The properties of a file: folded lines joined (RFC 6350, 3.2), quoted-printable with its soft line breaks and base64
 * decoded, each value in its own character set (2.1) or the one the file is written in.
 */
export function* unfold(file: Buffer): Generator<VcardLine> {
  // Bytes as characters: a property may name a character set of its own.
  const text =
    utf16(file) ??
    (file.subarray(0, 3).toString("hex") === "efbbbf" ? file.subarray(3) : file).toString("latin1");
  let no = 0;
  let start = 0;
  let pending = "";
  for (const raw of linesOf(text)) {
    if (++no > MAX_LINES) throw new FileTooLong();
    const soft = isQuotedPrintable(pending) && pending.endsWith("=");
    if (pending !== "" && (soft || /^[ \t]/.test(raw))) {
      // What is longer is a picture, of which the beginning is enough to know it.
      if (pending.length < LONGEST)
        pending = soft ? pending.slice(0, -1) + raw : pending + raw.slice(1);
      continue;
    }
    if (pending !== "") yield* property(pending, start);
    [pending, start] = [raw, no];
  }
  if (pending !== "") yield* property(pending, start);
}

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    const found = text.indexOf("\n", at);
    const end = found === -1 ? text.length : found;
    yield text.slice(at, text[end - 1] === "\r" && end > at ? end - 1 : end);
    at = end + 1;
  }
}

/** UTF-16 with its mark becomes the bytes of UTF-8, as characters. */
function utf16(file: Buffer): string | undefined {
  const mark = file.subarray(0, 2).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return undefined;
  const decoded = new TextDecoder(mark === "fffe" ? "utf-16le" : "utf-16be").decode(file);
  return Buffer.from(decoded).toString("latin1");
}

const isQuotedPrintable = (line: string): boolean =>
  /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(line.slice(0, 300));

function* property(raw: string, line: number): Generator<VcardLine> {
  const colon = headEnd(raw);
  if (colon === -1) return;
  const [head = "", ...params] = raw.slice(0, colon).split(";");
  const name = head
    .slice(head.lastIndexOf(".") + 1)
    .trim()
    .toUpperCase();
  if (name === "" || LEFT_OUT.has(name)) return;
  const types = new Set<string>();
  let [encoding, charset, pref] = ["", "", undefined as number | undefined];
  for (const param of params) {
    const [key = "", value = key] = param.toUpperCase().split("=");
    const bare = value.replaceAll('"', "");
    if (key === "ENCODING" || bare === "QUOTED-PRINTABLE" || bare === "BASE64") encoding = bare;
    else if (key === "CHARSET") charset = bare;
    else if (key === "PREF" && /^\d+$/.test(bare)) pref = Number(bare);
    else for (const type of bare.split(",")) types.add(type);
  }
  const bytes = decode(raw.slice(colon + 1), encoding);
  yield { line, name, types, pref, value: toText(bytes, charset) };
}

/** The first colon outside quotation marks. */
function headEnd(raw: string): number {
  let quoted = false;
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '"') quoted = !quoted;
    else if (raw[at] === ":" && !quoted) return at;
  }
  return -1;
}

function decode(value: string, encoding: string): Buffer {
  if (encoding === "QUOTED-PRINTABLE")
    return Buffer.from(
      value.replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
      "latin1",
    );
  if (encoding === "B" || encoding === "BASE64")
    return Buffer.from(value.replace(/\s+/g, ""), "base64");
  return Buffer.from(value, "latin1");
}

/** The named character set, else UTF-8, else windows-1252, which old telephones and Outlook wrote. */
function toText(bytes: Buffer, charset: string): string {
  for (const label of [charset, "utf-8"]) {
    if (label === "") continue;
    try {
      return new TextDecoder(label.toLowerCase(), { fatal: true }).decode(bytes);
    } catch {
      // A set nobody knows, or bytes that are not in it: the next one.
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}
