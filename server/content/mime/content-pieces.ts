import { pixelTag, type Piece as ContentPiece } from "../pieces.ts";
import type { Piece } from "./template.ts";

/** Name of the field that carries the address of a system link (`unsubscribe`, `manage`, …). */
export function systemLinkField(link: string): string {
  return `system.${link}`;
}

/**
 * Turns a content's pieces into those of the MIME compiler. Links and the pixel become tokens, numbered
 * as the links are (0 is the pixel); bind the variant first, so that only what is measured stays open.
 *
 * @param tokenUrl what stands before a token: `https://t.example.com/t/`
 * @param mayBeAsked whether this is the variant with the tracking question (CON-26)
 */
export function messagePieces(
  pieces: readonly ContentPiece[],
  tokenUrl: string,
  mayBeAsked: boolean,
): Piece[] {
  const [beforePixel = "", afterPixel = ""] = pixelTag("\0").split("\0");
  return pieces.flatMap((piece): Piece[] => {
    if (typeof piece === "string") return [piece];
    switch (piece.kind) {
      case "field":
        return [{ field: piece.field, html: piece.html, fallback: piece.fallback }];
      case "link":
        return [tokenUrl, { token: piece.no }];
      case "pixel":
        return [beforePixel + tokenUrl, { token: 0 }, afterPixel];
      case "system":
        return [{ field: systemLinkField(piece.link), rendered: true }];
      case "ask":
        return mayBeAsked ? messagePieces(piece.pieces, tokenUrl, true) : [];
    }
  });
}
