import type { Locale } from "../platform/index.ts";

/**
 * How an account addresses people: "Guten Tag Frau Dr. Beispiel" (`formal`), "Sehr geehrte Frau Dr. Beispiel" (`letter`),
 * or by Du: "Hallo Anna" (`informal`).
 */
export const salutationForms = ["formal", "letter", "informal"] as const;
export type SalutationForm = (typeof salutationForms)[number];

const FEMALE = new Set(["frau", "fr", "fr.", "ms", "ms.", "mrs", "mrs.", "miss"]);
const MALE = new Set(["herr", "herrn", "hr", "hr.", "mr", "mr."]);

const GREETINGS: Record<SalutationForm, Record<Locale, string>> = {
  formal: { de: "Guten Tag", en: "Hello" },
  letter: { de: "Guten Tag", en: "Hello" },
  informal: { de: "Hallo", en: "Hi" },
};

interface Names {
  salutation?: string | null | undefined;
  title?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
}

/**
 * The line a letter opens with, without a comma (CNT-16, CJEU C-394/23): "Guten Tag Frau Dr. Beispiel", "Guten Tag Anna
 * Beispiel", "Guten Tag". Only a stored salutation leads to "Frau" or "Herr", or to "Sehr geehrte"; nothing is ever
 * guessed from a first name. Names come without characters that end a line (`mergeValues` cleans them).
 */
export function salutationLine(
  names: Names,
  locale: Locale,
  form: SalutationForm = "formal",
): string {
  const greeting = GREETINGS[form][locale];
  const stored = (names.salutation ?? "").trim().toLowerCase();
  const title = names.title?.trim() ?? "";
  const first = names.firstName?.trim() ?? "";
  const last = names.lastName?.trim() ?? "";
  const join = (...words: string[]) => words.filter(Boolean).join(" ");
  if (form === "informal") return join(greeting, first);
  const female = FEMALE.has(stored);
  if (last && (female || MALE.has(stored))) {
    const polite =
      form === "letter"
        ? { de: female ? "Sehr geehrte" : "Sehr geehrter", en: "Dear" }[locale]
        : greeting;
    const german = female ? "Frau" : "Herr";
    const english = title || (female ? "Ms" : "Mr");
    return locale === "de" ? join(polite, german, title, last) : join(polite, english, last);
  }
  if (last && stored === "familie" && locale === "de")
    return join(form === "letter" ? "Sehr geehrte" : greeting, "Familie", last);
  if (!last && !first) return greeting;
  const named = form === "letter" && locale === "en" ? "Dear" : greeting;
  return last ? join(named, title, first, last) : join(named, first);
}
