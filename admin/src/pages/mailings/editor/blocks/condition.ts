/** What a condition compares. */
export type FieldKind = "text" | "number" | "date" | "boolean" | "choice" | "choices" | "tags";
export type Operator = "is" | "isNot" | "contains" | "atLeast" | "atMost" | "known" | "unknown";

export interface Clause {
  field: string;
  operator: Operator;
  /** As typed; without one where the operator needs none. */
  value: string;
}

/** Comparisons of which all (`and`) or at least one (`or`) hold. */
export interface Condition {
  joiner: "and" | "or";
  clauses: Clause[];
}

export const OPERATORS: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: ["is", "isNot", "contains", "known", "unknown"],
  number: ["is", "isNot", "atLeast", "atMost", "known", "unknown"],
  date: ["is", "atLeast", "atMost", "known", "unknown"],
  boolean: ["is"],
  choice: ["is", "isNot", "known", "unknown"],
  choices: ["contains", "known", "unknown"],
  tags: ["contains", "unknown"],
};

export const MOST_CLAUSES = 6;
export const LONGEST = 800;

export function needsValue(operator: Operator): boolean {
  return operator !== "known" && operator !== "unknown";
}

export function isComplete(clause: Clause): boolean {
  return clause.field !== "" && (!needsValue(clause.operator) || clause.value.trim() !== "");
}

/** Nothing is no number, and not "Nord" either: whoever's field is unknown is left out of these by a comparison of its own. */
const GUARDED: ReadonlySet<Operator> = new Set(["isNot", "atMost"]);

const SIGNS: Readonly<Record<Exclude<Operator, "known" | "unknown">, string>> = {
  is: "==",
  isNot: "!=",
  contains: "contains",
  atLeast: ">=",
  atMost: "<=",
};

/**
 * The condition as Liquid. Liquid reads `and` and `or` from the right, so the comparisons that a field is known stand in
 * front: they hold for all that follows.
 */
export function writeCondition(condition: Condition, kindOf: (field: string) => FieldKind): string {
  const clauses = condition.clauses.filter(isComplete);
  const guarded = clauses.filter((clause) => GUARDED.has(clause.operator));
  const guards = [...new Set(guarded.map(({ field }) => field))].map(
    (field) => `${field} != blank`,
  );
  const written = clauses.map((clause) => writeClause(clause, kindOf(clause.field)));
  return [...guards, written.join(` ${condition.joiner} `)].filter(Boolean).join(" and ");
}

function writeClause({ field, operator, value }: Clause, kind: FieldKind): string {
  if (operator === "known") return `${field} != blank`;
  if (operator === "unknown") return `${field} == blank`;
  const number = value.trim().replace(",", ".");
  const bare =
    (kind === "number" && /^-?\d+(\.\d+)?$/.test(number)) ||
    (kind === "boolean" && /^(true|false)$/.test(number));
  return `${field} ${SIGNS[operator]} ${bare ? number : quoted(value.trim())}`;
}

/** Braces and percent signs would end the tag; a text in quotes has none of its own. */
function quoted(value: string): string {
  const plain = value.replaceAll(/[%{}]/g, "");
  return plain.includes('"') ? `'${plain.replaceAll("'", "")}'` : `"${plain}"`;
}

const WORD =
  /\s*(?:("[^"]*"|'[^']*')|(-?\d+(?:\.\d+)?)(?![\w.])|(==|!=|>=|<=|>|<)|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*))/y;

const RESERVED = new Set([
  "and",
  "or",
  "contains",
  "blank",
  "empty",
  "nil",
  "null",
  "true",
  "false",
]);

interface Comparison {
  field: string;
  sign: string;
  value: string;
  literal: boolean;
}

/** What `writeCondition` writes, and what people write in the same shape. Undefined for any other expression. */
export function readCondition(source: string): Condition | undefined {
  const words = wordsOf(source);
  if (!words) return undefined;
  const comparisons: Comparison[] = [];
  const joiners: string[] = [];
  for (let at = 0; at < words.length;) {
    const field = words[at]!;
    if (!/^[a-z_]/i.test(field) || RESERVED.has(field)) return undefined;
    const sign = words[at + 1];
    const compares = sign !== undefined && sign !== "and" && sign !== "or";
    const value = compares ? words[at + 2] : "";
    if (value === undefined) return undefined;
    comparisons.push({
      field,
      sign: compares ? sign : "",
      value: value.replace(/^(["'])(.*)\1$/s, "$2"),
      literal: /^["'\d-]/.test(value) || value === "true" || value === "false",
    });
    at += compares ? 3 : 1;
    const joiner = words[at];
    if (joiner === undefined) break;
    if ((joiner !== "and" && joiner !== "or") || at + 1 === words.length) return undefined;
    joiners.push(joiner);
    at++;
  }
  return joined(comparisons, joiners);
}

function wordsOf(source: string): string[] | undefined {
  const words: string[] = [];
  const text = source.trim();
  for (WORD.lastIndex = 0; WORD.lastIndex < text.length;) {
    const match = WORD.exec(text);
    if (!match) return undefined;
    words.push(match[0].trim());
  }
  return words;
}

function joined(comparisons: readonly Comparison[], joiners: readonly string[]) {
  const firstOr = joiners.indexOf("or");
  const guards = firstOr === -1 ? 0 : firstOr;
  if (joiners.slice(guards).includes("and") && firstOr !== -1) return undefined;
  const clauses = comparisons.map(clauseOf);
  if (clauses.some((clause) => clause === undefined)) return undefined;
  const all = clauses as Clause[];
  const asked = new Set(
    all.filter(({ operator }) => GUARDED.has(operator)).map(({ field }) => field),
  );
  const isGuard = ({ operator, field }: Clause) => operator === "known" && asked.has(field);
  if (firstOr === -1)
    return { joiner: "and" as const, clauses: all.filter((one) => !isGuard(one)) };
  if (!all.slice(0, guards).every(isGuard)) return undefined;
  return { joiner: "or" as const, clauses: all.slice(guards) };
}

function clauseOf({ field, sign, value, literal }: Comparison): Clause | undefined {
  if (sign === "") return { field, operator: "known", value: "" };
  if (value === "blank" && !literal)
    return sign === "==" || sign === "!="
      ? { field, operator: sign === "==" ? "unknown" : "known", value: "" }
      : undefined;
  const operator = (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).find(
    (one) => SIGNS[one] === sign,
  );
  return operator && literal ? { field, operator, value } : undefined;
}
