import { Tabs } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { MailingReport } from "../../../../../contract/reports.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Loaded,
  Page,
  PageSkeleton,
  useFormat,
  useRouteParam,
  useSearch,
  useTexts,
  inSentence,
} from "../../../ui/index.ts";
import "../mailings.css";
import { underWay } from "../mailing-state.tsx";
import { FollowUpButton } from "../follow-up/index.ts";
import { editorPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { ExportMenu } from "./export-menu.tsx";
import { FiguresAt } from "./figures-at.tsx";
import { Overview } from "./overview.tsx";
import { PersonsCard } from "./persons-card.tsx";
import { texts } from "./texts.ts";

const LOOK_EVERY_MS = 10_000;
/** While new figures are being counted. */
const LOOK_OFTEN_MS = 2000;

/** What came of a mailing: readable in ten seconds, explorable for ten minutes, hiding what would show single people. */
export default function ReportPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<MailingReport>(`/mailings/${id}/report`, undefined, {
    refetchInterval: (report) =>
      report?.snapshot?.computingSince
        ? LOOK_OFTEN_MS
        : report && underWay.includes(report.mailing.state)
          ? LOOK_EVERY_MS
          : false,
  });
  return (
    <Loaded query={query} skeleton={<PageSkeleton cards={3} />}>
      {(report) => <Report report={report} />}
    </Loaded>
  );
}

function Report({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const { mailing, funnel } = report;
  const seesPersons = can("tracking.read");
  const tab = seesPersons && search["tab"] === "persons" ? "persons" : "overview";
  return (
    <Page
      title={mailing.name}
      windowTitle={t("windowTitle", { name: mailing.name })}
      crumbs={[{ label: tShared("title"), to: "/mailings" }, { label: t("crumb") }]}
      meta={<Meta report={report} />}
      actions={
        <>
          {can("mailings.read") && (
            <ButtonLink to={editorPath(mailing.id)}>{t("progress")}</ButtonLink>
          )}
          {funnel.candidates > 0 && <ExportMenu id={mailing.id} />}
          {report.measuring && <FollowUpButton mailingId={mailing.id} links={report.links} />}
        </>
      }
    >
      <FiguresAt report={report} />
      {funnel.candidates === 0 ? (
        <Card>
          <EmptyState
            icon={<IconChartBar size={28} stroke={1.6} />}
            title={t("nothing")}
            text={t("nothingText")}
          />
        </Card>
      ) : seesPersons && report.personal ? (
        <Tabs
          value={tab}
          onChange={(value) => setSearch({ tab: value === "persons" ? "persons" : undefined })}
          keepMounted={false}
          className="m-tabs"
        >
          <Tabs.List aria-label={t("tabs.label")}>
            <Tabs.Tab value="overview">{t("tabs.overview")}</Tabs.Tab>
            <Tabs.Tab value="persons">{t("tabs.persons")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="overview">
            <Overview report={report} />
          </Tabs.Panel>
          <Tabs.Panel value="persons">
            <PersonsCard report={report} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Overview report={report} />
      )}
    </Page>
  );
}

function Meta({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { mailing, measuring } = report;
  const parts = [
    mailing.finishedAt
      ? t("sentAt", { when: format.dateTime(mailing.finishedAt) })
      : mailing.startedAt &&
        t("runningSince", { when: inSentence(format.moment(mailing.startedAt)) }),
    mailing.subject,
    measuring &&
      t(measuring.closed ? "measuringEnded" : "measuringEnds", {
        when: format.dateLong(measuring.closesAt),
      }),
  ];
  return parts.filter(Boolean).join(" · ");
}
