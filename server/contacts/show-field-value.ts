import type { Locale } from "../platform/index.ts";
import { readFieldValue, type ContactField } from "./field.ts";

/**
 * A stored value of an own field as people read it: `--03-14` as a day of the year, several choices in one line. What never
 * fitted its field's type is shown as it stands.
 */
export function showFieldValue(
  field: Pick<ContactField, "type" | "choices"> | undefined,
  value: string,
  locale: Locale,
): string {
  if (!field || !readFieldValue(field, value, "en").ok) return value;
  const language = locale === "de" ? "de-DE" : "en-GB";
  switch (field.type) {
    case "choices":
      return value.startsWith("[") ? (JSON.parse(value) as string[]).join(", ") : value;
    case "boolean":
      if (value !== "true" && value !== "false") return value;
      return value === "true" ? { de: "ja", en: "yes" }[locale] : { de: "nein", en: "no" }[locale];
    case "number":
      return new Intl.NumberFormat(language, { maximumFractionDigits: 12 }).format(Number(value));
    case "date": {
      if (!/^(--|\d{4}-)\d\d-\d\d$/.test(value)) return value;
      const isDay = value.startsWith("--");
      const day = new Date(isDay ? `2000-${value.slice(2)}` : value);
      return new Intl.DateTimeFormat(language, {
        day: "numeric",
        month: "long",
        ...(!isDay && { year: "numeric" }),
        timeZone: "UTC",
      }).format(day);
    }
    default:
      return value;
  }
}
