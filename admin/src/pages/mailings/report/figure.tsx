import type { ReactNode } from "react";
import { reportFigures, type FigureView } from "../../../../../contract/reports.ts";
import { Hidden, useFormat, useLocale, type Formula } from "../../../ui/index.ts";

/** An anonymous figure: its value, or hatched where the group is too small to show (TRK-08). */
export function Figure({ figure }: { figure: FigureView }): ReactNode {
  const format = useFormat();
  if (!figure.hidden && figure.value !== null) return format.number(figure.value);
  return <Hidden {...(figure.below ? { under: figure.below } : {})} />;
}

export type FigureKey = keyof typeof reportFigures;

/** Name and formula of a figure as its tip shows them; `sum` is the computation with this mailing's numbers. */
export function useFormula(): (key: FigureKey, sum?: string) => Formula {
  const locale = useLocale();
  return (key, sum) => ({
    expression: sum ?? reportFigures[key].label[locale],
    text: reportFigures[key].formula[locale],
    term: key,
  });
}
