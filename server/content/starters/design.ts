import type { Block, BlockDocument, BlockOf, Section } from "../../../contract/blocks.ts";
import type { Localised, Starter } from "../../../contract/content.ts";
import type { Voice } from "../../platform/index.ts";
import { compileBlocks } from "../blocks/compile-blocks.ts";
import { PLAIN_KIT } from "../blocks/look.ts";

/** Drawings that designs show; drawn in the account's colour when a mailing is begun (server/images/art). */
export const sceneNames = [
  "skyline",
  "envelope",
  "calendar",
  "bags",
  "doors",
  "garland",
  "bars",
] as const;
export type SceneName = (typeof sceneNames)[number];

/** A mailing to start from, made of blocks. */
export interface Design extends Starter {
  source: BlockDocument;
  /** The drawing, and the block it stands in; null: the design does without. */
  picture: { scene: SceneName; blockId: string } | null;
}

export interface DesignParts {
  name: Localised;
  description: Localised;
  subject: string;
  preheader: string;
  purpose?: "tracking_question";
  scene?: SceneName;
  edge?: boolean;
  sections: readonly SectionParts[];
}

type SectionParts = Omit<Section, "id" | "columns"> & {
  /** Blocks of one column, or of several beside each other. */
  blocks?: readonly NewBlock[];
  columns?: readonly { width?: number; blocks: readonly NewBlock[] }[];
};

type NewBlock = { [T in Block["type"]]: Omit<BlockOf<T>, "id"> }[Block["type"]];

/** Stands where authors put their own targets. */
export const SITE = "https://www.example.com";
export const PICTURE = "picture";

/** Makes a design of its parts: ids in reading order, the drawing's place noted. */
export function design(id: string, voice: Voice, parts: DesignParts): Design {
  const locale = voice === "en" ? "en" : "de";
  let no = 0;
  let pictureId: string | null = null;
  const blocks = (list: readonly NewBlock[]): Block[] =>
    list.map((one) => {
      const blockId = `b${++no}`;
      if (one.type !== "image" || one.src !== PICTURE) return { id: blockId, ...one } as Block;
      pictureId = blockId;
      return { ...one, id: blockId, src: "" } as Block;
    });
  const source: BlockDocument = {
    version: 1,
    settings: { frame: "letter", ...(parts.edge === undefined ? {} : { edge: parts.edge }) },
    sections: parts.sections.map(({ blocks: single, columns, ...section }, index) => ({
      ...section,
      id: `s${index + 1}`,
      columns: (columns ?? [{ blocks: single ?? [] }]).map((column, at) => ({
        ...column,
        id: `c${index + 1}x${at + 1}`,
        blocks: blocks(column.blocks),
      })),
    })),
  };
  const { name, description, subject, preheader, purpose } = parts;
  let html: string | undefined;
  return {
    id: `${id}-${locale}`,
    locale,
    ...(purpose === undefined ? {} : { purpose }),
    name,
    description,
    subject,
    preheader,
    source,
    picture: parts.scene && pictureId !== null ? { scene: parts.scene, blockId: pictureId } : null,
    /** In no account's look and without the drawing. */
    get html() {
      html ??= compileBlocks(source, PLAIN_KIT, locale);
      return html;
    },
  };
}

/** The document with the drawing at this address. */
export function withPicture({ source, picture }: Design, src: string): BlockDocument {
  if (!picture) return source;
  return {
    ...source,
    sections: source.sections.map((section) => ({
      ...section,
      columns: section.columns.map((column) => ({
        ...column,
        blocks: column.blocks.map((block) =>
          block.id === picture.blockId && block.type === "image" ? { ...block, src } : block,
        ),
      })),
    })),
  };
}

export const text = (html: string, size: BlockOf<"text">["size"] = "normal"): NewBlock => ({
  type: "text",
  html,
  align: "left",
  size,
});
export const button = (label: string, path: string): NewBlock => ({
  type: "button",
  label,
  href: SITE + path,
  align: "left",
  style: "filled",
  fullWidth: false,
});
/** Beautiful and without a word of its own: says nothing the text does not say. */
export const drawing = (): NewBlock => ({
  type: "image",
  src: PICTURE,
  alt: "",
  href: "",
  width: 100,
  rounded: true,
  caption: "",
});
export const head: SectionParts = {
  padding: "normal",
  blocks: [{ type: "header", align: "left", showDate: true, showWebView: true }],
};
export const foot: SectionParts = { padding: "large", blocks: [{ type: "legal", question: true }] };

/** The title of a mail, with a line above it in the words of the list. */
export const title = (words: string, above = ""): string =>
  `${above ? `<p><strong>${above}</strong></p>` : ""}<h1>${words}</h1>`;
export const SALUTATION = "<p>{{ contact.salutation_line }},</p>";
