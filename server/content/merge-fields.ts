import { FIELD_ALIASES, MERGE_FIELDS } from "./merge-field-list.ts";
import type { Locale } from "../platform/index.ts";

/** Links that the system makes for each recipient. Never counted, never an event. */
export type SystemLink = "unsubscribe" | "manage" | "tracking_question";

/** The field in an author's text for each system link. */
export const SYSTEM_LINK_FIELDS: Readonly<Record<string, SystemLink>> = {
  unsubscribe_url: "unsubscribe",
  manage_url: "manage",
  tracking_question_url: "tracking_question",
};

/** Blocks that the product writes itself, in HTML and in text. */
export const BLOCK_NAMES = ["imprint", "footer", "tracking_question"] as const;
export type BlockName = (typeof BLOCK_NAMES)[number];

/** Prefix of an account's own contact fields: `contact.custom.branch`. */
export const CUSTOM_PREFIX = "contact.custom.";

/** True only for contacts in permission state `unknown` who may be asked now (CON-26). */
export const MAY_BE_ASKED = "contact.may_be_asked";

/** The value that says why this very person gets a mail as a customer; see `MergeContact.purchaseReason`. */
export const PURCHASE_REASON = "purchase.reason";

const KNOWN_NAMES = new Set(MERGE_FIELDS.map((field) => field.name));

/** Is this a field of the product or one of the account's own contact fields? */
export function isKnownField(name: string, customFields: readonly string[]): boolean {
  if (KNOWN_NAMES.has(name) || name === MAY_BE_ASKED) return true;
  return name.startsWith(CUSTOM_PREFIX) && customFields.includes(name.slice(CUSTOM_PREFIX.length));
}

/** The field the author most likely meant, or undefined if nothing is close. */
export function suggestField(name: string, customFields: readonly string[]): string | undefined {
  const lower = name.toLowerCase().replaceAll("-", "_");
  const last = lower.slice(lower.lastIndexOf(".") + 1);
  const alias = FIELD_ALIASES[lower] ?? FIELD_ALIASES[last];
  if (alias) return alias;
  if (customFields.includes(last)) return CUSTOM_PREFIX + last;
  const candidates = [...KNOWN_NAMES, ...customFields.map((field) => CUSTOM_PREFIX + field)];
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(lower.length / 4)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(left: string, right: string): number {
  if (left.length > 80) return left.length;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(
        Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + cost),
      );
    }
    previous = current;
  }
  return previous[right.length]!;
}

/** What content needs to know of a contact. Field names of custom fields are those of `contact.custom.<name>`. */
export interface MergeContact {
  salutation?: string | null | undefined;
  title?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  company?: string | null | undefined;
  email: string;
  custom?: Readonly<Record<string, unknown>> | undefined;
  /** Permission state is unknown and the tracking question may be put now (CON-26). */
  mayBeAsked: boolean;
  /** Why somebody gets a mail as a customer, in one sentence (T-6); only in such mails. */
  purchaseReason?: string | undefined;
}

/** Values by full field name. `contact.may_be_asked` is "true" or empty. */
export type MergeValues = Readonly<Record<string, string>>;

const FEMALE = new Set(["frau", "fr", "fr.", "ms", "ms.", "mrs", "mrs.", "miss"]);
const MALE = new Set(["herr", "herrn", "hr", "hr.", "mr", "mr."]);

/**
 * The neutral line a letter opens with, without a comma (CNT-16, CJEU C-394/23): "Guten Tag Frau Dr. Beispiel",
 * "Guten Tag Anna Beispiel", "Guten Tag". Only a stored salutation leads to "Frau" or "Herr"; nothing is
 * ever guessed from a first name.
 */
export function salutationLine(
  contact: Omit<MergeContact, "email" | "mayBeAsked">,
  locale: Locale,
): string {
  const greeting = locale === "de" ? "Guten Tag" : "Hello";
  const stored = clean(contact.salutation).toLowerCase();
  const title = clean(contact.title);
  const first = clean(contact.firstName);
  const last = clean(contact.lastName);
  const join = (...words: string[]) => words.filter(Boolean).join(" ");
  if (last && (FEMALE.has(stored) || MALE.has(stored))) {
    const german = FEMALE.has(stored) ? "Frau" : "Herr";
    const english = title || (FEMALE.has(stored) ? "Ms" : "Mr");
    return locale === "de" ? join(greeting, german, title, last) : join(greeting, english, last);
  }
  if (last && stored === "familie" && locale === "de") return join(greeting, "Familie", last);
  if (!last && !first) return greeting;
  return last ? join(greeting, title, first, last) : join(greeting, first);
}

/** Computes all values of one contact. Never contains control characters or markers of the renderer. */
export function mergeValues(contact: MergeContact, locale: Locale): MergeValues {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  values["contact.salutation_line"] = salutationLine(contact, locale);
  values["contact.first_name"] = clean(contact.firstName);
  values["contact.last_name"] = clean(contact.lastName);
  values["contact.title"] = clean(contact.title);
  values["contact.company"] = clean(contact.company);
  values["contact.email"] = clean(contact.email);
  values[MAY_BE_ASKED] = contact.mayBeAsked ? "true" : "";
  if (contact.purchaseReason) values[PURCHASE_REASON] = clean(contact.purchaseReason);
  for (const [name, value] of Object.entries(contact.custom ?? {})) {
    if (/^[a-z0-9_]{1,64}$/.test(name)) values[CUSTOM_PREFIX + name] = clean(value);
  }
  return values;
}

/** Neutral values for the shared web view and for anyone nothing is known of. */
export function neutralValues(locale: Locale): MergeValues {
  return mergeValues({ email: "", mayBeAsked: false }, locale);
}

/** C0 and C1 controls, line and paragraph separators, bidi overrides and our own markers. */
// eslint-disable-next-line no-control-regex
const UNWANTED =
  /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uE000-\uE00F]+/g;

function clean(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    return "";
  return String(value).slice(0, 2000).toWellFormed().replace(UNWANTED, " ").trim();
}
