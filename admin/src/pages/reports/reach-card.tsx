import type { ReactNode } from "react";
import type { AccountReport } from "../../../../contract/account-report.ts";
import { Card, Figures, StatFigure, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";
import { useFigures } from "./words.ts";

/** Who may be mailed, who was, and how often. */
export function ReachCard({ report }: { report: AccountReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { name, formula, rate } = useFigures();
  const { reach, period } = report;
  const { subscribers } = reach;
  const share = (people: number) => (subscribers === 0 ? 0 : people / subscribers);
  const when = t(`inPeriod.${period.chosen}`);
  const reached = (label: string, people: number) => (
    <StatFigure
      label={label}
      value={people}
      base={t("reach.share", { share: format.percent(share(people)) })}
      {...(subscribers === 0 ? {} : { formula: rate("reached", people, subscribers) })}
    />
  );
  return (
    <Card
      title={t("reach.title")}
      {...(report.list ? { aside: report.list.name } : {})}
      foot={
        reach.reached === 0
          ? capital(t("reach.none", { when }))
          : t("reach.sentence", {
              share: format.percent(share(reach.reached)),
              when,
            })
      }
    >
      <Figures>
        <StatFigure
          label={name("subscribers")}
          value={subscribers}
          base={t("reach.subscribers", { count: reach.subscriptions })}
          formula={formula("subscribers", format.number(subscribers))}
        />
        <StatFigure
          label={name("mailable")}
          value={reach.mailable}
          base={t("reach.ofSubscribers", { count: subscribers })}
          {...(subscribers === 0 ? {} : { formula: rate("mailable", reach.mailable, subscribers) })}
        />
        {reached(t("reach.reached30"), reach.reached30)}
        {reached(t("reach.reached90"), reach.reached90)}
        <StatFigure
          label={name("perPerson")}
          value={reach.perPerson === null ? "–" : format.number(reach.perPerson, 1)}
          base={
            reach.mails === null
              ? t("reach.perPersonList")
              : t("reach.perPersonBase", { mails: reach.mails, people: reach.reached })
          }
          {...(reach.perPerson === null || reach.mails === null
            ? {}
            : {
                formula: formula(
                  "perPerson",
                  `${format.number(reach.mails)} ÷ ${format.number(reach.reached)} = ${format.number(reach.perPerson, 1)}`,
                ),
              })}
        />
      </Figures>
    </Card>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
