import type { ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { useCan } from "../../api/index.ts";
import { Card, DateTime, KeyValue, Link, RuleTag, useTexts } from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";

/** The record of the core system this contact stands for, as it was delivered (CRM-07). */
export function RecordCard({
  record,
}: {
  record: NonNullable<ContactOverview["record"]>;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { list } = record;
  const name = can("lists.read") ? (
    <Link to={`/kampagnenlisten/${list.id}`}>{list.name}</Link>
  ) : (
    list.name
  );
  return (
    <Card className="c-care" title={t("coreRecord.title")} aside={record.source}>
      <div className="k-stack">
        <KeyValue
          items={[
            [t("coreRecord.list"), name],
            [t("coreRecord.occasion"), list.occasion],
            [t("coreRecord.person"), record.personNumber || t("coreRecord.noNumber")],
            ...(record.recordNumber
              ? [[t("coreRecord.record"), record.recordNumber] as [string, ReactNode]]
              : []),
            [
              t("coreRecord.basis"),
              [t(`coreRecord.bases.${record.basis || "none"}`), record.basisReference]
                .filter(Boolean)
                .join(" · "),
            ],
            ["Profiling", record.profiling ? "1" : "0"],
            ...(record.origin
              ? [[t("coreRecord.origin"), record.origin] as [string, ReactNode]]
              : []),
            ...(record.unsubscribedAt
              ? [
                  [
                    t("coreRecord.left"),
                    <DateTime key="left" value={record.unsubscribedAt} form="date" />,
                  ] as [string, ReactNode],
                ]
              : []),
          ]}
        />
        <p className="k-small k-muted">
          {t("coreRecord.text")} <RuleTag rule="CRM-01" />
        </p>
      </div>
    </Card>
  );
}
