import { reportFigures, type FigureView, type MailingReport } from "../../contract/reports.ts";
import { agentReason } from "../../contract/tracking.ts";
import type { Locale } from "../platform/index.ts";
import { tableWords } from "./report-words.ts";
import type { WorkbookSheet } from "./xlsx.ts";

/** One figure of a report as every export writes it. */
export interface FigureLine {
  section: string;
  name: string;
  /** A hidden figure is a word ("fewer than 10"). */
  value: number | string;
  base: number | null;
  /** Only where a rate may be said. */
  share: number | null;
  note: string;
}

type FigureKey = keyof typeof reportFigures;

/** A figure in an export: its number, or the word that stands for a hidden one (TRK-08). */
export function figureCell(figure: FigureView, locale: Locale): number | string {
  const words = tableWords[locale];
  if (!figure.hidden && figure.value !== null) return figure.value;
  return figure.below === null || figure.below === 0 ? words.hidden : words.below(figure.below);
}

/**
 * The figures of a report one below the other. Everything comes from the report as the viewer may see it, so an export
 * can show nothing that the page hides.
 */
export function figureLines(report: MailingReport, locale: Locale): FigureLine[] {
  const words = tableWords[locale];
  const { funnel, measuring, personal, anonymous, everybody } = report;
  const lines: FigureLine[] = [];
  const name = (key: FigureKey) => reportFigures[key].label[locale];
  const add = (
    section: string,
    label: string,
    value: FigureView | number,
    base: number | null = null,
    note = "",
    isRate = false,
  ): void => {
    const cell = typeof value === "number" ? value : figureCell(value, locale);
    const share = isRate && base && typeof cell === "number" ? cell / base : null;
    lines.push({ section, name: label, value: cell, base, share, note });
  };
  add(words.funnel, name("selected"), funnel.candidates);
  add(words.funnel, name("accepted"), funnel.accepted, funnel.candidates, "", true);
  for (const reason of report.notSent)
    add(words.notSent, reason.label[locale], reason.count, funnel.candidates, reason.rule);
  if (measuring) {
    const { composition, accepted } = measuring;
    add(words.measured, name("measuredShare"), measuring.personal, accepted, "", true);
    add(words.composition, words.personalPart, composition.personal, accepted, "TRK-23", true);
    add(words.composition, words.anonymousPart, composition.anonymous, accepted, "TRK-23", true);
    add(words.composition, words.hiddenPart, composition.hidden, accepted, "TRK-23", true);
  }
  if (report.question) {
    const { asked, granted, refused, silent } = report.question;
    add(words.question, name("asked"), asked, funnel.accepted);
    add(words.question, name("agreed"), granted, asked);
    add(words.question, name("declined"), refused, asked);
    add(words.question, name("silent"), silent, asked);
  }
  if (personal) {
    const { base, opens, clicks, machine, uncertain } = personal;
    const hits = (count: number) => `${count} ${words.hits}`;
    add(words.measured, name("openRate"), opens.people, base, hits(opens.hits), true);
    add(words.measured, name("clickRate"), clicks.people, base, hits(clicks.hits), true);
    add(words.measured, `${name("machine")}: ${words.opens}`, machine.opens);
    add(words.measured, `${name("machine")}: ${words.clicks}`, machine.clicks);
    add(words.measured, `${name("uncertain")}: ${words.opens}`, uncertain.opens);
    add(words.measured, `${name("uncertain")}: ${words.clicks}`, uncertain.clicks);
    for (const { agent, opens: loads, clicks: calls } of machine.reasons) {
      const { label } = agentReason(agent);
      if (loads > 0) add(words.reasons, `${label[locale]}: ${words.opens}`, loads);
      if (calls > 0) add(words.reasons, `${label[locale]}: ${words.clicks}`, calls);
    }
  }
  if (anonymous) {
    const { base, machine } = anonymous;
    const note = measuring?.label[locale] ?? "";
    if (anonymous.uniqueOpens)
      add(words.unique, name("anonymousUniqueOpens"), anonymous.uniqueOpens, base, note, true);
    add(words.anonymous, name("anonymousOpens"), anonymous.opens, base, note);
    add(words.anonymous, name("anonymousClicks"), anonymous.clicks, base, note);
    add(words.anonymous, name("otherLinks"), anonymous.otherLinks, base, note);
    add(words.anonymous, `${name("machine")}: ${words.opens}`, machine.opens);
    add(words.anonymous, `${name("machine")}: ${words.clicks}`, machine.clicks);
  }
  if (everybody) {
    const { uniqueOpens } = everybody;
    if (uniqueOpens)
      add(words.everybody, name("uniqueOpens"), uniqueOpens, funnel.accepted, words.noClicks, true);
    for (const [key, total] of [
      ["everybodyOpens", everybody.opens],
      ["everybodyClicks", everybody.clicks],
    ] as const)
      add(words.gross, name(key), total.value, null, total.partial ? words.partial : "");
  }
  add(words.after, name("unsubscribed"), report.after.unsubscribed, funnel.accepted);
  add(words.after, name("profilingWithdrawn"), report.after.profilingWithdrawn);
  add(words.after, name("complaints"), report.complaints, funnel.accepted);
  return lines;
}

