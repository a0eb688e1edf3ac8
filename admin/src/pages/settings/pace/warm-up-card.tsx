import { Button, Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { WarmUpProviderView, WarmUpView } from "../../../../../contract/pace.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Pill,
  showDone,
  inSentence,
  useFormat,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { SkipForm, StepsForm } from "./warm-up-forms.tsx";
import { Stairs } from "./stairs.tsx";
import { texts } from "./texts.ts";

const TONES: Record<WarmUpView["state"], Tone> = {
  not_started: "unknown",
  running: "wait",
  ended: "go",
  skipped: "plain",
};

/** How far the providers know a sending domain, and what it may send today. */
export function WarmUpCard(props: {
  warmUp: WarmUpView;
  nextDayAt: string;
  mayChange: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { warmUp } = props;
  const { domain, state } = warmUp;
  const [open, setOpen] = useState<"skip" | "steps" | "restart">();
  const close = (): void => setOpen(undefined);
  const change = useApiMutation(
    (body: { state: "running"; restart?: true }) =>
      api.put(`/sending-pace/warm-ups/${domain}`, body),
    { invalidates: ["/sending-pace"], onSuccess: () => showDone(t("saved")) },
  );
  const running = state === "running" || state === "ended";
  const facts = [
    warmUp.startedAt !== null &&
      running &&
      t("warm.startedAt", { date: format.date(warmUp.startedAt) }),
    warmUp.decidedBy !== null && t("warm.decidedBy", { name: warmUp.decidedBy }),
  ].filter((fact) => fact !== false);
  return (
    <Card
      title={t("warm.title", { domain })}
      aside={<Pill tone={TONES[state]}>{t(`warm.state.${state}`)}</Pill>}
    >
      <div className="k-stack">
        <p className="k-muted">
          {state === "skipped"
            ? warmUp.declaredPerDay === null
              ? t("warm.skippedPlain")
              : t("warm.skipped", { count: warmUp.declaredPerDay })
            : t(`warm.${state}`)}
        </p>
        {state === "not_started" && <p>{t("warm.firstStep", { count: warmUp.caps[0] ?? 0 })}</p>}
        {running && warmUp.providers.length === 0 && <p>{t("warm.nothingYet")}</p>}
        {running && warmUp.providers.length > 0 && (
          <ul className="pace-providers">
            {warmUp.providers.map((provider) => (
              <ProviderRow
                key={provider.provider}
                provider={provider}
                caps={warmUp.caps}
                nextDayAt={props.nextDayAt}
              />
            ))}
          </ul>
        )}
        {facts.length > 0 && <p className="k-muted k-small">{facts.join(" · ")}</p>}
        {props.mayChange && (
          <div className="k-row">
            {!running && (
              <Button
                size="xs"
                loading={change.isPending}
                onClick={() => change.mutate({ state: "running" })}
              >
                {t("warm.begin")}
              </Button>
            )}
            {state !== "skipped" && (
              <Button size="xs" onClick={() => setOpen("skip")}>
                {t("warm.skip")}
              </Button>
            )}
            {running && (
              <>
                <Button size="xs" onClick={() => setOpen("steps")}>
                  {t("warm.steps")}
                </Button>
                <Button size="xs" onClick={() => setOpen("restart")}>
                  {t("warm.restart")}
                </Button>
              </>
            )}
          </div>
        )}
      </div>
      <Modal
        opened={open === "skip" || open === "steps"}
        onClose={close}
        size={520}
        title={t(open === "steps" ? "warm.stepsTitle" : "warm.skipTitle", { domain })}
      >
        {open === "skip" && <SkipForm domain={domain} onClose={close} />}
        {open === "steps" && <StepsForm warmUp={warmUp} onClose={close} />}
      </Modal>
      <ConfirmDialog
        opened={open === "restart"}
        onClose={close}
        title={t("warm.restartTitle", { domain })}
        action={t("warm.restart")}
        onConfirm={() => change.mutateAsync({ state: "running", restart: true })}
      >
        {t("warm.restartText")}
      </ConfirmDialog>
    </Card>
  );
}

function ProviderRow(props: {
  provider: WarmUpProviderView;
  caps: number[];
  nextDayAt: string;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { step, cap, today, providerName } = props.provider;
  const of = props.caps.length;
  const words =
    cap === null ? t("warm.pictureOver", { of }) : t("warm.picture", { step: step + 1, of, cap });
  return (
    <li>
      <div>
        <b>{providerName ?? t("warm.other")}</b>
        <span className="k-muted k-small">
          {cap === null ? t("warm.over") : t("warm.step", { step: step + 1, of })}
        </span>
      </div>
      <Stairs caps={props.caps} step={step} share={cap === null ? 0 : today / cap} label={words} />
      <div className="pace-today">
        {cap !== null && <span className="k-nowrap">{t("warm.today", { today, cap })}</span>}
        {cap !== null && today >= cap && (
          <span className="k-muted k-small">
            {t("warm.full", { until: inSentence(format.moment(props.nextDayAt)) })}
          </span>
        )}
      </div>
    </li>
  );
}
