import { useMemo, type ReactNode } from "react";
import { Notice, problemText, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const CODES = [
  "mailing_state",
  "mailing_not_a_draft",
  "mailing_preparing",
  "mailing_changed_meanwhile",
  "no_such_starter",
  "no_such_sender",
  "no_such_list",
] as const;

/** Sentences for the error codes of the mailing routes, for `<Problem words>` and dialogs. */
export function useErrorWords(): Record<string, string> {
  const t = useTexts(texts);
  return useMemo(() => Object.fromEntries(CODES.map((code) => [code, t(`errors.${code}`)])), [t]);
}

/** A failed act in the page's own words; the hints of the API are for programmers. */
export function Refused({
  error,
  words,
}: {
  error: unknown;
  words: Record<string, string>;
}): ReactNode {
  return (
    <Notice tone="danger" role="alert">
      {problemText(error, words)}
    </Notice>
  );
}
