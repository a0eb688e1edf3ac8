import type { Locale } from "../platform/index.ts";
import { typedValue, type FieldType } from "./field-values.ts";
import { FIELD_ALIASES, MERGE_FIELDS } from "./merge-field-list.ts";
import { salutationLine, type SalutationForm } from "./salutation.ts";

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

/**
 * What an account notes for itself about its contacts. A condition may choose by it; a letter never says it, because
 * words of the house are not for those they are about.
 */
export const CONDITION_FIELDS: ReadonlySet<string> = new Set([
  "contact.tags",
  "contact.stage",
  "contact.locale",
  "contact.salutation",
]);

/** In front of a field's name stands the value that conditions compare, as JSON, where it is not the shown text. */
export const RAW_PREFIX = "raw:";

const KNOWN_NAMES = new Set(MERGE_FIELDS.map((field) => field.name));

/** Is this a field of the product or one of the account's own contact fields? */
export function isKnownField(name: string, customFields: readonly string[]): boolean {
  if (KNOWN_NAMES.has(name) || name === MAY_BE_ASKED || CONDITION_FIELDS.has(name)) return true;
  return name.startsWith(CUSTOM_PREFIX) && customFields.includes(name.slice(CUSTOM_PREFIX.length));
}

/** The field the author most likely meant, or undefined if nothing is close. */
export function suggestField(name: string, customFields: readonly string[]): string | undefined {
  const lower = name.toLowerCase().replaceAll("-", "_");
  const last = lower.slice(lower.lastIndexOf(".") + 1);
  const alias = FIELD_ALIASES[lower] ?? FIELD_ALIASES[last];
  if (alias) return alias;
  if (customFields.includes(last)) return CUSTOM_PREFIX + last;
  const candidates = [
    ...KNOWN_NAMES,
    ...CONDITION_FIELDS,
    ...customFields.map((field) => CUSTOM_PREFIX + field),
  ];
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
  /** Language the contact chose; null: unknown. */
  locale?: Locale | null | undefined;
  /** Names of its tags; only where a condition asks for them. */
  tags?: readonly string[] | undefined;
  stage?: string | null | undefined;
  /** Permission state is unknown and the tracking question may be put now (CON-26). */
  mayBeAsked: boolean;
  /** Why somebody gets a mail as a customer, in one sentence (T-6); only in such mails. */
  purchaseReason?: string | undefined;
}

/** Values by full field name. `contact.may_be_asked` is "true" or empty. */
export type MergeValues = Readonly<Record<string, string>>;

/** How a letter speaks: its language, the account's way to address people, and the types of its own fields. */
export interface LetterStyle {
  locale: Locale;
  salutation?: SalutationForm | undefined;
  /** Type by key of an own field; a field that is not named is text. */
  fieldTypes?: Readonly<Record<string, FieldType>> | undefined;
}

/** Computes all values of one contact. Never contains control characters or markers of the renderer. */
export function mergeValues(contact: MergeContact, how: Locale | LetterStyle): MergeValues {
  const style: LetterStyle = typeof how === "string" ? { locale: how } : how;
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  const salutation = clean(contact.salutation);
  const title = clean(contact.title);
  const firstName = clean(contact.firstName);
  const lastName = clean(contact.lastName);
  const names = { salutation, title, firstName, lastName };
  values["contact.salutation_line"] = salutationLine(names, style.locale, style.salutation);
  values["contact.first_name"] = firstName;
  values["contact.last_name"] = lastName;
  values["contact.title"] = title;
  values["contact.company"] = clean(contact.company);
  values["contact.email"] = clean(contact.email);
  values[MAY_BE_ASKED] = contact.mayBeAsked ? "true" : "";
  if (contact.purchaseReason) values[PURCHASE_REASON] = clean(contact.purchaseReason);
  const condition = (name: string, raw: unknown) =>
    (values[`${RAW_PREFIX}${name}`] = JSON.stringify(raw));
  if (salutation) condition("contact.salutation", salutation);
  if (contact.stage) condition("contact.stage", clean(contact.stage));
  if (contact.locale) condition("contact.locale", contact.locale);
  if (contact.tags && contact.tags.length > 0) condition("contact.tags", contact.tags.map(clean));
  for (const [name, value] of Object.entries(contact.custom ?? {})) {
    if (!/^[a-z0-9_]{1,64}$/.test(name)) continue;
    const stored = clean(value);
    const type = style.fieldTypes?.[name];
    if (!stored || !type || type === "text" || type === "choice") {
      values[CUSTOM_PREFIX + name] = stored;
      continue;
    }
    const typed = typedValue(stored, type, style.locale);
    values[CUSTOM_PREFIX + name] = typed.shown;
    condition(CUSTOM_PREFIX + name, typed.raw);
  }
  return values;
}

/** Neutral values for the shared web view and for anyone nothing is known of. */
export function neutralValues(how: Locale | LetterStyle): MergeValues {
  return mergeValues({ email: "", mayBeAsked: false }, how);
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
