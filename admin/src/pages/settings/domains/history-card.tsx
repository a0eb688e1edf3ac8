import type { ReactNode } from "react";
import { recordKinds, type DomainView } from "../../../../../contract/domains.ts";
import { Card, Timeline, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The last looks at the DNS, and what was wrong then. */
export function HistoryCard({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  if (view.history.length === 0) return null;
  return (
    <Card title={t("historyTitle")}>
      <Timeline
        items={view.history.map((check) => {
          const bad = recordKinds.filter((kind) => check.found[kind] === "failed");
          const unknown = recordKinds.some((kind) => check.found[kind] === "not_checked");
          return {
            id: check.checkedAt,
            at: check.checkedAt,
            tone: bad.length > 0 ? ("plain" as const) : ("go" as const),
            title:
              bad.length > 0
                ? bad.map((kind) => t(`record.${kind}`).split(":")[0]).join(", ")
                : unknown
                  ? t("unchecked")
                  : t("allFine"),
            text: t(check.automatic ? "automatic" : "byHand"),
          };
        })}
      />
    </Card>
  );
}
