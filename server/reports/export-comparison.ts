import {
  comparedRates,
  type ComparedMailing,
  type Comparison,
} from "../../contract/account-report.ts";
import { accountFigures, type AccountFigure } from "../../contract/account-figures.ts";
import type { FigureView } from "../../contract/reports.ts";
import type { Locale } from "../platform/index.ts";
import { formulaSheet } from "./export-account.ts";
import type { WorkbookCell, WorkbookSheet } from "./xlsx.ts";

const WORDS = {
  de: {
    name: "Vergleich",
    mailing: "Mailing",
    started: "Beginn",
    lists: "Listen",
    level: "Zählstufe",
    base: "Basis",
    against: "gegen das Vergleichsmailing",
    below: (k: number) => `weniger als ${k}`,
    differences: { chance: "innerhalb des Zufalls", higher: "höher", lower: "niedriger" },
  },
  en: {
    name: "Comparison",
    mailing: "Mailing",
    started: "Began",
    lists: "Lists",
    level: "Level",
    base: "Base",
    against: "against the reference",
    below: (k: number) => `fewer than ${k}`,
    differences: { chance: "within chance", higher: "higher", lower: "lower" },
  },
} as const;

const FIGURES: readonly AccountFigure[] = [
  "selected",
  "accepted",
  "notSent",
  ...comparedRates,
  "grossOpens",
  "grossClicks",
];

/** Mailings beside each other as a table, a line each: what the page hides is hidden here too (TRK-08). */
export function comparisonSheets(comparison: Comparison, locale: Locale): WorkbookSheet[] {
  const words = WORDS[locale];
  const title = (key: AccountFigure) => accountFigures[key].label[locale];
  const figure = (one: FigureView | undefined): WorkbookCell =>
    one === undefined ? null : one.hidden ? words.below(one.below ?? 0) : one.value;
  const row = (each: ComparedMailing): WorkbookCell[] => [
    each.name,
    each.startedAt?.slice(0, 10) ?? null,
    each.lists.join(", "),
    each.level,
    each.selected,
    each.accepted,
    each.notSent.total,
    ...comparedRates.flatMap((name): WorkbookCell[] => {
      const rate = each.rates[name];
      if (!rate) return [null, null, null];
      return [rate.share, rate.base, rate.difference && words.differences[rate.difference]];
    }),
    figure(each.anonymous?.opens),
    figure(each.anonymous?.clicks),
  ];
  return [
    {
      name: words.name,
      columns: [
        { title: words.mailing },
        { title: words.started, format: "day" },
        { title: words.lists },
        { title: words.level },
        { title: title("selected"), format: "number" },
        { title: title("accepted"), format: "number" },
        { title: title("notSent"), format: "number" },
        ...comparedRates.flatMap((name) => [
          { title: title(name), format: "fine" as const },
          { title: `${title(name)}: ${words.base}`, format: "number" as const },
          { title: `${title(name)} ${words.against}` },
        ]),
        { title: title("grossOpens"), format: "number" },
        { title: title("grossClicks"), format: "number" },
      ],
      rows: comparison.mailings.map(row),
    },
    formulaSheet(FIGURES, locale),
  ];
}
