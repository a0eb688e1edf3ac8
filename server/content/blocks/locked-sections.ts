import type { Block, BlockDocument, Section } from "../../../contract/blocks.ts";

/**
 * The locked sections of a template that a change touches: left out, or different in anything but the fields their
 * blocks leave open. Pure. Order among the other sections is the author's.
 */
export function brokenLocks(before: BlockDocument, after: BlockDocument): Section[] {
  const byId = new Map(after.sections.map((section) => [section.id, section]));
  return before.sections.filter(
    (section) =>
      section.locked === true &&
      canonical(section, section) !== canonical(byId.get(section.id), section),
  );
}

/** A section as text in which open fields are blank; which are open says the locked original. */
function canonical(section: Section | undefined, original: Section): string {
  if (!section) return "";
  const open = new Map<string, readonly string[]>(
    original.columns.flatMap((column) =>
      column.blocks.map((block): [string, readonly string[]] => [block.id, block.open ?? []]),
    ),
  );
  const closed = (block: Block) =>
    Object.fromEntries(
      Object.entries(block)
        .filter(([key]) => !(open.get(block.id) ?? []).includes(key))
        .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  const { columns, ...frame } = section;
  return JSON.stringify([
    Object.entries(frame).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    columns.map((column) => [column.id, column.width ?? null, column.blocks.map(closed)]),
  ]);
}