/** The sheets of the workbook: overview, days, links, not sent, domains, bounces and how each figure is computed. */
export function reportSheets(report: MailingReport, locale: Locale): WorkbookSheet[] {
  const words = tableWords[locale];
  const text = (title: string) => ({ title });
  const number = (title: string) => ({ title, format: "number" as const });
  return [
    {
      name: words.sheets.overview,
      columns: [
        text(words.section),
        text(words.figure),
        number(words.value),
        number(words.base),
        { title: words.share, format: "percent" },
        text(words.note),
      ],
      rows: [
        [words.about, words.mailing, report.mailing.name, null, null, report.mailing.subject],
        [words.about, words.asOf, report.figuresAt, null, null, ""],
        ...figureLines(report, locale).map((line) => [
          line.section,
          line.name,
          line.value,
          line.base,
          line.share,
          line.note,
        ]),
      ],
    },
    daySheet(report, locale),
    linkSheet(report, locale),
    {
      name: words.sheets.notSent,
      columns: [text(words.reason), text(words.rule), number(words.count)],
      rows: report.notSent.map((row) => [row.label[locale], row.rule, row.count]),
    },
    {
      name: words.sheets.domains,
      columns: [
        text(words.provider),
        number(words.accepted),
        number(words.refused),
        number(words.returned),
      ],
      rows: report.providers.map((row) => [
        row.name ?? words.otherProviders,
        row.accepted,
        row.refused,
        row.bounced,
      ]),
    },
    {
      name: words.sheets.bounces,
      columns: [text(words.reason), text(words.when), number(words.count), text(words.note)],
      rows: report.bounces.map((row) => [
        row.label[locale],
        row.later ? words.later : words.atOnce,
        row.count,
        row.text[locale],
      ]),
    },
    {
      name: words.sheets.formulas,
      columns: [text(words.figure), { title: words.formula, width: 110 }],
      rows: Object.values(reportFigures).map((one) => [one.label[locale], one.formula[locale]]),
    },
  ];
}

function daySheet(report: MailingReport, locale: Locale): WorkbookSheet {
  const words = tableWords[locale];
  const withPersonal = report.personal !== null;
  const withAnonymous = report.anonymous !== null;
  const number = (title: string) => ({ title, format: "number" as const });
  return {
    name: words.sheets.days,
    columns: [
      { title: words.day, format: "day" },
      ...(withPersonal ? [number(words.opensPersonal), number(words.clicksPersonal)] : []),
      ...(withAnonymous
        ? [
            { title: words.sinceDay, format: "day" as const },
            number(words.opensAnonymous),
            number(words.clicksAnonymous),
          ]
        : []),
    ],
    rows: report.days.map(({ day, personal, anonymous }) => [
      day,
      ...(withPersonal ? [personal?.opens ?? null, personal?.clicks ?? null] : []),
      ...(withAnonymous
        ? [anonymous?.from ?? null, anonymous?.opens ?? null, anonymous?.clicks ?? null]
        : []),
    ]),
  };
}

function linkSheet(report: MailingReport, locale: Locale): WorkbookSheet {
  const words = tableWords[locale];
  const { personal, anonymous } = report;
  const hasUnique = report.links.some((link) => link.unique !== null);
  const number = (title: string) => ({ title, format: "number" as const });
  return {
    name: words.sheets.links,
    columns: [
      number(words.no),
      { title: words.link },
      { title: words.address },
      ...(hasUnique ? [number(words.uniqueAll), number(words.uniqueAnonymous)] : []),
      ...(personal ? [number(words.clickers), number(words.clicksPersonal)] : []),
      ...(anonymous ? [number(words.clicksAnonymous), number(words.machineAnonymous)] : []),
      ...(personal ? [number(words.machinePersonal)] : []),
      { title: words.note },
    ],
    rows: report.links.map((link) => [
      link.no,
      link.label,
      link.url,
      ...(hasUnique
        ? link.unique
          ? [figureCell(link.unique.everybody, locale), figureCell(link.unique.anonymous, locale)]
          : [null, null]
        : []),
      ...(personal ? [link.personal?.people ?? null, link.personal?.hits ?? null] : []),
      ...(anonymous
        ? [figureCell(link.anonymous, locale), figureCell(link.machine.anonymous, locale)]
        : []),
      ...(personal ? [link.machine.personal] : []),
      link.notPersonal ? words.notPersonal : "",
    ]),
  };
}
