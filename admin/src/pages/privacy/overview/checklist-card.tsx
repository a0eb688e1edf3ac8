import type { ReactNode } from "react";
import type { ChecklistView } from "../../../../../contract/compliance.ts";
import { Card, Link, SplitBar, StatFigure, useTexts } from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts } from "./texts.ts";

/** How the checklist stands, in one bar. */
export function ChecklistCard(props: { className: string; checklist: ChecklistView }): ReactNode {
  const t = useTexts(texts);
  const { checklist } = props;
  const { passed, failed, notChecked, notApplicable, blockingOpen } = checklist;
  const parts = [
    { label: t("passed"), value: passed },
    { label: t("failedShort"), value: failed },
    { label: t("notChecked"), value: notChecked },
    { label: t("notApplicable"), value: notApplicable },
  ];
  return (
    <Card
      className={props.className}
      title={t("checklist")}
      foot={
        <p>
          {blockingOpen === 0 ? t("ready") : t("open", { count: blockingOpen })}{" "}
          <Link to={places.checklist}>{t("toChecklist")}</Link>
        </p>
      }
    >
      <StatFigure value={passed} base={t("ofChecks", { count: checklist.items.length })} />
      <div className="pv-bar">
        <SplitBar label={t("checklist")} parts={parts} size="sm" />
      </div>
    </Card>
  );
}
