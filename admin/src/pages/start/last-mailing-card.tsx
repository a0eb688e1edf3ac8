import type { ReactNode } from "react";
import type { Dashboard } from "../../../../contract/dashboard.ts";
import { reportFigures } from "../../../../contract/reports.ts";
import {
  Card,
  DateTime,
  Figures,
  Hidden,
  Link,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
  Why,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

type Last = NonNullable<Dashboard["last"]>;

/** What came of the last mailing: exact, with base and formula; hidden where too few stand behind a figure. */
export function LastMailingCard(props: { className: string; last: Dashboard["last"] }): ReactNode {
  const t = useTexts(texts);
  const { last } = props;
  if (!last)
    return (
      <Card className={props.className} title={t("last.title")}>
        <p className="k-muted">{t("last.none")}</p>
      </Card>
    );
  return (
    <Card
      className={props.className}
      title={t("last.title")}
      aside={last.finishedAt && <DateTime value={last.finishedAt} form="dateLong" />}
      foot={<Foot last={last} />}
    >
      <p style={{ marginBottom: 16 }}>
        <Link className="k-plainlink" to={`/mailings/${last.id}/report`}>
          <b>{last.name}</b>
        </Link>
        <br />
        <Link className="k-small" to="/berichte/vergleich">
          {t("last.compare")}
        </Link>
      </p>
      <Figures>
        <Accepted last={last} />
        {last.measured && last.measured.base > 0 ? (
          <>
            <Rate label={t("last.openers")} of={last.measured} kind="opens" />
            <Rate label={t("last.clickers")} of={last.measured} kind="clicks" />
          </>
        ) : (
          last.anonymous && (
            <>
              <Gross label={t("last.opens")} figure={last.anonymous.opens} kind="Opens" />
              <Gross label={t("last.clicks")} figure={last.anonymous.clicks} kind="Clicks" />
            </>
          )
        )}
      </Figures>
    </Card>
  );
}

function Accepted({ last }: { last: Last }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  return (
    <StatFigure
      label={t("last.accepted")}
      value={last.accepted}
      base={
        <>
          {t("last.acceptedBase")}{" "}
          <Why
            formula={{
              expression: `${format.number(last.accepted)} / ${format.number(last.selected)}`,
              text: t("last.acceptedText", { formula: reportFigures.accepted.formula[locale] }),
              term: "accepted",
            }}
          >
            {t("last.selected", { count: last.selected })}
          </Why>
        </>
      }
    />
  );
}

/** A rate of those who agreed: the only people about whom a rate can be known. */
function Rate(props: {
  label: string;
  of: NonNullable<Last["measured"]>;
  kind: "opens" | "clicks";
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { base } = props.of;
  const { people } = props.of[props.kind];
  const figure = props.kind === "opens" ? reportFigures.openRate : reportFigures.clickRate;
  const share = people / base;
  return (
    <StatFigure
      label={props.label}
      share={share}
      base={t("last.ofBase", { people, base })}
      formula={{
        expression: `${format.number(people)} ÷ ${format.number(base)} = ${format.percent(share)}`,
        text: figure.formula[locale],
        term: props.kind === "opens" ? "openRate" : "clickRate",
      }}
    >
      <p className="k-base">{t("last.agreed")}</p>
    </StatFigure>
  );
}

function Gross(props: {
  label: string;
  figure: NonNullable<Last["anonymous"]>["opens"];
  kind: "Opens" | "Clicks";
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { figure } = props;
  if (figure.hidden || figure.value === null)
    return (
      <div className="k-stat">
        <p className="k-lab">{props.label}</p>
        <p className="st-hidden">
          <Hidden {...(figure.below === null ? {} : { under: figure.below })} />
        </p>
      </div>
    );
  return (
    <StatFigure
      label={props.label}
      value={figure.value}
      base={t("last.gross")}
      formula={{
        expression: format.number(figure.value),
        text: reportFigures[`anonymous${props.kind}`].formula[locale],
        term: `anonymous${props.kind}`,
      }}
    />
  );
}

/** Who stands behind the figures, and the gross total over everybody where it may be shown. */
function Foot({ last }: { last: Last }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const personal = last.measured?.base ?? 0;
  const share = last.accepted > 0 ? format.percent(personal / last.accepted) : "";
  const anonymous = last.anonymous?.base ?? 0;
  const who =
    personal > 0
      ? last.anonymous
        ? t("last.measured", { count: personal, share, anonymous })
        : t("last.measuredOnly", { count: personal, share })
      : last.anonymous
        ? t("last.anonymousOnly", { count: anonymous })
        : t("last.nothing");
  return (
    <>
      {personal > 0 && last.everybody && <Everybody everybody={last.everybody} last={last} />}
      <p>
        {who} {(personal > 0 || last.anonymous) && t("last.machines")}
      </p>
    </>
  );
}

function Everybody(props: { everybody: NonNullable<Last["everybody"]>; last: Last }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { everybody, last } = props;
  const figure = (kind: "opens" | "clicks"): ReactNode => {
    const total = everybody[kind];
    const personal = last.measured?.[kind].hits ?? 0;
    const formula = reportFigures[kind === "opens" ? "everybodyOpens" : "everybodyClicks"];
    return (
      <Why
        formula={{
          expression: total.partial
            ? t("last.sumPersonal", { personal })
            : t("last.sum", { personal, anonymous: total.value - personal }),
          text: formula.formula[locale],
          term: kind === "opens" ? "everybodyOpens" : "everybodyClicks",
        }}
      >
        {t(kind === "opens" ? "last.everybodyOpens" : "last.everybodyClicks", {
          count: total.value,
        })}
      </Why>
    );
  };
  const partial = everybody.opens.partial || everybody.clicks.partial;
  return (
    <p>
      {t("last.everybody")} {figure("opens")} · {figure("clicks")}
      {partial && `. ${t("last.partial")}`}
    </p>
  );
}
