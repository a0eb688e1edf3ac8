import { ALLOWED_FILTERS, ALLOWED_TAGS, TEMPLATE_LIMITS } from "./template-language.ts";
import type { Lexeme, TemplateError } from "./template-lexer.ts";

export function unclosed(offset: number, closing: string): TemplateError {
  return {
    code: "unclosed",
    offset,
    length: 2,
    expected: closing,
    found: "",
    message: {
      de: `Dieser Platzhalter ist nicht geschlossen. Ergänzen Sie „${closing}“.`,
      en: `This placeholder is not closed. Add “${closing}”.`,
    },
  };
}

export function unknownTag(name: string, start: number, end: number): TemplateError {
  const shown = name.slice(0, 30) || "…";
  return {
    code: "unknown_tag",
    offset: start,
    length: end - start,
    expected: ALLOWED_TAGS.join(", "),
    found: shown,
    message: {
      de: `Die Anweisung „${shown}“ gibt es hier nicht. Möglich sind if, unless, case, assign, comment und für Feeds for.`,
      en: `There is no tag “${shown}” here. You can use if, unless, case, assign, comment, and for with feeds.`,
    },
  };
}

export function unknownFilter(lexeme: Lexeme): TemplateError {
  const shown = lexeme.text.slice(0, 30);
  return {
    code: "unknown_filter",
    offset: lexeme.start,
    length: lexeme.end - lexeme.start,
    expected: ALLOWED_FILTERS.join(", "),
    found: shown,
    message: {
      de: `Den Filter „${shown}“ gibt es hier nicht. Möglich sind: ${ALLOWED_FILTERS.join(", ")}.`,
      en: `There is no filter “${shown}” here. You can use: ${ALLOWED_FILTERS.join(", ")}.`,
    },
  };
}

export function unclosedBlock(block: { name: string; start: number; end: number }): TemplateError {
  const end = `{% end${block.name} %}`;
  return {
    code: "unclosed_block",
    offset: block.start,
    length: block.end - block.start,
    expected: end,
    found: "",
    message: {
      de: `Zu „${block.name}“ fehlt das Ende. Ergänzen Sie „${end}“.`,
      en: `“${block.name}” has no end. Add “${end}”.`,
    },
  };
}

export function strayTag(
  name: string,
  innermost: string | undefined,
  start: number,
  end: number,
): TemplateError {
  const expected = innermost ? `{% end${innermost} %}` : "";
  return {
    code: "stray_tag",
    offset: start,
    length: end - start,
    expected,
    found: name,
    message: innermost
      ? {
          de: `„${name}“ passt nicht zu „${innermost}“. Schließen Sie zuerst „${innermost}“ mit „${expected}“.`,
          en: `“${name}” does not belong to “${innermost}”. Close “${innermost}” with “${expected}” first.`,
        }
      : {
          de: `„${name}“ steht ohne Anfang da. Entfernen Sie die Anweisung oder ergänzen Sie den Anfang.`,
          en: `“${name}” has no beginning. Remove it or add the opening tag.`,
        },
  };
}

export function tooLarge(length: number): TemplateError {
  return {
    code: "too_large",
    offset: 0,
    length: 0,
    expected: String(TEMPLATE_LIMITS.sourceChars),
    found: String(length),
    message: {
      de: "Der Inhalt ist größer als eine Million Zeichen. Bitte kürzen Sie ihn.",
      en: "The content is longer than a million characters. Please shorten it.",
    },
  };
}

export function tooMany(offset: number): TemplateError {
  return {
    code: "too_large",
    offset,
    length: 2,
    expected: String(TEMPLATE_LIMITS.tokens),
    found: "",
    message: {
      de: `Mehr als ${TEMPLATE_LIMITS.tokens} Platzhalter sind nicht möglich.`,
      en: `There cannot be more than ${TEMPLATE_LIMITS.tokens} placeholders.`,
    },
  };
}

export function tooDeep(start: number, end: number): TemplateError {
  return {
    code: "too_deep",
    offset: start,
    length: end - start,
    expected: String(TEMPLATE_LIMITS.depth),
    found: "",
    message: {
      de: `Bedingungen lassen sich höchstens ${TEMPLATE_LIMITS.depth}-mal verschachteln.`,
      en: `Conditions can be nested ${TEMPLATE_LIMITS.depth} levels deep at most.`,
    },
  };
}
