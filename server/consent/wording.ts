import { createHash } from "node:crypto";
import type { wordingChanges } from "../../contract/consent.ts";
import { AppError, type Locale } from "../platform/index.ts";
import type { ConsentPurpose } from "./ledger.ts";

/** A wording in one language at one time. It never changes; an edit makes the next version (CON-04). */
export interface WordingVersion {
  id: number;
  publicId: string;
  wordingId: number;
  purpose: ConsentPurpose;
  version: number;
  locale: Locale;
  /** With placeholders such as {{absender}}. */
  text: string;
  sha256: Buffer;
  /** The purpose changed so much that older consents do not cover what is new (CON-19). */
  material: boolean;
  /** Of `profiling`: what is measured, what for, and in which mails (CON-20). The gate asks for `open` and `click`. */
  techniques: string[];
  uses: string[];
  channels: string[];
  /** A list of partners and the like, linked where the text says so; empty without one (CON-07). */
  annexTitle: string;
  annexText: string;
  annexUrl: string;
  /** What its author said is new against the version before (CON-19). */
  changes: WordingChange[];
  createdAt: Date;
  approvedAt: Date | null;
  approvedBy: number | null;
  retiredAt: Date | null;
}

/** What a version may bring that earlier consents do not cover (CON-19). */
export type WordingChange = (typeof wordingChanges)[number];

/** Names of the placeholders, German first. Both work in both languages. */
const placeholderNames = {
  sender: ["absender", "sender", "verantwortlicher", "controller"],
  list: ["liste", "list"],
  lists: ["listen", "lists"],
  topics: ["themen", "topics"],
  frequency: ["frequenz", "frequency"],
  contact: ["kontakt", "contact"],
  withdrawal: ["widerruf", "withdrawal"],
  privacyUrl: ["datenschutz_url", "privacy_url"],
  privacyLink: ["datenschutz_link", "privacy_link"],
  annex: ["anhang", "annex"],
} as const;
export type Placeholder = keyof typeof placeholderNames;

const byName = new Map<string, Placeholder>(
  Object.entries(placeholderNames).flatMap(([key, names]) =>
    names.map((name) => [name, key as Placeholder] as const),
  ),
);
const PLACEHOLDER = /\{\{\s*([\p{L}_]+)\s*\}\}/gu;

/** The placeholders a text uses; names we do not know are listed apart. */
export function placeholdersOf(text: string): { used: Set<Placeholder>; unknown: string[] } {
  const used = new Set<Placeholder>();
  const unknown: string[] = [];
  for (const match of text.matchAll(PLACEHOLDER)) {
    const name = match[1]!;
    const known = byName.get(name.toLowerCase());
    if (known === undefined) unknown.push(name);
    else used.add(known);
  }
  return { used, unknown };
}

/** What stands in the placeholders when a person sees the text. */
export interface WordingValues {
  /** The controller, as registered. */
  sender: string;
  /** Names of the newsletters in the language of the text. */
  lists?: string[];
  topics?: string[];
  frequency?: string[];
  /** Where to withdraw informally: an address of the account. */
  contact?: string;
  privacyUrl: string;
}

/** A piece of a rendered wording: text, or the link to the privacy notice. Pages escape both. */
export type WordingPart =
  | { kind: "text"; text: string }
  | {
      kind: "link";
      text: string;
      url: string;
      /** What the proof names beside the address, so that it resolves to the very same annex. */
      proof?: string;
    };

export interface RenderedWording {
  versionId: number;
  publicId: string;
  locale: Locale;
  /** Exactly what was declared, for the proof. */
  text: string;
  /** The same for a page, with the privacy notice as a link. */
  parts: WordingPart[];
}

