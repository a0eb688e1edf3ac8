import type { ReactNode } from "react";
import {
  reportFigures,
  type FigureView,
  type MailingReport,
} from "../../../../../contract/reports.ts";
import {
  Card,
  KeyValue,
  RuleTag,
  SplitBar,
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
export function QuestionCard(props: { report: MailingReport; className: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { question, measuring } = props.report;
  if (!question) return null;
  const label = (key: keyof typeof reportFigures): string => reportFigures[key].label[locale];
  const shown = PARTS.every(([part]) => !question[part].hidden);
  const share = (figure: FigureView): ReactNode => (
    <>
      <Figure figure={figure} />
      {figure.value !== null && ` (${format.percent(figure.value / question.asked)})`}
    </>
  );
  return (
    <Card className={props.className} title={t("question.title")} aside={<RuleTag rule="CON-26" />}>
      <StatFigure
        value={question.asked}
        base={t("question.asked")}
        formula={{
          expression: label("asked"),
          text: reportFigures.asked.formula[locale],
        }}
      />
      {shown && (
        <div className="m-split">
          <SplitBar
            size="sm"
            label={t("question.title")}
            parts={PARTS.map(([part, key]) => ({
              label: label(key),
              value: question[part].value ?? 0,
            }))}
          />
        </div>
      )}
      <div className="m-kv">
        <KeyValue items={PARTS.map(([part, key]) => [label(key), share(question[part])])} />
      </div>
      {!shown && measuring && <p className="m-note">{t("question.small", { k: measuring.k })}</p>}
    </Card>
  );
}
