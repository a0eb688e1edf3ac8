import type { ReactNode } from "react";
import type { MailingReport } from "../../../../../contract/reports.ts";
import { Card, ReasonList, useFormat, useLocale, useTexts } from "../../../ui/index.ts";
import { ExclusionReasons } from "../reasons.tsx";
import { texts } from "./texts.ts";

/** Everybody selected who has not got the mailing, each with the reason and its rule. */
export function NotSentCard(props: { report: MailingReport; className?: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { notSent, funnel } = props.report;
  const excluded = notSent.filter((row) => row.outcome === "excluded");
  const later = notSent.filter((row) => row.outcome !== "excluded");
  const total = notSent.reduce((sum, row) => sum + row.count, 0);
  return (
    <Card
      {...(props.className === undefined ? {} : { className: props.className })}
      title={t("notSent.title")}
      aside={
        <>
          <b>{format.number(total)}</b> {t("notSent.of", { total: funnel.candidates })}
        </>
      }
    >
      {total === 0 && <p className="k-muted">{t("notSent.none")}</p>}
      {excluded.length > 0 && <ExclusionReasons reasons={excluded} short />}
      {later.length > 0 && (
        <div className="m-later">
          <p className="k-cap">{t("notSent.after")}</p>
          <ReasonList
            reasons={later.map((row, index) => ({
              id: `${row.outcome}-${row.reason ?? index}`,
              title: row.label[locale],
              count: row.count,
              rule: row.rule,
            }))}
          />
        </div>
      )}
    </Card>
  );
}
