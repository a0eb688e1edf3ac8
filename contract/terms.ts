import { accountFigures, type AccountFigure } from "./account-figures.ts";
import { reportFigures } from "./report-figures.ts";
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
  report: { de: "Zahlen im Bericht eines Mailings", en: "Figures of a mailing's report" },
  account: {
    de: "Zahlen des Mandanten und im Vergleich",
    en: "Figures of the account and of the comparison",
  },
  permission: { de: "Erlaubnis", en: "Permission" },
  measuring: { de: "Zählen und Messen", en: "Counting and measuring" },
  sending: { de: "Versand und Zustellbarkeit", en: "Sending and deliverability" },
} as const satisfies Record<string, Both>;
export type TermGroup = keyof typeof termGroups;

/** Some figures of the account are called as those of a mailing; in the glossary each has an anchor of its own. */
function prefixed(figures: Readonly<Record<string, Term>>): Record<string, Term> {
  return Object.fromEntries(Object.entries(figures).map(([id, term]) => [`account-${id}`, term]));
}

/** The one source of the words that figures and pages explain themselves with. The key is the anchor in the glossary. */
export const terms = {
  report: reportFigures,
  account: prefixed(accountFigures),
  permission: permissionTerms,
  measuring: measuringTerms,
  sending: sendingTerms,
} as const satisfies Record<TermGroup, Record<string, Term>>;

export type TermId =
  | keyof typeof reportFigures
  | `account-${AccountFigure}`
  | keyof typeof permissionTerms
  | keyof typeof measuringTerms
  | keyof typeof sendingTerms;
