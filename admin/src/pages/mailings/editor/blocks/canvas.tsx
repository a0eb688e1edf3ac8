import { IconGripVertical, IconLock } from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import {
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { Block, Column, Section } from "../../../../../../contract/blocks.ts";
import type { BrandKitAnswer } from "../../../../../../contract/editing.ts";
import type { Finding } from "../../../../../../contract/content.ts";
import { useTexts } from "../../../../ui/index.ts";
import { isOpen, type BlockPlace } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { BlockView } from "./block-view.tsx";
import { draggedFrom, startDrag } from "./dragging.ts";
import { OnlyFor } from "./only-for.tsx";
import { RichText } from "./rich-text.tsx";
import { useBlocks, type BlockActs } from "./use-blocks.ts";

/** The mail as it is being built: select, write, drag and drop, all with the keyboard alone, too. */
export function Canvas(props: {
  kit: BrandKitAnswer;
  findings: readonly Finding[];
  onEditor: (editor: Editor | null) => void;
}): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const { document } = acts;
  const letter = document.settings.frame !== "plain";
  const [over, setOver] = useState<string>();
  return (
    <div className="b-paper" data-letter={letter || undefined} style={styleOf(props.kit)}>
      <div
        className="b-sheet"
        data-edge={document.settings.edge !== false || undefined}
        role="group"
        aria-label={t("canvasLabel")}
      >
        {document.sections.map((section, index) => (
          <SectionView
            key={section.id}
            section={section}
            index={index}
            over={over}
            onOver={setOver}
            {...props}
          />
        ))}
        <SectionDrop index={document.sections.length} over={over} onOver={setOver} last />
      </div>
    </div>
  );
}

const STACKS: Readonly<Record<BrandKitAnswer["text"], string>> = {
  sans: "-apple-system, 'Segoe UI', Roboto, Arial, sans-serif",
  humanist: "'Trebuchet MS', 'Lucida Grande', Verdana, sans-serif",
  serif: "Georgia, 'Times New Roman', serif",
  book: "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, serif",
  mono: "'Courier New', Courier, monospace",
};
const RADII: Readonly<Record<BrandKitAnswer["buttons"], string>> = {
  rounded: "10px",
  pill: "26px",
  square: "0",
};

function styleOf(kit: BrandKitAnswer): CSSProperties {
  return {
    "--b-accent": kit.colour,
    "--b-headings": STACKS[kit.headings],
    "--b-text": STACKS[kit.text],
    "--b-radius": RADII[kit.buttons],
  } as CSSProperties;
}

interface Dropping {
  over: string | undefined;
  onOver: (place: string | undefined) => void;
}

function SectionView(
  props: {
    section: Section;
    index: number;
    kit: BrandKitAnswer;
    findings: readonly Finding[];
    onEditor: (editor: Editor | null) => void;
  } & Dropping,
): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const { section } = props;
  const what = { kind: "section", id: section.id } as const;
  const chosen = acts.selected?.kind === "section" && acts.selected.id === section.id;
  const ref = useFocusWish(section.id, acts);
  return (
    <>
      <SectionDrop {...props} />
      <div
        ref={ref}
        className="b-section"
        role="group"
        tabIndex={chosen ? 0 : -1}
        aria-label={`${t("section")} ${props.index + 1}`}
        data-ground={section.background ?? "none"}
        data-padding={section.padding ?? "normal"}
        data-ruled={section.ruled || undefined}
        data-selected={chosen || undefined}
        onKeyDown={(event) => event.target === event.currentTarget && onKeys(event, acts, what)}
      >
        <button
          type="button"
          className="b-handle"
          draggable={!acts.readOnly}
          tabIndex={-1}
          title={t("selectSection")}
          aria-label={`${t("selectSection")} ${props.index + 1}`}
          onClick={() => acts.select(what)}
          onDragStart={(event) => startDrag(event, { section: section.id })}
        >
          {section.locked ? <IconLock size={16} /> : <IconGripVertical size={16} />}
        </button>
        <OnlyFor {...section} />
        <div className="b-columns" data-count={section.columns.length}>
          {section.columns.map((column) => (
            <ColumnView key={column.id} {...props} column={column} />
          ))}
        </div>
      </div>
    </>
  );
}

function ColumnView(props: Parameters<typeof SectionView>[0] & { column: Column }): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const { section, column, over } = props;
  const key = (index: number): string => `${section.id} ${column.id} ${index}`;
  const drop = (event: DragEvent<HTMLElement>): void => {
    const dragged = draggedFrom(event);
    props.onOver(undefined);
    if (!dragged || section.locked || "section" in dragged) return;
    event.preventDefault();
    event.stopPropagation();
    const place: BlockPlace = {
      sectionId: section.id,
      columnId: column.id,
      index: indexAt(event),
    };
    if ("type" in dragged) acts.add(dragged.type, place);
    else acts.moveTo(dragged.block, place);
  };
  return (
    <div
      className="b-column"
      style={column.width ? { flex: `${column.width} 1 0` } : undefined}
      onDragOver={(event) => {
        if (section.locked || acts.readOnly) return;
        event.preventDefault();
        event.stopPropagation();
        props.onOver(key(indexAt(event)));
      }}
      onDragLeave={() => props.onOver(undefined)}
      onDrop={drop}
    >
      {column.blocks.map((block, index) => (
        <div key={block.id} className="b-slot" data-over={over === key(index) || undefined}>
          <BlockFrame block={block} {...props} />
        </div>
      ))}
      {column.blocks.length === 0 && <p className="b-empty">{t("dropHere")}</p>}
      <div
        className="b-slot b-slot-end"
        data-over={over === key(column.blocks.length) || undefined}
      />
    </div>
  );
}

