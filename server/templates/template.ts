import type {
  Block,
  BlockDocument,
  MjmlSource,
  Section,
  SourceKind,
} from "../../contract/blocks.ts";
import type { Clock, Database, Locale, Tx } from "../platform/index.ts";

/** What a mailing is begun with. */
export interface TemplateContent {
  locale: Locale;
  subject: string;
  preheader: string;
  sourceKind: SourceKind;
  /** MJML as `{ mjml }`, or the block document; null for plain HTML. */
  source: BlockDocument | MjmlSource | null;
  html: string;
}

/** A template as an account keeps it. */
export interface Template extends TemplateContent {
  id: number;
  publicId: string;
  name: string;
  description: string;
  isShared: boolean;
  revision: number;
  updatedAt: Date;
}

export interface TemplateDeps {
  db: Database;
  clock: Clock;
  pagesUrl: string;
  /** A mailing's content by its public id; the slice above knows it. */
  contentOfMailing(tx: Tx, publicId: string): Promise<TemplateContent | undefined>;
}

/** The blocks of a template, if it is made of blocks. */
export function documentOf(content: Pick<TemplateContent, "sourceKind" | "source">) {
  return content.sourceKind === "blocks" ? (content.source as BlockDocument) : null;
}

export function lockedIds(content: Pick<TemplateContent, "sourceKind" | "source">): string[] {
  const sections = documentOf(content)?.sections ?? [];
  return sections.filter((section) => section.locked === true).map((section) => section.id);
}

/** The document with exactly these sections locked. */
export function withLocks(document: BlockDocument, ids: readonly string[]): BlockDocument {
  return {
    ...document,
    sections: document.sections.map(({ locked: _before, ...section }) =>
      ids.includes(section.id) ? { ...section, locked: true } : section,
    ),
  };
}

const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  header: ["Kopf", "Head"],
  legal: ["Rechtlicher Fuß", "Legal footer"],
  imprint: ["Impressum", "Legal notice"],
  image: ["Bild", "Image"],
  button: ["Knopf", "Button"],
  social: ["Netzwerke", "Networks"],
};

/** What a section is called: its own name, else its first words, else what it is made of. */
export function sectionName(section: Section, locale: Locale): string {
  if (section.name) return section.name;
  const blocks = section.columns.flatMap((column) => column.blocks);
  for (const block of blocks) {
    const plain = firstWords(block)
      .replace(/<[^>]*>|\{\{[^}]*\}\}/g, " ")
      .replace(/\s+/g, " ")
      .replace(/^[\s,]+/, "")
      .trim();
    if (plain) return plain.length > 60 ? `${plain.slice(0, 58)}…` : plain;
  }
  const kinds = new Set(
    blocks.map(
      ({ type }) =>
        KINDS[type]?.[locale === "de" ? 0 : 1] ?? (locale === "de" ? "Gestaltung" : "Layout"),
    ),
  );
  return [...kinds].join(", ");
}

function firstWords(block: Block): string {
  if ("html" in block) return /<h[1-3][^>]*>(.*?)<\/h[1-3]>/.exec(block.html)?.[1] ?? block.html;
  return "title" in block ? block.title : "name" in block ? block.name : "";
}

/** A letter with nothing but what every mailing has. */
export function emptyLetter(locale: Locale): BlockDocument {
  const title = locale === "de" ? "Überschrift" : "Headline";
  return {
    version: 1,
    settings: { frame: "letter" },
    sections: [
      {
        id: "s1",
        columns: [
          {
            id: "c1",
            blocks: [
              { id: "b1", type: "header", align: "left", showDate: true, showWebView: true },
            ],
          },
        ],
      },
      {
        id: "s2",
        columns: [
          {
            id: "c2",
            blocks: [
              {
                id: "b2",
                type: "text",
                html: `<h1>${title}</h1><p>{{ contact.salutation_line }},</p>`,
                align: "left",
                size: "normal",
              },
            ],
          },
        ],
      },
      {
        id: "s3",
        padding: "large",
        columns: [{ id: "c3", blocks: [{ id: "b3", type: "legal", question: true }] }],
      },
    ],
  };
}
