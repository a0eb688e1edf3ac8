import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearch } from "../../../ui/index.ts";
import type { CodePart, Reveal } from "./content-pane.tsx";
import { insertInCode, insertInField, type InsertTarget } from "./insert-text.ts";
import type { EditorWays, Spot } from "./places-in-draft.ts";
import type { DraftEditing } from "./use-draft.ts";

/** The areas of the editor; on a narrow screen one of them shows. */
export type Area = "settings" | "content" | "preview";

/** Shows places and inserts placeholders across the areas of the editor. */
export function useEditorWays(
  editing: DraftEditing,
  setArea: (area: Area) => void,
): {
  value: EditorWays;
  part: CodePart;
  setPart: (part: CodePart) => void;
  reveal: Reveal | undefined;
} {
  const [search, setSearch] = useSearch();
  const [part, setPart] = useState<CodePart>("html");
  const [reveal, setReveal] = useState<Reveal>();
  const target = useRef<InsertTarget>("html");
  const wasInCode = useRef(false);
  const latest = useRef(editing);
  latest.current = editing;

  const showSpot = useCallback(
    (spot: Spot): void => {
      if (spot.part === "html" || spot.part === "text") {
        const { part: codePart, offset } = spot;
        setArea("content");
        setPart(codePart);
        if (offset !== undefined)
          setReveal((before) => ({
            part: codePart,
            from: offset,
            to: offset + (spot.length ?? 0),
            nonce: (before?.nonce ?? 0) + 1,
          }));
        return;
      }
      setArea("settings");
      const { part: field, offset, length } = spot;
      requestAnimationFrame(() => {
        const input = document.querySelector<HTMLInputElement>(`[data-field="${field}"]`);
        input?.scrollIntoView({ block: "center" });
        input?.focus();
        if (offset !== undefined && (field === "subject" || field === "preheader"))
          input?.setSelectionRange(offset, offset + (length ?? 0));
      });
    },
    [setArea],
  );
  const insert = useCallback(
    (text: string): void => {
      const { draft, change } = latest.current;
      if (target.current === "subject" || target.current === "preheader")
        return insertInField(target.current, text, draft, change);
      if (draft.source.kind === "blocks" && target.current === "html") {
        document.dispatchEvent(new CustomEvent("m-insert-field", { detail: text }));
        return;
      }
      setArea("content");
      setPart(target.current === "text" && draft.textIsEdited ? "text" : "html");
      // The area may have to be drawn first.
      setTimeout(() => void insertInCode(text, wasInCode.current), 50);
      wasInCode.current = true;
    },
    [setArea],
  );
  const value = useMemo<EditorWays>(
    () => ({
      showSpot,
      insert,
      entered: (next) => {
        target.current = next;
        if (next === "html" || next === "text") wasInCode.current = true;
      },
    }),
    [showSpot, insert],
  );

  // "Zur Stelle" of the final check leads here with the place in the address, which is emptied at once.
  const { part: wanted, at, len } = search;
  useEffect(() => {
    if (wanted === undefined) return;
    const place = at === undefined ? {} : { offset: Number(at), length: Number(len ?? 0) };
    const timer = setTimeout(() => {
      showSpot({ part: wanted as Spot["part"], ...place });
      setSearch({ part: undefined, at: undefined, len: undefined });
    });
    return () => clearTimeout(timer);
  }, [wanted, at, len, showSpot, setSearch]);
  return { value, part, setPart, reveal };
}
