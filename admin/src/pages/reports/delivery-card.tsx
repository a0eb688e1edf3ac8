import type { ReactNode } from "react";
import type { AccountReport } from "../../../../contract/account-report.ts";
import { Card, Curve, Link, Pill, useFormat, useTexts } from "../../ui/index.ts";
import { spanDays, spanName } from "./growth-card.tsx";
import { texts } from "./texts.ts";
import { isMarked, noon, useFigures } from "./words.ts";

/** Undeliverable addresses and complaints over time, with the limits at which sending stops (SND-07, SND-11). */
export function DeliveryCard({ report }: { report: AccountReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { name } = useFigures();
  const sentence = useLimitsSentence(report);
  const { delivery, period, list } = report;
  const { buckets, limits, total } = delivery;
  const chart = (key: "hardRate" | "complaintRate") => {
    const known = buckets.filter((each) => each[key] !== null);
    const isHard = key === "hardRate";
    return (
      <div>
        <h3>{t(isHard ? "delivery.hardTitle" : "delivery.complaintTitle")}</h3>
        {known.length < 2 ? (
          <p className="k-muted">{t("delivery.tooFew")}</p>
        ) : (
          <Curve
            label={t(isHard ? "delivery.hardLabel" : "delivery.complaintLabel")}
            firstColumn={t(period.unit)}
            series={[name(key)]}
            percent={isHard ? 1 : 2}
            limits={
              isHard
                ? [{ value: limits.hardStop, label: t("delivery.hardStop") }]
                : [
                    { value: limits.complaintWarn, label: t("delivery.warn") },
                    { value: limits.complaintStop, label: t("delivery.stop") },
                  ]
            }
            points={buckets.map((each, index) => ({
              x: index,
              label: spanName(each, period.unit, format, t("range", spanDays(each, format))),
              ...(isMarked(index, buckets.length)
                ? { axis: format.dateShort(noon(each.from)) }
                : {}),
              values: [each[key]],
            }))}
          />
        )}
      </div>
    );
  };
  return (
    <Card
      title={t("delivery.title")}
      {...(list ? { aside: <Pill tone="plain">{t("ofAll")}</Pill> } : {})}
      foot={t("delivery.foot", { count: total.accepted })}
    >
      <p className="rp-sentence">{sentence}</p>
      <div className="rp-two">
        {chart("hardRate")}
        {chart("complaintRate")}
      </div>
      <p className="rp-gap">
        <Link to="/zustellbarkeit">{t("delivery.more")}</Link>
      </p>
    </Card>
  );
}

function useLimitsSentence({ delivery, period }: AccountReport): string {
  const t = useTexts(texts);
  const format = useFormat();
  const { buckets, limits } = delivery;
  const over = (key: "hardRate" | "complaintRate", limit: number) =>
    buckets.filter((each) => (each[key] ?? 0) > limit).length;
  const hard = over("hardRate", limits.hardStop);
  const complaints = over("complaintRate", limits.complaintWarn);
  if (buckets.every((each) => each.hardRate === null)) return t("delivery.tooFew");
  if (hard + complaints === 0) return t("delivery.fine", { when: t(`inPeriod.${period.chosen}`) });
  return [
    ...(hard > 0
      ? [t("delivery.hardOver", { count: hard, limit: format.percent(limits.hardStop) })]
      : []),
    ...(complaints > 0
      ? [
          t("delivery.complaintsOver", {
            count: complaints,
            limit: format.percent(limits.complaintWarn, 1),
          }),
        ]
      : []),
  ].join(" ");
}
