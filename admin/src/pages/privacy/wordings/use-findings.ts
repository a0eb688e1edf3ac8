import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Static } from "typebox";
import type { WordingFindingsSchema } from "../../../../../contract/consent.ts";
import { api } from "../../../api/index.ts";
import type { Purpose } from "./mandatory-parts.ts";

type Findings = Static<typeof WordingFindingsSchema>["findings"];

const PAUSE_MS = 350;

/** What the text is compared with (CON-07, CON-20). */
export interface CheckedScope {
  techniques: string[];
  uses: string[];
  channels: string[];
  annexTitle: string;
  annexText: string;
}

/** What a text lacks, asked of the server after a short pause in typing. Undefined while it is being asked. */
export function useFindings(
  text: string,
  purpose: Purpose,
  locale: "de" | "en",
  scope: CheckedScope,
): Findings | undefined {
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const covered = JSON.stringify(scope);
  const [compared] = useDebouncedValue(covered, PAUSE_MS);
  const key = `${purpose} ${locale} ${compared} ${asked}`;
  const [answer, setAnswer] = useState<{ key: string; findings: Findings }>();
  useEffect(() => {
    if (asked.trim() === "") return;
    const abort = new AbortController();
    api
      .post<{ findings: Findings }>(
        "/wordings/check",
        { text: asked, purpose, locale, scope: JSON.parse(compared) as CheckedScope },
        { signal: abort.signal },
      )
      .then(({ findings }) => setAnswer({ key, findings }))
      // Nothing is shown as fulfilled that was not checked; saving still works.
      .catch(() => undefined);
    return () => abort.abort();
  }, [asked, compared, purpose, locale, key]);
  return answer?.key === key && asked === text && compared === covered
    ? answer.findings
    : undefined;
}
