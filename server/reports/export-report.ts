import Papa from "papaparse";
import { reportFigures, type FigureView, type MailingReport } from "../../contract/reports.ts";
import type { Locale } from "../platform/index.ts";

type Row = (string | number)[];

const WORDS = {
  de: {
    header: ["Bereich", "Kennzahl", "Wert", "Basis", "Hinweis"],
    funnel: "Versand",
    notSent: "Nicht versendet",
    measured: "Zustimmende",
    anonymous: "Anonym, brutto",
    everybody: "Alle, brutto",
    links: "Link",
    day: "Tag",
    below: (k: number) => `weniger als ${k}`,
    partial: "nur der persönlich gemessene Teil",
    hits: "gesamt",
    opens: "Öffnungen",
    clicks: "Klicks",
    question: "Frage",
    after: "Danach",
    since: "ab",
  },
  en: {
    header: ["Section", "Figure", "Value", "Base", "Note"],
    funnel: "Sending",
    notSent: "Not sent",
    measured: "Those who agreed",
    anonymous: "Anonymous, gross",
    everybody: "Everybody, gross",
    links: "Link",
    day: "Day",
    below: (k: number) => `fewer than ${k}`,
    partial: "the personally measured part only",
    hits: "in total",
    opens: "opens",
    clicks: "clicks",
    question: "Question",
    after: "Afterwards",
    since: "from",
  },
} as const;

/**
 * The report as CSV: the figures that the report shows, hidden ones hidden here too (TRK-08). Semicolons and a mark at
 * the beginning, because that is how Excel opens German files; texts that a spreadsheet would calculate are quoted.
 */
export function exportReport(report: MailingReport, locale: Locale): string {
  const words = WORDS[locale];
  const name = (key: keyof typeof reportFigures) => reportFigures[key].label[locale];
  const figure = (one: FigureView) =>
    one.hidden ? words.below(one.below ?? 0) : String(one.value);
  const { funnel, personal, anonymous, everybody } = report;
  const rows: Row[] = [
    [words.funnel, name("selected"), funnel.candidates, "", ""],
    [words.funnel, name("accepted"), funnel.accepted, funnel.candidates, ""],
    ...report.notSent.map((reason): Row => [
      words.notSent,
      reason.label[locale],
      reason.count,
      funnel.candidates,
      reason.rule,
    ]),
  ];
  if (report.measuring)
    rows.push([
      words.measured,
      name("measuredShare"),
      report.measuring.personal,
      funnel.accepted,
      "",
    ]);
  if (report.question) {
    const { asked, granted, refused, silent } = report.question;
    rows.push(
      [words.question, name("asked"), asked, funnel.accepted, ""],
      [words.question, name("agreed"), figure(granted), asked, ""],
      [words.question, name("declined"), figure(refused), asked, ""],
      [words.question, name("silent"), figure(silent), asked, ""],
    );
  }
  if (personal) {
    rows.push(
      [
        words.measured,
        name("openRate"),
        personal.opens.people,
        personal.base,
        `${personal.opens.hits} ${words.hits}`,
      ],
      [
        words.measured,
        name("clickRate"),
        personal.clicks.people,
        personal.base,
        `${personal.clicks.hits} ${words.hits}`,
      ],
      [words.measured, `${name("machine")}: ${words.opens}`, personal.machine.opens, "", ""],
      [words.measured, `${name("machine")}: ${words.clicks}`, personal.machine.clicks, "", ""],
    );
  }
  if (anonymous) {
    const label = report.measuring?.label[locale] ?? "";
    rows.push(
      [words.anonymous, name("anonymousOpens"), figure(anonymous.opens), anonymous.base, label],
      [words.anonymous, name("anonymousClicks"), figure(anonymous.clicks), anonymous.base, label],
      [words.anonymous, name("otherLinks"), figure(anonymous.otherLinks), anonymous.base, label],
      [
        words.anonymous,
        `${name("machine")}: ${words.opens}`,
        figure(anonymous.machine.opens),
        "",
        "",
      ],
      [
        words.anonymous,
        `${name("machine")}: ${words.clicks}`,
        figure(anonymous.machine.clicks),
        "",
        "",
      ],
    );
  }
  if (everybody) {
    for (const [key, total] of [
      ["everybodyOpens", everybody.opens],
      ["everybodyClicks", everybody.clicks],
    ] as const)
      rows.push([words.everybody, name(key), total.value, "", total.partial ? words.partial : ""]);
  }
  for (const link of report.links) {
    const text = `${link.no} ${link.label}`.trim();
    if (link.personal)
      rows.push([
        `${words.links} (${words.measured})`,
        text,
        link.personal.people,
        personal?.base ?? "",
        link.url,
      ]);
    if (anonymous)
      rows.push([
        `${words.links} (${words.anonymous})`,
        text,
        figure(link.anonymous),
        anonymous.base,
        link.url,
      ]);
  }
  for (const day of report.days) {
    if (day.personal)
      rows.push(
        [
          `${words.day} (${words.measured})`,
          `${day.day} ${words.opens}`,
          day.personal.opens,
          "",
          "",
        ],
        [
          `${words.day} (${words.measured})`,
          `${day.day} ${words.clicks}`,
          day.personal.clicks,
          "",
          "",
        ],
      );
    if (day.anonymous)
      rows.push(
        [
          `${words.day} (${words.anonymous})`,
          `${day.day} ${words.opens}`,
          day.anonymous.opens,
          "",
          `${words.since} ${day.anonymous.from}`,
        ],
        [
          `${words.day} (${words.anonymous})`,
          `${day.day} ${words.clicks}`,
          day.anonymous.clicks,
          "",
          `${words.since} ${day.anonymous.from}`,
        ],
      );
  }
  rows.push(
    [words.after, name("unsubscribed"), report.after.unsubscribed, funnel.accepted, ""],
    [words.after, name("profilingWithdrawn"), report.after.profilingWithdrawn, "", ""],
  );
  return `\uFEFF${Papa.unparse([[...words.header], ...rows], { delimiter: ";", escapeFormulae: true, newline: "\r\n" })}\r\n`;
}
