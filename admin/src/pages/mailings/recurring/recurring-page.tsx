import { Button } from "@mantine/core";
import { IconPlus, IconRepeat } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { RecurringView } from "../../../../../contract/recurring.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  EmptyState,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  Pill,
  SimpleTable,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { RECURRING, recurringPath } from "../places.ts";
import { MailingTabs } from "../planning-tabs.tsx";
import { texts as shared } from "../texts.ts";
import { RecurringDialog } from "./recurring-dialog.tsx";
import { texts } from "./texts.ts";
import { STATE_TONES, useRuleText } from "./words.ts";

/** Mailings that go out again and again, with their next dates. */
export default function RecurringPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [making, setMaking] = useState(false);
  const query = useApiQuery<{ items: RecurringView[] }>("/recurring-mailings");
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
      <MailingTabs current={RECURRING} />
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {({ items }) => (
          <Card>
            {items.length === 0 ? (
              <EmptyState
                icon={<IconRepeat size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={make}
              />
            ) : (
              <Table items={items} />
            )}
          </Card>
        )}
      </Loaded>
      {making && <RecurringDialog known={null} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function Table({ items }: { items: RecurringView[] }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const ruleText = useRuleText();
  return (
    <SimpleTable
      label={t("title")}
      words
      head={
        <tr>
          <th scope="col">{t("columns.name")}</th>
          <th scope="col">{t("columns.rule")}</th>
          <th scope="col">{t("columns.next")}</th>
          <th scope="col">{t("columns.last")}</th>
        </tr>
      }
    >
      {items.map((one) => (
        <tr key={one.id}>
          <td>
            <Link to={recurringPath(one.id)}>
              <b>{one.name}</b>
            </Link>{" "}
            <Pill tone={STATE_TONES[one.state]}>{t(`states.${one.state}`)}</Pill>
            {one.open > 0 && (
              <>
                {" "}
                <Pill tone="wait">{t("needsYou", { count: one.open })}</Pill>
              </>
            )}
            <span className="k-sub m-sub">
              {one.template.lists.join(", ") || tShared("noList")}
              {one.template.segment !== null &&
                ` · ${tShared("segment", { name: one.template.segment })}`}
            </span>
          </td>
          <td data-label={t("columns.rule")}>
            {ruleText(one)}
            {one.feedName !== null && (
              <span className="k-sub m-sub">{t("onlyNews", { feed: one.feedName })}</span>
            )}
          </td>
          <td data-label={t("columns.next")}>
            {one.state === "active" && one.next[0] ? format.dateTimeShort(one.next[0]) : "–"}
          </td>
          <td data-label={t("columns.last")}>
            {one.lastAt ? format.dateTimeShort(one.lastAt) : "–"}
          </td>
        </tr>
      ))}
    </SimpleTable>
  );
}
