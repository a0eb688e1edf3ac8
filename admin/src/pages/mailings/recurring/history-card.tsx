import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { OccurrenceView, RecurringDetail } from "../../../../../contract/recurring.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Link,
  Pill,
  showDone,
  showProblem,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { StatePill } from "../mailing-state.tsx";
import { checkPath, hrefOf } from "../places.ts";
import { ApprovalPill } from "../planning-tabs.tsx";
import { texts } from "./texts.ts";
import { useRecurringWords } from "./words.ts";

const TONES: Record<OccurrenceView["state"], Tone> = {
  making: "go",
  made: "plain",
  skipped: "plain",
  failed: "danger",
  missed: "wait",
  dropped: "plain",
};

/** What became of each date, the latest first, with what somebody has to decide. */
export function HistoryCard({ recurring }: { recurring: RecurringDetail }): ReactNode {
  const t = useTexts(texts);
  const { occurrences } = recurring;
  return (
    <Card title={t("history")}>
      {occurrences.length === 0 ? (
        <p className="k-muted">{t("historyNone")}</p>
      ) : (
        <SimpleTable
          label={t("history")}
          words
          head={
            <tr>
              <th scope="col">{t("issueColumns.date")}</th>
              <th scope="col">{t("issueColumns.what")}</th>
              <th scope="col">{t("issueColumns.act")}</th>
            </tr>
          }
        >
          {occurrences.map((issue) => (
            <Issue key={issue.id} recurring={recurring} issue={issue} />
          ))}
        </SimpleTable>
      )}
    </Card>
  );
}

function Issue(props: { recurring: RecurringDetail; issue: OccurrenceView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { issue, recurring } = props;
  const { mailing } = issue;
  const shows = mailing && issue.state === "made";
  return (
    <tr>
      <td>{format.dateTimeShort(issue.dueAt)}</td>
      <td data-label={t("issueColumns.what")}>
        <div>
          {mailing && (
            <>
              <Link to={mailing.state === "draft" ? checkPath(mailing.id) : hrefOf(mailing)}>
                {mailing.name}
              </Link>{" "}
            </>
          )}
          {shows ? (
            mailing.approvalState === "requested" ? (
              <ApprovalPill state="requested" />
            ) : (
              <StatePill state={mailing.state} />
            )
          ) : (
            <Pill tone={TONES[issue.state]}>{t(`issue.${issue.state}`)}</Pill>
          )}
          {shows && issue.entries > 0 && (
            <span className="k-sub m-sub">{t("entries", { count: issue.entries })}</span>
          )}
          {issue.reason !== null && (
            <span className="k-sub m-sub">{t(`reasons.${issue.reason}`)}</span>
          )}
          {issue.problems.map((problem) => (
            <span key={problem.en} className="k-sub m-sub">
              {problem[locale]}
            </span>
          ))}
        </div>
      </td>
      <td data-label={t("issueColumns.act")}>
        <Decide recurring={recurring} issue={issue} />
      </td>
    </tr>
  );
}

function Decide(props: { recurring: RecurringDetail; issue: OccurrenceView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const words = useRecurringWords();
  const [asking, setAsking] = useState<"send" | "drop">();
  const { issue, recurring } = props;
  const path = `/recurring-mailings/${recurring.id}/issues/${issue.id}`;
  const decide = useApiMutation(
    (what: "send" | "drop") => api.post<RecurringDetail>(`${path}/${what}`),
    {
      invalidates: ["/recurring-mailings", "/mailings", "/sending"],
      onSuccess: (after, what) => {
        const now = after.occurrences.find((one) => one.id === issue.id);
        if (what === "send") showDone(t(now?.state === "made" ? "issueSent" : "issueStill"));
      },
      onError: (error) => showProblem(error, words),
    },
  );
  if (!can("mailings.send") || (issue.state !== "missed" && issue.state !== "failed"))
    return <span className="k-muted">–</span>;
  const day = format.dateLong(issue.dueAt);
  return (
    <div className="k-row">
      <Button size="xs" onClick={() => setAsking("send")}>
        {t(isLate(issue) ? "sendNow" : "retry")}
      </Button>
      <Button size="xs" onClick={() => setAsking("drop")}>
        {t("drop")}
      </Button>
      <ConfirmDialog
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(asking === "drop" ? "dropTitle" : "sendTitle")}
        action={t(asking === "drop" ? "drop" : isLate(issue) ? "sendNow" : "retry")}
        words={words}
        onConfirm={() => decide.mutateAsync(asking ?? "send")}
      >
        {asking === "drop"
          ? t("dropText", { day })
          : t("sendText", { day, count: recurring.recipients })}
      </ConfirmDialog>
    </div>
  );
}

/** Nothing is wrong with it but its time. */
const isLate = ({ state, reason }: OccurrenceView): boolean =>
  state === "missed" || reason === "clocks_passed";
