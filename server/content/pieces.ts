import { MAY_BE_ASKED, type MergeValues, type SystemLink } from "./merge-fields.ts";

/**
 * A compiled part is a list of pieces: text that is the same in every mail, and places that are filled
 * for each recipient. So a million recipients need no template engine and no HTML parser.
 */
export type Piece = string | FieldPiece | LinkPiece | PixelPiece | SystemPiece | AskPiece;

export interface FieldPiece {
  kind: "field";
  /** Full name: `contact.first_name`. */
  field: string;
  /** Escape for HTML text and quoted attributes. */
  html: boolean;
  /** Stands in when the value is empty; already escaped if `html`. */
  fallback: string;
}

export interface LinkPiece {
  kind: "link";
  /** Number of the stored link, 1 to 1022. */
  no: number;
  /** The author's own characters, byte for byte, for mails in which links are not measured. */
  original: string;
  /** Stands in a condition of the template, so that not everybody has it. */
  conditional?: true;
}

export interface PixelPiece {
  kind: "pixel";
  /** As of a link. */
  conditional?: true;
}

export interface SystemPiece {
  kind: "system";
  link: SystemLink;
}

/** Shown only to contacts who may be asked for the tracking permission (CON-26). */
export interface AskPiece {
  kind: "ask";
  pieces: Piece[];
}

/** Where URLs come from while a part is written. URLs must be safe in a quoted HTML attribute as they are. */
export interface UrlWriter {
  link(no: number, original: string): string;
  /** Address of the measuring image, or undefined for none. */
  pixel(): string | undefined;
  system(link: SystemLink): string;
}

/** Joins a part for one recipient. Pure; the hot path of sending. */
export function writePieces(
  pieces: readonly Piece[],
  values: MergeValues,
  urls: UrlWriter,
): string {
  let written = "";
  for (const piece of pieces)
    written += typeof piece === "string" ? piece : writePiece(piece, values, urls);
  return written;
}

/** The text of one variable piece for one recipient. */
export function writePiece(
  piece: Exclude<Piece, string>,
  values: MergeValues,
  urls: UrlWriter,
): string {
  switch (piece.kind) {
    case "field": {
      const value = values[piece.field];
      if (!value) return piece.fallback;
      return piece.html ? escapeHtml(value) : value;
    }
    case "link":
      return urls.link(piece.no, piece.original);
    case "pixel": {
      const url = urls.pixel();
      return url === undefined ? "" : pixelTag(url);
    }
    case "system":
      return urls.system(piece.link);
    case "ask":
      return values[MAY_BE_ASKED] ? writePieces(piece.pieces, values, urls) : "";
  }
}

/** The measuring image: no size on screen, nothing for a screen reader. */
export function pixelTag(url: string): string {
  return `<img src="${url}" width="1" height="1" alt="" border="0" style="display:block;width:1px;height:1px;border:0">`;
}

/**
 * The link that no person sees and programs follow (TRK-13): nothing to look at, to read out or to reach with a
 * keyboard. It has no text, so there is nothing that could count as hidden from a reader. It stands there twice because
 * rspamd expects each address in both parts of a mail and takes an odd number of them for a sign (URI_COUNT_ODD).
 */
export function honeypotPieces(no: number): Piece[] {
  const link: Piece = { kind: "link", no, original: "" };
  const rest = `" rel="nofollow" tabindex="-1" aria-hidden="true" style="display:none"></a>`;
  return [`<a href="`, link, `${rest}<a href="`, link, rest];
}

/** What a kind of recipient gets in place of links and pixel. */
export type Variant =
  /** Tokens of their own: the pieces stay open and are filled for each mail. `honeypot`: the token's place, if there is such a link. */
  | { kind: "own"; pixel: boolean; honeypot?: number | undefined }
  /** Tokens identical in every mail: filled now, so that mails cannot differ. */
  | { kind: "shared"; link: (no: number) => string; pixel: string | undefined }
  /** No measuring: the author's own targets. */
  | { kind: "none" };

/** Fixes links and pixel for one kind of recipient; merge fields and system links stay open. */
export function bindVariant(pieces: readonly Piece[], variant: Variant): Piece[] {
  return joinStrings(
    pieces.flatMap((piece): Piece | Piece[] => {
      if (typeof piece === "string") return piece;
      if (piece.kind === "ask") return { kind: "ask", pieces: bindVariant(piece.pieces, variant) };
      if (piece.kind === "link") {
        if (variant.kind === "none") return piece.original;
        return variant.kind === "shared" ? variant.link(piece.no) : piece;
      }
      if (piece.kind === "pixel") {
        if (variant.kind === "own") {
          const honeypot = variant.honeypot === undefined ? [] : honeypotPieces(variant.honeypot);
          return variant.pixel ? [...honeypot, piece] : honeypot;
        }
        return variant.kind === "shared" && variant.pixel !== undefined
          ? pixelTag(variant.pixel)
          : "";
      }
      return piece;
    }),
  );
}

/**
 * Links and image that not everybody has, without measuring: who the condition chooses is known, so a hit of such a
 * link says who it can have been, however many hold its token (TRK-09).
 */
export function withoutConditionalMeasuring(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece): Piece => {
    if (typeof piece === "string") return piece;
    if (piece.kind === "ask")
      return { kind: "ask", pieces: withoutConditionalMeasuring(piece.pieces) };
    if (piece.kind === "link") return piece.conditional ? piece.original : piece;
    return piece.kind === "pixel" && piece.conditional ? "" : piece;
  });
}

/** Merges neighbouring strings and drops empty ones. */
export function joinStrings(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece === "") continue;
    if (typeof piece === "string" && typeof last === "string")
      joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes for HTML text and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character]!) : text;
}
