import type { CompiledContent } from "./compile-content.ts";

/** Whether a content asks for the permission to analyse: by the block or by a link of its author's own (CON-26). */
export function asksForTracking(content: CompiledContent): boolean {
  if (content.translation && asksForTracking(content.translation)) return true;
  return [content.html, content.text].some((part) =>
    [...part.pieces, ...(part.logic?.slots.flat() ?? [])].some(
      (piece) =>
        typeof piece !== "string" &&
        (piece.kind === "ask" || (piece.kind === "system" && piece.link === "tracking_question")),
    ),
  );
}
