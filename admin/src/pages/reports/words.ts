import { accountFigures, type AccountFigure } from "../../../../contract/account-figures.ts";
import { useFormat, useLocale, type Formula } from "../../ui/index.ts";

/** Calendar days, not instants: noon in UTC is the same day in every European zone. */
export const noon = (day: string): string => `${day}T12:00:00Z`;

const MARKS = 5;

/** Whether a point has a name under the axis: a handful of them, the first and the last among them. */
export function isMarked(index: number, count: number): boolean {
  const every = Math.max(1, Math.ceil(count / MARKS));
  return index === count - 1 || (index % every === 0 && count - 1 - index >= every / 2);
}

/** The name of a figure and how it came about, in the operator's language. */
export function useFigures(): {
  name(key: AccountFigure): string;
  formula(key: AccountFigure, expression: string): Formula;
  /** "41 ÷ 312 = 13,1 %" as the formula of a rate. */
  rate(key: AccountFigure, count: number, base: number): Formula;
} {
  const locale = useLocale();
  const format = useFormat();
  const formula = (key: AccountFigure, expression: string): Formula => ({
    expression,
    text: accountFigures[key].formula[locale],
    term: `account-${key}`,
  });
  return {
    name: (key) => accountFigures[key].label[locale],
    formula,
    rate: (key, count, base) =>
      formula(
        key,
        `${format.number(count)} ÷ ${format.number(base)} = ${format.percent(count / base)}`,
      ),
  };
}
