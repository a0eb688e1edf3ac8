import type { ReactNode } from "react";
import type { AccountReport } from "../../../../contract/account-report.ts";
import {
  Card,
  Curve,
  CurveKey,
  Link,
  SimpleTable,
  useFormat,
  useTexts,
  Why,
  type Format,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";
import { isMarked, noon, useFigures } from "./words.ts";

interface Props {
  report: AccountReport;
  className: string;
}

/** Who came and who went, by week or month, with a sentence that says it. */
export function GrowthCard({ report, className }: Props): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { name, formula } = useFigures();
  const { growth, period, list } = report;
  const series = [name("confirmed"), name("left"), name("removed")];
  const when = t(`inPeriod.${period.chosen}`);
  const change = growth.net === 0 ? "same" : growth.net > 0 ? "grew" : "shrank";
  const values = { when, count: Math.abs(growth.net) };
  return (
    <Card className={className} title={t("growth.title")} aside={<CurveKey series={series} />}>
      <p className="rp-sentence">
        <b>
          {list
            ? t(
                change === "same"
                  ? "growth.listSame"
                  : change === "grew"
                    ? "growth.listGrew"
                    : "growth.listShrank",
                { ...values, list: list.name },
              )
            : t(`growth.${change}`, values)}
        </b>{" "}
        <Why
          formula={formula(
            "net",
            `${format.number(growth.confirmed)} − ${format.number(growth.left)} − ${format.number(growth.removed)} = ${format.number(growth.net)}`,
          )}
        >
          {t("growth.parts", {
            confirmed: growth.confirmed,
            left: growth.left,
            removed: growth.removed,
          })}
        </Why>
      </p>
      {growth.buckets.length > 1 && (
        <Curve
          label={t("growth.label")}
          firstColumn={t(period.unit)}
          series={series}
          foot={t("growth.foot")}
          points={growth.buckets.map((each, index) => ({
            x: index,
            label: spanName(each, period.unit, format, t("range", spanDays(each, format))),
            ...(isMarked(index, growth.buckets.length)
              ? { axis: format.dateShort(noon(each.from)) }
              : {}),
            values: [each.confirmed, each.left, each.removed],
          }))}
        />
      )}
    </Card>
  );
}

/** The days of a bucket: a month by its name where it is whole enough, a week by its ends. */
export function spanName(
  span: { from: string; to: string },
  unit: "week" | "month",
  format: Format,
  range: string,
): string {
  if (unit === "week") return range;
  return new Intl.DateTimeFormat(format.locale === "de" ? "de-DE" : "en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(noon(span.from)));
}

export function spanDays(
  span: { from: string; to: string },
  format: Format,
): { from: string; to: string } {
  return { from: format.dateShort(noon(span.from)), to: format.dateShort(noon(span.to)) };
}

/** Each list by itself. */
export function ListsCard({ report, className }: Props): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { lists } = report.growth;
  return (
    <Card className={className} title={t("growth.lists")}>
      {lists.length === 0 ? (
        <p className="k-muted">{t("notYet")}</p>
      ) : (
        <SimpleTable
          label={t("growth.lists")}
          head={
            <tr>
              <th scope="col">{t("growth.list")}</th>
              <th scope="col" data-num>
                {t("growth.now")}
              </th>
              <th scope="col" data-num>
                {t("growth.gained")}
              </th>
              <th scope="col" data-num>
                {t("growth.lost")}
              </th>
            </tr>
          }
        >
          {lists.map((each) => (
            <tr key={each.id}>
              <td>
                <Link to={`/lists/${each.id}`}>{each.name}</Link>
              </td>
              <td data-num>{format.number(each.subscriptions)}</td>
              <td data-num>{format.number(each.confirmed)}</td>
              <td data-num>{format.number(each.left + each.removed)}</td>
            </tr>
          ))}
        </SimpleTable>
      )}
    </Card>
  );
}
