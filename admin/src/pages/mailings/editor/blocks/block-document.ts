import type {
  Block,
  BlockDocument,
  BlockType,
  Column,
  Section,
} from "../../../../../../contract/blocks.ts";

/** What is selected: a block, or the section around blocks. */
export interface Selected {
  kind: "block" | "section";
  id: string;
}

/** A place in a column: before the block at `index`. */
export interface BlockPlace {
  sectionId: string;
  columnId: string;
  index: number;
}

/** A short id that is new to the document. */
export function newId(document: BlockDocument): string {
  const text = JSON.stringify(document);
  for (;;) {
    const id = crypto.randomUUID().replaceAll("-", "").slice(0, 8);
    if (!text.includes(id)) return id;
  }
}

const EMPTY = { href: "", src: "", alt: "", label: "", text: "" };

/** A new block as it comes from the palette. */
export function newBlock(type: BlockType, id: string): Block {
  const { href, src, alt, label, text } = EMPTY;
  const blocks: { [T in BlockType]: Omit<Extract<Block, { type: T }>, "id" | "type"> } = {
    header: { align: "left", showDate: true, showWebView: true },
    text: { html: "", align: "left", size: "normal" },
    image: { src, alt, href, width: 100, rounded: true, caption: "" },
    button: { label, href, align: "left", style: "filled", fullWidth: false },
    product: { src, alt, name: "", text, price: "", oldPrice: "", label, href },
    event: { title: "", start: "", end: "", place: "", text, label, href },
    social: { align: "left", links: [] },
    advisor: {
      photo: "",
      alt,
      name: "",
      role: "",
      phone: "",
      email: "",
      text,
      signature: "",
      label,
      href,
    },
    imprint: {},
    legal: { question: true },
    divider: { style: "line" },
    spacer: { height: 24 },
    video: { src, alt, href, label },
    countdown: { end: "", title: "", note: "" },
    html: { html: "" },
  };
  return { id, type, ...blocks[type] } as Block;
}

export function findBlock(
  document: BlockDocument,
  id: string,
): { block: Block; section: Section; place: BlockPlace } | undefined {
  for (const section of document.sections)
    for (const column of section.columns) {
      const index = column.blocks.findIndex((block) => block.id === id);
      if (index >= 0)
        return {
          block: column.blocks[index]!,
          section,
          place: { sectionId: section.id, columnId: column.id, index },
        };
    }
  return undefined;
}

export function allBlocks(document: BlockDocument): Block[] {
  return document.sections.flatMap((section) => section.columns.flatMap((column) => column.blocks));
}

function withSections(
  document: BlockDocument,
  change: (sections: Section[]) => Section[],
): BlockDocument {
  return { ...document, sections: change(document.sections) };
}

function withColumn(
  document: BlockDocument,
  place: { sectionId: string; columnId: string },
  change: (blocks: Block[]) => Block[],
): BlockDocument {
  const inColumn = (column: Column): Column =>
    column.id === place.columnId ? { ...column, blocks: change(column.blocks) } : column;
  return withSections(document, (sections) =>
    sections.map((section) =>
      section.id === place.sectionId
        ? { ...section, columns: section.columns.map(inColumn) }
        : section,
    ),
  );
}

export function changeBlock(
  document: BlockDocument,
  id: string,
  patch: Partial<Block>,
): BlockDocument {
  const found = findBlock(document, id);
  if (!found) return document;
  return withColumn(document, found.place, (blocks) =>
    blocks.map((block) => (block.id === id ? ({ ...block, ...patch } as Block) : block)),
  );
}

export function changeSection(
  document: BlockDocument,
  id: string,
  patch: Partial<Section>,
): BlockDocument {
  return withSections(document, (sections) =>
    sections.map((section) => (section.id === id ? { ...section, ...patch } : section)),
  );
}

export function insertBlock(
  document: BlockDocument,
  block: Block,
  place: BlockPlace,
): BlockDocument {
  return withColumn(document, place, (blocks) => [
    ...blocks.slice(0, place.index),
    block,
    ...blocks.slice(place.index),
  ]);
}

export function insertSection(
  document: BlockDocument,
  section: Section,
  index: number,
): BlockDocument {
  return withSections(document, (sections) => [
    ...sections.slice(0, index),
    section,
    ...sections.slice(index),
  ]);
}

/** A block in a section of its own. */
export function sectionOf(document: BlockDocument, blocks: Block[], columns = 1): Section {
  const ids = { ...document, sections: [...document.sections] };
  const id = newId(ids);
  return {
    id,
    columns: Array.from({ length: columns }, (_, index) => ({
      id: `${id}${index}`,
      blocks: index === 0 ? blocks : [],
    })),
  };
}

/** Removes a block; a section that only held it goes with it. */
export function removeBlock(document: BlockDocument, id: string): BlockDocument {
  const found = findBlock(document, id);
  if (!found) return document;
  const alone = found.section.columns.every((column) =>
    column.blocks.every((block) => block.id === id),
  );
  return alone
    ? removeSection(document, found.section.id)
    : withColumn(document, found.place, (blocks) => blocks.filter((block) => block.id !== id));
}

