import type {
  ConditionAbout,
  SegmentCondition,
  SegmentDefinition,
  SegmentFieldType,
  SegmentNode,
} from "../../contract/segments.ts";

/** A saved condition on contacts. */
export interface Segment {
  id: number;
  publicId: string;
  name: string;
  definition: SegmentDefinition;
  /** It asks what people did, so its figures say something about them (TRK-12). */
  asksBehaviour: boolean;
  revision: number;
  counts: { people: number; mailable: number; measurable: number } | null;
  countedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
}

/** Standard fields kept in the table of values like an account's own ones, under ids below zero (`contact_raw_value`). */
export const STANDARD_VALUES = {
  firstName: -1,
  lastName: -2,
  company: -3,
  title: -4,
  domain: -5,
} as const;

const STANDARD_TYPES: Record<string, SegmentFieldType> = {
  firstName: "text",
  lastName: "text",
  company: "text",
  title: "text",
  email: "text",
  domain: "text",
  salutation: "choice",
  locale: "choice",
};

/** The type of a standard field; undefined for anything else. */
export function standardType(field: string): SegmentFieldType | undefined {
  return Object.hasOwn(STANDARD_TYPES, field) ? STANDARD_TYPES[field] : undefined;
}

/** Every condition of a definition, from the left. */
export function* conditionsOf(node: SegmentNode): Generator<SegmentCondition> {
  if ("all" in node) for (const part of node.all) yield* conditionsOf(part);
  else if ("any" in node) for (const part of node.any) yield* conditionsOf(part);
  else if ("not" in node) yield* conditionsOf(node.not);
  else yield node;
}

/** Whether anything of it is known only of people who permit the analysis (TRK-11). */
export function asksBehaviour(definition: SegmentDefinition): boolean {
  return [...conditionsOf(definition.where)].some(({ about }) => about === "behaviour");
}

/** Public ids a condition names. */
export function idsIn(condition: SegmentCondition): string[] {
  switch (condition.about) {
    case "field":
      return standardType(condition.field) ? [] : [condition.field];
    case "tag":
      return condition.tags;
    case "list":
      return condition.list === undefined ? [] : [condition.list];
    case "import":
      return condition.imports;
    case "adviser":
      return condition.operators.filter((id) => id !== "none");
    case "purchase":
      return condition.category === undefined ? [] : [condition.category];
    case "received":
    case "behaviour":
      return condition.mailing === undefined ? [] : [condition.mailing];
    default:
      return [];
  }
}

/** The standard value a condition reads, if one. */
export function standardValueOf(condition: SegmentCondition): number | undefined {
  if (condition.about === "provider") return STANDARD_VALUES.domain;
  if (condition.about !== "field") return undefined;
  return STANDARD_VALUES[condition.field as keyof typeof STANDARD_VALUES];
}

const UPPER = Array.from({ length: 0x180 - 0xc0 }, (_, at) => String.fromCharCode(0xc0 + at));
const FOLDS = new Map(
  UPPER.map((letter): [string, string] => [letter, letter.toLowerCase()]).filter(
    ([from, to]) => to !== from && to.length === 1 && to >= "\u00c0" && to < "\u0180",
  ),
);

/** Lower case of the Latin letters of Europe, exactly as `segment_fold` of the database does it. */
export function foldValue(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[\u00c0-\u017f]/g, (letter) => FOLDS.get(letter) ?? letter);
}

/** Days as `YYYY-MM-DD`, so many later. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/**
 * Month and day, as 1224, of today and the days after it: for birthdays without a year. Who was born on 29 February has
 * their day on the 28th where the year has no 29th (as § 188(3) BGB counts).
 */
export function daysOfYear(today: string, days: number): number[] {
  const found = new Set<number>();
  for (let at = 0; at <= Math.min(days, 366); at++) {
    const day = addDays(today, at);
    found.add(Number(day.slice(5, 7) + day.slice(8)));
    if (day.endsWith("-02-28") && addDays(day, 1).endsWith("-03-01")) found.add(229);
  }
  return [...found];
}

/** The days a test on a date means, both included; undefined at an open end. */
export function daysMeant(
  { test, days = 0, from, to, values }: ConditionAbout<"field">,
  today: string,
): { from?: string | undefined; to?: string | undefined } {
  switch (test) {
    case "is":
      return { from: values?.[0], to: values?.[0] };
    case "before":
      return { to: to === undefined ? undefined : addDays(to, -1) };
    case "after":
      return { from: from === undefined ? undefined : addDays(from, 1) };
    case "past":
      return { from: addDays(today, -days), to: today };
    case "ago":
      return { to: addDays(today, -days - 1) };
    case "future":
      return { from: today, to: addDays(today, days) };
    default:
      return { from, to };
  }
}
