import {
  strayTag,
  tooDeep,
  tooLarge,
  tooMany,
  unclosed,
  unclosedBlock,
  unknownTag,
} from "./template-errors.ts";
import { ALLOWED_TAGS, TEMPLATE_LIMITS } from "./template-language.ts";
import { lex, type TemplateError } from "./template-lexer.ts";
import { asError, isError, Reader, type FieldUse, type FilterUse } from "./template-reader.ts";
export type { TemplateError } from "./template-lexer.ts";

export interface OutputToken {
  kind: "output";
  start: number;
  end: number;
  /** Field name, or undefined if the output starts with a literal or an assigned variable. */
  field: string | undefined;
  filters: FilterUse[];
  /** Whitespace control (`{{-`) was used. */
  trims: boolean;
}

export interface TagToken {
  kind: "tag";
  start: number;
  end: number;
  name: string;
}

/** A comment with all it encloses; it never leaves the house. */
export interface CommentToken {
  kind: "comment";
  start: number;
  end: number;
}

export type TemplateToken = OutputToken | TagToken | CommentToken;

export interface ParsedTemplate {
  source: string;
  tokens: TemplateToken[];
  fields: FieldUse[];
  errors: TemplateError[];
}

/** Parses one part of a mailing. Never throws; faults are values in `errors`. Linear in the source. */
export function parseTemplate(source: string): ParsedTemplate {
  const parsed: ParsedTemplate = { source, tokens: [], fields: [], errors: [] };
  if (source.length > TEMPLATE_LIMITS.sourceChars) {
    parsed.errors.push(tooLarge(source.length));
    return parsed;
  }
  const state: State = { parsed, stack: [], locals: new Set() };
  let at = 0;
  while (true) {
    const open = nextOpening(source, at);
    if (open === -1) break;
    if (parsed.tokens.length >= TEMPLATE_LIMITS.tokens) {
      parsed.errors.push(tooMany(open));
      break;
    }
    if (parsed.errors.length >= TEMPLATE_LIMITS.errors) break;
    at = readToken(state, open);
  }
  for (const block of state.stack) parsed.errors.push(unclosedBlock(block));
  return parsed;
}

interface Block {
  name: string;
  start: number;
  end: number;
}

interface State {
  parsed: ParsedTemplate;
  stack: Block[];
  locals: Set<string>;
}

function nextOpening(source: string, from: number): number {
  for (let at = source.indexOf("{", from); at !== -1; at = source.indexOf("{", at + 1)) {
    const next = source[at + 1];
    if (next === "{" || next === "%") return at;
  }
  return -1;
}

/** Reads the token that opens at `open`; returns where to go on. */
function readToken(state: State, open: number): number {
  const { parsed } = state;
  const { source } = parsed;
  const isOutput = source[open + 1] === "{";
  const closing = isOutput ? "}}" : "%}";
  const close = findClosing(source, open + 2, closing);
  if (close === -1) {
    parsed.errors.push(unclosed(open, closing));
    return open + 2;
  }
  const end = close + 2;
  const trimsLeft = source[open + 2] === "-";
  const trimsRight = close - 1 > open + 2 && source[close - 1] === "-";
  const lexemes = lex(source, open + 2 + (trimsLeft ? 1 : 0), close - (trimsRight ? 1 : 0));
  const tagName = isOutput
    ? undefined
    : /^[a-z_#]*/i.exec(source.slice(open + 2 + (trimsLeft ? 1 : 0), close).trimStart())?.[0];
  if (tagName === "comment") return readComment(state, open, end);
  if (!Array.isArray(lexemes)) {
    if (tagName !== undefined && !isKnownTag(tagName))
      parsed.errors.push(unknownTag(tagName, open, end));
    else parsed.errors.push(lexemes);
    return end;
  }
  const reader = new Reader(lexemes, { fields: parsed.fields, locals: state.locals });
  const error = isOutput
    ? readOutput(reader, parsed, open, end, trimsLeft || trimsRight)
    : readTag(reader, state, tagName ?? "", open, end);
  if (error) parsed.errors.push(error);
  return end;
}

/** Finds the closing mark outside quotes; a second opening or too much text means the first was never closed. */
function findClosing(source: string, from: number, closing: string): number {
  const limit = Math.min(source.length, from + TEMPLATE_LIMITS.expressionChars);
  let quote = "";
  for (let at = from; at < limit; at++) {
    const character = source[at]!;
    if (quote) {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (source.startsWith(closing, at)) return at;
    else if (character === "{" && (source[at + 1] === "{" || source[at + 1] === "%")) return -1;
  }
  // An apostrophe in the expression may have hidden the closing mark; report the fault inside it instead.
  const plain = source.indexOf(closing, from);
  return quote && plain !== -1 && plain < limit ? plain : -1;
}

function readComment(state: State, open: number, end: number): number {
  const { parsed } = state;
  const closing = /\{%-?\s*endcomment\s*-?%\}/g;
  closing.lastIndex = end;
  const match = closing.exec(parsed.source);
  if (!match) {
    parsed.errors.push(unclosedBlock({ name: "comment", start: open, end }));
    return end;
  }
  parsed.tokens.push({ kind: "comment", start: open, end: closing.lastIndex });
  return closing.lastIndex;
}

function readOutput(
  reader: Reader,
  parsed: ParsedTemplate,
  start: number,
  end: number,
  trims: boolean,
): TemplateError | undefined {
  const field = reader.value();
  if (isError(field)) return field;
  const filters = reader.filters();
  if (isError(filters)) return filters;
  const rest = reader.expectEnd();
  if (rest) return rest;
  parsed.tokens.push({
    kind: "output",
    start,
    end,
    field: field.field,
    filters,
    trims,
  });
  return undefined;
}

const BRANCHES: Readonly<Record<string, readonly string[]>> = {
  elsif: ["if", "unless"],
  else: ["if", "unless", "case", "for"],
  when: ["case"],
};

function isKnownTag(name: string): boolean {
  return (
    (ALLOWED_TAGS as readonly string[]).includes(name) ||
    name in BRANCHES ||
    ["for", "endif", "endunless", "endcase", "endfor", "endcomment"].includes(name)
  );
}

function readTag(
  reader: Reader,
  state: State,
  name: string,
  start: number,
  end: number,
): TemplateError | undefined {
  if (!isKnownTag(name)) return unknownTag(name, start, end);
  if (reader.take().text !== name) return unknownTag(name, start, end);
  const fault = readTagArguments(reader, name);
  if (fault) return fault;
  const rest = reader.expectEnd();
  if (rest) return rest;
  const innermost = state.stack.at(-1)?.name;
  if (name in BRANCHES) {
    if (!innermost || !BRANCHES[name]!.includes(innermost))
      return strayTag(name, innermost, start, end);
  } else if (name.startsWith("end")) {
    if (innermost !== name.slice(3)) return strayTag(name, innermost, start, end);
    state.stack.pop();
  } else if (name !== "assign") {
    if (state.stack.length >= TEMPLATE_LIMITS.depth) return tooDeep(start, end);
    state.stack.push({ name, start, end });
  }
  state.parsed.tokens.push({ kind: "tag", start, end, name });
  return undefined;
}

function readTagArguments(reader: Reader, name: string): TemplateError | undefined {
  if (name === "if" || name === "unless" || name === "elsif") return reader.condition();
  if (name === "case") return asError(reader.value());
  if (name === "when") return reader.alternatives();
  if (name === "assign") return reader.assignment();
  if (name === "for") return reader.feedLoop();
  return undefined;
}
