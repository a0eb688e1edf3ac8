import { MessageError } from "./headers.ts";
import {
  encodeField,
  encodeQuotedPrintable,
  escapeHtml,
  QP_LINE,
  SOFT_BREAK,
} from "./quoted-printable.ts";
import type { MessageValues, Piece } from "./template.ts";

/** A value that is escaped and encoded once for each mail, however often it occurs. */
type Slot = { field: string; html: boolean };

/** Fixed text with numbered gaps: `texts[0] gaps[0] texts[1] … texts[n]`. */
export type CompiledBody = {
  texts: readonly string[];
  /** Below zero: slot −1−n. From zero on: token n. */
  gaps: readonly number[];
  slots: readonly Slot[];
  /** Length in bytes without what fills the gaps. */
  size: number;
};

export type BodyPart = { type: "plain" | "html"; pieces: readonly Piece[] };

const PART_HEADERS = (type: string) =>
  `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;

/**
 * Encodes the fixed text of all parts, once for a content version. Fields are fenced by soft line
 * breaks, so that their length changes nothing around them; tokens stand inline.
 *
 * @param boundary undefined for a message of one part
 */
export function compileBody(
  parts: readonly BodyPart[],
  boundary: string | undefined,
  tokenLength: number,
): CompiledBody {
  const texts: string[] = [];
  const gaps: number[] = [];
  const slots: Slot[] = [];
  let text = "";
  const slotOf = (field: string, html: boolean) => {
    const known = slots.findIndex((slot) => slot.field === field && slot.html === html);
    return known >= 0 ? known : slots.push({ field, html }) - 1;
  };
  const gap = (filling: number) => {
    texts.push(text);
    gaps.push(filling);
    text = "";
  };

  for (const part of parts) {
    if (boundary !== undefined) text += `--${boundary}\r\n${PART_HEADERS(part.type)}`;
    let column = 0;
    const pieces = joinStrings(part.pieces);
    for (const [index, piece] of pieces.entries()) {
      if (typeof piece === "string") {
        const encoded = encodeQuotedPrintable(piece, column, index === pieces.length - 1);
        text += encoded.text;
        column = encoded.column;
      } else if ("token" in piece) {
        if (!Number.isInteger(piece.token) || piece.token < 0)
          throw new MessageError("token number");
        if (column + tokenLength > QP_LINE) {
          text += SOFT_BREAK;
          column = 0;
        }
        gap(piece.token);
        column += tokenLength;
      } else {
        if (column > 0) text += SOFT_BREAK;
        gap(-1 - slotOf(piece.field, part.type === "html" && !piece.rendered && piece.html));
        text = SOFT_BREAK;
        column = 0;
      }
    }
    // With a boundary this line break belongs to it; without, it ends the message.
    text += "\r\n";
  }
  if (boundary !== undefined) text += `--${boundary}--\r\n`;
  texts.push(text);
  return { texts, gaps, slots, size: texts.reduce((sum, each) => sum + each.length, 0) };
}

/** The body of one recipient, one character a byte. Throws MessageError for a missing value. */
export function fillBody(body: CompiledBody, values: MessageValues, tokenLength: number): string {
  const { texts, gaps, slots } = body;
  const filled: string[] = [];
  for (const slot of slots) {
    const value = fieldValue(values, slot.field);
    filled.push(encodeField(slot.html ? escapeHtml(value) : value));
  }
  let text = texts[0] ?? "";
  for (let i = 0; i < gaps.length; i++) {
    const gap = gaps[i] ?? 0;
    let filling: string | undefined;
    if (gap < 0) filling = filled[-1 - gap];
    else {
      filling = values.tokens[gap];
      if (filling?.length !== tokenLength)
        throw new MessageError(`token ${gap} is missing or has another length`);
    }
    text += filling;
    text += texts[i + 1];
  }
  return text;
}

/** The value of a field; own properties only, so that no field name reaches into the language. */
export function fieldValue(values: MessageValues, field: string): string {
  const value = Object.hasOwn(values.fields, field) ? values.fields[field] : undefined;
  if (typeof value !== "string")
    throw new MessageError(`no value for the field ${JSON.stringify(field)}`);
  return value;
}

function joinStrings(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      joined[joined.length - 1] = last + piece;
    else if (piece !== "") joined.push(piece);
  }
  return joined;
}
