import type { ReactNode } from "react";
import { reportFigures, type MailingReport } from "../../../../../contract/reports.ts";
import {
  Big,
  Card,
  KeyValue,
  SplitBar,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Figure } from "./figure.tsx";
import { texts } from "./texts.ts";

interface SmallCard {
  report: MailingReport;
  className: string;
}

/** How many of those reached are measured per person, and what they did. */
export function MeasuredCard({ report, className }: SmallCard): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { measuring, personal } = report;
  if (!measuring || measuring.accepted === 0) return null;
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
      />
      <div className={`m-split ${measuring.level === "none" ? "m-unmeasured" : ""}`}>
        <SplitBar
          size="sm"
          label={t("measured.title")}
          parts={[
            { label: t("measured.personal"), value: measuring.personal },
            {
              label: t("measured.anonymous"),
              value: measuring.accepted - measuring.personal,
            },
          ]}
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

/** Image proxies, scanners and previews, apart from everything people did. */
export function MachineCard({ report, className }: SmallCard): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { personal, anonymous } = report;
  if (!personal && !anonymous) return null;
  const items: [ReactNode, ReactNode][] = [];
  if (personal)
    items.push(
      [t("machine.personalOpens"), format.number(personal.machine.opens)],
      [t("machine.personalClicks"), format.number(personal.machine.clicks)],
    );
  if (anonymous)
    items.push(
      [t("machine.anonymousOpens"), <Figure key="o" figure={anonymous.machine.opens} />],
      [t("machine.anonymousClicks"), <Figure key="c" figure={anonymous.machine.clicks} />],
    );
  const known = [
    personal?.machine.opens,
    personal?.machine.clicks,
    anonymous?.machine.opens.value,
    anonymous?.machine.clicks.value,
  ];
  const exact = !(anonymous?.machine.opens.hidden || anonymous?.machine.clicks.hidden);
  const sum = known.reduce<number>((total, value) => total + (value ?? 0), 0);
  return (
    <Card className={className} title={t("machine.title")}>
      {exact && <Big tone="muted" value={format.number(sum)} />}
      <p className="k-base">{t("machine.base")}</p>
      <div className="m-kv">
        <KeyValue items={items} />
      </div>
    </Card>
  );
}

/** Who went after this mailing, and who withdrew the permission to be measured. */
export function AfterCard({ report, className }: SmallCard): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { after, funnel } = report;
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
        formula={{
          expression: reportFigures.unsubscribed.label[locale],
          text: reportFigures.unsubscribed.formula[locale],
        }}
      />
      <div className="m-kv">
        <KeyValue items={[[t("after.withdrawn"), format.number(after.profilingWithdrawn)]]} />
      </div>
    </Card>
  );
}
