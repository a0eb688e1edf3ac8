import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, apiKey, hasCode, invalidate, isAway, queryClient } from "../../../api/index.ts";
import { currentTime } from "../../../i18n/index.ts";
import { useAutosave, type SaveState } from "../../../ui/index.ts";
import { changesOf, draftOf, step, type Draft } from "./draft.ts";

const TRY_AGAIN_MS = 5000;

export type Change = (patch: Partial<Draft>, field?: string) => void;

export interface DraftEditing {
  draft: Draft;
  /** `field` names what is typed in; typing on in the same one is one step to undo. */
  change: Change;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
  /** The mailing as it was saved last: links, plain text made from the HTML, revision. */
  saved: MailingView;
  save: SaveState;
  /** Somebody else saved in between; nothing is saved here until the operator decides. */
  conflict: boolean;
}

/** A draft that saves itself on its revision, with undo. Starts anew when its component gets a new key. */
export function useDraft(mailing: MailingView): DraftEditing {
  const [history, act] = useReducer(step, mailing, (first) => ({
    past: [],
    present: draftOf(first),
    future: [],
    last: undefined,
  }));
  const [saved, setSaved] = useState(mailing);
  const [conflict, setConflict] = useState(false);
  const base = useRef({ draft: draftOf(mailing), revision: mailing.revision });
  const path = `/mailings/${mailing.id}`;

  const store = useCallback(
    async (draft: Draft): Promise<void> => {
      const changes = changesOf(base.current.draft, draft);
      if (Object.keys(changes).length === 0) return;
      try {
        const answer = await api.patch<MailingView>(path, {
          revision: base.current.revision,
          ...changes,
        });
        base.current = { draft, revision: answer.revision };
        setSaved(answer);
        queryClient.setQueryData(apiKey(path), answer);
        // What the final check knows is out of date with every change.
        void invalidate(queryClient, [`${path}/readiness`]);
      } catch (error) {
        if (hasCode(error, "mailing_changed_meanwhile")) setConflict(true);
        throw error;
      }
    },
    [path],
  );
  const save = useAutosave(history.present, store, { enabled: !conflict });
  const { flush } = save;
  const shouldRetry = save.state === "failed" && !conflict && isAway(save.error);
  useEffect(() => {
    if (!shouldRetry) return;
    const timer = setInterval(() => void flush().catch(() => undefined), TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [shouldRetry, flush]);

  const isSaving = save.state === "saving";
  const present = useRef(history.present);
  present.current = history.present;
  useEffect(() => {
    if (isSaving || mailing.revision <= base.current.revision) return;
    // Read again and newer than ours: taken over while nothing was typed here.
    if (Object.keys(changesOf(base.current.draft, present.current)).length > 0) {
      setConflict(true);
      return;
    }
    const fresh = draftOf(mailing);
    base.current = { draft: fresh, revision: mailing.revision };
    setSaved(mailing);
    act({ kind: "reset", draft: fresh });
  }, [mailing, isSaving]);

  const change = useCallback<Change>((patch, field) => {
    const at = currentTime().getTime();
    act({ kind: "change", patch, field: field ?? `once-${at}`, at });
  }, []);
  const undo = useCallback(() => act({ kind: "undo" }), []);
  const redo = useCallback(() => act({ kind: "redo" }), []);
  return {
    draft: history.present,
    change,
    undo: history.past.length > 0 ? undo : undefined,
    redo: history.future.length > 0 ? redo : undefined,
    saved,
    save,
    conflict,
  };
}
