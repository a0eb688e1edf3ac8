import type { Static } from "typebox";
import type { AuditEntrySchema } from "../../../../../contract/operators.ts";
import { places, proofPath, wordingPath } from "../places.ts";
import type { Locale } from "../../../ui/index.ts";
import { acts, things } from "./action-names.ts";
import { phrases } from "./action-phrases.ts";

export type AuditEntry = Static<typeof AuditEntrySchema>;

/** "Kontakt angesehen" for `contact.viewed`. What has no words stays as it is stored. */
export function actionWords(action: string, locale: Locale): string {
  const phrase = phrases[action]?.[locale];
  if (phrase) return phrase;
  const [thing = "", act = ""] = action.split(".");
  const [noun, verb] = [things[thing]?.[locale], acts[act]?.[locale]];
  return noun && verb ? `${noun} ${verb}` : action;
}

/** "Kontakt" for the type of an object. */
export function thingWords(type: string, locale: Locale): string {
  return things[type]?.[locale] ?? type;
}

/** Entries that are looks at people rather than changes. */
export function isLook(action: string): boolean {
  return /^(contact\.viewed|contacts\.listed|report\.persons?_viewed|proof\.(viewed|downloaded)|evidence\.exported)$/.test(
    action,
  );
}

/** The page of the object, where it has one. */
export function objectPath(type: string | null, id: string | null): string | undefined {
  if (!id) return undefined;
  switch (type) {
    case "contact":
      return `/contacts/${id}`;
    case "mailing":
      return `/mailings/${id}`;
    case "list":
      return `/lists/${id}`;
    case "ledger_entry":
      return proofPath(id);
    case "wording":
      return id.startsWith("wrd_") ? wordingPath(id) : places.wordings;
    default:
      return undefined;
  }
}

/** "ctc_04cb24…" */
export function shortId(id: string): string {
  return id.length > 16 ? `${id.slice(0, 10)}…` : id;
}

const LONGEST = 120;

/** What changed, in a line: names and values as stored; they hold no addresses and no names of people. */
export function detailWords(detail: Record<string, unknown>): string {
  const line = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `${name}: ${valueWords(value)}`)
    .join(" · ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
