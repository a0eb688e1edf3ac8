import type { MergeValues } from "./merge-fields.ts";
import type { MessagePiece } from "./mime/index.ts";
import { pixelTag, writePiece, type Piece, type UrlWriter } from "./pieces.ts";

/** How tokens become addresses: everything before the token. Token 0 is the pixel's, token n that of link n. */
export interface TokenUrls {
  /** `https://track.example/t/`; safe in a quoted HTML attribute. */
  prefix: string;
}

/** A part in the form the message builder encodes once, and how to fill its fields for a recipient. */
export interface MessagePart {
  pieces: MessagePiece[];
  /** Fields beyond the merge fields: system links and blocks, by name, with the piece each stands for. */
  fields: readonly { name: string; piece: Exclude<Piece, string> }[];
}

/**
 * Hands compiled pieces to the message builder. Links and pixel become tokens, merge fields stay
 * fields (the builder takes `MergeValues` as they are), and system links and conditional blocks become
 * fields of their own, filled by `fillMessageFields`. Call `bindVariant` first: it
 * decides whether there are tokens at all.
 * @param scope makes field names unique among the parts of one message: "subject", "html", "text"
 */
export function messagePieces(
  pieces: readonly Piece[],
  scope: string,
  urls: TokenUrls,
): MessagePart {
  const fields: { name: string; piece: Exclude<Piece, string> }[] = [];
  const names = new Map<string, string>();
  const message = pieces.flatMap((piece): MessagePiece[] => {
    if (typeof piece === "string") return [piece];
    if (piece.kind === "link") return [urls.prefix, { token: piece.no }];
    if (piece.kind === "pixel") {
      const [before, after] = pixelTag("\n").split("\n");
      return [before! + urls.prefix, { token: 0 }, after!];
    }
    if (piece.kind === "field") return [piece];
    const key = piece.kind === "ask" ? `ask:${fields.length}` : JSON.stringify(piece);
    let name = names.get(key);
    if (!name) {
      name = `${scope}:${fields.length}`;
      names.set(key, name);
      fields.push({ name, piece });
    }
    return [{ field: name, rendered: true }];
  });
  return { pieces: message, fields };
}

/** Adds the values of a part's own fields for one recipient to `into`, beside the merge values. */
export function fillMessageFields(
  part: MessagePart,
  values: MergeValues,
  urls: UrlWriter,
  into: Record<string, string>,
): void {
  for (const { name, piece } of part.fields) into[name] = writePiece(piece, values, urls);
}
