import type { Locale } from "../platform/index.ts";
import { formatDay, longDay } from "./locale.ts";

/** Types of an account's own contact fields, as far as writing their values into a letter is concerned. */
export type FieldType = "text" | "number" | "date" | "boolean" | "choice" | "choices";

/** A value as it stands in a letter, and as conditions compare it. */
export interface TypedValue {
  shown: string;
  raw: string | number | boolean | string[];
}

const NUMBERS: Record<Locale, Intl.NumberFormat> = {
  de: new Intl.NumberFormat("de-DE", { maximumFractionDigits: 12 }),
  en: new Intl.NumberFormat("en-GB", { maximumFractionDigits: 12 }),
};
const AND: Record<Locale, string> = { de: " und ", en: " and " };
const WORDS: Record<Locale, { true: string; false: string }> = {
  de: { true: "ja", false: "nein" },
  en: { true: "yes", false: "no" },
};
/** A leap year stands in for the year that is not known, so that 29 February exists. */
const ANY_YEAR = "2000";

/**
 * Reads the stored form of a field: `1234.5` becomes "1.234,5" or "1,234.5", `2026-12-31` "31. Dezember 2026", `--05-24`
 * "24. Mai", `true` "ja", a JSON array "Wandern und Lesen". What does not have its type's form stands as it is.
 */
export function typedValue(stored: string, type: FieldType, locale: Locale): TypedValue {
  const plain = { shown: stored, raw: stored };
  switch (type) {
    case "number": {
      const number = Number(stored);
      if (stored === "" || !Number.isFinite(number)) return plain;
      return { shown: NUMBERS[locale].format(number), raw: number };
    }
    case "date":
      return { shown: shownDate(stored, locale), raw: stored };
    case "boolean":
      if (stored !== "true" && stored !== "false") return plain;
      return { shown: WORDS[locale][stored], raw: stored === "true" };
    case "choices": {
      const chosen = choicesOf(stored);
      return chosen ? { shown: listed(chosen, AND[locale]), raw: chosen } : plain;
    }
    default:
      return plain;
  }
}

/** "Wandern, Lesen und Kochen". */
function listed(words: readonly string[], and: string): string {
  if (words.length < 2) return words.join("");
  return words.slice(0, -1).join(", ") + and + words.at(-1)!;
}

function shownDate(stored: string, locale: Locale): string {
  const birthday = /^--(\d{2}-\d{2})$/.exec(stored);
  if (birthday)
    return formatDay(`${ANY_YEAR}-${birthday[1]}`, locale === "de" ? "%e. %B" : "%e %B", locale);
  return longDay(stored, locale);
}

function choicesOf(stored: string): string[] | undefined {
  if (!stored.startsWith("[")) return undefined;
  try {
    const parsed: unknown = JSON.parse(stored);
    return Array.isArray(parsed) ? parsed.map(String) : undefined;
  } catch {
    return undefined;
  }
}
