import { useEffect, useMemo, useRef, useState } from "react";
import type { PreviewAnswer } from "../../../../../contract/mailings.ts";
import { api } from "../../../api/index.ts";
import type { Draft } from "./draft.ts";

export type Permission = "granted" | "refused" | "unknown";

export interface LivePreview {
  answer: PreviewAnswer | undefined;
  /** The draft the answer was made for: findings point into it. */
  seen: Draft | undefined;
  error: unknown;
  /** A newer draft is on its way. */
  busy: boolean;
}

const PAUSE_MS = 350;
/** Each look at a person is written down: not with every word that is typed. */
const PAUSE_WITH_PERSON_MS = 2_500;

/**
 * The draft as a person in this permission state would receive it, a moment after the last key. `context` is
 * whatever else the lint looks at (sender, lists as saved): the preview is made again when it changes.
 */
export function usePreview(
  id: string,
  draft: Draft,
  permission: Permission,
  context: string,
  contactId?: string,
): LivePreview {
  const [state, setState] = useState<Omit<LivePreview, "busy"> & { request: object | undefined }>({
    answer: undefined,
    seen: undefined,
    error: undefined,
    request: undefined,
  });
  const first = useRef(true);
  const person = useRef(contactId);
  const { subject, preheader, html, source, text, textIsEdited, locale, notPersonalLinks } = draft;
  const request = useMemo(
    () => ({
      context,
      permission,
      contactId,
      draft: { subject, preheader, html, source, text, textIsEdited, locale, notPersonalLinks },
    }),
    [
      context,
      permission,
      contactId,
      subject,
      preheader,
      html,
      source,
      text,
      textIsEdited,
      locale,
      notPersonalLinks,
    ],
  );
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  useEffect(() => {
    const abort = new AbortController();
    const body = {
      permission: request.permission,
      draft: request.draft,
      ...(request.contactId === undefined ? {} : { contactId: request.contactId }),
    };
    const ask = async (): Promise<void> => {
      const seen = latest.current;
      try {
        const answer = await api.post<PreviewAnswer>(`/mailings/${id}/preview`, body, {
          signal: abort.signal,
          // Nothing is changed: without a key the server keeps no copy of each preview.
          idempotencyKey: "",
        });
        setState({ answer, seen, error: undefined, request });
      } catch (error) {
        if (!abort.signal.aborted) setState((before) => ({ ...before, error, request }));
      }
    };
    const isNew = first.current || person.current !== request.contactId;
    const pause = request.contactId === undefined ? PAUSE_MS : PAUSE_WITH_PERSON_MS;
    const timer = setTimeout(() => void ask(), isNew ? 0 : pause);
    first.current = false;
    person.current = request.contactId;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [id, request]);
  const { answer, seen, error } = state;
  return { answer, seen, error, busy: state.request !== request };
}
