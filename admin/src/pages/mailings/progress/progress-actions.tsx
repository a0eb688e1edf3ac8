import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { MailingView, ProgressView } from "../../../../../contract/mailings.ts";
import { api, queryClient, apiKey, useApiMutation, useCan } from "../../../api/index.ts";
import { ButtonLink, ConfirmDialog, showDone, showProblem, useTexts } from "../../../ui/index.ts";
import { useErrorWords } from "../refused.tsx";
import type { MailingState } from "../mailing-state.tsx";
import { checkPath, reportPath } from "../places.ts";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { texts } from "./texts.ts";

type Act = "pause" | "resume" | "unschedule" | "cancel";

/** What can be done in the present state. */
export function ProgressActions(props: {
  mailing: MailingView;
  state: MailingState;
  progress: ProgressView | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const words = useErrorWords();
  // What stood open when the dialog was opened: a number that changes cannot be typed.
  const [cancelling, setCancelling] = useState<ProgressView["counts"] | "planned">();
  const { mailing, state, progress } = props;
  const [acknowledging, setAcknowledging] = useState(false);
  const heldFor = ["hard_bounces", "complaints", "missed"].find(
    (reason) => reason === progress?.pauseReason,
  );
  const act = useApiMutation(
    (name: Act) => api.post<MailingView>(`/mailings/${mailing.id}/${name}`),
    {
      invalidates: ["/mailings"],
      onSuccess: (answer, name) => {
        queryClient.setQueryData(apiKey(`/mailings/${mailing.id}`), answer);
        if (name === "unschedule") showDone(t("unscheduled"));
      },
    },
  );
  const run = (name: Act): void =>
    act.mutate(name, { onError: (error) => showProblem(error, words) });
  const busy = (name: Act): boolean => act.isPending && act.variables === name;
  const send = can("mailings.send");
  const hasReport = (progress?.counts.candidates ?? 0) > 0 && can("reports.read");
  return (
    <>
      {send && (state === "scheduled" || state === "missed") && (
        <Button loading={busy("unschedule")} onClick={() => run("unschedule")}>
          {t("unschedule")}
        </Button>
      )}
      {send && ["scheduled", "preparing", "sending", "paused", "missed"].includes(state) && (
        <Button
          color="red"
          variant="subtle"
          onClick={() => setCancelling(progress?.counts ?? "planned")}
        >
          {t("cancel")}
        </Button>
      )}
      {hasReport && state !== "preparing" && (
        <ButtonLink
          {...(state === "sent" ? { variant: "filled" } : {})}
          to={reportPath(mailing.id)}
        >
          {t("report")}
        </ButtonLink>
      )}
      {send && state === "sending" && (
        <Button
          leftSection={<IconPlayerPause size={18} stroke={1.6} aria-hidden="true" />}
          loading={busy("pause")}
          onClick={() => run("pause")}
        >
          {t("pause")}
        </Button>
      )}
      {send && state === "paused" && (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay size={18} stroke={1.6} aria-hidden="true" />}
          loading={busy("resume")}
          onClick={() => (heldFor === undefined ? run("resume") : setAcknowledging(true))}
        >
          {t("resume")}
        </Button>
      )}
      {state === "missed" && (
        <ButtonLink variant="filled" to={checkPath(mailing.id)}>
          {t("check")}
        </ButtonLink>
      )}
      {acknowledging && progress && (
        <AcknowledgeDialog
          mailing={mailing}
          alarms={progress.alarms}
          isLate={heldFor === "missed"}
          onClose={() => setAcknowledging(false)}
        />
      )}
      <CancelDialog
        counts={cancelling}
        onClose={() => setCancelling(undefined)}
        words={words}
        onConfirm={() => act.mutateAsync("cancel")}
      />
    </>
  );
}

function CancelDialog(props: {
  counts: ProgressView["counts"] | "planned" | undefined;
  onClose: () => void;
  words: Record<string, string>;
  onConfirm: () => Promise<unknown>;
}): ReactNode {
  const t = useTexts(texts);
  const { counts } = props;
  const { open, accepted } =
    counts === undefined || counts === "planned" ? { open: 0, accepted: 0 } : counts;
  return (
    <ConfirmDialog
      opened={counts !== undefined}
      onClose={props.onClose}
      title={t("cancelDialog.title")}
      action={t("cancelDialog.action")}
      danger
      words={props.words}
      onConfirm={props.onConfirm}
      {...(open > 0 ? { people: open } : {})}
    >
      <div className="k-stack">
        {open > 0 ? (
          <p>
            {t("cancelDialog.left", { count: open })}{" "}
            {accepted > 0 && t("cancelDialog.sent", { count: accepted })}
          </p>
        ) : (
          <p>{t("cancelDialog.planned")}</p>
        )}
        <p>{t("cancelDialog.final")}</p>
      </div>
    </ConfirmDialog>
  );
}
