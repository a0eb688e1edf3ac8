import { Button, Select } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ExportView, NewEvidenceExport } from "../../../../../contract/exports.ts";
import type { ListView } from "../../../../../contract/lists.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  ExportReason,
  mayExport,
  noReasons,
  reasonsOf,
  useExportAsked,
  useFormat,
  useGo,
  useTexts,
} from "../../../ui/index.ts";
import { DayRange } from "../day-range.tsx";
import { startOfDay } from "../zone-day.ts";
import { ledgerTexts } from "./ledger-texts.ts";

const EXPORTS = "/datenschutz/nachweisexporte";

/** Asks for the evidence bundle of a list, which auditors fetch as every export is fetched (CON-24, ORG-05). */
export function EvidenceCard(): ReactNode {
  const t = useTexts(ledgerTexts);
  const can = useCan();
  const go = useGo();
  const onAsked = useExportAsked();
  const { timeZone, locale } = useFormat();
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  const [ask, setAsk] = useState({ list: "", from: "", to: "" });
  const [reasons, setReasons] = useState(noReasons);
  const start = useApiMutation(
    () => {
      const from = startOfDay(ask.from, timeZone);
      const to = startOfDay(ask.to, timeZone, true);
      const wanted: NewEvidenceExport = {
        list: ask.list,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        locale,
        ...reasonsOf(reasons),
      };
      return api.post<ExportView>("/evidence-exports", wanted);
    },
    {
      invalidates: ["/evidence-exports", "/audit"],
      onSuccess: (asked) => {
        onAsked(asked);
        go(EXPORTS);
      },
    },
  );
  const isReady = ask.list !== "" && mayExport(reasons, start.error) && !start.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) start.mutate(undefined);
  };
  return (
    <Card title={t("export")}>
      <form className="k-stack" onSubmit={submit}>
        <p className="k-muted">{t("exportText")}</p>
        <div className="pv-filters">
          <Select
            label={t("list")}
            value={ask.list || null}
            onChange={(list) => setAsk({ ...ask, list: list ?? "" })}
            data={(lists.data?.items ?? []).map((list) => ({ value: list.id, label: list.name }))}
          />
          <DayRange
            from={ask.from}
            to={ask.to}
            onChange={(patch) => setAsk({ ...ask, ...patch })}
          />
        </div>
        <ExportReason value={reasons} onChange={setReasons} error={start.error} />
        <div className="k-row">
          <Button
            type="submit"
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            disabled={!isReady}
            loading={start.isPending}
          >
            {t("exportNow")}
          </Button>
          <ButtonLink variant="subtle" to={EXPORTS}>
            {t("exportsPage")}
          </ButtonLink>
        </div>
      </form>
    </Card>
  );
}
