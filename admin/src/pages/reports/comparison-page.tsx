import { IconChartBar } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { COMPARED, type Comparison } from "../../../../contract/account-report.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  useFormat,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { ComparisonTable } from "./comparison-table.tsx";
import { texts } from "./comparison-texts.ts";
import { ExportMenu } from "./export-menu.tsx";
import { MailingPicker } from "./mailing-picker.tsx";
import "./reports.css";
import { COMPARISON, OVERVIEW, ReportTabs } from "./tabs.tsx";
import { texts as shared } from "./texts.ts";

/** Two to twelve mailings beside each other; without a choice the last ten. */
export default function ComparisonPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const query = {
    ...(search["m"] ? { mailings: search["m"] } : {}),
    ...(search["gegen"] ? { against: search["gegen"] } : {}),
  };
  const comparison = useApiQuery<Comparison>("/reports/comparison", query, { keepPrevious: true });
  const choose = (ids: string[]): void =>
    setSearch({ m: ids.slice(0, COMPARED.most).join(",") || undefined });
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: OVERVIEW }, { label: tShared("tabs.comparison") }]}
      actions={<ExportMenu path="/reports/comparison" query={query} />}
    >
      <ReportTabs current={COMPARISON} />
      <Loaded query={comparison} skeleton={<PageSkeleton cards={1} />}>
        {(data) =>
          data.mailings.length === 0 ? (
            <Nothing />
          ) : (
            <div className="k-stack-lg">
              {can("mailings.read") && (
                <Card>
                  <MailingPicker
                    data={data}
                    onChange={choose}
                    onAgainst={(id) => setSearch({ gegen: id })}
                  />
                </Card>
              )}
              <Card title={t("tableTitle")} foot={t("foot")}>
                {data.mailings.length < COMPARED.fewest ? (
                  <Notice tone="plain">{t("one")}</Notice>
                ) : (
                  <BestSentence data={data} />
                )}
                <ComparisonTable
                  data={data}
                  onRemove={(id) =>
                    choose(data.mailings.map((each) => each.id).filter((each) => each !== id))
                  }
                />
              </Card>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function Nothing(): ReactNode {
  const t = useTexts(texts);
  return (
    <Card>
      <EmptyState
        icon={<IconChartBar size={32} stroke={1.4} />}
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

/** What the table shows in one sentence: who was opened most, and whether that is more than chance. */
function BestSentence({ data }: { data: Comparison }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { mailings, against } = data;
  const rated = mailings.flatMap((each) =>
    each.rates.opened ? [{ each, rate: each.rates.opened }] : [],
  );
  const best = rated.toSorted((a, b) => b.rate.share - a.rate.share)[0];
  if (!best) return <p className="rp-sentence k-muted">{t("noRates")}</p>;
  const first = t("best", { name: best.each.name, share: format.percent(best.rate.share) });
  const reference = mailings.find((each) => each.id === against);
  const words =
    !reference || best.rate.difference === null
      ? first
      : `${first} ${t(best.rate.difference === "higher" ? "bestClear" : "bestChance", { other: reference.name })}`;
  return (
    <p className="rp-sentence">
      <b>{words}</b>
    </p>
  );
}
