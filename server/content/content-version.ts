import { createHash } from "node:crypto";
import type { ContentLink, Finding } from "../../contract/content.ts";
import type { ContentSource } from "./analyse-content.ts";
import type { ContentFacts } from "./blocks.ts";
import { compileContent, type CompiledContent, type CompileResult } from "./compile-content.ts";
import { compileLanguages, type Translation } from "./translation.ts";

/** What a version needs beside its texts to say the same for ever. */
export interface ContentSettings {
  facts: ContentFacts;
  customFields: readonly string[];
  notPersonalUrls: readonly string[];
  /** The same letter in a second language. */
  translation?: {
    subject: string;
    preheader: string;
    html: string;
    text: string;
    facts: ContentFacts;
    notPersonalUrls: readonly string[];
  };
}

/** A frozen content. Nothing of it ever changes; an edit makes a new version. */
export interface NewContentVersion {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  textIsEdited: boolean;
  links: readonly ContentLink[];
  settings: ContentSettings;
  sha256: Buffer;
}

export interface ContentVersion extends NewContentVersion {
  id: number;
  publicId: string;
  createdAt: Date;
}

export type FreezeResult =
  | { ok: true; version: NewContentVersion; content: CompiledContent }
  | { ok: false; findings: Finding[] };

/** Makes a version of a source, to be stored; findings as values if it cannot be rendered. Pure. */
export function freezeContent(
  source: ContentSource,
  facts: ContentFacts,
  textIsEdited: boolean,
  translation?: Translation,
): FreezeResult {
  const compiled = translation
    ? compileLanguages({ source, facts }, translation)
    : compileContent(source, facts);
  if (!compiled.ok) return compiled;
  const settings: ContentSettings = {
    facts,
    customFields: [...(source.customFields ?? [])],
    notPersonalUrls: [...(source.notPersonalUrls ?? [])],
    ...(translation && { translation: stored(translation) }),
  };
  const { subject, preheader, html, text } = source;
  const version = {
    subject,
    preheader,
    html,
    text,
    textIsEdited,
    links: compiled.content.links,
    settings,
  };
  const sha256 = createHash("sha256")
    .update(JSON.stringify([subject, preheader, html, text, canonical(settings)]))
    .digest();
  return { ok: true, version: { ...version, sha256 }, content: compiled.content };
}

/** Compiles a stored version again, in any process, to the same pieces. */
export function compileVersion(version: NewContentVersion): CompileResult {
  const { subject, preheader, html, text, settings } = version;
  const { facts, customFields, notPersonalUrls, translation } = settings;
  const source = { subject, preheader, html, text, customFields, notPersonalUrls };
  if (!translation) return compileContent(source, facts);
  const { facts: otherFacts, ...other } = translation;
  return compileLanguages(
    { source, facts },
    { source: { ...other, customFields }, facts: otherFacts },
  );
}

function stored({ source, facts }: Translation): NonNullable<ContentSettings["translation"]> {
  const { subject, preheader, html, text, notPersonalUrls = [] } = source;
  return { subject, preheader, html, text, facts, notPersonalUrls: [...notPersonalUrls] };
}

/** The same value gives the same text, whatever the order its keys were written or stored in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, canonical(each)]),
  );
}
