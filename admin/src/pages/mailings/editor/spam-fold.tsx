import type { ReactNode } from "react";
import { useTexts } from "../../../ui/index.ts";
import { SpamCheckAnswers } from "../check/spam-card.tsx";
import { spamTexts } from "../check/spam-texts.ts";
import type { DraftEditing } from "./use-draft.ts";

/** The check by spam filters, below the notes of the content check. */
export function SpamFold({ editing }: { editing: DraftEditing }): ReactNode {
  const t = useTexts(spamTexts);
  return (
    <details className="m-fold m-spam">
      <summary>{t("title")}</summary>
      <SpamCheckAnswers mailingId={editing.saved.id} before={editing.save.flush} />
    </details>
  );
}
