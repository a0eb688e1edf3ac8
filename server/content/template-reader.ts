import { unknownFilter } from "./template-errors.ts";
import { ALLOWED_FILTERS } from "./template-language.ts";
import { unexpected, type Lexeme, type TemplateError } from "./template-lexer.ts";

/** Names that `assign` may not hide. */
const RESERVED = new Set([
  "contact",
  "list",
  "account",
  "mailing",
  "feeds",
  "item",
  "true",
  "false",
  "nil",
  "null",
  "empty",
  "blank",
]);
const LITERAL_WORDS = new Set(["true", "false", "nil", "null", "empty", "blank"]);

export interface FilterUse {
  name: string;
  args: string[];
}

/** Where a field is used, for the check against the offered fields. */
export interface FieldUse {
  name: string;
  start: number;
  end: number;
}

/** What a reader leaves behind: fields used and variables assigned so far. */
export interface ReaderState {
  fields: FieldUse[];
  locals: Set<string>;
}

/** Reads the expressions of one placeholder. Every method returns a fault as a value. */
export class Reader {
  readonly lexemes: Lexeme[];
  readonly state: ReaderState;
  index = 0;

  constructor(lexemes: Lexeme[], state: ReaderState) {
    this.lexemes = lexemes;
    this.state = state;
  }

  peek(): Lexeme {
    return this.lexemes[Math.min(this.index, this.lexemes.length - 1)]!;
  }

  take(): Lexeme {
    const lexeme = this.peek();
    this.index++;
    return lexeme;
  }

  takeIf(kind: Lexeme["kind"], ...texts: string[]): Lexeme | undefined {
    const lexeme = this.peek();
    return lexeme.kind === kind && texts.includes(lexeme.text) ? this.take() : undefined;
  }

  /** A field, an assigned variable or a literal. */
  value(): { field: string | undefined } | TemplateError {
    const lexeme = this.take();
    if (lexeme.kind === "string" || lexeme.kind === "number") return { field: undefined };
    if (lexeme.kind !== "path")
      return this.fault(
        lexeme,
        "ein Feld oder ein Text in Anführungszeichen",
        "a field or a quoted text",
      );
    if (LITERAL_WORDS.has(lexeme.text) || this.state.locals.has(lexeme.text))
      return { field: undefined };
    this.state.fields.push({ name: lexeme.text, start: lexeme.start, end: lexeme.end });
    return { field: lexeme.text };
  }

  filters(): FilterUse[] | TemplateError {
    const filters: FilterUse[] = [];
    while (this.takeIf("mark", "|")) {
      const name = this.take();
      if (name.kind !== "path")
        return this.fault(name, "der Name eines Filters", "the name of a filter");
      if (!(ALLOWED_FILTERS as readonly string[]).includes(name.text)) return unknownFilter(name);
      const args: string[] = [];
      if (this.takeIf("mark", ":")) {
        do {
          const argument = this.peek();
          const value = this.value();
          if (isError(value)) return value;
          args.push(argument.text);
        } while (this.takeIf("mark", ","));
      }
      if (args.length > 3 || filters.length >= 10)
        return this.fault(name, "weniger Filter und Angaben", "fewer filters and arguments");
      filters.push({ name: name.text, args });
    }
    return filters;
  }

  condition(): TemplateError | undefined {
    do {
      const left = this.value();
      if (isError(left)) return left;
      const operator = this.peek();
      if (
        operator.kind === "operator" ||
        (operator.kind === "path" && operator.text === "contains")
      ) {
        this.take();
        const right = this.value();
        if (isError(right)) return right;
      }
    } while (this.takeIf("path", "and", "or"));
    return undefined;
  }

  alternatives(): TemplateError | undefined {
    do {
      const value = this.value();
      if (isError(value)) return value;
    } while (this.takeIf("mark", ",") ?? this.takeIf("path", "or"));
    return undefined;
  }

  assignment(): TemplateError | undefined {
    const name = this.take();
    if (name.kind !== "path" || name.text.includes(".") || RESERVED.has(name.text)) {
      return this.fault(name, "ein freier Name für die Variable", "a free name for the variable");
    }
    if (!this.takeIf("mark", "="))
      return this.fault(this.peek(), "ein Gleichheitszeichen", "an equals sign");
    const value = this.value();
    if (isError(value)) return value;
    const filters = this.filters();
    if (isError(filters)) return filters;
    this.state.locals.add(name.text);
    return undefined;
  }

  /** `item in feeds.<key>.items limit: 3`. There are no loops over anything else; see `feeds/expand-feeds.ts`. */
  feedLoop(): TemplateError | undefined {
    const name = this.take();
    if (name.kind !== "path" || name.text !== "item" || !this.takeIf("path", "in"))
      return this.fault(name, "„item in feeds.<Name>.items“", "“item in feeds.<name>.items”");
    const list = this.take();
    if (list.kind !== "path" || !/^feeds\.[a-z][a-z0-9_]{0,39}\.items$/.test(list.text))
      return this.fault(list, "„feeds.<Name>.items“", "“feeds.<name>.items”");
    if (!this.takeIf("path", "limit")) return undefined;
    const count = this.takeIf("mark", ":") && this.take();
    if (count?.kind === "number" && /^\d{1,2}$/.test(count.text)) return undefined;
    return this.fault(
      this.peek(),
      "eine Zahl bis 50, zum Beispiel „limit: 3“",
      "a number up to 50, for example “limit: 3”",
    );
  }

  expectEnd(): TemplateError | undefined {
    const lexeme = this.peek();
    return lexeme.kind === "end"
      ? undefined
      : this.fault(lexeme, "das Ende des Platzhalters", "the end of the placeholder");
  }

  fault(lexeme: Lexeme, expectedDe: string, expectedEn: string): TemplateError {
    return unexpected(lexeme.start, lexeme.end - lexeme.start, expectedDe, expectedEn, lexeme.text);
  }
}

export function isError(value: object): value is TemplateError {
  return "code" in value;
}

export function asError(value: object): TemplateError | undefined {
  return isError(value) ? value : undefined;
}
