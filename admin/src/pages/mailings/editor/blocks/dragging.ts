import type { DragEvent } from "react";
import { blockTypes, type BlockType } from "../../../../../../contract/blocks.ts";

/** What is being dragged: a new block of a type, a block, or a section. */
export type Dragged = { type: BlockType | "columns" } | { block: string } | { section: string };

const FORMAT = "application/x-klarpost-block";

export function startDrag(event: DragEvent, dragged: Dragged): void {
  event.stopPropagation();
  event.dataTransfer.effectAllowed = "copyMove";
  event.dataTransfer.setData(FORMAT, JSON.stringify(dragged));
}

/** Undefined for what comes from elsewhere, such as a file. */
export function draggedFrom(event: DragEvent): Dragged | undefined {
  const text = event.dataTransfer.getData(FORMAT);
  if (!text) return undefined;
  const read = JSON.parse(text) as { type?: string; block?: string; section?: string };
  if (read.block) return { block: read.block };
  if (read.section) return { section: read.section };
  const known = read.type === "columns" || blockTypes.some((type) => type === read.type);
  return known ? { type: read.type as BlockType | "columns" } : undefined;
}
