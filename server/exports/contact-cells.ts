import type { ContactField } from "../contacts/index.ts";
import type { Locale } from "../platform/index.ts";
import type { ExportedContact } from "./exports.store.ts";

const HEADINGS: Record<Locale, string[]> = {
  de: [
    "Kontakt",
    "E-Mail",
    "Anrede",
    "Titel",
    "Vorname",
    "Nachname",
    "Firma",
    "Sprache",
    "Stufe",
    "Zuständig",
    "Schlagwörter",
    "Listen",
    "Auswertung",
    "Gesperrt",
    "Verarbeitung eingeschränkt",
    "Herkunft",
    "Angelegt",
    "Geändert",
  ],
  en: [
    "Contact",
    "E-mail",
    "Salutation",
    "Title",
    "First name",
    "Last name",
    "Company",
    "Language",
    "Stage",
    "Responsible",
    "Tags",
    "Lists",
    "Analysis",
    "Suppressed",
    "Processing restricted",
    "Origin",
    "Created",
    "Changed",
  ],
};

const WORDS: Record<Locale, Record<string, string>> = {
  de: {
    frau: "Frau",
    herr: "Herr",
    divers: "divers",
    prospect: "Interessent",
    customer: "Kunde",
    pending: "wartet auf Bestätigung",
    confirmed: "angemeldet",
    unsubscribed: "abgemeldet",
    unverified: "ohne Nachweis",
    stale: "Einwilligung veraltet",
    unknown: "nicht gefragt",
    granted: "erlaubt",
    refused: "abgelehnt",
    withdrawn: "widerrufen",
    true: "ja",
    false: "nein",
  },
  en: {
    frau: "Ms",
    herr: "Mr",
    divers: "neutral",
    prospect: "prospect",
    customer: "customer",
    pending: "waiting for confirmation",
    confirmed: "subscribed",
    unsubscribed: "unsubscribed",
    unverified: "without evidence",
    stale: "consent stale",
    unknown: "not asked",
    granted: "granted",
    refused: "refused",
    withdrawn: "withdrawn",
    true: "yes",
    false: "no",
  },
};

/**
 * Which export a row was taken from, by whom and when: it stands in every row, so that a list that turns up somewhere
 * tells where it comes from, also in part (ORG-05).
 */
export function markOf(
  found: { publicId: string; actor: { name: string }; createdAt: Date },
  locale: Locale,
): string {
  const day = found.createdAt.toISOString().slice(0, 10);
  const words = locale === "de" ? "Vertraulich" : "Confidential";
  return `${words} · ${found.publicId} · ${found.actor.name} · ${day}`;
}

/** The heading over the mark, which stands at the end. */
export const MARK_HEADING: Record<Locale, string> = { de: "Auszug", en: "Extract" };

/** The headings of a table, the account's own fields by their labels. */
export function headingsOf(fields: readonly ContactField[], locale: Locale): string[] {
  return [...HEADINGS[locale], ...fields.map((field) => field.label)];
}

/** A contact as cells of a table, in words. Times are ISO 8601 UTC. */
export function cellsOf(
  contact: ExportedContact,
  fields: readonly ContactField[],
  locale: Locale,
): string[] {
  const word = (text: string) => WORDS[locale][text] ?? text;
  const lists = contact.lists.map(({ name, state, flag }) => {
    const said = flag === null ? word(state) : `${word(state)}, ${word(flag)}`;
    return `${name} (${said})`;
  });
  return [
    contact.publicId,
    contact.email,
    word(contact.salutation),
    contact.title,
    contact.firstName,
    contact.lastName,
    contact.company,
    contact.locale ?? "",
    word(contact.stage),
    contact.responsible ?? "",
    contact.tags.join(", "),
    lists.join("; "),
    word(contact.profiling),
    contact.suppressed.join(", "),
    contact.restricted ? word("true") : "",
    contact.origins["email"]?.source ?? "",
    contact.createdAt.toISOString(),
    contact.updatedAt.toISOString(),
    ...fields.map(({ key, type }) => valueOf(contact.custom[key] ?? "", type, word)),
  ];
}

function valueOf(
  value: string,
  type: ContactField["type"],
  word: (text: string) => string,
): string {
  if (type === "boolean") return word(value);
  if (type !== "choices" || !value.startsWith("[")) return value;
  return (JSON.parse(value) as string[]).join(", ");
}

/** A contact for another program: everything, the origin of each field included. */
export function recordOf({ id: _id, publicId, ...contact }: ExportedContact): object {
  return { id: publicId, ...contact };
}
