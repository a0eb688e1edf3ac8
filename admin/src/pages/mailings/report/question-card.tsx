import type { ReactNode } from "react";
import { reportFigures, type MailingReport } from "../../../../../contract/reports.ts";
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

const PARTS = [
  ["granted", "agreed"],
  ["refused", "declined"],
  ["silent", "silent"],
] as const;

/** What those who were asked for the permission answered: totals, never persons (CON-26). */
export function QuestionCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { question, measuring } = report;
  if (!question) return null;
  const hidden = PARTS.some(([part]) => question[part].hidden);
  return (
    <Card
      title={t("question.title")}
      aside={<RuleTag rule="CON-26" />}
      {...(hidden && measuring ? { foot: t("question.small", { k: measuring.k }) } : {})}
    >
      <Figures>
        <StatFigure
          label={reportFigures.asked.label[locale]}
          value={question.asked}
          base={t("question.asked")}
          formula={{
            expression: reportFigures.asked.label[locale],
            text: reportFigures.asked.formula[locale],
            term: "asked",
          }}
        />
        {PARTS.map(([part, key]) => {
          const { value } = question[part];
          const { label, formula } = reportFigures[key];
          return (
            <StatFigure
              key={part}
              label={label[locale]}
              value={<Figure figure={question[part]} />}
              {...(value === null
                ? {}
                : {
                    base: t("question.share", { share: format.percent(value / question.asked) }),
                    formula: {
                      expression: `${format.number(value)} ÷ ${format.number(question.asked)}`,
                      text: formula[locale],
                      term: key,
                    },
                  })}
            />
          );
        })}
      </Figures>
    </Card>
  );
}
