import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconDeviceLaptop,
  IconDownload,
  IconEye,
  IconKey,
  IconMailX,
  IconMapPin,
  IconShieldCheck,
  IconShieldX,
  type Icon,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { AlertView, GuardsView } from "../../../../../contract/guards.ts";
import { useApiList, useApiQuery, useCan, type ApiList } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Pill,
  useFormat,
  useLocale,
  useTexts,
  type Column,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import "./alerts.css";
import { DecideDialog, type Verdict } from "./decide-dialog.tsx";
import { LimitsCards } from "./limits-cards.tsx";
import { SecurityEvents } from "./security-events.tsx";
import { texts } from "./texts.ts";

const ICONS: Record<AlertView["kind"], Icon> = {
  many_people: IconEye,
  many_listed: IconEye,
  large_export: IconDownload,
  many_exports: IconDownload,
  new_device: IconDeviceLaptop,
  new_place: IconMapPin,
  failed_sign_ins: IconKey,
  wrong_recipients: IconMailX,
  guard_loosened: IconShieldX,
};

/** What was out of the ordinary, what somebody made of it, and from when on something counts as such (ORG-12). */
export default function AlertsPage(): ReactNode {
  const open = useApiList<AlertView>("/alerts", { state: "open" }, { limit: 20 });
  const decided = useApiList<AlertView>("/alerts", { state: "decided" }, { limit: 20 });
  const guards = useApiQuery<GuardsView>("/guards");
  return (
    <Cockpit section="alerts">
      <div className="k-stack-lg">
        <Open list={open} />
        {guards.data && <LimitsCards guards={guards.data} />}
        <Decided list={decided} />
        <SecurityEvents />
      </div>
    </Cockpit>
  );
}

function Open({ list }: { list: ApiList<AlertView> }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [asking, setAsking] = useState<{ alert: AlertView; verdict: Verdict }>();
  if (list.query.isPending) return null;
  if (list.items.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<IconShieldCheck size={28} stroke={1.6} />}
          title={t("calmTitle")}
          text={t("calmText")}
        />
      </Card>
    );
  return (
    <Card title={t("open")}>
      <ul className="al-list">
        {list.items.map((alert) => (
          <OpenAlert
            key={alert.id}
            alert={alert}
            {...(can("privacy.manage")
              ? { decide: (verdict: Verdict) => setAsking({ alert, verdict }) }
              : {})}
          />
        ))}
      </ul>
      {asking && <DecideDialog {...asking} onClose={() => setAsking(undefined)} />}
    </Card>
  );
}

function OpenAlert(props: { alert: AlertView; decide?: (verdict: Verdict) => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { alert, decide } = props;
  const AlertIcon = ICONS[alert.kind];
  return (
    <li className="al-item">
      <span className="al-icon" aria-hidden="true">
        <AlertIcon size={20} stroke={1.6} />
      </span>
      <div className="al-text">
        <h3>{alert.title[locale]}</h3>
        <p>{alert.sentence[locale]}</p>
        <p className="k-muted k-small">
          <DateTime value={alert.at} />
          {alert.seenAt > alert.at &&
            alert.kind !== "new_device" &&
            alert.kind !== "new_place" &&
            alert.kind !== "large_export" &&
            ` · ${t("stillGoing", { when: format.dateTimeShort(alert.seenAt) })}`}
        </p>
        <div className="k-row al-actions">
          {decide && (
            <>
              <Button size="xs" variant="filled" onClick={() => decide("expected")}>
                {t("expected")}
              </Button>
              <Button
                size="xs"
                leftSection={<IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />}
                onClick={() => decide("incident")}
              >
                {t("incident")}
              </Button>
            </>
          )}
          <ButtonLink size="xs" variant="subtle" to={alert.audit}>
            {alert.kind === "wrong_recipients" ? t("deliverability") : t("log")}
          </ButtonLink>
        </div>
      </div>
    </li>
  );
}

function Decided({ list }: { list: ApiList<AlertView> }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  if (list.items.length === 0) return null;
  const columns: Column<AlertView>[] = [
    {
      key: "what",
      title: t("columns.what"),
      render: (row) => (
        <>
          <span>{row.sentence[locale]}</span>
          <span className="k-sub">
            <DateTime value={row.at} />
          </span>
        </>
      ),
    },
    {
      key: "verdict",
      title: t("columns.verdict"),
      width: 140,
      render: (row) => (
        <Pill tone={row.state === "incident" ? "danger" : "ok"}>
          {t(`states.${row.state === "incident" ? "incident" : "expected"}`)}
        </Pill>
      ),
    },
    {
      key: "by",
      title: t("columns.by"),
      render: (row) => (
        <>
          <span>{row.decidedBy}</span>
          {row.comment !== "" && <span className="k-sub">{row.comment}</span>}
        </>
      ),
    },
  ];
  return (
    <Card title={t("decided")}>
      <DataTable
        label={t("decided")}
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        stack
      />
    </Card>
  );
}
