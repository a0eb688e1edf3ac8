import type { ContentLink, Finding } from "../../contract/content.ts";
import type { ContentSource } from "./analyse-content.ts";
import type { ContentFacts } from "./blocks.ts";
import {
  compileContent,
  type CompiledContent,
  type CompiledPart,
  type CompileResult,
} from "./compile-content.ts";
import { MAX_LINKS } from "./links.ts";
import type { Piece } from "./pieces.ts";

/** The same letter in a second language. */
export interface Translation {
  source: ContentSource;
  facts: ContentFacts;
}

/**
 * Compiles a letter that exists in two languages, with one list of links for both: a target that stands in both has one
 * number, so that its clicks say nothing of the language. A link that only one language has counts as conditional, like
 * any that not everybody gets: who chose the language is known, so without permission it is not measured (TRK-09).
 * `content.translation` is the second language. Pure.
 */
export function compileLanguages(main: Translation, other: Translation): CompileResult {
  const first = compileContent(main.source, main.facts);
  if (!first.ok) return first;
  const second = compileContent(other.source, other.facts);
  if (!second.ok) return second;
  const { links, renumbered } = joinLinks(first.content, second.content);
  if (links.length > MAX_LINKS) return { ok: false, findings: [tooMany(links.length)] };
  const shared = new Set(renumbered.values());
  const translation: CompiledContent = {
    ...renumber(
      second.content,
      (no) => renumbered.get(no)!,
      (no) => no <= first.content.links.length,
    ),
    links,
  };
  const content: CompiledContent = {
    ...renumber(
      first.content,
      (no) => no,
      (no) => shared.has(no),
    ),
    links,
    usesNotes: first.content.usesNotes || second.content.usesNotes,
    translation,
  };
  return { ok: true, content };
}

/** Each link of the second language takes the number of the same target in the first, in turn, or a new one. */
function joinLinks(
  first: CompiledContent,
  second: CompiledContent,
): { links: ContentLink[]; renumbered: Map<number, number> } {
  const links = first.links.map((link) => ({ ...link }));
  const free = new Map<string, number[]>();
  for (const link of links) free.set(link.url, [...(free.get(link.url) ?? []), link.no]);
  const renumbered = new Map<number, number>();
  for (const link of second.links) {
    const known = free.get(link.url)?.shift();
    if (known === undefined) {
      const no = links.length + 1;
      links.push({ ...link, no, label: `${link.label} (${second.facts.locale.toUpperCase()})` });
      renumbered.set(link.no, no);
    } else {
      renumbered.set(link.no, known);
      if (link.notPersonal) links[known - 1]!.notPersonal = true;
    }
  }
  return { links, renumbered };
}

function renumber(
  content: CompiledContent,
  number: (no: number) => number,
  isShared: (no: number) => boolean,
): CompiledContent {
  const piece = (each: Piece): Piece => {
    if (typeof each === "string") return each;
    if (each.kind === "ask") return { kind: "ask", pieces: each.pieces.map(piece) };
    if (each.kind !== "link") return each;
    const no = number(each.no);
    return { ...each, no, ...(isShared(no) ? {} : { conditional: true as const }) };
  };
  const part = ({ pieces, logic }: CompiledPart): CompiledPart => ({
    pieces: pieces.map(piece),
    logic: logic && { template: logic.template, slots: logic.slots.map((slot) => slot.map(piece)) },
  });
  return {
    ...content,
    subject: part(content.subject),
    preheader: part(content.preheader),
    html: part(content.html),
    text: part(content.text),
  };
}

function tooMany(count: number): Finding {
  return {
    rule: "LINT-LINKS",
    severity: "block",
    part: "html",
    message: {
      de: `Beide Sprachfassungen zusammen haben ${count} verschiedene Links; möglich sind ${MAX_LINKS}.`,
      en: `Both languages together have ${count} different links; ${MAX_LINKS} are possible.`,
    },
  };
}

/** The content for somebody who reads this language. */
export function contentFor(
  content: CompiledContent,
  locale: "de" | "en" | null | undefined,
): CompiledContent {
  const { translation, facts } = content;
  if (!translation) return content;
  const wanted = locale ?? facts.accountLocale ?? facts.locale;
  return translation.facts.locale === wanted ? translation : content;
}
