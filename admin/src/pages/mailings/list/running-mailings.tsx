import { useEffect, type ReactNode } from "react";
import type { MailingSummary, ProgressView } from "../../../../../contract/mailings.ts";
import { invalidate, queryClient, useApiList, useApiQuery } from "../../../api/index.ts";
import { ButtonLink, Card, Link, ProgressBar, useFormat, useTexts } from "../../../ui/index.ts";
import { StatePill, underWay } from "../mailing-state.tsx";
import { editorPath } from "../places.ts";
import { shareDone } from "../progress/share-done.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";

const LOOK_EVERY_MS = 5000;

/** What is on its way now, each with its bar. Nothing when nothing is. */
export function RunningMailings(): ReactNode {
  const t = useTexts(texts);
  const options = { limit: 20, refetchInterval: LOOK_EVERY_MS };
  const preparing = useApiList<MailingSummary>("/mailings", { state: "preparing" }, options);
  const sending = useApiList<MailingSummary>("/mailings", { state: "sending" }, options);
  const paused = useApiList<MailingSummary>("/mailings", { state: "paused" }, options);
  const all = [...sending.items, ...preparing.items, ...paused.items];
  const items = all.filter(
    (mailing, index) => all.findIndex((other) => other.id === mailing.id) === index,
  );
  if (items.length === 0) return null;
  return (
    <Card title={t("running")}>
      <ul className="m-running">
        {items.map((mailing) => (
          <RunningRow key={mailing.id} mailing={mailing} />
        ))}
      </ul>
    </Card>
  );
}

function RunningRow({ mailing }: { mailing: MailingSummary }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { data } = useApiQuery<ProgressView>(`/mailings/${mailing.id}/progress`, undefined, {
    refetchInterval: (progress) =>
      progress && !underWay.includes(progress.state)
        ? false
        : progress?.state === "paused"
          ? LOOK_EVERY_MS
          : 1000,
  });
  const state = data?.state ?? mailing.state;
  const ended = !underWay.includes(state);
  useEffect(() => {
    // The table below shows it where it belongs now.
    if (ended) void invalidate(queryClient, ["/mailings"]);
  }, [ended]);
  const { done, total } = shareDone(data, mailing);
  const words =
    state === "preparing"
      ? t("preparing")
      : state === "paused"
        ? t("pausedHint")
        : [
            data && data.perMinute > 0 ? t("rate", { rate: data.perMinute }) : undefined,
            data?.secondsLeft != null
              ? t("left", { duration: format.duration(data.secondsLeft) })
              : undefined,
          ]
            .filter(Boolean)
            .join(" · ");
  return (
    <li>
      <div className="m-running-head">
        <b>
          <Link className="k-rowlink" to={editorPath(mailing.id)}>
            {mailing.name}
          </Link>
        </b>
        <StatePill state={state} />
        <span className="k-small k-muted">
          {mailing.startedAt && t("since", { when: format.time(mailing.startedAt) })}
          {mailing.lists.length > 0 && ` · ${mailing.lists.map((list) => list.name).join(", ")}`}
        </span>
      </div>
      <div className="m-running-bar">
        <ProgressBar
          label={mailing.name}
          done={done}
          {...(total === undefined ? {} : { total })}
          {...(state === "paused" ? { tone: "wait" as const } : {})}
          {...(state === "preparing"
            ? { base: t("preparing") }
            : { base: tShared("ofRecipients", { count: done, total: total ?? 0 }) })}
        />
        {state !== "preparing" && <p className="k-base">{words}</p>}
      </div>
      <ButtonLink size="xs" to={editorPath(mailing.id)}>
        {t("watch")}
      </ButtonLink>
    </li>
  );
}
