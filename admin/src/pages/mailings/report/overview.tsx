import type { ReactNode } from "react";
import { reportFigures, type MailingReport } from "../../../../../contract/reports.ts";
import { useCan } from "../../../api/index.ts";
import {
  Card,
  Funnel,
  Grid,
  Notice,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
  type FunnelStage,
} from "../../../ui/index.ts";
import { CurveCard } from "./curve-card.tsx";
import { GoalsCard } from "./goals-card.tsx";
import { GrossCard } from "./gross-card.tsx";
import { LinksCard } from "./links-card.tsx";
import { NotSentCard } from "./not-sent-card.tsx";
import { QuestionCard } from "./question-card.tsx";
import { BouncesCard, ProvidersCard } from "./delivery-cards.tsx";
import { useFormula } from "./figure.tsx";
import { MachineCard } from "./machine-card.tsx";
import { AfterCard, MeasuredCard } from "./small-cards.tsx";
import { WebViewCard } from "../web-view/web-view-card.tsx";
import { texts } from "./texts.ts";

/** The figures of a mailing on one page. */
export function Overview({ report }: { report: MailingReport }): ReactNode {
  const can = useCan();
  // Where nothing is counted, the answers are what came of the mailing.
  const asksFirst = report.measuring?.level === "none";
  return (
    <Grid>
      <FunnelCard report={report} />
      {asksFirst && <QuestionCard report={report} />}
      <MeasuringNotice report={report} />
      <CurveCard report={report} className="c8" />
      <NotSentCard report={report} className="c4" />
      <GrossCard report={report} />
      {!asksFirst && <QuestionCard report={report} />}
      <LinksCard report={report} />
      <GoalsCard mailingId={report.mailing.id} />
      <MeasuredCard report={report} className="c4" />
      <MachineCard report={report} className="c4" />
      <AfterCard report={report} className="c4" />
      <ProvidersCard report={report} />
      <BouncesCard report={report} />
      {can("mailings.read") && <WebViewCard mailingId={report.mailing.id} className="c6" />}
    </Grid>
  );
}

/** From everybody selected to those who clicked; rates are about those measured personally, and say so. */
function FunnelCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const formula = useFormula();
  const { funnel, measuring, personal, anonymous, everybody } = report;
  const rate = (part: number, of: number): string =>
    `${format.number(part)} ÷ ${format.number(of)} = ${format.percent(part / of)}`;
  const stages: FunnelStage[] = [
    {
      id: "selected",
      label: reportFigures.selected.label[locale],
      value: funnel.candidates,
      base: t("funnel.selected"),
      formula: formula("selected"),
    },
    {
      id: "accepted",
      label: reportFigures.accepted.label[locale],
      value: funnel.accepted,
      base: t("funnel.acceptedShare", {
        share: format.percent(funnel.candidates > 0 ? funnel.accepted / funnel.candidates : 0),
      }),
      formula: formula("accepted"),
    },
  ];
  const unique = everybody?.uniqueOpens?.value ?? null;
  const ofEverybody = unique !== null && personal !== null && funnel.accepted > 0;
  if (ofEverybody) {
    const open = `(${format.number(personal.opens.people)} + ${format.number(anonymous?.uniqueOpens?.value ?? 0)}) ÷ ${format.number(funnel.accepted)}`;
    stages.push({
      id: "opens",
      label: reportFigures.uniqueOpens.label[locale],
      value: unique,
      share: unique / funnel.accepted,
      personal: personal.opens.people,
      base: t("funnel.ofAccepted", { count: unique, total: funnel.accepted }),
      formula: formula("uniqueOpens", `${open} = ${format.percent(unique / funnel.accepted)}`),
    });
  } else if (measuring && personal && personal.base > 0)
    stages.push({
      id: "measured",
      label: t("funnel.measured"),
      value: personal.base,
      personal: personal.base,
      base: t("funnel.measuredShare", {
        share: format.percent(personal.base / (funnel.accepted || 1)),
      }),
      formula: formula("measuredShare", rate(personal.base, funnel.accepted)),
    });
  if (measuring && personal && personal.base > 0)
    for (const [id, key, people] of [
      ["openers", "openRate", personal.opens.people],
      ["clickers", "clickRate", personal.clicks.people],
    ] as const) {
      if (ofEverybody && id === "openers") continue;
      stages.push({
        id,
        label: t(`funnel.${id}`),
        value: people,
        share: people / personal.base,
        personal: people,
        base: t("funnel.ofMeasured", { count: people, total: personal.base }),
        formula: formula(key, rate(people, personal.base)),
      });
    }
  return (
    <Card>
      <Funnel
        label={t("funnel.label")}
        stages={stages}
        {...(ofEverybody
          ? { keys: [t("measured.personal"), t("measured.counted")] as [string, string] }
          : {})}
      />
    </Card>
  );
}

/** Why something is not measured or not shown. Nothing where everything is. */
function MeasuringNotice({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { measuring, personal } = report;
  if (!measuring) return <Notice>{t("notMeasured")}</Notice>;
  if (measuring.reason)
    return (
      <Notice title={measuring.reason.label[locale]}>
        <p>
          {measuring.reason.explanation[locale]} <RuleTag rule="TRK-08" />
        </p>
      </Notice>
    );
  if (!personal) return <Notice>{t("personalHidden")}</Notice>;
  return null;
}
