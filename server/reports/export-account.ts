import type {
  AccountMailings,
  AccountReport,
  MailingLine,
  Rate,
  Rhythm,
} from "../../contract/account-report.ts";
import { accountFigures, type AccountFigure } from "../../contract/account-figures.ts";
import type { FigureView } from "../../contract/reports.ts";
import type { Locale } from "../platform/index.ts";
import type { WorkbookCell, WorkbookColumn, WorkbookSheet } from "./xlsx.ts";

const WORDS = {
  de: {
    overview: "Überblick",
    growth: "Wachstum",
    lists: "Listen",
    delivery: "Zustellung",
    mailings: "Mailings",
    weekdays: "Wochentage",
    hours: "Uhrzeiten",
    formulas: "Formeln",
    figure: "Kennzahl",
    value: "Wert",
    base: "Basis",
    from: "Von",
    to: "Bis",
    list: "Liste",
    all: "alle Listen",
    period: "Zeitraum",
    subscriptions: "Abonnements",
    refusedAll: "Endgültig abgelehnt",
    refused: "Auswertung abgelehnt",
    unknown: "Nicht gefragt oder ohne Antwort",
    days30: "in 30 Tagen",
    days90: "in 90 Tagen",
    inPeriod: "im Zeitraum",
    name: "Name",
    started: "Beginn",
    rejected: "Abgelehnt",
    count: "Mailings",
    people: "Personen",
    grossBase: "Anonym gezählte Empfänger",
    formula: "Formel",
    verdict: "Aussage",
    below: (k: number) => `weniger als ${k}`,
    verdicts: {
      too_few: "zu wenige Mailings für eine Aussage",
      chance: "der Unterschied kann Zufall sein",
      clear: "der Unterschied ist kaum Zufall",
    },
    weekdayNames: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
  },
  en: {
    overview: "Overview",
    growth: "Growth",
    lists: "Lists",
    delivery: "Delivery",
    mailings: "Mailings",
    weekdays: "Weekdays",
    hours: "Hours",
    formulas: "Formulas",
    figure: "Figure",
    value: "Value",
    base: "Base",
    from: "From",
    to: "To",
    list: "List",
    all: "all lists",
    period: "Period",
    subscriptions: "Subscriptions",
    refusedAll: "Refused for good",
    refused: "Refused the analysis",
    unknown: "Not asked or no answer",
    days30: "in 30 days",
    days90: "in 90 days",
    inPeriod: "in the period",
    name: "Name",
    started: "Began",
    rejected: "Refused",
    count: "Mailings",
    people: "People",
    grossBase: "Recipients counted anonymously",
    formula: "Formula",
    verdict: "Verdict",
    below: (k: number) => `fewer than ${k}`,
    verdicts: {
      too_few: "too few mailings to say",
      chance: "the difference may be chance",
      clear: "the difference is hardly chance",
    },
    weekdayNames: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  },
} as const;

/** The account's reports as tables: what the page hides is hidden here too (TRK-08), and each figure has its formula. */
export function accountSheets(
  report: AccountReport,
  { mailings, weekdays, hours }: AccountMailings,
  locale: Locale,
): WorkbookSheet[] {
  const words = WORDS[locale];
  const name = (key: AccountFigure) => accountFigures[key].label[locale];
  const counted = (key: AccountFigure): WorkbookColumn => ({ title: name(key), format: "number" });
  const share = (key: AccountFigure): WorkbookColumn => ({ title: name(key), format: "percent" });
  const span: WorkbookColumn[] = [
    { title: words.from, format: "day" },
    { title: words.to, format: "day" },
  ];
  const growth: WorkbookColumn[] = [counted("confirmed"), counted("left"), counted("removed")];
  return [
    overview(report, locale),
    {
      name: words.growth,
      columns: [...span, ...growth],
      rows: report.growth.buckets.map((each) => [
        each.from,
        each.to,
        each.confirmed,
        each.left,
        each.removed,
      ]),
    },
    {
      name: words.lists,
      columns: [{ title: words.list }, { title: words.subscriptions, format: "number" }, ...growth],
      rows: report.growth.lists.map((each) => [
        each.name,
        each.subscriptions,
        each.confirmed,
        each.left,
        each.removed,
      ]),
    },
    {
      name: words.delivery,
      columns: [
        ...span,
        counted("accepted"),
        { title: words.refusedAll, format: "number" },
        counted("complained"),
        share("hardRate"),
        { ...share("complaintRate"), format: "fine" },
      ],
      rows: report.delivery.buckets.map((each) => [
        each.from,
        each.to,
        each.accepted,
        each.refused,
        each.complaints,
        each.hardRate,
        each.complaintRate,
      ]),
    },
    {
      name: words.mailings,
      columns: [
        { title: words.name },
        { title: words.started, format: "day" },
        { title: words.lists },
        counted("accepted"),
        { title: words.rejected, format: "number" },
        counted("unsubscribed"),
        counted("complained"),
        { title: name("permittedShare"), format: "number" },
        counted("measured"),
        share("opened"),
        share("clicked"),
      ],
      rows: mailings.map((each) => mailingRow(each, words.below)),
    },
    rhythmSheet(words.weekdays, weekdays, locale, (key) => words.weekdayNames[key - 1] ?? ""),
    rhythmSheet(words.hours, hours, locale, (key) => `${String(key).padStart(2, "0")}:00`),
    formulaSheet(Object.keys(accountFigures) as AccountFigure[], locale),
  ];
}

