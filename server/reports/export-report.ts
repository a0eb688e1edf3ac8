import type { MailingReport } from "../../contract/reports.ts";
import { csvRow, csvStart, type Locale } from "../platform/index.ts";
import { figureCell, figureLines, reportSheets } from "./report-tables.ts";
import { tableWords } from "./report-words.ts";
import { writeWorkbook } from "./xlsx.ts";

type Row = (string | number)[];

/**
 * The report as CSV: the figures that the report shows, hidden ones hidden here too (TRK-08). Semicolons and a mark at
 * the beginning, because that is how Excel opens German files; texts that a spreadsheet would calculate are quoted.
 */
export function exportReport(report: MailingReport, locale: Locale): string {
  const words = tableWords[locale];
  const rows: Row[] = figureLines(report, locale).map((line) => [
    line.section,
    line.name,
    line.value,
    line.base ?? "",
    line.note,
  ]);
  const section = (what: string, of: string): string => `${what} (${of})`;
  for (const link of report.links) {
    const text = `${link.no} ${link.label}`.trim();
    const { personal, anonymous } = report;
    if (link.unique)
      rows.push(
        [
          section(words.link, words.everybody),
          text,
          figureCell(link.unique.everybody, locale),
          report.funnel.accepted,
          link.url,
        ],
        [
          section(words.link, words.unique),
          text,
          figureCell(link.unique.anonymous, locale),
          anonymous?.base ?? "",
          link.url,
        ],
      );
    if (link.personal)
      rows.push([
        section(words.link, words.measured),
        text,
        link.personal.people,
        personal?.base ?? "",
        link.url,
      ]);
    if (anonymous)
      rows.push([
        section(words.link, words.anonymous),
        text,
        figureCell(link.anonymous, locale),
        anonymous.base,
        link.url,
      ]);
  }
  for (const { day, personal, anonymous } of report.days)
    for (const kind of ["opens", "clicks"] as const) {
      if (personal)
        rows.push([
          section(words.day, words.measured),
          `${day} ${words[kind]}`,
          personal[kind],
          "",
          "",
        ]);
      if (anonymous)
        rows.push([
          section(words.day, words.anonymous),
          `${day} ${words[kind]}`,
          anonymous[kind],
          "",
          `${words.since} ${anonymous.from}`,
        ]);
    }
  for (const row of report.providers) {
    const name = row.name ?? words.otherProviders;
    const total = row.accepted + row.refused;
    rows.push([words.sheets.domains, name, row.accepted, total, words.accepted]);
    if (row.refused > 0) rows.push([words.sheets.domains, name, row.refused, total, words.refused]);
    if (row.bounced > 0)
      rows.push([words.sheets.domains, name, row.bounced, total, words.returned]);
  }
  for (const row of report.bounces)
    rows.push([
      words.sheets.bounces,
      row.label[locale],
      row.count,
      "",
      row.later ? words.later : words.atOnce,
    ]);
  return csv([...words.header], rows);
}

/** A table as CSV for German Excel; texts that a spreadsheet would calculate are quoted. */
function csv(header: string[], rows: Row[]): string {
  return csvStart(header) + rows.map(csvRow).join("");
}

/** The report as a workbook with a sheet for each part and one for the formulas. */
export function reportWorkbook(report: MailingReport, locale: Locale): Buffer {
  return writeWorkbook(reportSheets(report, locale));
}
