import { Value } from "typebox/value";
import {
  SEGMENT_LIMITS,
  SegmentConditionSchemas,
  testsOfType,
  type ConditionAbout,
  type FieldTest,
  type SegmentCondition,
  type SegmentDefinition,
  type SegmentFieldType,
  type SegmentNode,
} from "../../contract/segments.ts";
import { invalid, type AppError, type FieldError } from "../platform/index.ts";
import { idsIn, standardType } from "./segment.ts";

const GROUPS = ["all", "any", "not"];
const DAY = /^[1-9]\d{3}-\d\d-\d\d$/;
const NUMBER = /^-?\d{1,18}(\.\d{1,12})?$/;

/**
 * Reads what anybody sent as a definition: nested at most five deep, at most fifty conditions, every part of a known kind
 * and nothing else in it. Whether what it names exists is asked of the account (`checkNames`).
 *
 * Throws 400 `segment_not_valid` with each problem at its place, a JSON pointer such as `/where/all/1`.
 */
export function readDefinition(given: unknown): SegmentDefinition {
  const problems: FieldError[] = [];
  const add = (path: string, message: string): void => {
    problems.push({ path, message });
  };
  const { version, where } = given as { version: unknown; where: unknown };
  if (version !== 1) add("/version", "The version of a definition is 1.");
  let conditions = 0;
  const walk = (node: unknown, path: string, depth: number): void => {
    if (problems.length > 20) return;
    if (typeof node !== "object" || node === null || Array.isArray(node))
      return add(path, "Expected a condition or a group of conditions.");
    const keys = Object.keys(node);
    const [key = ""] = keys;
    if (!GROUPS.includes(key)) {
      conditions++;
      return checkCondition(node as { about?: unknown }, path, add);
    }
    if (keys.length > 1) return add(path, "A group has `all`, `any` or `not`.");
    if (depth >= SEGMENT_LIMITS.depth)
      return add(path, `Groups may be nested ${SEGMENT_LIMITS.depth} deep at most.`);
    const value = (node as Record<string, unknown>)[key];
    if (key === "not") return walk(value, `${path}/not`, depth + 1);
    if (!Array.isArray(value) || value.length === 0)
      return add(`${path}/${key}`, "A group needs at least one condition.");
    if (value.length > SEGMENT_LIMITS.conditions)
      return add(`${path}/${key}`, "There are too many conditions.");
    for (const [at, part] of value.entries()) walk(part, `${path}/${key}/${at}`, depth + 1);
  };
  walk(where, "/where", 0);
  if (conditions > SEGMENT_LIMITS.conditions)
    add("/where", `A segment has ${SEGMENT_LIMITS.conditions} conditions at most.`);
  if (problems.length > 0) throw notValid(problems);
  return { version: 1, where: where as SegmentNode };
}

export function notValid(problems: FieldError[]): AppError {
  return invalid("segment_not_valid", "The definition of the segment is not valid.", {
    hint: "docs/api/segments.md lists all conditions with examples.",
    errors: problems,
  });
}

type Add = (path: string, message: string) => void;

function checkCondition(node: { about?: unknown }, path: string, add: Add): void {
  const about = typeof node.about === "string" ? node.about : "";
  if (!Object.hasOwn(SegmentConditionSchemas, about))
    return add(path, "There is no such kind of condition.");
  const schema = SegmentConditionSchemas[about as SegmentCondition["about"]];
  if (!Value.Check(schema, node)) {
    const [error] = Value.Errors(schema, node);
    return add(
      `${path}${error?.instancePath ?? ""}`,
      `This condition is not complete or holds something unknown: ${error?.message ?? ""}.`,
    );
  }
  const wrong = problemOf(node as SegmentCondition);
  if (wrong !== undefined) add(path, wrong);
}

