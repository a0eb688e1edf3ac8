import type { ReactNode } from "react";
import type { MailingView, ProgressView } from "../../../../../contract/mailings.ts";
import { Card, Figures, ProgressBar, StatFigure, useFormat, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../texts.ts";
import { shareDone } from "./share-done.ts";
import { texts } from "./texts.ts";

/** The big bar with rate and remaining time, and where everybody selected stands. */
export function ProgressCard(props: { mailing: MailingView; progress: ProgressView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { mailing, progress } = props;
  const { counts, state, prepared } = progress;
  const { done, total } = shareDone(progress, mailing);
  const preparing = state === "preparing";
  const ended = state === "sent" || state === "cancelled";
  const details: [ReactNode, ReactNode][] = [];
  if (mailing.startedAt) details.push([t("startedAt"), format.moment(mailing.startedAt)]);
  if (mailing.finishedAt) details.push([t("finishedAt"), format.moment(mailing.finishedAt)]);
  return (
    <Card title={preparing ? t("preparing") : ended ? t("doneTitle") : t("sendingTitle")}>
      {preparing && <p className="k-muted">{t("preparingText")}</p>}
      <ProgressBar
        big
        label={t("sendingTitle")}
        done={done}
        {...(total === undefined ? {} : { total })}
        base={
          preparing
            ? t("batches", { done: prepared.done, of: prepared.of })
            : tShared("ofRecipients", { count: done, total: total ?? 0 })
        }
        {...(state === "paused" ? { tone: "wait" as const } : {})}
        {...(state === "sending" && progress.perMinute > 0
          ? { perMinute: progress.perMinute }
          : {})}
        {...(state === "sending" && progress.secondsLeft !== null
          ? { secondsLeft: progress.secondsLeft }
          : {})}
        details={details}
      />
      <div className="m-counts">
        <Figures>
          <StatFigure
            label={t("figures.accepted")}
            value={counts.accepted}
            base={t("bases.accepted", { total: counts.candidates })}
          />
          {ended ? (
            counts.cancelled > 0 && (
              <StatFigure
                label={t("figures.cancelled")}
                value={counts.cancelled}
                base={t("bases.cancelled")}
              />
            )
          ) : (
            <StatFigure
              label={t("figures.open")}
              value={counts.open}
              base={
                counts.deferred > 0
                  ? `${format.number(counts.deferred)} ${t("bases.deferred")}`
                  : t("bases.open")
              }
            />
          )}
          <StatFigure
            label={t("figures.rejected")}
            value={counts.rejected}
            base={t("bases.rejected")}
          />
          <StatFigure
            label={t("figures.excluded")}
            value={counts.excluded}
            base={t("bases.excluded")}
          />
          <StatFigure
            label={t("figures.uncertain")}
            value={counts.uncertain}
            base={t("bases.uncertain")}
          />
        </Figures>
      </div>
    </Card>
  );
}
