import type { CompiledContent, CompiledPart } from "./compile-content.ts";
import { SLOT_CLOSE, SLOT_OPEN } from "./compile-content.ts";
import type { RenderOutcome, TemplateEngine } from "./liquid-engine.ts";
import type { MergeValues } from "./merge-fields.ts";
import { joinStrings, type Piece } from "./pieces.ts";

/** The parts for one recipient; `writePieces` fills what is still open. */
export interface PersonalContent {
  subject: readonly Piece[];
  html: readonly Piece[];
  text: readonly Piece[];
}

export type PersonalResult =
  | { ok: true; content: PersonalContent }
  | Extract<RenderOutcome, { ok: false }>;

/**
 * Decides the conditions of a content for many recipients. A content without conditions is the same for
 * everyone and needs no engine; otherwise the engine renders in its worker, and links, pixel, system links
 * and plain fields stay open pieces as in the plain case. Results are in the order of `recipients`.
 */
export async function personalise(
  content: CompiledContent,
  engine: TemplateEngine,
  recipients: readonly MergeValues[],
): Promise<PersonalResult[]> {
  if (!content.usesLogic) {
    const same: PersonalResult = {
      ok: true,
      content: {
        subject: content.subject.pieces,
        html: content.html.pieces,
        text: content.text.pieces,
      },
    };
    return recipients.map(() => same);
  }
  const parts = (["subject", "html", "text"] as const).flatMap((name) => {
    const { logic } = content[name];
    return logic ? [{ name, logic }] : [];
  });
  const { locale, accountName, listName, mailingDate } = content.facts;
  const outcomes = await engine.render({
    templates: parts.map((part) => ({ source: part.logic.template, html: part.name === "html" })),
    constants: { locale, accountName: plain(accountName), listName: plain(listName), mailingDate },
    recipients,
  });
  return outcomes.map((outcome) => {
    if (!outcome.ok) return outcome;
    const personal: PersonalContent = {
      subject: content.subject.pieces,
      html: content.html.pieces,
      text: content.text.pieces,
    };
    parts.forEach((part, index) => {
      const output = outcome.outputs[index] ?? "";
      // A condition that does not hold leaves its empty lines behind.
      const tidy = part.name === "text" ? output.replaceAll(/\n(?:[ \t]*\n){2,}/g, "\n\n") : output;
      personal[part.name] = splitSlots(tidy, part.logic.slots);
    });
    return { ok: true, content: personal };
  });
}

function plain(text: string): string {
  return text.replaceAll(/[\uE000-\uE00F]/g, "");
}

/** Puts the pieces back where the engine left their markers. */
function splitSlots(output: string, slots: NonNullable<CompiledPart["logic"]>["slots"]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (let open = output.indexOf(SLOT_OPEN); open !== -1; open = output.indexOf(SLOT_OPEN, at)) {
    const close = output.indexOf(SLOT_CLOSE, open);
    if (close === -1) break;
    pieces.push(output.slice(at, open), ...(slots[Number(output.slice(open + 1, close))] ?? []));
    at = close + 1;
  }
  pieces.push(output.slice(at));
  return joinStrings(pieces);
}
