import { Button, Skeleton } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import {
  COMPARED,
  type ComparedMailing,
  type ComparedRateView,
  type Comparison,
} from "../../../../../contract/account-report.ts";
import type { CampaignView } from "../../../../../contract/campaigns.ts";
import type { MailingSummary } from "../../../../../contract/mailings.ts";
import { api, useApiList, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  Problem,
  showProblem,
  showUndo,
  SimpleTable,
  useFormat,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import "../mailings.css";
import { StatePill } from "../mailing-state.tsx";
import { CAMPAIGNS, campaignPath, comparisonPath, hrefOf } from "../places.ts";
import { ApprovalPill } from "../planning-tabs.tsx";
import { CampaignDialog } from "./campaign-dialog.tsx";
import { usePeriod } from "./period.ts";
import { texts } from "./texts.ts";

/** A campaign: what it is to bring about, its mailings, and their figures in a row. */
export default function CampaignPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<CampaignView>(`/campaigns/${id}`);
  return (
    <Loaded query={query} skeleton={<PageSkeleton cards={2} />}>
      {(campaign) => <Campaign campaign={campaign} />}
    </Loaded>
  );
}

function Campaign({ campaign }: { campaign: CampaignView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const period = usePeriod();
  const [editing, setEditing] = useState(false);
  const list = useApiList<MailingSummary>("/mailings", { campaign: campaign.id });
  const sent = list.items
    .filter((one) => one.startedAt !== null && one.counts !== null)
    .toSorted((a, b) => b.startedAt!.localeCompare(a.startedAt!))
    .slice(0, COMPARED.most)
    .map((one) => one.id);
  const comparison = useApiQuery<Comparison>(
    sent.length > 0 && can("reports.read") ? "/reports/comparison" : undefined,
    { mailings: sent.join(",") },
  );
  const change = useApiMutation(
    (archived: boolean) => api.patch(`/campaigns/${campaign.id}`, { archived }),
    { invalidates: ["/campaigns", campaignPath(campaign.id)], onError: (e) => showProblem(e) },
  );
  const archive = (): void =>
    change.mutate(true, {
      onSuccess: () =>
        showUndo(t("archivedDone", { name: campaign.name }), () => change.mutateAsync(false)),
    });
  return (
    <Page
      title={campaign.name}
      crumbs={[{ label: t("title"), to: CAMPAIGNS }]}
      meta={
        <span className="p-tag" data-colour={campaign.colour}>
          {period(campaign)}
        </span>
      }
      actions={
        can("mailings.write") && (
          <>
            <Button
              loading={change.isPending}
              onClick={campaign.archivedAt ? () => change.mutate(false) : archive}
            >
              {t(campaign.archivedAt ? "restore" : "archive")}
            </Button>
            <Button onClick={() => setEditing(true)}>{t("edit")}</Button>
          </>
        )
      }
    >
      <div className="k-stack-lg">
        {campaign.goal !== "" && (
          <Card title={t("goalTitle")}>
            <p className="p-narrow">{campaign.goal}</p>
          </Card>
        )}
        <Card
          title={t("mailingsTitle")}
          {...(sent.length > 0
            ? {
                foot: `${t("figuresFoot")}${campaign.sent > COMPARED.most ? ` ${t("tooMany")}` : ""}`,
              }
            : {})}
          {...(sent.length >= COMPARED.fewest && can("reports.read")
            ? {
                aside: (
                  <ButtonLink to={comparisonPath(sent)} size="xs">
                    {t("compare")}
                  </ButtonLink>
                ),
              }
            : {})}
        >
          {list.items.length === 0 && list.query.isSuccess ? (
            <EmptyState
              icon={<IconFlag size={28} stroke={1.6} />}
              title={t("none")}
              text={t("noneText")}
              action={<ButtonLink to="/mailings">{t("toMailings")}</ButtonLink>}
            />
          ) : (
            <>
              {comparison.isError && (
                <Problem error={comparison.error} onRetry={() => void comparison.refetch()} />
              )}
              <Figures
                mailings={list.items}
                figures={comparison.data?.mailings ?? []}
                waiting={comparison.isLoading ? new Set(sent) : new Set()}
              />
            </>
          )}
        </Card>
      </div>
      {editing && <CampaignDialog campaign={campaign} onClose={() => setEditing(false)} />}
    </Page>
  );
}

/** The mailings by their time, each with what its own report shows; what is hidden there is hidden here. */
function Figures(props: {
  mailings: MailingSummary[];
  figures: ComparedMailing[];
  /** Mailings whose figures are on their way: a dash would say that there are none. */
  waiting: ReadonlySet<string>;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const at = (one: MailingSummary) => one.startedAt ?? one.scheduledAt ?? one.updatedAt;
  const sorted = props.mailings.toSorted((a, b) => at(a).localeCompare(at(b)));
  return (
    <SimpleTable
      label={t("mailingsTitle")}
      words
      head={
        <tr>
          <th scope="col">{t("figures.mailing")}</th>
          <th scope="col">{t("figures.state")}</th>
          <th scope="col" className="k-num">
            {t("figures.accepted")}
          </th>
          <th scope="col" className="k-num">
            {t("figures.opened")}
          </th>
          <th scope="col" className="k-num">
            {t("figures.clicked")}
          </th>
          <th scope="col" className="k-num">
            {t("figures.unsubscribed")}
          </th>
        </tr>
      }
    >
      {sorted.map((mailing) => {
        const figures = props.figures.find((one) => one.id === mailing.id);
        const accepted = figures?.accepted ?? mailing.counts?.accepted;
        const waiting = props.waiting.has(mailing.id);
        return (
          <tr key={mailing.id}>
            <td>
              <Link to={hrefOf(mailing)}>
                <b>{mailing.name}</b>
              </Link>
              <span className="k-sub m-sub">{format.dateTimeShort(at(mailing))}</span>
            </td>
            <td data-label={t("figures.state")}>
              <StatePill state={mailing.state} />{" "}
              {mailing.state === "draft" && <ApprovalPill state={mailing.approvalState} />}
            </td>
            <td data-label={t("figures.accepted")} className="k-num">
              {accepted === undefined ? "–" : format.number(accepted)}
            </td>
            <Rate
              label={t("figures.opened")}
              rate={figures?.rates.opened}
              waiting={waiting}
              hidden={figures?.personalHidden}
            />
            <Rate
              label={t("figures.clicked")}
              rate={figures?.rates.clicked}
              waiting={waiting}
              hidden={figures?.personalHidden}
            />
            <Rate
              label={t("figures.unsubscribed")}
              rate={figures?.rates.unsubscribed}
              waiting={waiting}
            />
          </tr>
        );
      })}
    </SimpleTable>
  );
}

function Rate(props: {
  label: string;
  rate: ComparedRateView | null | undefined;
  hidden?: boolean | undefined;
  waiting: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { rate } = props;
  return (
    <td data-label={props.label} className="k-num">
      {rate ? (
        <>
          <b>{format.percent(rate.share)}</b>
          <span className="k-sub">{t("of", { count: rate.count, total: rate.base })}</span>
        </>
      ) : props.waiting ? (
        <Skeleton height={12} width={48} ml="auto" />
      ) : props.hidden ? (
        <span className="k-muted">{t("hidden")}</span>
      ) : (
        "–"
      )}
    </td>
  );
}
