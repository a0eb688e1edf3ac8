import { Button } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { showProblem, useGo, useTexts } from "../../../ui/index.ts";
import { texts } from "./permission-texts.ts";

/** Makes the draft of a mailing that asks for the permission, and opens it. */
export function AskButton(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const create = useApiMutation(
    () => api.post<MailingView>("/mailings", { purpose: "tracking_question" }),
    {
      invalidates: ["/mailings"],
      onSuccess: (mailing) => go(`/mailings/${mailing.id}`),
    },
  );
  return (
    <div className="pv-permission-ask">
      <Button
        leftSection={<IconMessageQuestion size={18} stroke={1.6} aria-hidden="true" />}
        loading={create.isPending}
        onClick={() => create.mutateAsync().catch((error: unknown) => showProblem(error))}
      >
        {t("ask")}
      </Button>
      <p className="k-small k-muted">{t("askText")}</p>
    </div>
  );
}
