/** A text in both languages of the workplace. */
export interface Text {
  de: string;
  en: string;
}

/** Why somebody does not get a mail: shown wherever people are counted or listed. */
export interface ReasonText {
  /** The rule of docs/privacy/rules.json that decides. */
  rule: string;
  /** A few words, for tables. */
  label: Text;
  /** One sentence for somebody who knows neither the law nor the program. */
  explanation: Text;
  /** What would let the mail through; it may be "nothing". */
  unblocks: Text;
}

/** For what only the person can change. */
export const nothing: Text = {
  de: "Nichts. Das hat die Person so entschieden.",
  en: "Nothing. This is the person's decision.",
};
