import { Button, Select, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ListView } from "../../../../../contract/lists.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import { Card, showProblem, useFormat, useTexts } from "../../../ui/index.ts";
import { DayRange } from "../day-range.tsx";
import { startOfDay } from "../zone-day.ts";
import { ledgerTexts } from "./ledger-texts.ts";

const SHORTEST_REASON = 3;

/** The evidence bundle of a list for auditors (CON-24). */
export function EvidenceCard(): ReactNode {
  const t = useTexts(ledgerTexts);
  const can = useCan();
  const { timeZone } = useFormat();
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  const [ask, setAsk] = useState({ list: "", from: "", to: "", reason: "" });
  const download = useApiMutation(
    () =>
      api.download(`/lists/${ask.list}/evidence.jsonl`, {
        query: {
          from: startOfDay(ask.from, timeZone),
          to: startOfDay(ask.to, timeZone, true),
          reason: ask.reason.trim(),
        },
      }),
    { invalidates: ["/audit"], onError: (error) => showProblem(error) },
  );
  return (
    <Card title={t("export")}>
      <div className="k-stack">
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
          <TextInput
            label={t("reason")}
            maxLength={300}
            value={ask.reason}
            onChange={(event) => setAsk({ ...ask, reason: event.currentTarget.value })}
          />
        </div>
        <div>
          <Button
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            disabled={ask.list === "" || ask.reason.trim().length < SHORTEST_REASON}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {t("exportNow")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
