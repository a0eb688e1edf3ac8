import { useEffect, type ReactNode } from "react";
import type { MailingView, ProgressView } from "../../../../../contract/mailings.ts";
import type { AlarmView, WaitView } from "../../../../../contract/sending.ts";
import { invalidate, queryClient, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  Grid,
  Loaded,
  Notice,
  Page,
  PermissionLookup,
  SplitBar,
  useAlarmWords,
  useFormat,
  useTexts,
  useWaitWords,
} from "../../../ui/index.ts";
import "../mailings.css";
import { StatePill } from "../mailing-state.tsx";
import { ExclusionReasons } from "../reasons.tsx";
import { texts as shared } from "../texts.ts";
import { PlannedCard } from "./planned-card.tsx";
import { ProgressActions } from "./progress-actions.tsx";
import { ProgressCard } from "./progress-card.tsx";
import { Rejections } from "./rejections.tsx";
import { texts } from "./texts.ts";
import { UncertainCard } from "./uncertain-card.tsx";
import { SendAgain } from "./send-again.tsx";
import { WavesCard } from "./waves-card.tsx";
import { WebViewCard } from "../web-view/web-view-card.tsx";

const INTERVALS: Partial<Record<ProgressView["state"], number>> = {
  scheduled: 2000,
  preparing: 1000,
  sending: 1000,
  paused: 3000,
};

/** How the sending of a mailing goes, second by second, until everybody has an end. */
export function ProgressPage({ mailing }: { mailing: MailingView }): ReactNode {
  const tShared = useTexts(shared);
  const path = `/mailings/${mailing.id}`;
  const progress = useApiQuery<ProgressView>(`${path}/progress`, undefined, {
    staleTime: 0,
    refetchInterval: (data) => INTERVALS[data?.state ?? mailing.state] ?? false,
  });
  const state = progress.data?.state ?? mailing.state;
  const moved = state !== mailing.state;
  useEffect(() => {
    if (moved) void invalidate(queryClient, ["/mailings"]);
  }, [moved, state]);
  const lists = mailing.lists.map((list) => list.name).join(", ");
  return (
    <Page
      title={mailing.name}
      crumbs={[{ label: tShared("title"), to: "/mailings" }]}
      meta={
        <span className="k-row">
          <StatePill state={state} />
          <span>{[mailing.subject, lists].filter(Boolean).join(" · ")}</span>
        </span>
      }
      actions={<ProgressActions mailing={mailing} state={state} progress={progress.data} />}
    >
      <Loaded query={progress}>
        {(data) => (
          <div className="k-stack-lg">
            <StateNotice mailing={mailing} progress={data} />
            {data.counts.candidates > 0 && <Running mailing={mailing} progress={data} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function StateNotice(props: { mailing: MailingView; progress: ProgressView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const alarmWords = useAlarmWords();
  const waitWords = useWaitWords();
  const { scheduledAt } = props.mailing;
  const { state, pauseReason, alarms } = props.progress;
  const waits = worthSaying(props.progress.waits, alarms);
  if (state === "scheduled" && scheduledAt)
    return <PlannedCard at={scheduledAt} mailing={props.mailing} />;
  if (state === "missed")
    return (
      <Notice tone="wait" title={t("missedTitle")}>
        {t("missedText", { when: scheduledAt ? format.dateTime(scheduledAt) : "–" })}
      </Notice>
    );
  if (state === "paused")
    return (
      <Notice tone="wait" role="status" title={t("pausedTitle")}>
        {alarms.map((alarm) => (
          <p key={alarm.id}>{alarmWords(alarm).text}</p>
        ))}
        <p>{t(pauseWords(pauseReason, alarms.length > 0))}</p>
      </Notice>
    );
  if (state === "sending" && waits.length + alarms.length > 0)
    return (
      <Notice tone="wait" role="status" title={t("waitsTitle")}>
        {alarms.map((alarm) => (
          <p key={alarm.id}>{alarmWords(alarm).text}</p>
        ))}
        {waits.map((wait) => (
          <p key={wait.code}>{waitWords(wait)}</p>
        ))}
      </Notice>
    );
  if (state === "cancelled")
    return <Notice title={t("cancelledTitle")}>{t("cancelledText")}</Notice>;
  return null;
}

/** A stop is said over the page already, and what holds everything makes every lesser reason idle. */
function worthSaying(waits: WaitView[], alarms: AlarmView[]): WaitView[] {
  const [first] = waits;
  if (!first || first.code === "stopped") return [];
  if (first.code === "no_worker" || first.code === "window") return [first];
  const isStalled = alarms.some(({ code }) => code === "stalled");
  return waits.filter(({ code }) => code !== "no_progress" || !isStalled);
}

const PAUSES = ["hard_bounces", "complaints", "missed"] as const;

/** Alarms say what happened, so only what to do remains. */
function pauseWords(
  reason: string | null,
  isExplained: boolean,
): `${"pausedFor" | "pausedAdvice"}.${(typeof PAUSES)[number]}` | "pausedByOperator" {
  const known = PAUSES.find((each) => each === reason);
  if (!known) return "pausedByOperator";
  return isExplained ? `pausedAdvice.${known}` : `pausedFor.${known}`;
}

function Running(props: { mailing: MailingView; progress: ProgressView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { counts, reasons } = props.progress;
  const excluded = reasons.filter((row) => row.outcome === "excluded");
  const rejected = reasons.filter((row) => row.outcome === "rejected");
  return (
    <>
      <ProgressCard {...props} />
      <WavesCard waves={props.progress.waves} />
      <Grid className="m-top">
        <Card
          className="c6"
          title={t("excludedTitle")}
          aside={
            <>
              <b>{format.number(counts.excluded)}</b>{" "}
              {t("bases.accepted", { total: counts.candidates })}
            </>
          }
        >
          {excluded.length > 0 ? (
            <ExclusionReasons reasons={excluded} />
          ) : (
            <p className="k-muted">
              {counts.excluded === 0 ? t("excludedNone") : tShared("whyNot")}
            </p>
          )}
          <PermissionLookup mailing={props.mailing.id} />
        </Card>
        <div className="c6 k-stack-lg">
          {rejected.length > 0 && (
            <Card title={t("rejectedTitle")} aside={<b>{format.number(counts.rejected)}</b>}>
              <Rejections rows={rejected} />
              {props.progress.state === "sent" && rejected.some((row) => row.reason === "soft") && (
                <SendAgain mailingId={props.mailing.id} />
              )}
            </Card>
          )}
          {counts.uncertain > 0 && (
            <UncertainCard
              mailing={props.mailing}
              count={counts.uncertain}
              isCancelled={props.progress.state === "cancelled"}
            />
          )}
          <Measuring mailing={props.mailing} />
          <WebViewCard mailingId={props.mailing.id} />
        </div>
      </Grid>
    </>
  );
}

function Measuring({ mailing }: { mailing: MailingView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { measuring } = mailing;
  if (!measuring) return null;
  return (
    <Card
      title={t("measuredTitle")}
      foot={t("measuredUntil", { when: format.dateLong(measuring.closesAt) })}
    >
      <div className={measuring.level === "none" ? "m-unmeasured" : undefined}>
        <SplitBar
          label={t("measuredTitle")}
          parts={[
            { label: t("measuredPersonal"), value: measuring.personal },
            { label: t(`measuredOthers.${measuring.level}`), value: measuring.anonymous },
          ]}
        />
      </div>
    </Card>
  );
}
