import { Button, Modal, SegmentedControl, Textarea } from "@mantine/core";
import { IconHandStop, IconPlayerPlay } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SendingState, StopView } from "../../../../contract/sending.ts";
import { api, useApiMutation, useCan, useSession } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  Problem,
  StopNotice,
  showDone,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

const INVALIDATES = ["/sending", "/mailings"];

/** The one button that stops everything, and the one that goes on. */
export function StopCard({ state }: { state: SendingState }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { me } = useSession();
  const [stopping, setStopping] = useState(false);
  const [resuming, setResuming] = useState(false);
  const isAdministrator = me.operator.isAdministrator;
  const send = can("mailings.send");
  // What red checks hold goes on when they are green, by nobody's word.
  const own = state.stops.filter((stop) => !stop.isInstallation && stop.cause !== "checks");
  const resume = useApiMutation(() => api.post("/sending/resume", { confirm: true }), {
    invalidates: INVALIDATES,
    onSuccess: () => showDone(t("resumed")),
  });
  return (
    <Card title={t("stopTitle")}>
      <div className="k-stack">
        {state.stops.length === 0 && <p>{t("on")}</p>}
        {state.stops.map((stop) => (
          <StopNotice key={stop.id} stop={stop} />
        ))}
        <p className="k-muted">{t("stopText")}</p>
        <div className="k-row">
          {send && own.length > 0 && (
            <ResumeButton filled onClick={() => setResuming(true)}>
              {t("resume")}
            </ResumeButton>
          )}
          {send && !own.some((stop) => stop.scope === "all") && (
            <StopButton filled={state.stops.length === 0} onClick={() => setStopping(true)}>
              {own.length > 0 ? t("stopAll") : t("stop")}
            </StopButton>
          )}
          {isAdministrator && (
            <ButtonLink color="red" variant="subtle" to="/einstellungen/not-aus">
              {t("installation")}
            </ButtonLink>
          )}
        </div>
      </div>
      {stopping && <StopDialog isHeld={own.length > 0} onClose={() => setStopping(false)} />}
      <ConfirmDialog
        opened={resuming}
        onClose={() => setResuming(false)}
        title={t("resumeDialog.title")}
        action={t("resumeDialog.action")}
        onConfirm={() => resume.mutateAsync()}
      >
        {t("resumeDialog.text")}
      </ConfirmDialog>
    </Card>
  );
}

function StopButton(props: {
  filled: boolean;
  onClick: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Button
      color="red"
      variant={props.filled ? "filled" : "subtle"}
      size="md"
      leftSection={<IconHandStop size={20} stroke={1.8} aria-hidden="true" />}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

function ResumeButton(props: {
  filled: boolean;
  onClick: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Button
      variant={props.filled ? "filled" : "default"}
      size="md"
      leftSection={<IconPlayerPlay size={18} stroke={1.6} aria-hidden="true" />}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

function StopDialog(props: {
  /** Mailings are held already. */
  isHeld: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const [scope, setScope] = useState<StopView["scope"]>(props.isHeld ? "all" : "advertising");
  const [reason, setReason] = useState("");
  const stop = useApiMutation(
    () =>
      api.post<StopView>("/sending/stop", {
        scope,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    {
      invalidates: INVALIDATES,
      onSuccess: () => {
        showDone(t("stopped"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    stop.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("stopDialog.title")} size={520}>
      <form className="k-stack" onSubmit={submit}>
        <SegmentedControl
          aria-label={t("stopDialog.scope")}
          value={scope}
          onChange={(value) => setScope(value === "all" ? "all" : "advertising")}
          data={[
            { value: "advertising", label: t("stopDialog.advertising") },
            { value: "all", label: t("stopDialog.all") },
          ]}
        />
        <p className="k-muted">{t(`stopDialog.text.${scope}`)}</p>
        <Textarea
          label={t("stopDialog.reason")}
          description={t("stopDialog.reasonHelp")}
          value={reason}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {stop.error && <Problem error={stop.error} />}
        <div className="k-row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            color="red"
            variant="filled"
            loading={stop.isPending}
            data-autofocus
          >
            {t("stopDialog.action")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
