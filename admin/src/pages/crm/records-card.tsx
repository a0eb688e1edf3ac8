import { useState, type ReactNode } from "react";
import { coreWarnings, type CoreRecordView, type CoreWarning } from "../../../../contract/crm.ts";
import { useApiList } from "../../api/index.ts";
import {
  Card,
  DataTable,
  Pill,
  SearchField,
  useLocale,
  useTexts,
  type Column,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The records as the core system delivered them. */
export function RecordsCard({ listId }: { listId: string }): ReactNode {
  const t = useTexts(texts);
  const [q, setQ] = useState("");
  const list = useApiList<CoreRecordView>(`/core-lists/${listId}/records`, { q });
  const columns = useColumns();
  return (
    <Card title={t("recordsTitle")}>
      <DataTable
        label={t("recordsTitle")}
        columns={columns}
        list={list}
        rowKey={(row) => row.contactId}
        rowHref={(row) => `/contacts/${row.contactId}`}
        stack
        toolbar={<SearchField label={t("search")} value={q} onChange={setQ} />}
        empty={<p className="k-muted">{t("noRecords")}</p>}
      />
    </Card>
  );
}

function useColumns(): Column<CoreRecordView>[] {
  const t = useTexts(texts);
  const locale = useLocale();
  const words = (warning: string): string =>
    coreWarnings[warning as CoreWarning]?.[locale] ?? warning;
  return [
    {
      key: "person",
      title: t("person"),
      render: (row) => (
        <>
          {row.personNumber || "–"}
          {row.recordNumber && <span className="k-sub">{row.recordNumber}</span>}
        </>
      ),
    },
    {
      key: "name",
      title: t("name"),
      render: (row) => (
        <>
          {row.name || row.email}
          <span className="k-sub">{row.email}</span>
        </>
      ),
    },
    {
      key: "profiling",
      title: "Profiling",
      num: true,
      named: true,
      render: (row) => (row.profiling ? 1 : 0),
    },
    {
      key: "basis",
      title: t("basis"),
      render: (row) => (
        <>
          {t(`basisOf.${row.basis || "none"}`)}
          {row.basisReference && <span className="k-sub">{row.basisReference}</span>}
        </>
      ),
    },
    {
      key: "state",
      title: t("state"),
      optional: true,
      render: (row) => (
        <>
          {row.unsubscribedAt && <Pill tone="wait">{t("unsubscribed")}</Pill>}
          {row.warnings.length > 0 && (
            <span className="k-sub">{row.warnings.map(words).join(" · ")}</span>
          )}
        </>
      ),
    },
  ];
}
