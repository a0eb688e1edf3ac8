import { Button } from "@mantine/core";
import { IconFlag, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { CampaignView } from "../../../../../contract/campaigns.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  EmptyState,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  SimpleTable,
  useFormat,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { CAMPAIGNS, campaignPath } from "../places.ts";
import { MailingTabs } from "../planning-tabs.tsx";
import { texts as shared } from "../texts.ts";
import { CampaignDialog } from "./campaign-dialog.tsx";
import { usePeriod } from "./period.ts";
import { texts } from "./texts.ts";

/** Named groups of mailings. */
export default function CampaignsPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [making, setMaking] = useState(false);
  const archived = search["archived"] === "true";
  const query = useApiQuery<{ items: CampaignView[] }>(
    "/campaigns",
    archived ? { archived: "true" } : undefined,
  );
  const make = can("mailings.write") && (
    <Button
      variant="filled"
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      {t("new")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/mailings" }]}
      actions={query.data && query.data.items.length > 0 && make}
    >
      <MailingTabs current={CAMPAIGNS} />
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {({ items }) => (
          <Card>
            {items.length === 0 ? (
              <EmptyState
                icon={<IconFlag size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={archived ? undefined : make}
              />
            ) : (
              <CampaignTable items={items} />
            )}
            <div className="m-under">
              <Button
                variant="subtle"
                size="xs"
                onClick={() => setSearch({ archived: archived ? undefined : "true" })}
              >
                {t(archived ? "open" : "archived")}
              </Button>
            </div>
          </Card>
        )}
      </Loaded>
      {making && <CampaignDialog campaign={null} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function CampaignTable({ items }: { items: CampaignView[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const period = usePeriod();
  return (
    <SimpleTable
      label={t("title")}
      words
      head={
        <tr>
          <th scope="col">{t("columns.name")}</th>
          <th scope="col">{t("columns.period")}</th>
          <th scope="col">{t("columns.mailings")}</th>
          <th scope="col">{t("columns.next")}</th>
        </tr>
      }
    >
      {items.map((campaign) => (
        <tr key={campaign.id}>
          <td>
            <Link to={campaignPath(campaign.id)} className="p-tag" data-colour={campaign.colour}>
              <b>{campaign.name}</b>
            </Link>
            {campaign.goal !== "" && <span className="k-sub m-sub">{campaign.goal}</span>}
          </td>
          <td data-label={t("columns.period")}>{period(campaign)}</td>
          <td data-label={t("columns.mailings")}>
            {t("sentOf", { sent: campaign.sent, count: campaign.mailings })}
          </td>
          <td data-label={t("columns.next")}>
            {campaign.nextAt ? format.dateTimeShort(campaign.nextAt) : "–"}
          </td>
        </tr>
      ))}
    </SimpleTable>
  );
}
