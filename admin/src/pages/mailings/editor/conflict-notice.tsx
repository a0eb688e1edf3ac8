import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, invalidate, queryClient } from "../../../api/index.ts";
import { Notice, showDone, showProblem, useTexts } from "../../../ui/index.ts";
import type { Draft } from "./draft.ts";
import { texts } from "./texts.ts";

/** Two people saved: says so, and loses neither version. */
export function ConflictNotice(props: {
  draft: Draft;
  onReload: () => Promise<unknown>;
}): ReactNode {
  const t = useTexts(texts);
  const [busy, setBusy] = useState<"reload" | "copy">();
  const run = (which: "reload" | "copy", act: () => Promise<unknown>): void => {
    setBusy(which);
    act().then(
      () => setBusy(undefined),
      (error: unknown) => {
        setBusy(undefined);
        showProblem(error);
      },
    );
  };
  const copy = async (): Promise<void> => {
    const { text, textIsEdited, html, ...rest } = props.draft;
    const name = t("copyName", { name: props.draft.name });
    await api.post<MailingView>("/mailings", {
      ...rest,
      name,
      ...(rest.source.kind === "html" ? { html } : {}),
      ...(textIsEdited ? { text, textIsEdited } : {}),
    });
    await invalidate(queryClient, ["/mailings"]);
    showDone(t("conflictCopied", { name }));
    await props.onReload();
  };
  return (
    <div className="m-conflict">
      <Notice
        tone="wait"
        role="alert"
        title={t("conflictTitle")}
        action={
          <div className="k-row">
            <Button size="xs" loading={busy === "copy"} onClick={() => run("copy", copy)}>
              {t("conflictCopy")}
            </Button>
            <Button
              size="xs"
              variant="filled"
              loading={busy === "reload"}
              onClick={() => run("reload", props.onReload)}
            >
              {t("conflictReload")}
            </Button>
          </div>
        }
      >
        {t("conflictText")}
      </Notice>
    </div>
  );
}
