import type { Keys, Locale } from "../platform/index.ts";

export type Salutation = "" | "frau" | "herr" | "divers";
export type Stage = "" | "prospect" | "customer";
export type Pot = "newsletter" | "core";

/** What a person may be addressed by. Everything but the e-mail address is optional (CON-11). */
export interface ContactFields {
  salutation?: Salutation;
  title?: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  locale?: Locale;
  custom?: Record<string, string>;
}

/** Where a field comes from (DSR-03). */
export interface Origin {
  source: string;
  /** ISO 8601. */
  at: string;
  detail?: string;
}

/** One natural person, in exactly one pot of its account. */
export interface Contact {
  id: number;
  publicId: string;
  pot: Pot;
  email: string;
  emailNormalised: string;
  salutation: Salutation;
  title: string;
  firstName: string;
  lastName: string;
  company: string;
  locale: Locale | null;
  custom: Record<string, string>;
  origins: Record<string, Origin>;
  sourceSystem: string | null;
  personNumber: string | null;
  restrictedAt: Date | null;
  /** Operator who looks after the person. */
  responsibleId: number | null;
  stage: Stage;
  /** RET-06: since when nothing holds the contact here; until when somebody keeps it nevertheless. */
  orphanedAt: Date | null;
  keptUntil: string | null;
  keptBecause: string;
  createdAt: Date;
  updatedAt: Date;
}

/** As `contact_origins()` in the database: an origin that fields share, kept once under `*`, for each of them. */
export function originsByField(stored: Record<string, Origin>): Record<string, Origin> {
  const { "*": shared, ...own } = stored as Record<string, Origin> & {
    "*"?: Origin & { for: string };
  };
  if (shared === undefined) return stored;
  const { for: names, ...origin } = shared;
  return { ...Object.fromEntries(names.split(" ").map((name) => [name, origin])), ...own };
}

export const FIELD_LIMITS = {
  title: 50,
  firstName: 100,
  lastName: 100,
  company: 200,
  customName: 40,
  customValue: 1000,
  customCount: 50,
} as const;

/** Keyed 16-byte hash of a normalised address within an account: what unsubscribe links carry instead of the address (UNS-22). */
export function addressHash(keys: Keys, accountId: number, emailNormalised: string): Buffer {
  return keys.mac("address-hash/v1", accountId, emailNormalised).subarray(0, 16);
}

/** German order after DIN 5007-1: ä as a, ß as ss, no other marks, lower case. People without a name stand under their address. */
export function sortKey(
  fields: { lastName?: string; firstName?: string; company?: string },
  emailNormalised: string,
): string {
  const name =
    [fields.lastName, fields.firstName].filter(Boolean).join(" ") ||
    fields.company ||
    emailNormalised;
  return fold(name).slice(0, 200);
}

/** Folds a text for sorting and prefix search. */
export function fold(text: string): string {
  if (isTidy(text, LAST_ASCII)) return text.toLowerCase();
  return text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The name to show in lists; the address when there is none. */
export function displayName(
  contact: Pick<Contact, "firstName" | "lastName" | "company" | "email">,
): string {
  return (
    [contact.firstName, contact.lastName].filter(Boolean).join(" ") ||
    contact.company ||
    contact.email
  );
}

/** Cuts and cleans what people typed: no control characters, no line breaks, within the limits. */
export function cleanFields(fields: ContactFields): ContactFields {
  const { salutation, locale, custom } = fields;
  const cleaned: ContactFields = {};
  if (salutation !== undefined) cleaned.salutation = salutation;
  for (const name of ["title", "firstName", "lastName", "company"] as const) {
    const value = fields[name];
    if (value !== undefined) cleaned[name] = cleanValue(value, FIELD_LIMITS[name]);
  }
  if (locale !== undefined) cleaned.locale = locale;
  if (custom === undefined) return cleaned;
  cleaned.custom = {};
  for (const name of Object.keys(custom).slice(0, FIELD_LIMITS.customCount))
    cleaned.custom[name.slice(0, FIELD_LIMITS.customName)] = cleanValue(
      custom[name]!,
      FIELD_LIMITS.customValue,
    );
  return cleaned;
}

function cleanValue(value: string, limit: number): string {
  if (value.length <= limit && isTidy(value, LAST_LETTER)) return value;
  return value
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, limit);
}

const LAST_ASCII = 0x7e;
/** The last of the letters of Latin-1 and Latin Extended-A, which begin at U+00C0. */
const LAST_LETTER = 0x17f;

/**
 * Whether a text holds nothing but printable ASCII and letters up to the last one, with single spaces inside: most texts
 * do, and then the expressions, which are most of the work of reading a file, would find nothing.
 */
function isTidy(text: string, last: number): boolean {
  let before = 0x20;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20) {
      if (before === 0x20) return false;
    } else if (code < 0x20 || code > last || (code > 0x7e && code < 0xc0)) return false;
    before = code;
  }
  return before !== 0x20 || text === "";
}

/** The fields that are really given: an empty one does not overwrite what we know. */
export function givenFields(fields: ContactFields): (keyof ContactFields)[] {
  const given: (keyof ContactFields)[] = [];
  for (const name in fields) {
    const value = fields[name as keyof ContactFields];
    if (typeof value === "object" ? hasMembers(value) : value !== undefined && value !== "")
      given.push(name as keyof ContactFields);
  }
  return given;
}

function hasMembers(value: object): boolean {
  for (const _ in value) return true;
  return false;
}

/** A text of several lines as people typed it, without control characters (PostgreSQL takes no NUL). */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{C}\n]+/gu, " ")
    .trim();
}

/** Names under which origins are kept: each own field has its own (`custom.branch`). */
export function originNames(fields: ContactFields): string[] {
  const names: string[] = [];
  for (const name of givenFields(fields))
    if (name === "custom") for (const key in fields.custom) names.push(`custom.${key}`);
    else names.push(name);
  return names;
}

/** RET-06: days between the flag and the deletion. */
export const ORPHAN_DAYS = 30;

/** The day a contact that nothing holds here is deleted on; null while it is held. */
export function orphanDeletion(
  contact: Pick<Contact, "orphanedAt" | "keptUntil">,
  now: Date,
): Date | null {
  if (contact.orphanedAt === null) return null;
  if (contact.keptUntil !== null && contact.keptUntil >= now.toISOString().slice(0, 10))
    return null;
  return new Date(contact.orphanedAt.getTime() + ORPHAN_DAYS * 86_400_000);
}