const words = {
  de: {
    and: "und",
    quote: (name: string) => `„${name}“`,
    notice: "Hinweise zum Datenschutz",
    withdrawal: (contact: string) =>
      `Diese Einwilligung kann ich jederzeit mit Wirkung für die Zukunft widerrufen, mit dem Abmeldelink in jeder E-Mail, unter „Verwalten“ oder formlos an ${contact}.`,
  },
  en: {
    and: "and",
    quote: (name: string) => `“${name}”`,
    notice: "Privacy notice",
    withdrawal: (contact: string) =>
      `I can withdraw this consent at any time with effect for the future, by the unsubscribe link in every e-mail, under “Manage”, or informally at ${contact}.`,
  },
} as const;

function join(items: string[], locale: Locale): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${words[locale].and} ${last}`;
}

/**
 * Fills a wording for one declaration. Throws 422 `wording_value_missing` when a placeholder has no value:
 * a declaration with a hole proves nothing.
 */
export function renderWording(
  version: Pick<WordingVersion, "id" | "publicId" | "locale" | "text"> &
    Partial<Pick<WordingVersion, "annexTitle" | "annexText" | "annexUrl">>,
  values: WordingValues,
): RenderedWording {
  const { locale } = version;
  const say = words[locale];
  const unique = (list: string[] | undefined) => [...new Set((list ?? []).filter(Boolean))];
  const lists = unique(values.lists);
  const filled: Record<Placeholder, string> = {
    sender: values.sender,
    list: join(lists, locale),
    lists: join(lists.map(say.quote), locale),
    topics: join(unique(values.topics), locale),
    frequency: join(unique(values.frequency), locale),
    contact: values.contact ?? "",
    withdrawal: values.contact ? say.withdrawal(values.contact) : "",
    privacyUrl: values.privacyUrl,
    privacyLink: values.privacyUrl,
    annex: version.annexTitle ?? "",
  };
  const parts: WordingPart[] = [];
  const missing: string[] = [];
  const push = (text: string) => {
    const last = parts.at(-1);
    if (last?.kind === "text") last.text += text;
    else if (text !== "") parts.push({ kind: "text", text });
  };
  let at = 0;
  for (const match of version.text.matchAll(PLACEHOLDER)) {
    const key = byName.get(match[1]!.toLowerCase());
    push(version.text.slice(at, match.index));
    at = match.index + match[0].length;
    const value = key === undefined ? "" : filled[key].trim();
    if (value === "") missing.push(match[1]!);
    else if (key === "privacyLink") parts.push({ kind: "link", text: say.notice, url: value });
    else if (key === "annex")
      parts.push({
        kind: "link",
        text: value,
        url: version.annexUrl ?? "",
        proof: annexProof(version),
      });
    else if (key === "privacyUrl") parts.push({ kind: "link", text: value, url: value });
    else push(value);
  }
  push(version.text.slice(at));
  if (missing.length > 0)
    throw new AppError(
      "wording_value_missing",
      422,
      `The wording has placeholders without a value: ${missing.join(", ")}.`,
      {
        hint: "Fill in the list's topics and frequency, the account's contact and its privacy notice.",
      },
    );
  const text = parts
    .map((part) => {
      if (part.kind === "text" || part.text === part.url) return part.text;
      return `${part.text} (${[part.url, part.proof].filter(Boolean).join(", ")})`;
    })
    .join("");
  return { versionId: version.id, publicId: version.publicId, locale, text, parts };
}

/** Form in which a wording is stored and hashed: one kind of line end, no spaces around. */
export function normaliseWording(text: string): string {
  return text.replaceAll("\r\n", "\n").normalize("NFC").trim();
}

/** The annex as it is hashed: title and text (CON-07). */
export function annexSha256(version: {
  annexTitle?: string | undefined;
  annexText?: string | undefined;
}): Buffer {
  return wordingSha256(`${version.annexTitle ?? ""}\n${version.annexText ?? ""}`);
}

function annexProof(version: Parameters<typeof annexSha256>[0]): string {
  return `SHA-256 ${annexSha256(version).toString("hex")}`;
}

export function wordingSha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
