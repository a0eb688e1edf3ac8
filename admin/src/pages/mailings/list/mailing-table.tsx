import { ActionIcon, Button, Menu } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChartBar, IconCopy, IconDots, IconFlag, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { MailingSummary } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useCan, type ApiList } from "../../../api/index.ts";
import {
  DataTable,
  showProblem,
  showUndo,
  useFormat,
  useGo,
  useTexts,
  type Column,
  type Format,
} from "../../../ui/index.ts";
import { useErrorWords } from "../refused.tsx";
import { AssignDialog } from "../campaigns/assign-dialog.tsx";
import { ApprovalPill, CampaignMark } from "../planning-tabs.tsx";
import { StatePill } from "../mailing-state.tsx";
import { comparisonPath, hrefOf, reportPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";

/** Whom a mailing without lists goes to. */
const KIND_WORDS: Record<string, "customers" | "coreList"> = {
  customer_7_3: "customers",
  core_campaign: "coreList",
};

/** The mailings of a filter. What may be deleted can be brought back for ten seconds. */
export function MailingTable(props: {
  list: ApiList<MailingSummary>;
  toolbar: ReactNode;
  empty: ReactNode;
  onCopy: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [assigned, setAssigned] = useState<MailingSummary>();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  // On the phone a row is a small card, and tables beside each other are for wider screens.
  const isWide = useMediaQuery("(min-width: 761px)");
  const columns: Column<MailingSummary>[] = [
    {
      key: "name",
      title: t("columns.name"),
      render: (mailing) => (
        <>
          {mailing.name} {mailing.campaign && <CampaignMark campaign={mailing.campaign} />}
          <span className="k-sub m-sub">
            {mailing.subject || tShared("noSubject")}
            {" · "}
            {mailing.lists.map((list) => list.name).join(", ") ||
              tShared(KIND_WORDS[mailing.kind] ?? "noList")}
          </span>
        </>
      ),
    },
    {
      key: "state",
      title: t("columns.state"),
      width: 160,
      render: (mailing) => (
        <>
          <StatePill state={mailing.state} />
          {(mailing.state === "draft" || mailing.state === "missed") && (
            <span className="p-approval">
              <ApprovalPill state={mailing.approvalState} />
            </span>
          )}
        </>
      ),
    },
    {
      key: "people",
      title: t("columns.people"),
      num: true,
      render: (mailing) => <Counts mailing={mailing} />,
    },
    {
      key: "when",
      title: t("columns.when"),
      width: 210,
      render: (mailing) => <When mailing={mailing} />,
    },
    {
      key: "actions",
      title: <span className="k-hidden-visually">{t("columns.actions")}</span>,
      width: 48,
      render: (mailing) => (
        <RowMenu mailing={mailing} onCopy={props.onCopy} onAssign={setAssigned} />
      ),
    },
  ];
  return (
    <div className="m-list">
      <DataTable
        label={tShared("title")}
        columns={columns}
        list={props.list}
        rowKey={(mailing) => mailing.id}
        rowHref={hrefOf}
        rowLabel={(mailing) => mailing.name}
        {...(isWide && can("reports.read")
          ? {
              selection: {
                selected,
                onChange: setSelected,
                actions: (
                  <CompareButton
                    mailings={props.list.items.filter((each) => selected.has(each.id))}
                  />
                ),
              },
            }
          : {})}
        toolbar={props.toolbar}
        empty={props.empty}
        stack
      />
      {assigned && <AssignDialog mailing={assigned} onClose={() => setAssigned(undefined)} />}
    </div>
  );
}

/** Leads to the chosen mailings beside each other; only what was sent can be compared. */
function CompareButton({ mailings }: { mailings: MailingSummary[] }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const sent = mailings.filter((each) => each.counts !== null && each.startedAt !== null);
  const fits = sent.length >= 2 && sent.length <= 12;
  return (
    <>
      <Button
        size="xs"
        disabled={!fits}
        onClick={() => go(comparisonPath(sent.map((each) => each.id)))}
      >
        {t("compare")}
      </Button>
      {!fits && <span className="k-small k-muted">{t("compareWhat")}</span>}
    </>
  );
}

/** What became of everybody selected; nothing where nothing was sent. */
function Counts({ mailing }: { mailing: MailingSummary }): ReactNode {
  const t = useTexts(texts);
  const { counts } = mailing;
  if (!counts || counts.candidates === 0) return <span className="k-muted m-nothing">–</span>;
  const rest = [
    counts.excluded > 0 ? t("leftOut", { excluded: counts.excluded }) : undefined,
    counts.rejected > 0 ? t("rejected", { rejected: counts.rejected }) : undefined,
  ].filter(Boolean);
  return (
    <span title={rest.join(" · ")}>
      <b>{t("accepted", { count: counts.accepted })}</b>
      <span className="k-sub">{t("ofSelected", { total: counts.candidates })}</span>
    </span>
  );
}

function When({ mailing }: { mailing: MailingSummary }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { state, scheduledAt, startedAt, finishedAt, updatedAt } = mailing;
  const [key, at] =
    state === "draft"
      ? (["changedAt", updatedAt] as const)
      : (state === "scheduled" || state === "missed") && scheduledAt
        ? (["plannedFor", scheduledAt] as const)
        : state === "sent" && finishedAt
          ? (["sentAt", finishedAt] as const)
          : (["startedAt", startedAt ?? updatedAt] as const);
  return (
    <time dateTime={at} title={format.dateTime(at)} className="k-small k-muted k-nowrap">
      {t(key, { when: short(format, at) })}
    </time>
  );
}

/** "heute, 14:00 Uhr" around today, else "15.11.2026, 09:13". */
function short(format: Format, at: string): string {
  const moment = format.moment(at);
  return moment === format.dateTime(at)
    ? format.dateTimeShort(at)
    : moment.charAt(0).toLowerCase() + moment.slice(1);
}

function RowMenu(props: {
  mailing: MailingSummary;
  onCopy: (id: string) => void;
  onAssign: (mailing: MailingSummary) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const words = useErrorWords();
  const { mailing } = props;
  const restore = useApiMutation(() => api.post(`/mailings/${mailing.id}/restore`), {
    invalidates: ["/mailings"],
  });
  const remove = useApiMutation(() => api.delete(`/mailings/${mailing.id}`), {
    invalidates: ["/mailings"],
    onSuccess: () => showUndo(t("deleted", { name: mailing.name }), () => restore.mutateAsync()),
    onError: (error) => showProblem(error, words),
  });
  const mayDelete =
    can("mailings.write") && (mailing.state === "draft" || mailing.state === "cancelled");
  const hasReport = mailing.counts !== null && can("reports.read");
  if (!can("mailings.write") && !hasReport) return null;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t("menu", { name: mailing.name })}
        >
          <IconDots size={18} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasReport && (
          <Menu.Item
            leftSection={<IconChartBar size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => go(reportPath(mailing.id))}
          >
            {t("report")}
          </Menu.Item>
        )}
        {can("mailings.write") && (
          <Menu.Item
            leftSection={<IconCopy size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => props.onCopy(mailing.id)}
          >
            {t("copy")}
          </Menu.Item>
        )}
        {can("mailings.write") && (
          <Menu.Item
            leftSection={<IconFlag size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => props.onAssign(mailing)}
          >
            {t("campaign")}
          </Menu.Item>
        )}
        {mayDelete && (
          <Menu.Item
            leftSection={<IconTrash size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => remove.mutate()}
          >
            {t("delete")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
