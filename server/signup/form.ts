import { createHash } from "node:crypto";
import type { Locale } from "../platform/index.ts";
import type { FrameWords } from "./pages/index.ts";

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

/** A field no visitor sees: a value of its own, or (null) what stands in the address parameter of its name. */
export interface HiddenField {
  name: string;
  value: string | null;
}

/** An age below which children cannot agree themselves (Art. 8 GDPR: 16 in Germany, 14 in Austria). */
export type MinAge = 14 | 16;

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
  /** Where visitors came from, such as `utm_source`; never an address or a consent. */
  hidden?: HiddenField[];
  /** The offer is directed at children: asks for the age, and takes nobody younger (CON-22). */
  minAge?: MinAge;
  /** Browsers solve a computing task before they may send (DOI-11). */
  proofOfWork?: true;
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
  /** The page's own sentences around the declarations. Versions from before they were kept have none. */
  words?: FrameWords;
  age?: AgeQuestion;
}

export interface AgeQuestion {
  question: string;
  older: string;
  younger: string;
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

/** Longest value of a hidden field. */
export const MAX_HIDDEN = 100;

/** What an address parameter may leave behind: one short line, and nothing that could be an e-mail address. */
export function readParameter(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, MAX_HIDDEN);
  return text === "" || text.includes("@") ? undefined : text;
}

/** The wanted language where the version has it, else its first. */
export function offeredLocale(
  { definition }: Pick<FormVersion, "definition">,
  wanted: Locale | undefined,
): Locale {
  const { locales } = definition.settings;
  return wanted !== undefined && locales.includes(wanted) ? wanted : locales[0]!;
}
