import type { Block, Section } from "../../../../../../contract/blocks.ts";
import { plainWords } from "./rich-html.ts";

/** The first words of a section, or of a block; empty where there are none. */
export function sectionWords(section: Section): string {
  for (const column of section.columns)
    for (const block of column.blocks) {
      const words = blockWords(block);
      if (words) return words;
    }
  return "";
}

export function blockWords(block: Block): string {
  if (block.type === "text") {
    const html = block.html.replaceAll(/\{[{%].*?[%}]\}/g, "");
    const heading = /<h[1-3][^>]*>(.*?)<\/h[1-3]>/s.exec(html)?.[1];
    return shortened(plainWords(heading ?? html).replace(/^[\s,]+/, ""));
  }
  if (block.type === "button" || block.type === "video") return block.label;
  if (block.type === "product" || block.type === "advisor") return block.name;
  if (block.type === "event" || block.type === "countdown") return block.title;
  return block.type === "image" ? block.alt : "";
}

/** At the end of a word. */
function shortened(words: string): string {
  return words.length <= 48 ? words : `${words.slice(0, 46).replace(/\s+\S*$/, "")} …`;
}
