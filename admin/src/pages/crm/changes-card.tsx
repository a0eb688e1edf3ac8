import type { ReactNode } from "react";
import { coreFields, type CoreChangeView, type CoreField } from "../../../../contract/crm.ts";
import { useApiList } from "../../api/index.ts";
import { Card, DataTable, DateTime, useTexts, type Column } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Stored names that a file calls otherwise. */
const SAME: Record<string, CoreField> = { basisReference: "consentId" };

/** CRM-18: what later files replaced, each with the value before. */
export function ChangesCard({ listId }: { listId: string }): ReactNode {
  const t = useTexts(texts);
  const list = useApiList<CoreChangeView>(`/core-lists/${listId}/changes`);
  const columns = useColumns();
  return (
    <Card title={t("changesTitle")} foot={t("changesFoot")}>
      <DataTable
        label={t("changesTitle")}
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        rowHref={(row) => `/contacts/${row.contactId}`}
        rowLabel={(row) => row.name}
        stack
        empty={<p className="k-muted">{t("noChanges")}</p>}
      />
    </Card>
  );
}

function useColumns(): Column<CoreChangeView>[] {
  const t = useTexts(texts);
  const fieldName = (name: string): string => {
    const field = SAME[name] ?? coreFields.find((one) => one === name);
    return field ? t(`field.${field}`) : name;
  };
  const value = (row: CoreChangeView, text: string): string => {
    if (text === "") return "–";
    if (row.field !== "basis") return text;
    return t(`basisOf.${text === "consent" || text === "customer_7_3" ? text : "none"}`);
  };
  return [
    {
      key: "person",
      title: t("person"),
      render: (row) => (
        <>
          {row.personNumber || row.name}
          {row.personNumber && <span className="k-sub">{row.name}</span>}
        </>
      ),
    },
    { key: "field", title: t("changedField"), render: (row) => fieldName(row.field) },
    { key: "old", title: t("oldValue"), render: (row) => value(row, row.oldValue) },
    { key: "new", title: t("newValue"), render: (row) => <b>{value(row, row.newValue)}</b> },
    {
      key: "at",
      title: t("file"),
      render: (row) => (
        <>
          {row.fileName}
          <span className="k-sub">
            <DateTime value={row.at} />
          </span>
        </>
      ),
    },
  ];
}
