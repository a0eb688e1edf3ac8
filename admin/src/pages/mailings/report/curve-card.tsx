import type { ReactNode } from "react";
import type { MailingReport } from "../../../../../contract/reports.ts";
import { Card, Curve, CurveKey, KeyValue, useFormat, useTexts } from "../../../ui/index.ts";
import { dayNumber, portionsOf } from "./curve-points.ts";
import { texts } from "./texts.ts";

const MARKS = 5;

/** Opens and clicks over the days; what may not be shown alone is shown together, dashed. */
export function CurveCard(props: { report: MailingReport; className?: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { measuring, anonymous, days } = props.report;
  const portions = portionsOf(days, anonymous !== null, measuring?.closed ?? true);
  const series = [t("curve.opens"), t("curve.clicks")];
  // Calendar days, not instants: noon in UTC is the same day in every European zone.
  const noon = (day: string): string => `${day}T12:00:00Z`;
  const first = portions[0];
  const every = Math.max(1, Math.ceil(portions.length / MARKS));
  return (
    <Card
      {...(props.className === undefined ? {} : { className: props.className })}
      title={t("curve.title")}
      {...(portions.length > 1 ? { aside: <CurveKey series={series} /> } : {})}
    >
      {first === undefined ? (
        <p className="k-muted">{t("curve.none")}</p>
      ) : portions.length === 1 ? (
        <KeyValue
          items={[
            [t("curve.day"), format.dateLong(noon(first.to))],
            [t("curve.opens"), format.number(first.opens)],
            [t("curve.clicks"), format.number(first.clicks)],
          ]}
        />
      ) : (
        <Curve
          label={t("curve.label")}
          firstColumn={t("curve.day")}
          series={series}
          points={portions.map(({ from, to, opens, clicks }, index) => ({
            x: dayNumber(to),
            label:
              from === to
                ? format.dateLong(noon(to))
                : t("curve.range", {
                    from: format.dateShort(noon(from)),
                    to: format.dateShort(noon(to)),
                  }),
            ...(index % every === 0 || index === portions.length - 1
              ? { axis: format.dateShort(noon(to)) }
              : {}),
            values: [opens, clicks],
            merged: from !== to,
          }))}
          foot={
            anonymous && measuring ? t("curve.foot", { k: measuring.k }) : t("curve.footPersonal")
          }
        />
      )}
    </Card>
  );
}
