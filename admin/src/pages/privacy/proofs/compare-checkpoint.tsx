import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import { showDone, showProblem, useTexts } from "../../../ui/index.ts";
import { ledgerTexts } from "./ledger-texts.ts";

/** A checkpoint that somebody kept outside, against the ledger as it stands. */
export function CompareCheckpoint(): ReactNode {
  const t = useTexts(ledgerTexts);
  const can = useCan();
  const [text, setText] = useState("");
  const compare = useApiMutation(() => api.post("/ledger/verifications", { checkpoint: text }), {
    invalidates: ["/ledger", "/audit"],
    onSuccess: () => showDone(t("verifyAsked")),
    onError: (error) => showProblem(error),
  });
  if (!can("privacy.manage")) return null;
  return (
    <details className="pv-more">
      <summary>{t("compare")}</summary>
      <div className="k-stack">
        <Textarea
          label={t("compareLabel")}
          description={t("compareHelp")}
          autosize
          minRows={4}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div>
          <Button
            disabled={text.trim() === ""}
            loading={compare.isPending}
            onClick={() => compare.mutate()}
          >
            {t("compareNow")}
          </Button>
        </div>
      </div>
    </details>
  );
}
