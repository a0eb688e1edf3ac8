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
  if (block.type === "text")
    return plainWords(block.html.replaceAll(/\{[{%].*?[%}]\}/g, ""))
      .replace(/^[\s,]+/, "")
      .slice(0, 40);
  if (block.type === "button" || block.type === "video") return block.label;
  if (block.type === "product" || block.type === "advisor") return block.name;
  if (block.type === "event" || block.type === "countdown") return block.title;
  return block.type === "image" ? block.alt : "";
}
