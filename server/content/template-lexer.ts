import type { Localised } from "../../contract/content.ts";

/** A word of a template expression, with its place in the whole source. */
export interface Lexeme {
  kind: "path" | "string" | "number" | "operator" | "mark" | "end";
  text: string;
  start: number;
  end: number;
}

/** What is wrong with a template, where, and what to do. Offsets are UTF-16 units of the part's source. */
export interface TemplateError {
  code:
    | "unclosed"
    | "unexpected"
    | "unknown_tag"
    | "unknown_filter"
    | "unclosed_block"
    | "stray_tag"
    | "too_large"
    | "too_deep"
    | "render";
  offset: number;
  length: number;
  expected: string;
  found: string;
  message: Localised;
}

/** Splits an expression into words. Everything the template language does not need is an error. */
export function lex(source: string, start: number, end: number): Lexeme[] | TemplateError {
  const lexemes: Lexeme[] = [];
  const word =
    /\s+|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|("[^"]*"|'[^']*')|(-?\d+(?:\.\d+)?)|(==|!=|>=|<=|>|<)|([|:,=])/y;
  let at = start;
  while (at < end) {
    word.lastIndex = at;
    const match = word.exec(source);
    const stop = word.lastIndex;
    if (!match || stop > end) {
      const character = String.fromCodePoint(source.codePointAt(at) ?? 0x20);
      return unexpected(
        at,
        character.length,
        "ein Feld, ein Text in Anführungszeichen oder eine Zahl",
        "a field, a quoted text or a number",
        character,
      );
    }
    const kinds = ["path", "string", "number", "operator", "mark"] as const;
    for (let group = 1; group <= 5; group++) {
      if (match[group] !== undefined)
        lexemes.push({ kind: kinds[group - 1]!, text: match[0], start: at, end: stop });
    }
    at = stop;
  }
  lexemes.push({ kind: "end", text: "", start: end, end });
  return lexemes;
}

/** The error for a word that cannot stand where it stands. */
export function unexpected(
  offset: number,
  length: number,
  expectedDe: string,
  expectedEn: string,
  found: string,
): TemplateError {
  const shown = found.slice(0, 40);
  const what = shown ? { de: `„${shown}“`, en: `“${shown}”` } : { de: "das Ende", en: "the end" };
  return {
    code: "unexpected",
    offset,
    length,
    expected: expectedEn,
    found: shown,
    message: {
      de: `Erwartet wurde ${expectedDe}, hier steht ${what.de}. Bitte ändern oder entfernen Sie den Platzhalter.`,
      en: `Expected ${expectedEn}, found ${what.en}. Please change or remove the placeholder.`,
    },
  };
}
