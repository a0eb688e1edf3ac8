import { SegmentedControl } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Deliverability } from "../../../../contract/deliverability.ts";
import { useApiQuery } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { ChartCard } from "./chart-card.tsx";
import { CompareCard } from "./compare-card.tsx";
import { ComplaintsCard } from "./complaints-card.tsx";
import "./deliverability.css";
import { DomainsCard, PaceCard } from "./domains-card.tsx";
import { FiguresCard } from "./figures-card.tsx";
import { ProvidersCard } from "./providers-card.tsx";
import { SignalsCard } from "./signals-card.tsx";
import { DeliverabilityTabs, OVERVIEW } from "./tabs.tsx";
import { texts } from "./texts.ts";
import { TodosCard } from "./todos-card.tsx";

const PERIODS = ["7", "30", "90"] as const;

/** How receivers treat the account's mail: figures, what to do, providers beside each other, their own words. */
export default function DeliverabilityPage(): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const days = PERIODS.find((each) => each === search["days"]) ?? "30";
  const query = useApiQuery<Deliverability>("/deliverability", { days }, { keepPrevious: true });
  return (
    <Page
      title={t("title")}
      actions={
        <SegmentedControl
          aria-label={t("period")}
          value={days}
          onChange={(value) => setSearch({ days: value })}
          data={PERIODS.map((value) => ({ value, label: t(`days${value}`) }))}
        />
      }
    >
      <DeliverabilityTabs current={OVERVIEW} />
      <Loaded query={query} skeleton={<PageSkeleton cards={3} />}>
        {(data) => (
          <Grid>
            {isEmpty(data) ? <NothingSent /> : <Sent data={data} />}
            <PaceCard data={data} className="c6" />
            <ComplaintsCard address={data.complaintsAddress} className="c6" />
          </Grid>
        )}
      </Loaded>
    </Page>
  );
}

function isEmpty({ providers, total }: Deliverability): boolean {
  return providers.length === 0 && total.complaints === 0;
}

function Sent({ data }: { data: Deliverability }): ReactNode {
  return (
    <>
      <FiguresCard data={data} />
      <TodosCard todos={data.todos} />
      <ChartCard data={data} className="c8" />
      <DomainsCard data={data} className="c4" />
      <ProvidersCard data={data} />
      <SignalsCard signals={data.signals} />
      <CompareCard data={data} />
    </>
  );
}

function NothingSent(): ReactNode {
  const t = useTexts(texts);
  return (
    <Card>
      <EmptyState
        icon={<IconMailCheck size={32} stroke={1.4} />}
        title={t("emptyTitle")}
        text={t("emptyText")}
        action={
          <ButtonLink to="/mailings" variant="filled">
            {t("emptyAction")}
          </ButtonLink>
        }
      />
    </Card>
  );
}
