import type { ReactNode } from "react";
import {
  reportFigures,
  type FigureView,
  type MailingReport,
} from "../../../../../contract/reports.ts";
import {
  Card,
  Figures,
  RuleTag,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Figure } from "./figure.tsx";
import { texts } from "./texts.ts";

/** Totals over everybody: how often, not how many people. Anonymous parts are hidden where they are small. */
export function GrossCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { anonymous, measuring, personal, everybody } = report;
  if (!anonymous || !measuring) return null;
  const countsOpens = measuring.level !== "clicks_only";
  return (
    <Card title={t("gross.title")} aside={<RuleTag rule="TRK-08" />} foot={measuring.label[locale]}>
      <Figures>
        {everybody && personal && (
          <Total
            label={t("gross.opens")}
            total={everybody.opens}
            personal={personal.opens.hits}
            anonymous={anonymous.opens}
            figure="everybodyOpens"
          />
        )}
        {everybody && personal && (
          <Total
            label={t("gross.clicks")}
            total={everybody.clicks}
            personal={personal.clicks.hits}
            anonymous={anonymous.clicks}
            figure="everybodyClicks"
          />
        )}
        {countsOpens ? (
          <StatFigure
            label={t("gross.anonymousOpens")}
            value={<Figure figure={anonymous.opens} />}
            base={t("gross.anonymousBase", { count: anonymous.base })}
            formula={{
              expression: reportFigures.anonymousOpens.label[locale],
              text: reportFigures.anonymousOpens.formula[locale],
            }}
          />
        ) : (
          <StatFigure
            label={t("gross.anonymousOpens")}
            value={t("gross.noOpens")}
            tone="muted"
            base={t("gross.noOpensWhy")}
          />
        )}
        <StatFigure
          label={t("gross.anonymousClicks")}
          value={<Figure figure={anonymous.clicks} />}
          base={t("gross.anonymousBase", { count: anonymous.base })}
          formula={{
            expression: reportFigures.anonymousClicks.label[locale],
            text: reportFigures.anonymousClicks.formula[locale],
          }}
        />
      </Figures>
    </Card>
  );
}

function Total(props: {
  label: string;
  total: { value: number; partial: boolean };
  personal: number;
  anonymous: FigureView;
  figure: "everybodyOpens" | "everybodyClicks";
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { total, personal, anonymous } = props;
  const whole = !total.partial && anonymous.value !== null;
  return (
    <StatFigure
      label={props.label}
      value={total.value}
      {...(total.partial ? { kind: "estimate" as const } : {})}
      base={
        whole
          ? t("gross.both", { personal, anonymous: anonymous.value ?? 0 })
          : t("gross.personalOnly", { count: personal })
      }
      formula={{
        expression: whole
          ? `${format.number(personal)} + ${format.number(anonymous.value ?? 0)} = ${format.number(total.value)}`
          : format.number(personal),
        text: reportFigures[props.figure].formula[locale],
      }}
    />
  );
}
