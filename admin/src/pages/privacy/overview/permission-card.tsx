import { Button, Skeleton } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { PermissionReport } from "../../../../../contract/permission-report.ts";
import type { FigureView } from "../../../../../contract/reports.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  Curve,
  CurveKey,
  Hidden,
  Link,
  Pill,
  RuleTag,
  SimpleTable,
  StatFigure,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { AskButton } from "./ask-button.tsx";
import { texts } from "./permission-texts.ts";
import "./permission.css";

/** Mailings that stand in the table before somebody asks for all. */
const SHOWN = 6;

/** How many may be measured, how that came about, and which way of asking works best (CON-26). */
export function PermissionCard(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const report = useApiQuery<PermissionReport>("/reports/permission").data;
  return (
    <Card
      id="erlaubnis"
      title={t("title")}
      aside={<RuleTag rule="CON-26" />}
      {...(report ? { foot: t("small", { k: report.k }) } : {})}
    >
      {report ? (
        <div className="pv-permission">
          <div className="pv-permission-top">
            <Now report={report} />
            <Trend report={report} />
          </div>
          <div className="pv-permission-tables">
            <Sources report={report} />
            <Questions report={report} />
          </div>
          {can("mailings.write") && <AskButton />}
        </div>
      ) : (
        <Skeleton height={240} />
      )}
    </Card>
  );
}

function Now({ report }: { report: PermissionReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { people, granted, unknown } = report.now;
  return (
    <div className="k-stack">
      {granted.value === null ? (
        <StatFigure label={t("allowed")} value={<Hidden under={report.k} />} />
      ) : (
        <StatFigure
          label={t("allowed")}
          share={people === 0 ? 0 : granted.value / people}
          base={t("ofSubscribers", { count: granted.value, total: people })}
          formula={{
            expression: `${format.number(granted.value)} ÷ ${format.number(people)}`,
            text: t("allowedHow"),
            term: "measurable",
          }}
        />
      )}
      <p className="k-muted">
        {unknown.value === null ? t("unknownHidden") : t("unknown", { count: unknown.value })}
      </p>
    </div>
  );
}

function Trend({ report }: { report: PermissionReport }): ReactNode {
  const t = useTexts(texts);
  const month = useMonth();
  const { periods } = report;
  const series = [t("granted"), t("refused"), t("withdrawn")];
  if (periods.length < 2) return <p className="k-muted">{t("noTrend", { k: report.k })}</p>;
  return (
    <div>
      <div className="pv-permission-key">
        <h3>{t("trend")}</h3>
        <CurveKey series={series} />
      </div>
      <Curve
        label={t("trend")}
        firstColumn={t("month")}
        series={series}
        points={periods.map((period, at) => ({
          x: monthNumber(period.to),
          label:
            period.from === period.to
              ? month(period.to, "long")
              : t("range", { from: month(period.from, "long"), to: month(period.to, "long") }),
          ...(at % 3 === 0 || at === periods.length - 1 ? { axis: month(period.to, "short") } : {}),
          values: [period.granted.value, period.refused.value, period.withdrawn.value],
          merged: period.from !== period.to,
        }))}
        foot={t("trendFoot", { k: report.k })}
      />
    </div>
  );
}

function Sources({ report }: { report: PermissionReport }): ReactNode {
  const t = useTexts(texts);
  const { sources } = report;
  if (sources.length === 0) return null;
  const rates = sources.map((source) => rateOf(source.granted, source.people));
  const best = bestOf(rates);
  const names = sources.map((source): string => {
    if (source.kind === "form")
      return source.name === "" ? t("anyForm") : t("form", { name: source.name });
    if (source.kind === "preferences") return t("preferences");
    if (source.kind === "intake") return t("intake");
    return source.name === "" ? t("noSource") : source.name;
  });
  return (
    <section>
      <h3>{t("sources")}</h3>
      <SimpleTable
        label={t("sources")}
        head={
          <tr>
            <th scope="col">{t("source")}</th>
            <th scope="col" data-num>
              {t("people")}
            </th>
            <th scope="col" data-num>
              {t("allow")}
            </th>
          </tr>
        }
      >
        {sources.map((source, at) => (
          <tr key={`${source.kind} ${source.name}`}>
            <td>
              {names[at]} {at === best && <Pill tone="go">{t("best")}</Pill>}
            </td>
            <Count value={source.people} />
            <Rate figure={source.granted} base={source.people} />
          </tr>
        ))}
      </SimpleTable>
    </section>
  );
}

function Questions({ report }: { report: PermissionReport }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [all, setAll] = useState(false);
  const { questions } = report;
  if (questions.length === 0)
    return (
      <section>
        <h3>{t("questions")}</h3>
        <p className="k-muted">{t("noQuestions")}</p>
      </section>
    );
  const best = bestOf(questions.map((one) => rateOf(one.granted, one.asked)));
  return (
    <section>
      <h3>{t("questions")}</h3>
      <SimpleTable
        label={t("questions")}
        head={
          <tr>
            <th scope="col">{t("mailing")}</th>
            <th scope="col" data-num>
              {t("asked")}
            </th>
            <th scope="col" data-num>
              {t("agreed")}
            </th>
            <th scope="col" data-num>
              {t("declined")}
            </th>
          </tr>
        }
      >
        {(all ? questions : questions.slice(0, SHOWN)).map((one, at) => (
          <tr key={one.id}>
            <td>
              {can("reports.read") ? (
                <Link to={`/mailings/${one.id}/report`}>{one.name}</Link>
              ) : (
                one.name
              )}{" "}
              {at === best && <Pill tone="go">{t("best")}</Pill>}
              {one.own && <span className="k-small k-muted"> {t("own")}</span>}
            </td>
            <Count value={one.asked} />
            <Rate figure={one.granted} base={one.asked} />
            <Rate figure={one.refused} base={one.asked} />
          </tr>
        ))}
      </SimpleTable>
      {questions.length > SHOWN && (
        <Button
          variant="subtle"
          size="xs"
          className="pv-permission-all"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t("fewerMailings") : t("allMailings", { count: questions.length })}
        </Button>
      )}
    </section>
  );
}

function Count({ value }: { value: number }): ReactNode {
  const format = useFormat();
  return <td data-num>{format.number(value)}</td>;
}

function Rate({ figure, base }: { figure: FigureView; base: number }): ReactNode {
  const format = useFormat();
  const rate = rateOf(figure, base);
  return (
    <td data-num>
      {rate === undefined ? (
        <Hidden {...(figure.below ? { under: figure.below } : {})} />
      ) : (
        <>
          <b>{format.percent(rate)}</b>{" "}
          <span className="k-small k-muted">({format.number(figure.value!)})</span>
        </>
      )}
    </td>
  );
}

function rateOf(figure: FigureView, base: number): number | undefined {
  return figure.value === null || base === 0 ? undefined : figure.value / base;
}

/** The place of the highest rate, where there are at least two to compare. */
function bestOf(rates: (number | undefined)[]): number | undefined {
  const known = rates.filter((rate) => rate !== undefined);
  return known.length < 2 ? undefined : rates.indexOf(Math.max(...known));
}

function monthNumber(month: string): number {
  const [year, at] = month.split("-").map(Number);
  return (year ?? 0) * 12 + (at ?? 0);
}

function useMonth(): (month: string, form: "long" | "short") => string {
  const { locale } = useFormat();
  return (month, form) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: "UTC",
      month: form,
      year: form === "long" ? "numeric" : "2-digit",
    }).format(new Date(`${month}-01T00:00:00Z`));
}
