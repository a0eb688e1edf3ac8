import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import type { Dashboard, Todo } from "../../../../contract/dashboard.ts";
import type { ProgressView } from "../../../../contract/mailings.ts";
import {
  api,
  invalidate,
  queryClient,
  useApiMutation,
  useApiQuery,
  useCan,
} from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  Link,
  Pill,
  ProgressBar,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

type Underway = NonNullable<Dashboard["underway"]>[number];

/** Mailings on their way, live, with the button that holds them. */
export function UnderwayCard(props: {
  className: string;
  underway: Underway[];
  todos: Todo[];
}): ReactNode {
  const t = useTexts(texts);
  const [first, ...others] = props.underway;
  if (!first) return <Quiet className={props.className} todos={props.todos} />;
  return (
    <Card
      className={props.className}
      title={t("underway.title")}
      aside={<StatePill mailing={first} />}
    >
      <RunningMailing mailing={first} />
      {others.map((mailing) => (
        <div className="st-other" key={mailing.id}>
          <div className="st-other-pill">
            <StatePill mailing={mailing} />
          </div>
          <RunningMailing mailing={mailing} />
        </div>
      ))}
    </Card>
  );
}

function Quiet({ className, todos }: { className: string; todos: Todo[] }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const next = todos.find((todo) => todo.code === "mailing_scheduled");
  return (
    <Card className={className} title={t("underway.title")}>
      <div className="st-quiet">
        <span className="k-dot" aria-hidden="true">
          <IconSend size={20} stroke={1.6} />
        </span>
        <div>
          <b>{t("underway.nothing")}</b>
          <p className="k-small k-muted">{t("underway.nothingText")}</p>
        </div>
      </div>
      {next?.at && (
        <div className="st-next">
          <Link className="k-rowlink" to={next.path}>
            <b>{next.title[locale]}</b>
          </Link>
          <p className="k-small k-muted">{format.moment(next.at)}</p>
        </div>
      )}
    </Card>
  );
}

/** The progress as it is now: each second while mails go out. */
function useProgress(mailing: Underway) {
  return useApiQuery<ProgressView>(`/mailings/${mailing.id}/progress`, undefined, {
    refetchInterval: (progress) =>
      !progress || progress.state === "sending" || progress.state === "preparing"
        ? 1000
        : progress.state === "paused"
          ? 5000
          : false,
  });
}

function StatePill({ mailing }: { mailing: Underway }): ReactNode {
  const t = useTexts(texts);
  const state = useProgress(mailing).data?.state ?? mailing.state;
  return <Pill tone={state === "paused" ? "wait" : "go"}>{t(`underway.states.${state}`)}</Pill>;
}

function RunningMailing({ mailing }: { mailing: Underway }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { data } = useProgress(mailing);
  const state = data?.state ?? mailing.state;
  const ended = state !== "sending" && state !== "preparing" && state !== "paused";
  useEffect(() => {
    // It moves to "the last mailing", with its report.
    if (ended) void invalidate(queryClient, ["/dashboard"]);
  }, [ended]);
  const counts = data?.counts ?? mailing.counts;
  const done = counts.accepted + counts.rejected + counts.uncertain;
  const total = counts.candidates - counts.excluded;
  const perMinute = data?.perMinute ?? mailing.perMinute;
  const secondsLeft = data?.secondsLeft ?? mailing.secondsLeft;
  const details: [ReactNode, ReactNode][] = [
    [
      t("underway.outcome"),
      `${format.number(counts.accepted)} / ${format.number(counts.rejected)}`,
    ],
  ];
  if (counts.uncertain > 0)
    details.push([t("underway.uncertain"), format.number(counts.uncertain)]);
  if (counts.excluded > 0) details.push([t("underway.excluded"), format.number(counts.excluded)]);
  return (
    <>
      <p>
        <b>{mailing.name}</b>
      </p>
      <p className="k-small k-muted">{useSince(mailing)}</p>
      {state === "preparing" ? (
        <div style={{ marginTop: 16 }}>
          <ProgressBar
            label={t("underway.progress", { name: mailing.name })}
            done={data?.prepared.done ?? 0}
            {...(data?.prepared.of ? { total: data.prepared.of } : {})}
            base={t("underway.preparing")}
          />
        </div>
      ) : (
        <ProgressBar
          big
          label={t("underway.progress", { name: mailing.name })}
          done={done}
          total={total}
          unit={t("underway.recipients")}
          {...(state === "sending" && perMinute > 0 ? { perMinute } : {})}
          {...(state === "sending" && secondsLeft !== null ? { secondsLeft } : {})}
          {...(state === "paused" ? { tone: "wait" as const } : {})}
          details={details}
        />
      )}
      <Actions mailing={mailing} state={state} />
    </>
  );
}

function useSince(mailing: Underway): string {
  const t = useTexts(texts);
  const format = useFormat();
  const [only] = mailing.lists;
  const lists =
    mailing.lists.length === 1
      ? t("underway.list", { name: only ?? "" })
      : t("underway.lists", { names: format.list(mailing.lists) });
  if (!mailing.startedAt) return lists;
  return t("underway.sinceList", { when: format.time(mailing.startedAt), lists });
}

function Actions({ mailing, state }: { mailing: Underway; state: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const invalidates = ["/dashboard", "/mailings", `/mailings/${mailing.id}`];
  const act = useApiMutation(
    (name: "pause" | "resume") => api.post(`/mailings/${mailing.id}/${name}`),
    {
      invalidates,
      onSuccess: (_answer, name) =>
        showDone(
          t(name === "pause" ? "underway.paused" : "underway.resumed", { name: mailing.name }),
        ),
      onError: (error) => showProblem(error),
    },
  );
  return (
    <div className="st-foot">
      {can("mailings.send") && state === "sending" && (
        <Button size="xs" loading={act.isPending} onClick={() => act.mutate("pause")}>
          {t("underway.pause")}
        </Button>
      )}
      {can("mailings.send") && state === "paused" && (
        <Button size="xs" loading={act.isPending} onClick={() => act.mutate("resume")}>
          {t("underway.resume")}
        </Button>
      )}
      <ButtonLink size="xs" variant="subtle" to={`/mailings/${mailing.id}`}>
        {t("underway.watch")}
      </ButtonLink>
    </div>
  );
}
