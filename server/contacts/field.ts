import type { Locale } from "../platform/index.ts";

export const fieldTypes = ["text", "number", "date", "boolean", "choice", "choices"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A field an account defined for its contacts; the values stand in `Contact.custom` under `key` (LEAD-07). */
export interface ContactField {
  id: number;
  publicId: string;
  key: string;
  label: string;
  type: FieldType;
  choices: string[];
  /** Of a date: the day of the year alone is kept (LEAD-08). */
  withoutYear: boolean;
  purpose: string;
  legalBasis: string;
  /** Null: as long as the contact. */
  retentionMonths: number | null;
  owner: string;
  /** LEAD-08: the documented need of an excessive field. */
  neededBecause: string;
  usedAt: Date | null;
  createdAt: Date;
  archivedAt: Date | null;
}

export type FieldProblem =
  | "not_a_number"
  | "not_a_date"
  | "not_yes_or_no"
  | "not_a_choice"
  | "too_long";

/** What is wrong with a value, for the person who wrote it. */
export const FIELD_PROBLEMS: Record<FieldProblem, Record<Locale, string>> = {
  not_a_number: {
    de: "Das ist keine Zahl. Erwartet wird etwa 1.234,5.",
    en: "This is not a number. Expected is a form such as 1,234.5.",
  },
  not_a_date: {
    de: "Das ist kein Datum. Erwartet wird etwa 31.12.2026, ohne Jahr 31.12.",
    en: "This is not a date. Expected is 2026-12-31 or 31.12.2026, without a year 31.12.",
  },
  not_yes_or_no: {
    de: "Erwartet wird „ja“ oder „nein“.",
    en: "Expected is “yes” or “no”.",
  },
  not_a_choice: {
    de: "Das gehört nicht zur Auswahl dieses Feldes.",
    en: "This is none of the field's choices.",
  },
  too_long: {
    de: "Das ist zu lang: höchstens 1.000 Zeichen.",
    en: "This is too long: 1,000 characters at most.",
  },
};

export type FieldReading = { ok: true; value: string } | { ok: false; problem: FieldProblem };

const MAX_LENGTH = 1000;

/**
 * Reads what a person or a file wrote into the canonical form of the field: a number as `-?\d+(\.\d+)?`, a date as
 * `YYYY-MM-DD` (`--MM-DD` without a year, ISO 8601:2000), yes or no as `true` or `false`, several choices as a JSON
 * array. The empty text empties any field. The language decides between `1.234` and `1,234`; German and English
 * words and dates are both understood in either.
 */
export function readFieldValue(
  field: Pick<ContactField, "type" | "choices"> & { withoutYear?: boolean },
  text: string,
  locale: Locale,
): FieldReading {
  const given = text.normalize("NFC").trim();
  if (given === "") return { ok: true, value: "" };
  if (given.length > MAX_LENGTH) return { ok: false, problem: "too_long" };
  switch (field.type) {
    case "text":
      return { ok: true, value: given };
    case "number":
      return answer(readNumber(given, locale), "not_a_number");
    case "date":
      return answer(withoutYear(readDate(given), field.withoutYear), "not_a_date");
    case "boolean":
      return answer(readBoolean(given), "not_yes_or_no");
    case "choice":
      return answer(findChoice(field.choices, given), "not_a_choice");
    case "choices":
      return answer(readChoices(field.choices, given), "not_a_choice");
  }
}

const answer = (value: string | undefined, problem: FieldProblem): FieldReading =>
  value === undefined ? { ok: false, problem } : { ok: true, value };

const withoutYear = (date: string | undefined, cut = false): string | undefined =>
  cut && date ? `--${date.slice(-5)}` : date;

function readNumber(text: string, locale: Locale): string | undefined {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "").replace("−", "-");
  if (/^-?\d+$/.test(bare)) return tidyNumber(bare);
  if (!/^-?\d[\d.,]*$/.test(bare)) return undefined;
  const comma = bare.lastIndexOf(",");
  const point = bare.lastIndexOf(".");
  let decimal: string | undefined;
  if (comma >= 0 && point >= 0) decimal = comma > point ? "," : ".";
  else {
    const mark = comma >= 0 ? "," : ".";
    const grouped = new RegExp(`^-?\\d{1,3}(\\${mark}\\d{3})+$`).test(bare);
    // 1.234 is a thousand in German and one and a bit in English; 1.5 is the same in both.
    const groups = locale === "de" ? "." : ",";
    decimal = grouped && (mark === groups || bare.split(mark).length > 2) ? undefined : mark;
  }
  const [whole = "", fraction, ...rest] = decimal ? bare.split(decimal) : [bare];
  if (rest.length > 0) return undefined;
  const grouping = decimal === "," ? "." : decimal === "." ? "," : undefined;
  const plain = wholeNumber(whole, grouping);
  if (plain === undefined || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  return tidyNumber(fraction === undefined ? plain : `${plain}.${fraction}`);
}

function wholeNumber(text: string, grouping: string | undefined): string | undefined {
  if (/^-?\d+$/.test(text)) return text;
  const marks = grouping ? `\\${grouping}` : "[.,]";
  return new RegExp(`^-?\\d{1,3}(${marks}\\d{3})+$`).test(text)
    ? text.replace(/[.,]/g, "")
    : undefined;
}

function tidyNumber(text: string): string | undefined {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  if (whole.length > 18 || fraction.length > 12) return undefined;
  const value = fraction === "" ? whole : `${whole}.${fraction}`;
  return value === "0" ? "0" : sign + value;
}

const MONTHS: Record<string, number> = Object.fromEntries(
  [
    "januar january jan jänner",
    "februar february feb",
    "märz march mar mär maerz mrz",
    "april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sep sept",
    "oktober october oct okt",
    "november nov",
    "dezember december dec dez",
  ].flatMap((words, at) => words.split(" ").map((word) => [word, at + 1] as const)),
);

/** Days of each month; 29 February exists where no year is known. */
const LAST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readDate(text: string): string | undefined {
  const bare = text.toLowerCase().replace(/[T ]00:00(:00)?(\.0+)?(z|\+00:00)?$/i, "");
  let found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(bare);
  if (found) return dateOf(found[1], found[2], found[3]);
  found = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (found) return dateOf(found[1], found[2], found[3]);
  found = /^--(\d{2})-?(\d{2})$/.exec(bare);
  if (found) return dateOf(undefined, found[1], found[2]);
  found = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?$/.exec(bare);
  if (found) return dateOf(found[3], found[2], found[1]);
  // A slash is read as day/month/year, as in Europe; where that gives no date, as month/day/year.
  found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(bare);
  if (found) return dateOf(found[3], found[2], found[1]) ?? dateOf(found[3], found[1], found[2]);
  found = /^(\d{1,2})(?:\.|st|nd|rd|th)?\s+(\p{L}+)\.?,?(?:\s+(\d{4}))?$/u.exec(bare);
  if (found) return dateOf(found[3], MONTHS[found[2]!], found[1]);
  found = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$/u.exec(bare);
  if (found) return dateOf(found[3], MONTHS[found[1]!], found[2]);
  return undefined;
}

function dateOf(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
): string | undefined {
  const [y, m, d] = [year === undefined ? undefined : Number(year), Number(month), Number(day)];
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= LAST_DAYS[m - 1]!)) return undefined;
  const tail = `${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
  if (y === undefined) return `--${tail}`;
  const leap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  if (y < 1000 || (m === 2 && d === 29 && !leap)) return undefined;
  return `${y}-${tail}`;
}

const YES = new Set("true yes ja wahr 1 y j x on an".split(" "));
const NO = new Set("false no nein falsch 0 n off aus".split(" "));

function readBoolean(text: string): string | undefined {
  const word = text.toLowerCase();
  if (YES.has(word)) return "true";
  return NO.has(word) ? "false" : undefined;
}

function findChoice(choices: string[], text: string): string | undefined {
  const same = (choice: string) => choice.toLowerCase() === text.toLowerCase();
  return choices.find((choice) => choice === text) ?? choices.find(same);
}

function readChoices(choices: string[], text: string): string | undefined {
  const parts = splitChoices(choices, text);
  const found = parts.map((part) => findChoice(choices, part));
  if (found.some((choice) => choice === undefined)) return undefined;
  const chosen = choices.filter((choice) => found.includes(choice));
  return chosen.length === 0 ? "" : JSON.stringify(chosen);
}

function splitChoices(choices: string[], text: string): string[] {
  if (text.startsWith("[")) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed.map(String);
    } catch {
      // Not JSON: read as words below.
    }
  }
  if (findChoice(choices, text) !== undefined) return [text];
  const mark = /[;|\n]/.test(text) ? /[;|\n]/ : ",";
  return text
    .split(mark)
    .map((part) => part.trim())
    .filter(Boolean);
}
