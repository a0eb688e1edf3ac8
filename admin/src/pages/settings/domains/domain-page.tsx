import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { DomainView } from "../../../../../contract/domains.ts";
import {
  api,
  apiKey,
  queryClient,
  useApiMutation,
  useApiQuery,
  useCan,
} from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  Loaded,
  Notice,
  Page,
  showProblem,
  StepList,
  useFormat,
  useRouteParam,
  useTexts,
  type Step,
  inSentence,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { domainPath } from "./domain-path.ts";
import { BounceCard } from "./bounce-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { KeysCard } from "./keys-card.tsx";
import { PostmasterCard } from "./postmaster-card.tsx";
import { RecordsCards } from "./records-cards.tsx";
import { ReportsCard } from "./reports-card.tsx";
import { texts } from "./texts.ts";

/** Leads through what a domain needs: records to publish, the check, keys, and what receivers report. */
export default function DomainPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const domain = useRouteParam("domain");
  const path = domainPath(domain);
  const query = useApiQuery<DomainView>(path);
  const check = useApiMutation(() => api.post<DomainView>(`${path}/check`, {}), {
    onSuccess: (found) => queryClient.setQueryData(apiKey(path), found),
    onError: showProblem,
  });
  const format = useFormat();
  return (
    <Page
      title={domain}
      crumbs={[
        { label: tShared("title"), to: "/einstellungen" },
        { label: t("title"), to: "/einstellungen/versanddomains" },
      ]}
      meta={
        query.data?.checkedAt
          ? t("checkedAt", { at: inSentence(format.moment(query.data.checkedAt)) })
          : t("neverChecked")
      }
      actions={
        can("senders.write") && (
          <Button variant="filled" loading={check.isPending} onClick={() => check.mutate()}>
            {t("check")}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
        {(view) => (
          <div className="k-stack-lg">
            {view.alarm && (
              <Notice tone="wait" title={t("reportAlarm")}>
                {t("reportAlarmText")}
              </Notice>
            )}
            <Steps view={view} />
            <RecordsCards view={view} />
            <BounceCard view={view} />
            <KeysCard view={view} />
            <ReportsCard view={view} />
            <PostmasterCard view={view} />
            <HistoryCard view={view} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Steps({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const needed = view.records.filter((record) => record.required);
  const done = needed.filter((record) => record.status === "passed").length;
  const isDone = done === needed.length;
  const steps: Step[] = [
    { id: "domain", state: "done", title: `${t("step1")}: ${view.domain}`, text: t("step1Text") },
    {
      id: "records",
      state: isDone ? "done" : "current",
      title: t("step2"),
      text: view.checkedAt
        ? t("step2Text", { done, all: needed.length })
        : t("step2New", { all: needed.length }),
    },
    {
      id: "check",
      state: isDone ? "done" : view.checkedAt ? "current" : "open",
      title: t("step3"),
      text: view.checkedAt ? t("checkAgainText") : t("step3Text"),
    },
    {
      id: "done",
      state: isDone ? "done" : "open",
      title: t("step4"),
      text: isDone ? t("step4Done") : t("step4Open"),
    },
  ];
  return (
    <Card>
      <StepList steps={steps} />
    </Card>
  );
}
