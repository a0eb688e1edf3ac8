import { SegmentedControl, Select } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  reportPeriods,
  type AccountMailings,
  type AccountReport,
} from "../../../../contract/account-report.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  EmptyState,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { ConsentCard } from "./consent-card.tsx";
import { DeliveryCard } from "./delivery-card.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { GrowthCard, ListsCard } from "./growth-card.tsx";
import { MailingRatesCard } from "./mailing-rates-card.tsx";
import { ReachCard } from "./reach-card.tsx";
import "./reports.css";
import { RhythmCard } from "./rhythm-card.tsx";
import { OVERVIEW, ReportTabs } from "./tabs.tsx";
import { texts } from "./texts.ts";
import { UnsubscribesCard } from "./unsubscribes-card.tsx";

/** The account over time: how it grows, whom it reaches, what mailings achieve. */
export default function ReportsPage(): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const period = reportPeriods.find((each) => each === search["period"]) ?? "90";
  const list = search["list"];
  const query = list === undefined ? { period } : { period, list };
  const report = useApiQuery<AccountReport>("/reports/account", query, { keepPrevious: true });
  const mailings = useApiQuery<AccountMailings>("/reports/account/mailings", query, {
    keepPrevious: true,
  });
  const lists = report.data?.lists ?? [];
  return (
    <Page
      title={t("title")}
      actions={
        <>
          {lists.length > 1 && (
            <Select
              className="rp-list"
              aria-label={t("list")}
              value={list ?? ""}
              onChange={(value) => setSearch({ list: value || undefined })}
              allowDeselect={false}
              data={[
                { value: "", label: t("allLists") },
                ...lists.map((each) => ({ value: each.id, label: each.name })),
              ]}
            />
          )}
          <SegmentedControl
            aria-label={t("period")}
            value={period}
            onChange={(value) => setSearch({ period: value })}
            data={reportPeriods.map((value) => ({ value, label: t(`periods.${value}`) }))}
          />
          <ExportMenu path="/reports/account" query={query} />
        </>
      }
    >
      <ReportTabs current={OVERVIEW} />
      <Loaded query={report} skeleton={<PageSkeleton cards={4} />}>
        {(data) =>
          isEmpty(data) ? (
            <Nothing />
          ) : (
            <Grid>
              <ReachCard report={data} />
              <GrowthCard report={data} className="c8" />
              <ListsCard report={data} className="c4" />
              <Loaded query={mailings} skeleton={<CardSkeletons count={2} />}>
                {(sent) => (
                  <>
                    <MailingRatesCard report={data} sent={sent} className="c8" />
                    <ConsentCard report={data} sent={sent} className="c4" />
                    <RhythmCard report={data} sent={sent} className="c6" />
                    <UnsubscribesCard sent={sent} className="c6" />
                  </>
                )}
              </Loaded>
              <DeliveryCard report={data} />
            </Grid>
          )
        }
      </Loaded>
    </Page>
  );
}

function isEmpty({ reach, growth, delivery, list }: AccountReport): boolean {
  return (
    list === null &&
    reach.subscribers === 0 &&
    growth.confirmed + growth.left + growth.removed === 0 &&
    delivery.total.accepted + delivery.total.refused === 0
  );
}

function Nothing(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <Card>
      <EmptyState
        icon={<IconChartBar size={32} stroke={1.4} />}
        title={t("emptyTitle")}
        text={t("emptyText")}
        action={
          can("lists.read") && (
            <ButtonLink to="/lists" variant="filled">
              {t("emptyAction")}
            </ButtonLink>
          )
        }
      />
    </Card>
  );
}
