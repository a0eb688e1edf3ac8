import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ImportView } from "../../../../contract/imports.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Card, Problem, ProgressBar, useTexts } from "../../ui/index.ts";
import { useImportErrors } from "./import-state.tsx";
import { texts } from "./result-texts.ts";

/** A check, a run or an undo while it goes on: share, rate, what remains, and how to stop it. */
export function Working({ view }: { view: ImportView }): ReactNode {
  const t = useTexts(texts);
  const words = useImportErrors();
  const cancel = useApiMutation(() => api.post(`/imports/${view.id}/cancel`), {
    invalidates: ["/imports"],
  });
  const { rows, share, perSecond, secondsLeft } = view.progress;
  const title =
    view.state === "checking"
      ? t("checking")
      : view.state === "running"
        ? t("running")
        : t("undoing");
  // Rows are counted while the file is read; how many there are is known by its size or its check.
  const total = share > 0 ? Math.max(rows, Math.round(rows / share)) : undefined;
  return (
    <Card title={title} foot={t("leave")}>
      <div className="k-stack">
        <ProgressBar
          big
          label={title}
          done={rows}
          {...(total !== undefined && { total })}
          unit={t("unit")}
          {...(perSecond > 0 && { perMinute: perSecond * 60 })}
          {...(secondsLeft !== null && { secondsLeft })}
        />
        {cancel.error && <Problem error={cancel.error} words={words} />}
        {view.state !== "undoing" && (
          <div>
            <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t("cancel")}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