function problemOf(condition: SegmentCondition): string | undefined {
  switch (condition.about) {
    case "field":
      return isFieldId(condition.field)
        ? undefined
        : problemOfField(condition, standardType(condition.field));
    case "consent":
      return condition.purpose === "newsletter" && condition.state === "refused"
        ? "A newsletter is not refused; ask for `withdrawn` or `unknown`."
        : undefined;
    case "received":
      return (condition.mailing === undefined) === (condition.days === undefined)
        ? "Name a mailing or a number of days, one of them."
        : undefined;
    case "created":
    case "changed":
      return ["past", "ago"].includes(condition.test)
        ? needs(condition.days !== undefined, "a number of days in `days`")
        : needs(isDay(condition.day), "a day in `day`");
    case "behaviour":
      if ((condition.mailing === undefined) === (condition.last === undefined))
        return "Name a mailing or a number of last mailings, one of them.";
      return condition.link === undefined ||
        (condition.did === "clicked" && condition.mailing !== undefined)
        ? undefined
        : "A link belongs to a click in one mailing.";
    default:
      return undefined;
  }
}

const isFieldId = (field: string): boolean => /^fld_[0-9a-f]{32}$/.test(field);
const needs = (given: boolean, what: string): string | undefined =>
  given ? undefined : `This needs ${what}.`;

function isDay(text: string | undefined): boolean {
  if (text === undefined || !DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** What is wrong with a condition on a field of that type; undefined where nothing is. */
export function problemOfField(
  condition: ConditionAbout<"field">,
  type: SegmentFieldType | undefined,
): string | undefined {
  if (type === undefined) return "There is no such field.";
  const { test, values, from, to, days, month } = condition;
  if (!(testsOfType[type] as readonly FieldTest[]).includes(test))
    return `A field of type ${type} has no test \`${test}\`.`;
  const fits = (text: string | undefined): boolean =>
    text !== undefined && (type === "number" ? NUMBER.test(text) : isDay(text));
  switch (test) {
    case "empty":
      return undefined;
    case "contains":
    case "begins":
      return needs(values?.length === 1, "one text in `values`");
    case "is":
      if (type === "number") return needs(values?.every(fits) ?? false, "numbers in `values`");
      if (type === "date")
        return needs(values?.length === 1 && fits(values[0]), "one day in `values`");
      if (type === "boolean")
        return needs(
          values?.every((value) => value === "true" || value === "false") ?? false,
          "`true` or `false` in `values`",
        );
      return needs(values !== undefined, "`values`");
    case "less":
    case "before":
      return needs(fits(to), "`to`");
    case "more":
    case "after":
      return needs(fits(from), "`from`");
    case "between":
      return needs(fits(from) && fits(to), "`from` and `to`");
    case "month":
      return needs(month !== undefined, "`month`");
    default:
      return needs(days !== undefined, "a number of days in `days`");
  }
}

/** Refuses names that are none of this account's, and tests that a field's type does not take. */
export function checkNames(
  definition: SegmentDefinition,
  known: {
    ids: ReadonlyMap<string, number>;
    types: ReadonlyMap<string, SegmentFieldType>;
    providers: ReadonlySet<string>;
  },
): FieldError[] {
  const problems: FieldError[] = [];
  const missing = (path: string, what: string): void => {
    problems.push({ path, message: `There is no such ${what} here.` });
  };
  const walk = (node: SegmentNode, path: string): void => {
    if ("all" in node) return node.all.forEach((part, at) => walk(part, `${path}/all/${at}`));
    if ("any" in node) return node.any.forEach((part, at) => walk(part, `${path}/any/${at}`));
    if ("not" in node) return walk(node.not, `${path}/not`);
    for (const id of idsIn(node)) if (!known.ids.has(id)) missing(path, `thing as ${id}`);
    if (node.about === "field" && isFieldId(node.field) && known.types.has(node.field)) {
      const wrong = problemOfField(node, known.types.get(node.field));
      if (wrong !== undefined) problems.push({ path, message: wrong });
    }
    if (node.about === "provider" && !node.providers.every((id) => known.providers.has(id)))
      missing(path, "provider");
  };
  walk(definition.where, "/where");
  return problems;
}
