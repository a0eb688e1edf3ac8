import { createContext, useCallback, useContext, useMemo, useRef, useState } from "react";
import type {
  Block,
  BlockDocument,
  BlockType,
  Section,
} from "../../../../../../contract/blocks.ts";
import { useTexts } from "../../../../ui/index.ts";
import type { Draft } from "../draft.ts";
import type { Change } from "../use-draft.ts";
import {
  allBlocks,
  changeBlock,
  changeSection,
  copyOfSection,
  findBlock,
  insertBlock,
  insertSection,
  moveBlockTo,
  moveSectionTo,
  newBlock,
  newId,
  placeForNew,
  removeBlock,
  removeSection,
  sectionOf,
  stepBlock,
  stepSection,
  type BlockPlace,
  type Selected,
} from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";

/** Everything one can do to the blocks; each act is one step to undo and is announced. */
export interface BlockActs {
  document: BlockDocument;
  selected: Selected | undefined;
  select: (selected: Selected | undefined) => void;
  /** Where the focus goes next; `nonce` changes with each wish. */
  focus: { id: string; nonce: number } | undefined;
  add: (type: BlockType | "columns", place?: BlockPlace | number) => void;
  addSection: (section: Section) => void;
  change: (id: string, patch: Partial<Block>, field: string) => void;
  changeSection: (id: string, patch: Partial<Section>, field: string) => void;
  changeSettings: (patch: BlockDocument["settings"]) => void;
  step: (what: Selected, by: -1 | 1) => void;
  moveTo: (id: string, place: BlockPlace | number) => void;
  moveSection: (id: string, index: number) => void;
  duplicate: (what: Selected) => void;
  remove: (what: Selected) => void;
  isLocked: (what: Selected) => boolean;
  /** The menu of blocks is open: by its button, or by / on a block. */
  adding: boolean;
  setAdding: (adding: boolean) => void;
  /** Selects the first text, to write at once. */
  beginWriting: () => void;
  readOnly: boolean;
  said: string;
}