/** Every figure with how it is reckoned. */
export function formulaSheet(keys: readonly AccountFigure[], locale: Locale): WorkbookSheet {
  const words = WORDS[locale];
  return {
    name: words.formulas,
    columns: [{ title: words.figure }, { title: words.formula }],
    rows: keys.map((key) => [
      accountFigures[key].label[locale],
      accountFigures[key].formula[locale],
    ]),
  };
}

function overview(report: AccountReport, locale: Locale): WorkbookSheet {
  const words = WORDS[locale];
  const { reach, growth, consent, delivery } = report;
  const name = (key: AccountFigure) => accountFigures[key].label[locale];
  const figure = (one: FigureView) => (one.hidden ? words.below(one.below ?? 0) : one.value);
  const rows: WorkbookCell[][] = [
    [words.period, `${report.period.from} – ${report.period.to}`, null],
    [words.list, report.list?.name ?? words.all, null],
    [name("subscribers"), reach.subscribers, null],
    [words.subscriptions, reach.subscriptions, null],
    [name("mailable"), reach.mailable, reach.subscribers],
    [`${name("reached")}, ${words.days30}`, reach.reached30, reach.subscribers],
    [`${name("reached")}, ${words.days90}`, reach.reached90, reach.subscribers],
    [`${name("reached")}, ${words.inPeriod}`, reach.reached, reach.subscribers],
    [name("perPerson"), reach.perPerson, reach.reached],
    [name("confirmed"), growth.confirmed, null],
    [name("left"), growth.left, null],
    [name("removed"), growth.removed, null],
    [name("net"), growth.net, null],
    [name("permitted"), figure(consent.granted), consent.people],
    [words.refused, figure(consent.refused), consent.people],
    [words.unknown, figure(consent.unknown), consent.people],
    [name("accepted"), delivery.total.accepted, null],
    [name("hardRate"), delivery.total.hardRate, delivery.total.accepted + delivery.total.refused],
    [name("complaintRate"), delivery.total.complaintRate, delivery.total.accepted],
  ];
  return {
    name: words.overview,
    columns: [
      { title: words.figure },
      { title: words.value },
      { title: words.base, format: "number" },
    ],
    rows,
  };
}

const shareOf = (rate: Rate | null): number | null => rate && rate.share;

function mailingRow(each: MailingLine, below: (k: number) => string): WorkbookCell[] {
  const { permitted } = each;
  return [
    each.name,
    each.startedAt.slice(0, 10),
    each.lists.join(", "),
    each.accepted,
    each.rejected,
    each.unsubscribed?.count ?? null,
    each.complaints,
    permitted && (permitted.hidden ? below(permitted.below ?? 0) : permitted.value),
    each.opened?.base ?? null,
    shareOf(each.opened),
    shareOf(each.clicked),
  ];
}

function rhythmSheet(
  name: string,
  rhythm: Rhythm,
  locale: Locale,
  nameOf: (key: number) => string,
): WorkbookSheet {
  const words = WORDS[locale];
  const label = (key: AccountFigure) => accountFigures[key].label[locale];
  return {
    name,
    columns: [
      { title: name },
      { title: words.count, format: "number" },
      { title: label("measured"), format: "number" },
      { title: label("opened"), format: "percent" },
      { title: label("clicked"), format: "percent" },
      { title: words.grossBase, format: "number" },
      { title: label("grossOpens"), format: "number" },
    ],
    rows: [
      ...rhythm.cells.map((cell): WorkbookCell[] => [
        nameOf(cell.key),
        cell.mailings,
        cell.opened.base,
        cell.opened.share,
        cell.clicked.share,
        cell.anonymous?.base ?? null,
        cell.anonymous?.opens ?? null,
      ]),
      [words.verdict, words.verdicts[rhythm.verdict]],
    ],
  };
}
