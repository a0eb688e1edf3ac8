import type { ReactNode } from "react";
import type { FigureView, MailingReport } from "../../../../../contract/reports.ts";
import {
  Card,
  Figures,
  RuleTag,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Figure, useFormula } from "./figure.tsx";
import { texts } from "./texts.ts";

/** Totals over everybody: how often, not how many people. Anonymous parts are hidden where they are small. */
export function GrossCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const formula = useFormula();
  const { anonymous, measuring, personal, everybody } = report;
  if (!anonymous || !measuring) return null;
  const countsOpens = measuring.level !== "clicks_only";
  const isUnique = measuring.level === "unique";
  return (
    <Card
      title={t(isUnique ? "gross.titleUnique" : "gross.title")}
      aside={<RuleTag rule="TRK-08" />}
      foot={measuring.label[locale]}
    >
      <Figures>
        {isUnique && <Unique report={report} />}
        {everybody && personal && countsOpens && (
          <Total
            label={t(isUnique ? "gross.opensGross" : "gross.opens")}
            total={everybody.opens}
            personal={personal.opens.hits}
            anonymous={anonymous.opens}
            figure="everybodyOpens"
          />
        )}
        {everybody && personal && (
          <Total
            label={t(isUnique ? "gross.clicksGross" : "gross.clicks")}
            total={everybody.clicks}
            personal={personal.clicks.hits}
            anonymous={anonymous.clicks}
            figure="everybodyClicks"
          />
        )}
        {!countsOpens ? (
          <StatFigure
            label={t("gross.anonymousOpens")}
            value={t("gross.noOpens")}
            tone="muted"
            base={t("gross.noOpensWhy")}
          />
        ) : (
          (!isUnique || !everybody) && (
            <StatFigure
              label={t("gross.anonymousOpens")}
              value={<Figure figure={anonymous.opens} />}
              base={t("gross.anonymousBase", { count: anonymous.base })}
              formula={formula("anonymousOpens")}
            />
          )
        )}
        {(!isUnique || !everybody) && (
          <StatFigure
            label={t("gross.anonymousClicks")}
            value={<Figure figure={anonymous.clicks} />}
            base={t("gross.anonymousBase", { count: anonymous.base })}
            formula={formula("anonymousClicks")}
          />
        )}
      </Figures>
    </Card>
  );
}

/** Mails, each once: of everybody where the personal part may be seen, else of those without permission. */
function Unique({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const formula = useFormula();
  const { anonymous, everybody, personal, funnel } = report;
  const mails = anonymous?.uniqueOpens;
  if (!anonymous || !mails) return null;
  const all = everybody?.uniqueOpens;
  const sum = all?.value ?? null;
  return (
    <>
      {sum !== null && personal ? (
        <StatFigure
          label={t("gross.uniqueOpens")}
          share={sum / (funnel.accepted || 1)}
          base={t("gross.uniqueBase", { count: sum, total: funnel.accepted })}
          formula={formula(
            "uniqueOpens",
            `(${format.number(personal.opens.people)} + ${format.number(mails.value ?? 0)}) ÷ ${format.number(funnel.accepted)} = ${format.percent(sum / (funnel.accepted || 1))}`,
          )}
        />
      ) : (
        <StatFigure
          label={t("gross.uniqueOpens")}
          value={<Figure figure={all ?? mails} />}
          base={all ? t("gross.uniqueHidden") : t("gross.anonymousBase", { count: anonymous.base })}
          formula={formula(all ? "uniqueOpens" : "anonymousUniqueOpens")}
        />
      )}
      <StatFigure
        label={t("gross.uniqueClicks")}
        value={t("gross.perLink")}
        tone="muted"
        base={t("gross.perLinkWhy")}
        formula={formula("uniqueClicks")}
      />
    </>
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
  const format = useFormat();
  const formula = useFormula();
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
      formula={formula(
        props.figure,
        whole
          ? `${format.number(personal)} + ${format.number(anonymous.value ?? 0)} = ${format.number(total.value)}`
          : format.number(personal),
      )}
    />
  );
}
