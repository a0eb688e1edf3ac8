import type { ReactNode } from "react";
import type { MailingReport } from "../../../../../contract/reports.ts";
import {
  Card,
  KeyValue,
  SplitBar,
  StatFigure,
  Why,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { useFormula } from "./figure.tsx";
import { texts } from "./texts.ts";

interface SmallCard {
  report: MailingReport;
  className: string;
}

/** How many of those reached are measured per person, and what they did. */
export function MeasuredCard({ report, className }: SmallCard): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const formula = useFormula();
  const { measuring, personal } = report;
  if (!measuring || measuring.accepted === 0) return null;
  const { composition } = measuring;
  const withShare = (people: number, base: number): string =>
    base > 0
      ? `${format.number(people)} (${format.percent(people / base)})`
      : format.number(people);
  return (
    <Card
      className={className}
      title={t("measured.title")}
      {...(personal?.expired ? { foot: t("measured.expired") } : {})}
    >
      <StatFigure
        share={measuring.personal / measuring.accepted}
        base={t("measured.base", { count: measuring.personal, total: measuring.accepted })}
        formula={formula(
          "measuredShare",
          `${format.number(measuring.personal)} ÷ ${format.number(measuring.accepted)} = ${format.percent(measuring.personal / measuring.accepted)}`,
        )}
      />
      <div className="m-split">
        <SplitBar
          size="sm"
          label={t("measured.composition")}
          parts={[
            { label: t("measured.personal"), value: composition.personal },
            { label: t("measured.counted"), value: composition.anonymous },
            { label: t("measured.uncounted"), value: composition.hidden },
          ].filter(
            (part, at) => at === 0 || part.value > 0 || (at === 1 && measuring.level !== "none"),
          )}
        />
      </div>
      {personal && (
        <div className="m-kv">
          <KeyValue
            items={[
              [t("measured.openers"), withShare(personal.opens.people, personal.base)],
              [t("measured.clickers"), withShare(personal.clicks.people, personal.base)],
              [
                t("measured.opensPerPerson"),
                personal.opens.people > 0
                  ? format.number(personal.opens.hits / personal.opens.people, 1)
                  : "–",
              ],
            ]}
          />
        </div>
      )}
    </Card>
  );
}

/** Who went after this mailing, and who withdrew the permission to be measured. */
export function AfterCard({ report, className }: SmallCard): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const formula = useFormula();
  const { after, funnel, complaints } = report;
  return (
    <Card
      className={className}
      title={t("after.title")}
      {...(after.from && after.to
        ? {
            foot: t("after.period", {
              from: format.date(after.from),
              to: format.date(after.to),
            }),
          }
        : {})}
    >
      <StatFigure
        label={t("after.unsubscribed")}
        value={after.unsubscribed}
        base={t("after.base", {
          share: format.percent(funnel.accepted > 0 ? after.unsubscribed / funnel.accepted : 0),
          total: funnel.accepted,
        })}
        formula={formula("unsubscribed")}
      />
      <div className="m-kv">
        <KeyValue
          items={[
            [
              <Why key="w" formula={formula("profilingWithdrawn")}>
                {t("after.withdrawn")}
              </Why>,
              format.number(after.profilingWithdrawn),
            ],
            [
              <Why key="c" formula={formula("complaints")}>
                {t("after.complaints")}
              </Why>,
              format.number(complaints),
            ],
          ]}
        />
      </div>
    </Card>
  );
}
