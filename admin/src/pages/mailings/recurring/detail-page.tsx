import { Button, Checkbox } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { RecurringDetail } from "../../../../../contract/recurring.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  cityOf,
  ButtonLink,
  Card,
  ConfirmDialog,
  Grid,
  KeyValue,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import "../mailings.css";
import "../planning.css";
import { checkPath, editorPath, RECURRING } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { HistoryCard } from "./history-card.tsx";
import { RecurringDialog } from "./recurring-dialog.tsx";
import { texts } from "./texts.ts";
import { STATE_TONES, useRecurringWords, useRuleText } from "./words.ts";

/** One recurring mailing: when it comes, what it is made of, and what became of its dates. */
export default function RecurringDetailPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<RecurringDetail>(`/recurring-mailings/${id}`);
  return (
    <Loaded query={query} skeleton={<PageSkeleton cards={2} />}>
      {(recurring) => <Detail recurring={recurring} />}
    </Loaded>
  );
}

function Detail({ recurring }: { recurring: RecurringDetail }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const [editing, setEditing] = useState(false);
  return (
    <Page
      title={recurring.name}
      crumbs={[
        { label: tShared("title"), to: "/mailings" },
        { label: tShared("tabs.recurring"), to: RECURRING },
      ]}
      meta={<Pill tone={STATE_TONES[recurring.state]}>{t(`states.${recurring.state}`)}</Pill>}
      actions={<Actions recurring={recurring} onEdit={() => setEditing(true)} />}
    >
      <Grid>
        <NextCard recurring={recurring} />
        <PlanCard recurring={recurring} />
        <TemplateCard recurring={recurring} />
        <HistoryCard recurring={recurring} />
      </Grid>
      {editing && <RecurringDialog known={recurring} onClose={() => setEditing(false)} />}
    </Page>
  );
}

function Actions(props: { recurring: RecurringDetail; onEdit: () => void }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const words = useRecurringWords();
  const [asking, setAsking] = useState<"start" | "end">();
  const { recurring } = props;
  const path = `/recurring-mailings/${recurring.id}`;
  const act = useApiMutation((name: "pause" | "resume") => api.post(`${path}/${name}`), {
    invalidates: ["/recurring-mailings", "/mailing-calendar"],
    onError: (error) => showProblem(error, words),
  });
  const end = useApiMutation(() => api.post(`${path}/end`), {
    invalidates: ["/recurring-mailings", "/mailing-calendar"],
  });
  const { state } = recurring;
  if (!can("mailings.send") || state === "ended") return null;
  const isBlocked = blockers(recurring) > 0;
  return (
    <>
      <Button onClick={() => setAsking("end")}>{t("end")}</Button>
      <Button onClick={props.onEdit}>{t("edit")}</Button>
      {state === "active" && (
        <Button loading={act.isPending} onClick={() => act.mutate("pause")}>
          {t("pause")}
        </Button>
      )}
      {state === "paused" && (
        <Button variant="filled" loading={act.isPending} onClick={() => act.mutate("resume")}>
          {t("resume")}
        </Button>
      )}
      {state === "draft" && (
        <Button variant="filled" disabled={isBlocked} onClick={() => setAsking("start")}>
          {t("start")}
        </Button>
      )}
      {asking === "start" && (
        <StartDialog recurring={recurring} onClose={() => setAsking(undefined)} />
      )}
      <ConfirmDialog
        opened={asking === "end"}
        onClose={() => setAsking(undefined)}
        title={t("endTitle")}
        action={t("end")}
        danger
        words={words}
        onConfirm={() => end.mutateAsync(undefined)}
      >
        {t("endText")}
      </ConfirmDialog>
    </>
  );
}

