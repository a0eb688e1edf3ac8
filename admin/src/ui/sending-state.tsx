import type { ReactNode } from "react";
import type { AlarmView, StopView, WaitView } from "../../../contract/sending.ts";
import { useCan } from "../api/index.ts";
import { useFormat, useTexts } from "../i18n/index.ts";
import { inSentence } from "./in-sentence.ts";
import { ButtonLink } from "./navigation.tsx";
import { Notice } from "./problem.tsx";
import { sendingTexts } from "./sending-texts.ts";

/** An emergency stop in words: what it holds, who began it, when and why. */
export function StopNotice(props: { stop: StopView; action?: ReactNode }): ReactNode {
  const t = useTexts(sendingTexts);
  const format = useFormat();
  const can = useCan();
  const { stop } = props;
  const restored = stop.cause === "restored";
  const when = inSentence(format.moment(stop.startedAt));
  if (stop.cause === "checks")
    return (
      <Notice
        tone="danger"
        role="status"
        title={t("stopped.checks")}
        {...(can("checks.read")
          ? {
              action: (
                <ButtonLink size="xs" to="/datenschutz/checkliste">
                  {t("checklist")}
                </ButtonLink>
              ),
            }
          : {})}
      >
        <p>
          {t("checksText", { checks: stop.reason ?? "" })} {t("checksSince", { when })}
        </p>
      </Notice>
    );
  return (
    <Notice
      tone="danger"
      role="status"
      title={restored ? t("stopped.restored") : t(`stopped.${stop.scope}`)}
      {...(props.action === undefined ? {} : { action: props.action })}
    >
      {restored ? <p>{t("restoredText")}</p> : stop.reason !== null && <p>{stop.reason}</p>}
      <p>
        {t("stoppedBy", { name: stop.startedBy, when })} {stop.isInstallation && t("installation")}
      </p>
    </Notice>
  );
}

/** Title and sentence of an alarm. */
export function useAlarmWords(): (alarm: AlarmView) => { title: string; text: string } {
  const t = useTexts(sendingTexts);
  const format = useFormat();
  return (alarm) => {
    const { figures, code } = alarm;
    const text = t(`alarms.${code}.text`, {
      hard: figures.hard ?? 0,
      handedOver: figures.handedOver ?? 0,
      complaints: figures.complaints ?? 0,
      accepted: figures.accepted ?? 0,
      domain: alarm.domain ?? "",
      dueAt: figures.dueAt === null ? "–" : inSentence(format.moment(figures.dueAt)),
    });
    const rate =
      figures.rate === null ? "" : ` ${t("rate", { rate: format.percent(figures.rate, 2) })}`;
    return { title: t(`alarms.${code}.title`), text: `${text}${rate}` };
  };
}

/** Why nothing leaves at the moment, in one sentence. */
export function useWaitWords(): (wait: WaitView) => string {
  const t = useTexts(sendingTexts);
  const format = useFormat();
  return (wait) => {
    const when = wait.until === null ? "–" : format.moment(wait.until);
    return t(`waits.${wait.code}`, {
      when: inSentence(when),
      count: wait.count ?? 0,
    });
  };
}
