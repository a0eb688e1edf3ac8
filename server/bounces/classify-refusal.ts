import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { refusalTable } from "./refusal-table.ts";
import { THROTTLED } from "./refusal-words.ts";

/**
 * Class of a refusal (SND-08).
 *
 * - `hard`: the recipient does not exist or takes no mail any more;
 * - `soft`: the recipient exists, today it does not work;
 * - `policy`: about us, our address, our content; never the recipient's fault;
 * - `unknown`: the reply does not say. Nobody is blamed.
 */
export type BounceClass = "hard" | "soft" | "policy" | "unknown";

/** A refusal as a server words it, in a reply or in a report. */
export interface RefusalText {
  /** Basic code of RFC 5321, 0 when only the enhanced one is known. */
  code: number;
  /** RFC 3463, `5.1.1`. */
  enhanced: string | undefined;
  text: string;
}

export interface ClassifiedRefusal {
  class: BounceClass;
  /** The server invites another attempt (4xx). */
  temporary: boolean;
  /** A definitive word that there is no such recipient; one is enough (SND-09). */
  unknownUser: boolean;
  /** The receiver asks for less mail, not for this mail later (SND-12). */
  throttled: boolean;
  meaning: RefusalMeaning;
  /** The enhanced code, also when it stood in the text only. */
  enhanced: string | undefined;
}

/** Longer texts say the same again; bounded so that no server can make the words expensive to find. */
const MOST_TEXT = 1200;
const CODE_IN_TEXT = /(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)/;

/** Classifies a refusal by RFC 3463 code and text with the table. Pure. */
export function classifyRefusal(refusal: RefusalText): ClassifiedRefusal {
  const text = refusal.text.slice(0, MOST_TEXT).replace(/\s+/g, " ");
  const enhanced = refusal.enhanced ?? CODE_IN_TEXT.exec(text)?.[0];
  const temporary = refusal.code === 0 ? enhanced?.startsWith("4") === true : refusal.code < 500;
  const rule = refusalTable.find(
    (each) =>
      (each.enhanced === undefined || (enhanced !== undefined && each.enhanced.test(enhanced))) &&
      (each.text === undefined || each.text.test(text)) &&
      (each.unless === undefined || !each.unless.test(text)),
  );
  return {
    class: rule?.class ?? (temporary ? "soft" : "unknown"),
    temporary,
    unknownUser: !temporary && rule?.unknownUser === true,
    throttled:
      temporary && (refusal.code === 421 || rule?.throttled === true || THROTTLED.test(text)),
    meaning: rule?.meaning ?? (temporary ? "temporary" : "unclear"),
    enhanced,
  };
}
