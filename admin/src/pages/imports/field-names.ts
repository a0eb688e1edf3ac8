import type { FileKind, ImportField } from "../../../../contract/imports.ts";
import { useFormat, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./columns-texts.ts";

/** Fields with their names, in the groups in which they are offered. */
export const FIELD_GROUPS = {
  person: [
    "email",
    "email.second",
    "email.third",
    "salutation",
    "title",
    "firstName",
    "lastName",
    "company",
    "locale",
  ],
  care: ["tags", "stage", "responsible"],
  consent: [
    "consent.date",
    "consent.confirmedAt",
    "consent.source",
    "consent.ip",
    "consent.lastMailed",
  ],
  status: ["status", "status.confirmed", "status.unsubscribed", "status.bounced"],
  profiling: ["profiling", "profiling.date", "profiling.source", "profiling.wording"],
} as const satisfies Record<string, readonly ImportField[]>;

type Known = (typeof FIELD_GROUPS)[keyof typeof FIELD_GROUPS][number];

const KEYS = {
  email: "email",
  "email.second": "emailSecond",
  "email.third": "emailThird",
  salutation: "salutation",
  title: "title",
  firstName: "firstName",
  lastName: "lastName",
  company: "company",
  locale: "locale",
  tags: "tags",
  stage: "stage",
  responsible: "responsible",
  "consent.date": "consentDate",
  "consent.confirmedAt": "consentConfirmedAt",
  status: "status",
  "status.confirmed": "statusConfirmed",
  "status.unsubscribed": "statusUnsubscribed",
  "status.bounced": "statusBounced",
  "consent.source": "consentSource",
  "consent.ip": "consentIp",
  "consent.lastMailed": "consentLastMailed",
  profiling: "profiling",
  "profiling.date": "profilingDate",
  "profiling.source": "profilingSource",
  "profiling.wording": "profilingWording",
} as const satisfies Record<Known, string>;

/** The name of a field in words; own fields keep theirs. */
export function useFieldName(): (field: string) => string {
  const t = useTexts(texts);
  return (field) => {
    if (field.startsWith("custom.")) return field.slice("custom.".length);
    return field in KEYS ? t(`fields.${KEYS[field as Known]}`) : field;
  };
}

/** Headings that Klarpost gives the columns of an address book, in German as files have them here. */
const CARD_HEADINGS: Record<string, string> = {
  "E-Mail": "E-mail",
  "Weitere E-Mail": "Other e-mail",
  Anrede: "Salutation",
  Titel: "Title",
  Vorname: "First name",
  Nachname: "Last name",
  Anzeigename: "Display name",
  Firma: "Company",
  Abteilung: "Department",
  Telefon: "Telephone",
  Mobil: "Mobile",
  Straße: "Street",
  PLZ: "Postcode",
  Ort: "City",
  Land: "Country",
  Geburtstag: "Birthday",
  Sprache: "Language",
  Geschlecht: "Gender",
  Schlagwörter: "Tags",
  Notiz: "Note",
};

/** The heading of a column as the file has it; where the file has none, in the reader's language. */
export function useHeading(kind: FileKind): (column: { index: number; heading: string }) => string {
  const t = useTexts(texts);
  const locale = useLocale();
  return ({ index, heading }) => {
    const number = index + 1;
    if (heading === "" || heading === `Spalte ${number}`) return t("unnamed", { number });
    return (kind === "vcard" && locale === "en" && CARD_HEADINGS[heading]) || heading;
  };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T/;

/** A value as people write it: times in the account's zone, codes as words. */
export function useFieldValue(): (field: string, value: string) => string {
  const t = useTexts(texts);
  const format = useFormat();
  return (field, value) => {
    if (MOMENT.test(value)) return format.dateTimeShort(value);
    if (field === "salutation" && (value === "frau" || value === "herr" || value === "divers"))
      return t(`salutations.${value}`);
    if (field === "locale" && (value === "de" || value === "en")) return t(`locales.${value}`);
    if (field === "profiling" && value === "1") return t("yes");
    return value;
  };
}
