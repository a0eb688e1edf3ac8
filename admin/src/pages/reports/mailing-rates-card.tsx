import type { ReactNode } from "react";
import type { AccountMailings, AccountReport } from "../../../../contract/account-report.ts";
import { ButtonLink, Card, Curve, CurveKey, useFormat, useTexts, Why } from "../../ui/index.ts";
import { COMPARISON } from "./tabs.tsx";
import { texts } from "./texts.ts";
import { isMarked, useFigures } from "./words.ts";

/** How many of those who agreed opened and clicked, mailing by mailing. */
export function MailingRatesCard(props: {
  report: AccountReport;
  sent: AccountMailings;
  className: string;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { formula } = useFigures();
  const { k } = props.report;
  const series = [t("mailings.opened"), t("mailings.clicked")];
  const shown = props.sent.mailings.flatMap((each) =>
    each.opened && each.clicked ? [{ each, opened: each.opened, clicked: each.clicked }] : [],
  );
  // Each mailing weighs the same: how a mailing does, not how many people it had.
  const mean = (rates: number[]) =>
    format.percent(rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length));
  const values = {
    count: shown.length,
    opened: mean(shown.map(({ opened }) => opened.share)),
    clicked: mean(shown.map(({ clicked }) => clicked.share)),
  };
  return (
    <Card
      className={props.className}
      title={t("mailings.title")}
      {...(shown.length > 1 ? { aside: <CurveKey series={series} /> } : {})}
    >
      {shown.length === 0 ? (
        <p className="k-muted">{t("mailings.none")}</p>
      ) : (
        <>
          <p className="rp-sentence">
            <Why formula={formula("opened", `∅ ${values.opened} · ∅ ${values.clicked}`)}>
              {t(shown.length === 1 ? "mailings.one" : "mailings.sentence", values)}
            </Why>
          </p>
          {shown.length > 1 && (
            <Curve
              plain
              label={t("mailings.label")}
              firstColumn={t("mailing")}
              series={series}
              percent={0}
              foot={t("mailings.foot", { k })}
              points={shown.map(({ each, opened, clicked }, index) => ({
                x: Date.parse(each.startedAt),
                label: `${each.name}, ${format.date(each.startedAt)}`,
                ...(isMarked(index, shown.length)
                  ? { axis: format.dateShort(each.startedAt) }
                  : {}),
                values: [opened.share, clicked.share],
              }))}
            />
          )}
        </>
      )}
      {props.sent.mailings.length > 1 && (
        <p className="rp-gap">
          <ButtonLink to={COMPARISON}>{t("mailings.compare")}</ButtonLink>
        </p>
      )}
    </Card>
  );
}
