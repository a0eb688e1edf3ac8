import type { ReactNode } from "react";
import type { Dashboard } from "../../../../contract/dashboard.ts";
import { useCan } from "../../api/index.ts";
import {
  Card,
  Link,
  Sparkline,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

type People = NonNullable<Dashboard["people"]>;

/** How many confirmed addresses there are, and what came and went. */
export function PeopleCard(props: { className: string; people: People }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { people } = props;
  const change = people.gained30 - people.left30;
  return (
    <Card className={props.className} title={t("people.title")}>
      <StatFigure
        value={people.subscribers}
        base={t("people.change", { change: signed(change, format.number) })}
        formula={{
          expression: `${format.number(people.gained30)} − ${format.number(people.left30)} = ${signed(change, format.number)}`,
          text: t("people.how"),
        }}
      >
        <p className="k-base">
          {people.subscribers === 0 && people.left30 === 0
            ? t("people.none")
            : t("people.parts", { gained: people.gained30, left: people.left30 })}
        </p>
      </StatFigure>
      <Trend people={people} field="subscriptions" label="people.spark" />
      <ToReports label="people.reports" />
    </Card>
  );
}

/** How many of them permit the analysis of their use. */
export function ProfilingCard(props: { className: string; people: People }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { people } = props;
  const share = people.subscribers === 0 ? undefined : people.granted / people.subscribers;
  const base = t("profiling.base", { granted: people.granted, count: people.subscribers });
  return (
    <Card className={props.className} title={t("profiling.title")}>
      <StatFigure
        {...(share === undefined ? { value: "–" } : { share })}
        base={base}
        {...(share === undefined
          ? {}
          : {
              formula: {
                expression: `${format.number(people.granted)} ÷ ${format.number(people.subscribers)} = ${format.percent(share)}`,
                text: t("profiling.how"),
              },
            })}
      >
        <p className="k-base">
          {t("profiling.parts", { granted: people.granted30, withdrawn: people.withdrawn30 })}
        </p>
      </StatFigure>
      <Trend people={people} field="granted" label="profiling.spark" />
      <ToReports label="profiling.reports" />
    </Card>
  );
}

function ToReports(props: { label: "people.reports" | "profiling.reports" }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  if (!can("reports.read")) return null;
  return (
    <p className="k-small">
      <Link to="/berichte">{t(props.label)}</Link>
    </p>
  );
}

function Trend(props: {
  people: People;
  field: "subscriptions" | "granted";
  label: "people.spark" | "profiling.spark";
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { months } = props.people;
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return null;
  const fromMonth = monthName(first.month, locale);
  const toMonth = monthName(last.month, locale);
  return (
    <Sparkline
      values={months.map((month) => month[props.field])}
      label={t(props.label, {
        from: first[props.field],
        fromMonth,
        to: last[props.field],
        toMonth,
      })}
      from={fromMonth}
      to={toMonth}
    />
  );
}

/** "2026-11" → "Nov. 2026" */
function monthName(month: string, locale: "de" | "en"): string {
  return new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-15T00:00:00Z`));
}

function signed(value: number, number: (value: number) => string): string {
  return value === 0 ? "± 0" : `${value > 0 ? "+" : "−"} ${number(Math.abs(value))}`;
}
