import { SegmentedControl, Select } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import {
  securityEventKinds,
  type SecurityEventView,
} from "../../../../../contract/security-events.ts";
import { useApiList, useSession } from "../../../api/index.ts";
import { Card, DataTable, DateTime, EmptyState, useTexts, type Column } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Enough of a keyed hash to see that two are the same. */
const MARK = 8;

/** What was refused in the last twelve months (RET-08); that of no account is for who runs the installation. */
export function SecurityEvents(): ReactNode {
  const t = useTexts(texts);
  const { me } = useSession();
  const [of, setOf] = useState<"account" | "installation">("account");
  const [event, setEvent] = useState<SecurityEventView["event"] | null>(null);
  const list = useApiList<SecurityEventView>(
    "/security-events",
    { of, ...(event === null ? {} : { event }) },
    { limit: 20 },
  );
  const columns = useColumns();
  return (
    <Card title={t("security.title")}>
      <p className="k-muted al-lead">{t("security.lead")}</p>
      <DataTable
        label={t("security.title")}
        list={list}
        rowKey={(row) => row.id}
        columns={columns}
        stack
        toolbar={
          <div className="al-filters">
            <Select
              label={t("security.kind")}
              placeholder={t("security.all")}
              clearable
              value={event}
              onChange={(next) => setEvent(next as SecurityEventView["event"] | null)}
              data={securityEventKinds.map((value) => ({
                value,
                label: t(`security.kinds.${value}`),
              }))}
            />
            {me.operator.isAdministrator && (
              <SegmentedControl
                aria-label={t("security.whose")}
                value={of}
                onChange={(next) => setOf(next === "installation" ? next : "account")}
                data={[
                  { value: "account", label: t("security.account") },
                  { value: "installation", label: t("security.installation") },
                ]}
              />
            )}
          </div>
        }
        empty={
          <EmptyState
            icon={<IconShieldCheck size={28} stroke={1.6} />}
            title={t("security.empty")}
            text={t(of === "account" ? "security.emptyAccount" : "security.emptyInstallation")}
          />
        }
      />
    </Card>
  );
}

function useColumns(): Column<SecurityEventView>[] {
  const t = useTexts(texts);
  return [
    {
      key: "what",
      title: t("security.what"),
      render: (row) => (
        <>
          <span>{t(`security.kinds.${row.event}`)}</span>
          <span className="k-sub k-mono">{row.code}</span>
        </>
      ),
    },
    {
      key: "when",
      title: t("security.when"),
      render: (row) => (
        <>
          <span className="k-nowrap">
            <DateTime value={row.at} form="short" />
          </span>
          {(row.summed || row.times > 1) && (
            <span className="k-sub">
              {t(row.summed ? "security.summed" : "security.times", { count: row.times })}
            </span>
          )}
        </>
      ),
    },
    {
      key: "who",
      title: t("security.who"),
      render: (row) => <Who row={row} />,
    },
    {
      key: "where",
      title: t("security.where"),
      optional: true,
      render: (row) =>
        row.route !== null && (
          <span className="k-mono pv-detail" title={row.requestId ?? ""}>
            {row.method} {row.route}
          </span>
        ),
    },
  ];
}

function Who({ row }: { row: SecurityEventView }): ReactNode {
  const t = useTexts(texts);
  if (row.summed) return null;
  const { actor, who, network } = row;
  const name = actor?.name === "" ? t("security.gone") : actor?.name;
  return (
    <>
      <span>
        {name ?? (who ? t("security.tried", { mark: who.slice(0, MARK) }) : t("security.unknown"))}
      </span>
      {actor?.kind === "api_key" && <span className="k-sub">{t("security.key")}</span>}
      {network && (
        <span className="k-sub">{t("security.network", { mark: network.slice(0, MARK) })}</span>
      )}
    </>
  );
}
