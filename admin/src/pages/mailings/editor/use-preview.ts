import { useEffect, useRef, useState } from "react";
import type { PreviewAnswer } from "../../../../../contract/mailings.ts";
import { api, ApiError } from "../../../api/index.ts";
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

/**
 * The draft as a person in this permission state would receive it, a moment after the last key. `context` is
 * whatever else the lint looks at (sender, lists as saved): the preview is made again when it changes.
 */
export function usePreview(
  id: string,
  draft: Draft,
  permission: Permission,
  context: string,
): LivePreview {
  const [state, setState] = useState<LivePreview>({
    answer: undefined,
    seen: undefined,
    error: undefined,
    busy: true,
  });
  const first = useRef(true);
  const { subject, preheader, html, text, textIsEdited, locale } = draft;
  const linksKey = draft.notPersonalLinks.join("\n");
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      const seen = latest.current;
      try {
        const answer = await api.post<PreviewAnswer>(
          `/mailings/${id}/preview`,
          {
            permission,
            draft: {
              subject: seen.subject,
              preheader: seen.preheader,
              html: seen.html,
              text: seen.text,
              textIsEdited: seen.textIsEdited,
              locale: seen.locale,
              notPersonalLinks: seen.notPersonalLinks,
            },
          },
          { signal: abort.signal },
        );
        setState({ answer, seen, error: undefined, busy: false });
      } catch (error) {
        if (!abort.signal.aborted)
          setState((before) => ({
            ...before,
            busy: false,
            error: error instanceof ApiError ? error : new Error(String(error)),
          }));
      }
    };
    setState((before) => ({ ...before, busy: true }));
    const timer = setTimeout(() => void ask(), first.current ? 0 : PAUSE_MS);
    first.current = false;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [id, permission, subject, preheader, html, text, textIsEdited, locale, linksKey, context]);
  return state;
}