function StartDialog(props: { recurring: RecurringDetail; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useRecurringWords();
  const [withPresent, setWithPresent] = useState(false);
  const { recurring } = props;
  const { approval, recipients } = recurring;
  const typed = approval === "typed_number" || approval === "typed_number_and_delay";
  const first = recurring.next[0];
  const start = useApiMutation(
    () =>
      api.post<RecurringDetail>(`/recurring-mailings/${recurring.id}/start`, {
        ...(typed ? { confirmRecipients: recipients } : {}),
        ...(recurring.feedKey === null ? {} : { withPresent }),
      }),
    {
      invalidates: ["/recurring-mailings", "/mailing-calendar"],
      onSuccess: (started) =>
        showDone(t("started", { day: started.next[0] ? format.dateLong(started.next[0]) : "–" })),
    },
  );
  return (
    <ConfirmDialog
      opened
      onClose={props.onClose}
      title={t("startTitle")}
      action={t("start")}
      {...(typed ? { people: recipients } : {})}
      words={words}
      onConfirm={() => start.mutateAsync(undefined)}
    >
      <div className="k-stack">
        <p>
          {t("startText", { day: first ? format.weekday(first) : "–" })}{" "}
          {t("startPeople", { count: recipients })}
        </p>
        {approval === "second_person" && <p>{t("approvalEach")}</p>}
        {recurring.feedKey !== null && (
          <Checkbox
            label={t("withPresent")}
            description={t("withPresentHelp")}
            checked={withPresent}
            onChange={(event) => setWithPresent(event.currentTarget.checked)}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}

function NextCard({ recurring }: { recurring: RecurringDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { next, state, feedName, zoneFieldName } = recurring;
  return (
    <Card className="c6" title={t("nextTitle")} foot={t("nextFoot")}>
      {next.length === 0 ? (
        <p className="k-muted">{t(`nextNone.${state}`)}</p>
      ) : (
        <>
          <ol className="p-dates">
            {next.map((at) => (
              <li key={at}>
                <b>{format.weekday(at)}</b>
                <span className="k-muted">{format.time(at)}</span>
              </li>
            ))}
          </ol>
          {state === "draft" && <p className="m-note">{t("nextDraft")}</p>}
          {zoneFieldName !== null && <p className="m-note">{t("nextClocks")}</p>}
          {feedName !== null && <p className="m-note">{t("onlyNews", { feed: feedName })}</p>}
        </>
      )}
    </Card>
  );
}

function PlanCard({ recurring }: { recurring: RecurringDetail }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const ruleText = useRuleText();
  const { aheadMinutes, endsOn, feedName, startedBy, template } = recurring;
  const day = (value: string) => format.dateLong(`${value}T12:00:00Z`);
  const ahead =
    aheadMinutes === 0
      ? t("aheadNone")
      : aheadMinutes % 60 === 0
        ? t("aheadHours", { count: aheadMinutes / 60 })
        : t("aheadMinutes", { count: aheadMinutes });
  return (
    <Card className="c6" title={t("plan")}>
      <KeyValue
        items={[
          [t("rows.rule"), ruleText(recurring)],
          [
            t("rows.zone"),
            recurring.zoneFieldName === null
              ? cityOf(recurring.zone, format.locale)
              : t("theirClocks", { field: recurring.zoneFieldName }),
          ],
          [
            t("rows.span"),
            endsOn === null
              ? t("from", { day: day(recurring.startsOn) })
              : t("fromTo", { from: day(recurring.startsOn), to: day(endsOn) }),
          ],
          [t("rows.feed"), feedName === null ? t("always") : t("feedNews", { feed: feedName })],
          [t("rows.ahead"), ahead],
          [
            t("rows.lists"),
            [
              template.lists.join(", ") || tShared("noList"),
              ...(template.segment === null
                ? []
                : [tShared("segment", { name: template.segment })]),
            ].join(" · "),
          ],
          ...(startedBy === null ? [] : [[t("rows.startedBy"), startedBy] as [string, string]]),
        ]}
      />
    </Card>
  );
}

function TemplateCard({ recurring }: { recurring: RecurringDetail }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { template, problems, findings, recipients, approval, state } = recurring;
  const blocked = blockers(recurring);
  const stands = problems.filter((problem) => problem.severity === "block");
  return (
    <Card
      title={t("template")}
      aside={
        <span className="k-row">
          <ButtonLink size="xs" to={checkPath(template.id)}>
            {t("checkTemplate")}
          </ButtonLink>
          {state !== "ended" && (
            <ButtonLink size="xs" to={editorPath(template.id)}>
              {t("editTemplate")}
            </ButtonLink>
          )}
        </span>
      }
      foot={t("templateText")}
    >
      <p className="k-pass-name">{template.subject}</p>
      <div className="k-stack m-under">
        {blocked > 0 ? (
          <Notice tone="wait" title={t("blocked", { count: blocked })}>
            <ul className="p-words">
              {stands.map((problem) => (
                <li key={problem.code}>{problem.message[locale]}</li>
              ))}
              {findings > 0 && <li>{t("findings", { count: findings })}</li>}
            </ul>
          </Notice>
        ) : (
          <p>{t("ready", { count: recipients })}</p>
        )}
        {approval === "second_person" && <p className="k-muted">{t("approvalEach")}</p>}
      </div>
    </Card>
  );
}

function blockers({ problems, findings }: RecurringDetail): number {
  return problems.filter((problem) => problem.severity === "block").length + findings;
}