/** Before which block of the column the mouse is. */
function indexAt(event: DragEvent<HTMLElement>): number {
  const blocks = [...event.currentTarget.querySelectorAll(":scope > .b-slot > .b-block")];
  const at = blocks.findIndex((block) => {
    const { top, height } = block.getBoundingClientRect();
    return event.clientY < top + height / 2;
  });
  return at === -1 ? blocks.length : at;
}

function SectionDrop(props: { index: number; last?: boolean } & Dropping): ReactNode {
  const acts = useBlocks();
  const key = `section ${props.index}`;
  return (
    <div
      className="b-drop"
      data-last={props.last || undefined}
      data-over={props.over === key || undefined}
      onDragOver={(event) => {
        if (acts.readOnly) return;
        event.preventDefault();
        props.onOver(key);
      }}
      onDragLeave={() => props.onOver(undefined)}
      onDrop={(event) => {
        const dragged = draggedFrom(event);
        props.onOver(undefined);
        if (!dragged) return;
        event.preventDefault();
        if ("type" in dragged) acts.add(dragged.type, props.index);
        else if ("block" in dragged) acts.moveTo(dragged.block, props.index);
        else acts.moveSection(dragged.section, props.index);
      }}
    />
  );
}

function BlockFrame(props: {
  block: Block;
  section: Section;
  kit: BrandKitAnswer;
  findings: readonly Finding[];
  onEditor: (editor: Editor | null) => void;
}): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const { block, section } = props;
  const what = { kind: "block", id: block.id } as const;
  const chosen = acts.selected?.kind === "block" && acts.selected.id === block.id;
  const ref = useFocusWish(block.id, acts);
  const worst = props.findings.find((finding) => finding.block === block.id);
  const writes =
    chosen && block.type === "text" && !acts.readOnly && isOpen(section, block, "html");
  return (
    <div
      ref={ref}
      id={`block-${block.id}`}
      className="b-block"
      role="group"
      tabIndex={0}
      aria-label={t(`types.${block.type}`)}
      aria-current={chosen || undefined}
      data-selected={chosen || undefined}
      data-finding={worst?.severity}
      draggable={!writes && !acts.readOnly && section.locked !== true}
      onDragStart={(event) => startDrag(event, { block: block.id })}
      onClick={(event) => {
        event.stopPropagation();
        if (!chosen) acts.select(what);
      }}
      onFocus={(event) => event.target === event.currentTarget && !chosen && acts.select(what)}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) onKeys(event, acts, what);
        else if (event.altKey && /^Arrow(?:Up|Down)$/.test(event.key)) onKeys(event, acts, what);
        else if (event.key === "Escape") event.currentTarget.focus();
      }}
    >
      <OnlyFor {...block} />
      {writes && block.type === "text" ? (
        <div className={`b-text b-text-${block.size}`} style={{ textAlign: block.align }}>
          <RichText
            html={block.html}
            className="b-writing"
            focus={acts.focus?.id === block.id}
            onEditor={props.onEditor}
            onChange={(html) => acts.change(block.id, { html }, "html")}
          />
        </div>
      ) : (
        <BlockView block={block} kit={props.kit} />
      )}
    </div>
  );
}

/** Focus follows what was added, moved or selected by an act; a text puts it into its writing itself. */
function useFocusWish(
  id: string,
  { focus, document }: BlockActs,
): React.RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const nonce = focus?.id === id ? focus.nonce : undefined;
  const seen = useRef<number>(undefined);
  useEffect(() => {
    if (nonce === undefined || seen.current === nonce) return;
    seen.current = nonce;
    const element = ref.current;
    element?.scrollIntoView({ block: "nearest" });
    if (!element?.querySelector(".b-writing")) element?.focus();
  }, [nonce, document]);
  return ref;
}

function onKeys(
  event: KeyboardEvent,
  acts: BlockActs,
  what: { kind: "block" | "section"; id: string },
): void {
  const command = event.ctrlKey || event.metaKey;
  const act =
    event.altKey && event.key === "ArrowUp"
      ? () => acts.step(what, -1)
      : event.altKey && event.key === "ArrowDown"
        ? () => acts.step(what, 1)
        : command && event.key.toLowerCase() === "d"
          ? () => acts.duplicate(what)
          : event.key === "Delete" || event.key === "Backspace"
            ? () => acts.remove(what)
            : event.key === "/"
              ? () => acts.setAdding(true)
              : event.key === "Enter"
                ? () => focusProperties()
                : event.key === "ArrowDown" || event.key === "ArrowUp"
                  ? () => focusBeside(event.currentTarget as HTMLElement, event.key === "ArrowDown")
                  : undefined;
  if (!act || acts.readOnly) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** Enter goes to what can be changed: into the text, else to the first property. */
function focusProperties(): void {
  const writing = document.querySelector<HTMLElement>(".b-block[data-selected] .b-writing");
  const field = document.querySelector<HTMLElement>(
    ".b-properties :is(input, textarea, button, [tabindex='0']):not([disabled])",
  );
  (writing ?? field)?.focus();
}

function focusBeside(here: HTMLElement, down: boolean): void {
  const blocks = [...document.querySelectorAll<HTMLElement>(".b-sheet .b-block")];
  blocks[blocks.indexOf(here) + (down ? 1 : -1)]?.focus();
}