export function removeSection(document: BlockDocument, id: string): BlockDocument {
  return withSections(document, (sections) => sections.filter((section) => section.id !== id));
}

/** Moves a block to a place that was named before it left its own. */
export function moveBlockTo(document: BlockDocument, id: string, to: BlockPlace): BlockDocument {
  const found = findBlock(document, id);
  if (!found) return document;
  const same = found.place.columnId === to.columnId && found.place.sectionId === to.sectionId;
  const index = same && found.place.index < to.index ? to.index - 1 : to.index;
  const without = withColumn(document, found.place, (blocks) =>
    blocks.filter((block) => block.id !== id),
  );
  const moved = insertBlock(without, found.block, { ...to, index });
  const emptied = moved.sections.find((section) => section.id === found.place.sectionId);
  return emptied?.columns.every((column) => column.blocks.length === 0)
    ? removeSection(moved, emptied.id)
    : moved;
}

/** One step up or down: within the column, then into the neighbouring column or section that is not locked. */
export function stepBlock(document: BlockDocument, id: string, by: -1 | 1): BlockDocument {
  const found = findBlock(document, id);
  if (!found) return document;
  const { place } = found;
  const columns = document.sections.flatMap((section) =>
    section.locked ? [] : section.columns.map((column) => ({ section, column })),
  );
  const at = columns.findIndex(
    ({ section, column }) => section.id === place.sectionId && column.id === place.columnId,
  );
  const here = columns[at];
  if (!here) return document;
  const next = place.index + by;
  if (next >= 0 && next < here.column.blocks.length)
    return moveBlockTo(document, id, { ...place, index: by === 1 ? next + 1 : next });
  const beside = columns[at + by];
  if (!beside) return document;
  return moveBlockTo(document, id, {
    sectionId: beside.section.id,
    columnId: beside.column.id,
    index: by === 1 ? 0 : beside.column.blocks.length,
  });
}

export function stepSection(document: BlockDocument, id: string, by: -1 | 1): BlockDocument {
  return withSections(document, (sections) => {
    const at = sections.findIndex((section) => section.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= sections.length) return sections;
    const moved = [...sections];
    [moved[at], moved[to]] = [moved[to]!, moved[at]!];
    return moved;
  });
}

export function moveSectionTo(document: BlockDocument, id: string, index: number): BlockDocument {
  return withSections(document, (sections) => {
    const from = sections.findIndex((section) => section.id === id);
    if (from < 0) return sections;
    const rest = sections.filter((section) => section.id !== id);
    return [
      ...rest.slice(0, from < index ? index - 1 : index),
      sections[from]!,
      ...rest.slice(from < index ? index - 1 : index),
    ];
  });
}

/** The same section with ids of its own; locks belong to templates, not to copies. */
export function copyOfSection(document: BlockDocument, section: Section): Section {
  const { locked: _locked, ...rest } = structuredClone(section);
  const id = newId(document);
  return {
    ...rest,
    id,
    columns: rest.columns.map((column, index) => ({
      ...column,
      id: `${id}${index}`,
      blocks: column.blocks.map((block, no) => ({ ...block, id: `${id}${index}x${no}` })),
    })),
  };
}

/** As many columns as asked; what no longer has one goes to the last. */
export function withColumns(section: Section, count: number): Section {
  const columns = section.columns.map(({ width: _width, ...column }) => column);
  if (count >= columns.length)
    return {
      ...section,
      columns: [
        ...columns,
        ...Array.from({ length: count - columns.length }, (_, index) => ({
          id: `${section.id}n${columns.length + index}`,
          blocks: [],
        })),
      ],
    };
  const kept = columns.slice(0, count);
  const last = kept.at(-1)!;
  const rest = columns.slice(count).flatMap((column) => column.blocks);
  return {
    ...section,
    columns: [...kept.slice(0, -1), { ...last, blocks: [...last.blocks, ...rest] }],
  };
}

/** May this field of a block be changed? In a locked section only what the template left open. */
export function isOpen(section: Section, block: Block, field: string): boolean {
  return section.locked !== true || (block.open ?? []).includes(field);
}

/** Where something new goes: behind what is selected, else above the legal end. */
export function placeForNew(
  document: BlockDocument,
  selected: Selected | undefined,
): BlockPlace | number {
  if (selected?.kind === "block") {
    const found = findBlock(document, selected.id);
    if (found && found.section.locked !== true)
      return { ...found.place, index: found.place.index + 1 };
    if (found) return document.sections.indexOf(found.section) + 1;
  }
  if (selected?.kind === "section") {
    const section = document.sections.find((each) => each.id === selected.id);
    const empty = section?.columns.find((column) => column.blocks.length === 0);
    if (section && empty && !section.locked)
      return { sectionId: section.id, columnId: empty.id, index: 0 };
    if (section) return document.sections.indexOf(section) + 1;
  }
  const end = document.sections.findIndex((section) =>
    section.columns.some((column) => column.blocks.some((block) => block.type === "legal")),
  );
  return end === -1 ? document.sections.length : end;
}
