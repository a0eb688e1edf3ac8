import { reportFigures } from "./reports.ts";
import { measuringTerms, permissionTerms } from "./terms-measuring.ts";
import { sendingTerms } from "./terms-sending.ts";

interface Both {
  de: string;
  en: string;
}

/** A term of the workplace: in a sentence, or as the formula of a figure, or both. */
export interface Term {
  label: Both;
  text?: Both;
  formula?: Both;
  rule?: string;
}

export const termGroups = {
  report: { de: "Zahlen im Bericht", en: "Figures of a report" },
  permission: { de: "Erlaubnis", en: "Permission" },
  measuring: { de: "Zählen und Messen", en: "Counting and measuring" },
  sending: { de: "Versand und Zustellbarkeit", en: "Sending and deliverability" },
} as const satisfies Record<string, Both>;
export type TermGroup = keyof typeof termGroups;

/** The one source of the words that figures and pages explain themselves with. The key is the anchor in the glossary. */
export const terms = {
  report: reportFigures,
  permission: permissionTerms,
  measuring: measuringTerms,
  sending: sendingTerms,
} as const satisfies Record<TermGroup, Record<string, Term>>;

export type TermId =
  | keyof typeof reportFigures
  | keyof typeof permissionTerms
  | keyof typeof measuringTerms
  | keyof typeof sendingTerms;
