import { createHash } from "node:crypto";
import type { Locale } from "../platform/index.ts";

/** A sign-up form. Its texts live in versions that never change (CON-04). */
export interface Form {
  id: number;
  publicId: string;
  name: string;
  currentVersionId: number | null;
  archivedAt: Date | null;
  createdAt: Date;
}

export type PerLocale = Partial<Record<Locale, string>>;

/** What an operator sets. */
export interface FormSettings {
  /** Public ids, in the order of the page. */
  lists: string[];
  fields: { salutation: boolean; firstName: boolean; lastName: boolean };
  askTracking: boolean;
  locales: Locale[];
  title: PerLocale;
  intro: PerLocale;
  /** A service in return for consent: said above the button, with its reason on record (CON-10, T-20). */
  exchange: { notice: PerLocale; reason: string } | null;
  /** Origins of own websites that show the form. */
  embeddedOn: string[];
}

/** One declaration, word for word as it was shown. */
export interface ShownDeclaration {
  wordingVersionId: number;
  wordingPublicId: string;
  text: string;
}

export interface ShownList {
  listId: number;
  publicId: string;
  name: string;
  topics: string;
  frequency: string;
  declaration: ShownDeclaration;
}

/** Everything a visitor reads in one language, frozen with the version. */
export interface ShownForm {
  lists: ShownList[];
  tracking: ShownDeclaration | null;
  sender: string;
  contact: string;
  privacyNotice: { url: string; version: string };
}

export interface FormDefinition {
  settings: FormSettings;
  shown: Partial<Record<Locale, ShownForm>>;
}

export interface FormVersion {
  id: number;
  formId: number;
  version: number;
  definition: FormDefinition;
  sha256: Buffer;
  createdAt: Date;
}

/** Hash of a definition. Keys are sorted, because the database keeps no order of them. */
export function definitionSha256(definition: FormDefinition): Buffer {
  return createHash("sha256").update(sortedJson(definition), "utf8").digest();
}

export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The address of a page as the proof keeps it: scheme, host and path; what follows may name a person. */
export function pageOf(url: string | undefined, origins: readonly string[]): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (!origins.includes(parsed.origin)) return undefined;
  return `${parsed.origin}${parsed.pathname}`.slice(0, 300);
}

/** For the sentence "… was signed up on …": without the scheme, so that mail programs make no link of it (DOI-02). */
export function pageForMail(page: string): string {
  return page.replace(/^https?:\/\//, "");
}
