import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ChecklistView } from "../../../../../contract/compliance.ts";
import {
  api,
  apiKey,
  invalidate,
  ME_KEY,
  queryClient,
  useApiMutation,
  useCan,
  useSession,
} from "../../../api/index.ts";
import { Card, ConfirmDialog, Pill, ProgressBar, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Sandbox or live, what separates them, and the switch. */
export function LiveCard({ checklist }: { checklist: ChecklistView }): ReactNode {
  const t = useTexts(texts);
  const { account } = useSession();
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const mandatory = checklist.items.filter((check) => check.blocking).length;
  const { blockingOpen } = checklist;
  const live = checklist.mode === "live";
  const go = useApiMutation(() => api.post<ChecklistView>("/account/go-live"), {
    invalidates: ["/dashboard", "/account", "/audit"],
    onSuccess: (result) => {
      queryClient.setQueryData(apiKey("/checks"), result);
      void queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
      showDone(t("live.went", { name: account.name }));
    },
    // What stands in the way is stored by the same run.
    onError: () => void invalidate(queryClient, ["/checks"]),
  });
  const mayGo = can("account.manage");
  return (
    <Card
      title={t("live.title")}
      aside={<Pill tone={live ? "go" : "plain"}>{t(live ? "live.isLive" : "live.sandbox")}</Pill>}
    >
      <div className="k-stack">
        <p className="k-small">{t(live ? "live.isLiveText" : "live.sandboxText")}</p>
        <ProgressBar
          label={t("live.progress")}
          done={mandatory - blockingOpen}
          total={mandatory}
          base={t("live.progressBase", { done: mandatory - blockingOpen, total: mandatory })}
        />
        {!live && (
          <>
            <Button
              fullWidth
              variant="filled"
              disabled={blockingOpen > 0 || !mayGo}
              onClick={() => setAsking(true)}
            >
              {t("live.go")}
            </Button>
            <p className="k-small k-muted">
              {blockingOpen > 0
                ? t("live.open", { count: blockingOpen })
                : t(mayGo ? "live.ready" : "live.needsRight")}
            </p>
          </>
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("live.askTitle")}
        action={t("live.go")}
        typeWord={account.name}
        onConfirm={() => go.mutateAsync()}
        words={{ checks_failing: t("live.failing") }}
      >
        {t("live.ask", { name: account.name })}
      </ConfirmDialog>
    </Card>
  );
}
