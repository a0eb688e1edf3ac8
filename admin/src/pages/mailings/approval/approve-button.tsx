import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useSession } from "../../../api/index.ts";
import { Problem, showDone, useGo, useTexts } from "../../../ui/index.ts";
import { editorPath } from "../places.ts";
import { schedulesOnApproval } from "./decides.ts";
import { texts } from "./texts.ts";
import { useApprovalWords } from "./words.ts";

/** Where the person who is asked sends it back. */
export const APPROVAL_CARD = "m-approval";

/** The boarding pass' one button for the person who is asked: their word, and the plan that came with the question. */
export function ApproveButton({
  mailing,
  blocked,
}: {
  mailing: MailingView;
  /** Something stands in the way of sending. */
  blocked: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const words = useApprovalWords();
  const { me } = useSession();
  const schedules = schedulesOnApproval(mailing.approval, me.now);
  const approve = useApiMutation(() => api.post<MailingView>(`/mailings/${mailing.id}/approve`), {
    invalidates: ["/mailings", "/mailing-calendar", "/dashboard"],
    onSuccess: (now) => {
      showDone(t(now.state === "scheduled" ? "doneScheduled" : "doneApproved"));
      if (now.state === "scheduled") go(editorPath(mailing.id));
    },
  });
  return (
    <>
      <Button
        variant="filled"
        size="lg"
        fullWidth
        disabled={schedules && blocked}
        loading={approve.isPending}
        onClick={() => approve.mutate()}
      >
        {t(schedules ? "approveAndSend" : "approve")}
      </Button>
      {approve.error && <Problem error={approve.error} words={words} />}
      <div className="k-pass-hint">
        {schedules && blocked && `${t("errors.mailing_not_ready")} `}
        {t("askedOf", { name: mailing.approval.requestedBy ?? t("someone") })}{" "}
        <a href={`#${APPROVAL_CARD}`}>{t("askedOfLink")}</a>
      </div>
    </>
  );
}
