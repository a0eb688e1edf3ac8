import type { FieldView } from "../../../../contract/contact-fields.ts";
import { useApiQuery } from "../../api/index.ts";
import { useFormat, useTexts } from "../../ui/index.ts";
import { texts as contactTexts } from "./contact-texts.ts";
import { texts } from "./texts.ts";

const FIELDS = [
  "email",
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
] as const;

/** Names of fields and their values in words; own fields by their type. */
export function useFieldWords(): {
  name: (field: string) => string;
  value: (field: string, value: string) => string;
} {
  const t = useTexts(texts);
  const tContact = useTexts(contactTexts);
  const format = useFormat();
  const fields = useApiQuery<{ items: FieldView[] }>("/contact-fields", undefined, {
    staleTime: 60_000,
  });
  const own = (name: string): FieldView | undefined =>
    fields.data?.items.find((field) => `custom.${field.key}` === name);
  return {
    name: (field) => {
      const known = FIELDS.find((one) => one === field);
      return known ? t(`fields.${known}`) : (own(field)?.label ?? field.replace(/^custom\./, ""));
    },
    value: (field, value) => {
      if (field === "salutation" && (value === "frau" || value === "herr" || value === "divers"))
        return t(`salutations.${value}`);
      if (field === "locale" && (value === "de" || value === "en")) return t(`locales.${value}`);
      const type = own(field)?.type;
      if (type === "boolean" && (value === "true" || value === "false"))
        return tContact(value === "true" ? "editDialog.yes" : "editDialog.no");
      if (type === "number" && /^-?\d+(\.\d+)?$/.test(value))
        return format.number(Number(value), value.split(".")[1]?.length ?? 0);
      if (type === "choices" && value.startsWith("["))
        return (JSON.parse(value) as string[]).join(", ");
      if (type === "date") return dateWords(value, format);
      return value;
    },
  };
}

/** "2026-12-24" as the language writes it, "--12-24" without a year. */
function dateWords(value: string, format: ReturnType<typeof useFormat>): string {
  const day = /^--(\d\d)-(\d\d)$/.exec(value);
  if (day)
    return new Intl.DateTimeFormat(format.locale === "de" ? "de-DE" : "en-GB", {
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    }).format(new Date(`2024-${day[1]}-${day[2]}T12:00:00Z`));
  return /^\d{4}-\d\d-\d\d$/.test(value) ? format.date(`${value}T12:00:00Z`) : value;
}
