/**
 * Quoted-printable (RFC 2045, 6.7) in a strict form: lines of at most 76 characters, a character
 * never split over two lines, no line that starts with "." (so that SMTP never has to stuff dots,
 * RFC 5321, 4.5.2) or with "From " (which mailbox files change), and no control characters.
 */

/** Room for text in a line; the 76th character is the "=" of the soft line break. */
export const QP_LINE = 75;
export const SOFT_BREAK = "=\r\n";

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const DOT = 46;
const EQUALS = 61;
const CAPITAL_F = 70;

/** Controls other than tab and line ends. */
const CONTROL = /[^\P{Cc}\t\r\n]/u;
const CONTROLS = /[^\P{Cc}\t\r\n]/gu;

const HEX = Array.from(
  { length: 256 },
  (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);

export type Encoded = {
  text: string;
  /** Characters already in the last line. */
  column: number;
};

/**
 * Encodes text as it continues a line. Every line ending (CRLF, CR, LF) becomes CRLF; control
 * characters are left out, half characters (lone surrogates) become U+FFFD.
 *
 * @param column characters already in the line
 * @param atEnd nothing follows in this line: white space at the end is encoded
 */
export function encodeQuotedPrintable(given: string, column: number, atEnd: boolean): Encoded {
  const source = CONTROL.test(given) ? given.replace(CONTROLS, "") : given;
  let text = "";
  let at = column;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === CR || code === LF) {
      if (code === CR && source.charCodeAt(i + 1) === LF) i += 1;
      text += "\r\n";
      at = 0;
      continue;
    }
    let unit: string;
    if (code > 126) {
      const point = source.codePointAt(i) ?? code;
      if (point > 0xffff) i += 1;
      unit = encodeCharacter(point);
    } else if (code === SPACE || code === TAB) {
      unit = endsLine(source, i + 1, atEnd) ? (HEX[code] ?? "") : String.fromCharCode(code);
    } else {
      unit = code === EQUALS ? "=3D" : String.fromCharCode(code);
    }
    if (at + unit.length > QP_LINE) {
      text += SOFT_BREAK;
      at = 0;
    }
    if (at === 0 && (code === DOT || (code === CAPITAL_F && source.startsWith("From ", i)))) {
      unit = HEX[code] ?? "";
    }
    text += unit;
    at += unit.length;
  }
  return { text, column: at };
}

const HTML_SPECIAL = /[&<>"']/;
const HTML_SPECIALS = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Fits a line as it is: printable ASCII without "=", not starting with "." or "F". */
const PLAIN = /^(?:[\x20-\x2d\x2f-\x3c\x3e-\x45\x47-\x7e][\x20-\x3c\x3e-\x7e]{0,74})?$/;

/** Makes a value safe as text and inside a quoted attribute of HTML. */
export function escapeHtml(value: string): string {
  return HTML_SPECIAL.test(value)
    ? value.replace(HTML_SPECIALS, (character) => ENTITIES[character] ?? character)
    : value;
}

/** Encodes a variable value that stands between two soft line breaks. */
export function encodeField(value: string): string {
  return PLAIN.test(value) ? value : encodeQuotedPrintable(value, 0, false).text;
}

function endsLine(source: string, next: number, atEnd: boolean): boolean {
  if (next >= source.length) return atEnd;
  const code = source.charCodeAt(next);
  return code === CR || code === LF;
}

function encodeCharacter(point: number): string {
  if (point >= 0xd800 && point <= 0xdfff) return "=EF=BF=BD";
  const hex = (byte: number) => HEX[byte] ?? "";
  if (point < 0x800) return hex(0xc0 | (point >> 6)) + hex(0x80 | (point & 63));
  if (point < 0x10000) {
    return hex(0xe0 | (point >> 12)) + hex(0x80 | ((point >> 6) & 63)) + hex(0x80 | (point & 63));
  }
  return (
    hex(0xf0 | (point >> 18)) +
    hex(0x80 | ((point >> 12) & 63)) +
    hex(0x80 | ((point >> 6) & 63)) +
    hex(0x80 | (point & 63))
  );
}
