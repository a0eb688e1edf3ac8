import type { ReactNode } from "react";
import type { AccountMailings, AccountReport } from "../../../../contract/account-report.ts";
import { useCan } from "../../api/index.ts";
import { Card, Curve, Hidden, Link, StatFigure, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";
import { isMarked, useFigures } from "./words.ts";

/** How many permit the analysis, now and from mailing to mailing. */
export function ConsentCard(props: {
  report: AccountReport;
  sent: AccountMailings;
  className: string;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const { name, rate } = useFigures();
  const { consent, k, list } = props.report;
  const points = props.sent.mailings.flatMap((each) => {
    const { permitted, recipients } = each;
    if (!permitted || permitted.value === null || !recipients) return [];
    return [{ each, share: permitted.value / recipients }];
  });
  const sentence = useShareSentence(points.map((point) => point.share));
  const granted = consent.granted.value;
  return (
    <Card
      className={props.className}
      title={t("consent.title")}
      {...(list ? { aside: list.name } : {})}
    >
      {granted === null ? (
        <div className="k-stat">
          <p className="k-lab">{t("consent.now")}</p>
          <p className="rp-hidden">
            <Hidden {...(consent.granted.below === null ? {} : { under: consent.granted.below })} />
          </p>
        </div>
      ) : (
        <StatFigure
          label={t("consent.now")}
          share={granted / consent.people}
          base={t("consent.base", { granted, people: consent.people })}
          formula={rate("permitted", granted, consent.people)}
        />
      )}
      <p className="rp-sentence rp-gap">{sentence}</p>
      {points.length > 1 && (
        <div className="rp-small">
          <Curve
            label={t("consent.curve")}
            firstColumn={t("mailing")}
            series={[name("permittedShare")]}
            percent={0}
            points={points.map(({ each, share }, index) => ({
              x: Date.parse(each.startedAt),
              label: `${each.name}, ${format.date(each.startedAt)}`,
              ...(isMarked(index, points.length) ? { axis: format.dateShort(each.startedAt) } : {}),
              values: [share],
            }))}
            foot={t("consent.foot", { k })}
          />
        </div>
      )}
      {can("checks.read") && (
        <p className="rp-gap">
          <Link to="/datenschutz#erlaubnis">{t("consent.more")}</Link>
        </p>
      )}
    </Card>
  );
}

function useShareSentence(shares: readonly number[]): string {
  const t = useTexts(texts);
  const format = useFormat();
  const [first, last] = [shares[0], shares.at(-1)];
  if (shares.length < 2 || first === undefined || last === undefined) return t("consent.few");
  const [from, to] = [format.percent(first), format.percent(last)];
  if (from === to) return t("consent.kept", { to });
  return t(last > first ? "consent.rose" : "consent.fell", { from, to });
}