export function useBlockActs(draft: Draft, change: Change, readOnly: boolean): BlockActs {
  const t = useTexts(blockTexts);
  const source = draft.source;
  const document = source.kind === "blocks" ? source.source : NOTHING;
  const [selected, select] = useState<Selected>();
  const [focus, setFocus] = useState<{ id: string; nonce: number }>();
  const [said, say] = useState("");
  const [adding, setAdding] = useState(false);
  const latest = useRef({ document, selected });
  latest.current = { document, selected };

  const put = useCallback(
    (next: BlockDocument, field?: string) => {
      if (readOnly || next === latest.current.document) return;
      latest.current = { ...latest.current, document: next };
      change({ source: { kind: "blocks", source: next } }, field);
    },
    [change, readOnly],
  );
  const name = useCallback(
    (document_: BlockDocument, what: Selected) => {
      if (what.kind === "section") return t("section");
      const found = findBlock(document_, what.id);
      return found ? t(`types.${found.block.type}`) : "";
    },
    [t],
  );
  const place = useCallback((document_: BlockDocument, what: Selected) => {
    const ids =
      what.kind === "section"
        ? document_.sections.map((section) => section.id)
        : allBlocks(document_).map((block) => block.id);
    return { at: ids.indexOf(what.id) + 1, of: ids.length };
  }, []);
  const arrive = useCallback((what: Selected, moveFocus: boolean) => {
    select(what);
    if (moveFocus) setFocus((before) => ({ id: what.id, nonce: (before?.nonce ?? 0) + 1 }));
  }, []);

  return useMemo<BlockActs>(() => {
    const sectionIndex = (id: string) =>
      latest.current.document.sections.findIndex((section) => section.id === id);
    const isLocked = (what: Selected) => {
      const { document: now } = latest.current;
      const section =
        what.kind === "section"
          ? now.sections.find((each) => each.id === what.id)
          : findBlock(now, what.id)?.section;
      return section?.locked === true;
    };
    const add: BlockActs["add"] = (type, wanted) => {
      const { document: now, selected: chosen } = latest.current;
      const to = wanted ?? placeForNew(now, chosen);
      if (type === "columns") {
        const section = sectionOf(now, [], 2);
        const index = typeof to === "number" ? to : sectionIndex(to.sectionId) + 1;
        put(insertSection(now, section, index));
        arrive({ kind: "section", id: section.id }, true);
        say(
          t("said.added", {
            what: t("types.columns"),
            ...place(latest.current.document, { kind: "section", id: section.id }),
          }),
        );
        return;
      }
      const block = newBlock(type, newId(now));
      put(
        typeof to === "number"
          ? insertSection(now, sectionOf(now, [block]), to)
          : insertBlock(now, block, to),
      );
      const what = { kind: "block", id: block.id } as const;
      arrive(what, true);
      say(t("said.added", { what: t(`types.${type}`), ...place(latest.current.document, what) }));
    };
    return {
      document,
      selected,
      select,
      focus,
      add,
      addSection(section) {
        const { document: now, selected: chosen } = latest.current;
        const to = placeForNew(now, chosen);
        const copy = copyOfSection(now, section);
        put(insertSection(now, copy, typeof to === "number" ? to : sectionIndex(to.sectionId) + 1));
        const what = { kind: "section", id: copy.id } as const;
        arrive(what, true);
        say(t("said.added", { what: t("section"), ...place(latest.current.document, what) }));
      },
      change: (id, patch, field) =>
        put(changeBlock(latest.current.document, id, patch), `block ${id} ${field}`),
      changeSection: (id, patch, field) =>
        put(changeSection(latest.current.document, id, patch), `section ${id} ${field}`),
      changeSettings: (patch) =>
        put({
          ...latest.current.document,
          settings: { ...latest.current.document.settings, ...patch },
        }),
      step(what, by) {
        if (what.kind === "block" && isLocked(what)) return say(t("said.locked"));
        const { document: now } = latest.current;
        put(what.kind === "section" ? stepSection(now, what.id, by) : stepBlock(now, what.id, by));
        const after = latest.current.document;
        say(
          after === now
            ? t("said.end")
            : t("said.moved", { what: name(after, what), ...place(after, what) }),
        );
      },
      moveTo(id, to) {
        const what = { kind: "block", id } as const;
        if (isLocked(what)) return say(t("said.locked"));
        const { document: now } = latest.current;
        if (typeof to !== "number") put(moveBlockTo(now, id, to));
        else {
          const found = findBlock(now, id);
          if (!found) return;
          const section = sectionOf(now, []);
          const opened = insertSection(now, section, to);
          put(
            moveBlockTo(opened, id, {
              sectionId: section.id,
              columnId: section.columns[0]!.id,
              index: 0,
            }),
          );
        }
        arrive(what, false);
        const after = latest.current.document;
        say(t("said.moved", { what: name(after, what), ...place(after, what) }));
      },
      moveSection(id, index) {
        put(moveSectionTo(latest.current.document, id, index));
        const what = { kind: "section", id } as const;
        arrive(what, false);
        const after = latest.current.document;
        say(t("said.moved", { what: t("section"), ...place(after, what) }));
      },
      duplicate(what) {
        const { document: now } = latest.current;
        if (what.kind === "section") {
          const at = sectionIndex(what.id);
          const section = now.sections[at];
          if (!section) return;
          const copy = copyOfSection(now, section);
          put(insertSection(now, copy, at + 1));
          arrive({ kind: "section", id: copy.id }, true);
        } else {
          const found = findBlock(now, what.id);
          if (!found || isLocked(what)) return say(t("said.locked"));
          const id = newId(now);
          put(
            insertBlock(
              now,
              { ...structuredClone(found.block), id },
              {
                ...found.place,
                index: found.place.index + 1,
              },
            ),
          );
          arrive({ kind: "block", id }, true);
        }
        say(t("said.duplicated", { what: name(now, what) }));
      },
      remove(what) {
        if (isLocked(what)) return say(t("said.locked"));
        const { document: now } = latest.current;
        const ids = allBlocks(now).map((block) => block.id);
        const at = ids.indexOf(what.id);
        put(what.kind === "section" ? removeSection(now, what.id) : removeBlock(now, what.id));
        const beside = what.kind === "block" ? (ids[at - 1] ?? ids[at + 1]) : undefined;
        if (beside === undefined) select(undefined);
        else arrive({ kind: "block", id: beside }, true);
        say(t("said.removed", { what: name(now, what) }));
      },
      isLocked,
      adding,
      setAdding,
      beginWriting() {
        const text = allBlocks(latest.current.document).find((block) => block.type === "text");
        if (text) arrive({ kind: "block", id: text.id }, true);
      },
      readOnly,
      said,
    };
  }, [document, selected, focus, said, adding, readOnly, put, name, place, arrive, t]);
}

const NOTHING: BlockDocument = { version: 1, settings: {}, sections: [] };

const Acts = createContext<BlockActs | undefined>(undefined);
export const BlockActsProvider = Acts.Provider;

export function useBlocks(): BlockActs {
  const acts = useContext(Acts);
  if (!acts) throw new Error("useBlocks outside the block editor");
  return acts;
}
