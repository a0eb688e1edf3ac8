import type {
  BlockDocument,
  BrandKit,
  MailingSource,
  MjmlSource,
  SourceKind,
} from "../../../contract/blocks.ts";
import type { Finding } from "../../../contract/content.ts";
import type { ContentAddress } from "../addresses/address-answer.ts";
import { addressesIn } from "../addresses/addresses-in.ts";
import type { ContentSource } from "../analyse-content.ts";
import type { ContentFacts } from "../blocks.ts";
import { compileBlocks } from "../blocks/compile-blocks.ts";
import { compileMjml } from "../blocks/compile-mjml.ts";
import { placedInSource } from "../blocks/placed-in-source.ts";
import { compileContent } from "../compile-content.ts";
import type { TemplateEngine } from "../liquid-engine.ts";
import { renderOne } from "../liquid-render.ts";
import type { LintInput } from "../lint/lint-input.ts";
import { lintContent } from "../lint/lint-content.ts";
import { mergeValues, type MergeContact } from "../merge-fields.ts";
import { personalise } from "../personalise.ts";
import { bindVariant, writePieces, type Piece } from "../pieces.ts";
import { plainTextOf } from "../plain-text.ts";

/** A letter as its author has it before them, with all that is needed to make its HTML. */
export interface LetterOnDesk {
  subject: string;
  preheader: string;
  /** Of HTML and of MJML that was made already; made anew where `source` is not HTML. */
  html: string;
  source: MailingSource;
  /** The author's own plain text; null: made from the HTML. */
  text: string | null;
  notPersonalUrls: string[];
  kit: BrandKit;
  facts: ContentFacts;
}

/** What the lint knows beyond the letter. */
export type LetterLint = Omit<LintInput, keyof ContentSource | "facts" | "textIsEdited">;

export type DeskJob =
  | { kind: "addresses"; letter: LetterOnDesk }
  | {
      kind: "read";
      letter: LetterOnDesk;
      lint: LetterLint;
      contact: MergeContact;
      /** In front of the name of each link that the system makes for a person. */
      exampleUrl: string;
    };

export interface ReadLetter {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  findings: Finding[];
}

export interface DeskAnswers {
  addresses: ContentAddress[];
  read: ReadLetter;
}

interface Made extends ContentSource {
  sourceKind: SourceKind;
  document: BlockDocument | MjmlSource | null;
}

/** The part of a preview that depends on nothing but its input. Only inside a worker that can be ended. */
export async function readLetter(job: DeskJob): Promise<ContentAddress[] | ReadLetter> {
  const { letter } = job;
  const { facts } = letter;
  const made = makeLetter(letter);
  const { sourceKind, document: source, ...content } = made;
  if (job.kind === "addresses") return addressesIn(content, facts);
  const linted = lintContent({
    ...job.lint,
    ...content,
    textIsEdited: letter.text !== null,
    facts,
  });
  const { html } = made;
  const findings = placedInSource(linted, { html, locale: facts.locale, sourceKind, source });
  const { subject, preheader } = letter;
  const empty = { subject, preheader, html: "", text: "", findings };
  const compiled = compileContent(content, facts);
  if (!compiled.ok) return empty;
  const values = mergeValues(job.contact, facts);
  const [result] = await personalise(compiled.content, HERE, [values]);
  if (!result!.ok) return empty;
  const urls = {
    link: (_no: number, original: string) => original,
    pixel: () => undefined,
    system: (link: string) => job.exampleUrl + link,
  };
  const write = (pieces: readonly Piece[]) =>
    writePieces(bindVariant(pieces, { kind: "none" }), values, urls);
  return {
    subject: write(result!.content.subject),
    preheader: write(compiled.content.preheader.pieces),
    html: write(result!.content.html),
    text: write(result!.content.text),
    findings,
  };
}

function makeLetter({ source, kit, facts, ...letter }: LetterOnDesk): Made {
  const html = htmlOf(source, letter.html, kit, facts);
  return {
    subject: letter.subject,
    preheader: letter.preheader,
    notPersonalUrls: letter.notPersonalUrls,
    html,
    text: letter.text ?? plainTextOf(html),
    sourceKind: source.kind,
    document: source.kind === "html" ? null : source.source,
  };
}

function htmlOf(source: MailingSource, html: string, kit: BrandKit, facts: ContentFacts): string {
  if (source.kind === "html") return html;
  if (source.kind === "blocks") return compileBlocks(source.source, kit, facts.locale);
  const result = compileMjml(source.source.mjml, facts.locale);
  return result.ok ? result.html : "";
}

/** The worker can be ended as a whole, so that nothing within it needs one of its own. */
const HERE: TemplateEngine = {
  render: async (job) => job.recipients.map((values) => renderOne(job, values)),
  close: async () => undefined,
};
