import {
  reportFigures,
  type FigureView,
  type MailingReport,
  type ReportLink,
} from "../../contract/reports.ts";
import { getAccount } from "../accounts/index.ts";
import { getFile, readFile, type Database, type Locale } from "../platform/index.ts";
import { drawCurve, drawFunnel, type FunnelStep } from "./pdf-charts.ts";
import { MUTED, Paper } from "./pdf-paper.ts";
import { pdfWords } from "./pdf-words.ts";
import { figureCell, figureLines } from "./report-tables.ts";
import { tableWords } from "./report-words.ts";

/** Whose report it is. */
export interface Letterhead {
  name: string;
  timezone: string;
  /** PNG or JPEG. */
  logo: Buffer | null;
  at: Date;
}

/** The account's name and logo; a logo that paper cannot show is left out. */
export async function letterheadOf(db: Database, accountId: number, at: Date): Promise<Letterhead> {
  const account = await db.account(accountId, getAccount);
  const fileId = account.theme.logoFileId;
  const file = fileId === undefined ? undefined : await getFile(db, accountId, fileId);
  let logo: Buffer | null = null;
  if (file && ["image/png", "image/jpeg"].includes(file.mediaType)) {
    const chunks: Buffer[] = [];
    for await (const chunk of readFile(db, accountId, file.id)) chunks.push(chunk);
    logo = Buffer.concat(chunks);
  }
  return { name: account.name, timezone: account.timezone, logo, at };
}

interface Sheet {
  paper: Paper;
  report: MailingReport;
  locale: Locale;
  number(value: number): string;
  percent(share: number): string;
  figure(figure: FigureView): string;
  day(day: string): string;
}

/**
 * The report for a board: what came of the mailing, how that was counted, and what was not measured and why. Made from
 * the report as the viewer may see it, so it shows nothing the page hides.
 */
export async function reportPdf(
  report: MailingReport,
  locale: Locale,
  head: Letterhead,
): Promise<Buffer> {
  const say = pdfWords[locale];
  const tag = locale === "de" ? "de-DE" : "en-GB";
  const paper = new Paper({
    title: `${say.title}: ${report.mailing.name}`,
    author: head.name,
    locale,
    at: head.at,
  });
  const plain = new Intl.NumberFormat(tag);
  const number = (value: number): string => plain.format(value);
  const sheet: Sheet = {
    paper,
    report,
    locale,
    number,
    percent: (share) =>
      new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 }).format(share),
    figure: (one) => {
      const cell = figureCell(one, locale);
      return typeof cell === "number" ? number(cell) : cell;
    },
    day: (day) =>
      new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", timeZone: "UTC" }).format(
        new Date(`${day}T12:00:00Z`),
      ),
  };
  const moment = (at: string): string =>
    new Intl.DateTimeFormat(tag, {
      dateStyle: "long",
      timeStyle: "short",
      timeZone: head.timezone,
    }).format(new Date(at));
  writeHead(sheet, head, moment);
  writeFunnel(sheet);
  writeCurve(sheet);
  writeNotMeasured(sheet);
  writeLinks(sheet);
  writeFigures(sheet);
  writeDelivery(sheet);
  writeFormulas(sheet);
  return paper.finish((no, of) => `${head.name} · ${report.mailing.name} · ${say.page(no, of)}`);
}

function writeHead(
  { paper, report, locale }: Sheet,
  head: Letterhead,
  moment: (at: string) => string,
): void {
  const say = pdfWords[locale];
  const { mailing } = report;
  if (head.logo) {
    try {
      const { logo } = head;
      paper.figure(head.name, () =>
        paper.doc.image(logo, paper.left, paper.y, { fit: [150, 30], valign: "center" }),
      );
      paper.y += 42;
    } catch {
      paper.write("P", head.name, { font: "bold", size: 11 }, 10);
    }
  } else paper.write("P", head.name, { font: "bold", size: 11 }, 10);
  paper.write("P", say.title, { size: 9, colour: MUTED }, 2);
  paper.write("H1", mailing.name, { font: "serif", size: 24 }, 4);
  const sent = mailing.finishedAt ?? mailing.startedAt;
  const facts = [
    sent && say.sent(moment(sent)),
    mailing.subject && say.subject(mailing.subject),
    say.asOf(moment(report.figuresAt)),
  ].filter((one): one is string => typeof one === "string" && one !== "");
  paper.write("P", facts.join(" · "), { colour: MUTED }, 14);
}

/** The steps of the funnel: the same as on the page. */
function writeFunnel({ paper, report, locale, number, percent }: Sheet): void {
  const say = pdfWords[locale];
  const label = (key: keyof typeof reportFigures) => reportFigures[key].label[locale];
  const { funnel, personal, everybody, anonymous } = report;
  const of = (value: number) => (funnel.candidates > 0 ? value / funnel.candidates : 0);
  const steps: FunnelStep[] = [
    {
      label: label("selected"),
      value: number(funnel.candidates),
      base: say.recipients,
      share: funnel.candidates > 0 ? 1 : 0,
      personal: null,
    },
    {
      label: label("accepted"),
      value: number(funnel.accepted),
      base: say.ofSelected(percent(of(funnel.accepted))),
      share: of(funnel.accepted),
      personal: null,
    },
  ];
  const unique = everybody?.uniqueOpens ?? null;
  if (personal && unique && unique.value !== null && funnel.accepted > 0)
    steps.push({
      label: label("uniqueOpens"),
      value: percent(unique.value / funnel.accepted),
      base: say.ofAccepted(number(unique.value), number(funnel.accepted)),
      share: of(unique.value),
      personal: of(personal.opens.people),
    });
  else if (personal && personal.base > 0)
    steps.push({
      label: label("measuredShare"),
      value: number(personal.base),
      base: say.ofAccepted(number(personal.base), number(funnel.accepted)),
      share: of(personal.base),
      personal: of(personal.base),
    });
  if (personal && personal.base > 0)
    for (const [key, people] of [
      ["openRate", personal.opens.people],
      ["clickRate", personal.clicks.people],
    ] as const) {
      if (key === "openRate" && steps.length > 2 && unique?.value) continue;
      steps.push({
        label: label(key),
        value: percent(people / personal.base),
        base: say.ofMeasured(number(people), number(personal.base)),
        share: of(people),
        personal: of(people),
      });
    }
  const alt = steps.map((step) => `${step.label}: ${step.value}, ${step.base}`).join("; ");
  drawFunnel(paper, steps, `${say.funnel}: ${alt}`);
  if (anonymous && unique) paper.write("P", say.twoColours, { size: 8, colour: MUTED });
}

function writeCurve({ paper, report, locale, number, day }: Sheet): void {
  const say = pdfWords[locale];
  const { days, anonymous, personal } = report;
  const shown = days.filter((one) => (anonymous ? one.anonymous : one.personal));
  if (shown.length < 2) return;
  paper.heading(anonymous ? say.curveAnonymous : say.curvePersonal);
  const pick = (kind: "opens" | "clicks") =>
    shown.map((one) => (anonymous ? one.anonymous?.[kind] : one.personal?.[kind]) ?? 0);
  const words = tableWords[locale];
  drawCurve(
    paper,
    shown.map((one) => ({
      axis: day(one.day),
      isMerged: one.anonymous !== null && one.anonymous.from !== one.day,
    })),
    [
      { label: words.opens, values: pick("opens") },
      { label: words.clicks, values: pick("clicks") },
    ],
    shown
      .map(
        (one, at) =>
          `${day(one.day)}: ${pick("opens")[at]} ${words.opens}, ${pick("clicks")[at]} ${words.clicks}`,
      )
      .join("; "),
    number,
  );
  if (anonymous && personal) paper.write("P", say.curveNote, { size: 8, colour: MUTED });
}

/** What the figures leave out, said in words: it is the part a reader cannot see. */
function writeNotMeasured({ paper, report, locale, number }: Sheet): void {
  const say = pdfWords[locale];
  const { measuring, anonymous, personal } = report;
  paper.heading(say.notMeasured);
  if (!measuring) {
    paper.write("P", say.nothingMeasured, {});
    return;
  }
  const { composition, accepted } = measuring;
  const lines = [
    say.composition(
      number(composition.personal),
      number(composition.anonymous),
      number(composition.hidden),
      number(accepted),
    ),
    measuring.reason?.explanation[locale],
    anonymous ? measuring.label[locale] : say.levelNone,
    !personal && say.personalHidden,
    measuring.level === "unique" ? say.noUniqueClicks : anonymous && say.noRate,
    say.neverMeasured,
  ];
  for (const line of lines) if (line) paper.write("P", line, {}, 4);
}

function writeFigures({ paper, report, locale, number, percent }: Sheet): void {
  const words = tableWords[locale];
  paper.heading(pdfWords[locale].figures);
  const lines = figureLines(report, locale).filter((line) => line.section !== words.notSent);
  paper.table(
    [
      { title: words.section, width: 132 },
      { title: words.figure },
      { title: words.value, width: 74, isNumber: true },
      { title: words.base, width: 58, isNumber: true },
      { title: words.share, width: 52, isNumber: true },
    ],
    lines.map((line) => [
      line.section,
      line.name,
      typeof line.value === "number" ? number(line.value) : line.value,
      line.base === null ? "" : number(line.base),
      line.share === null ? "" : percent(line.share),
    ]),
  );
}

function writeLinks({ paper, report, locale, figure, number }: Sheet): void {
  const words = tableWords[locale];
  const { links, personal, anonymous } = report;
  if (links.length === 0) return;
  paper.heading(words.sheets.links);
  const hasUnique = links.some((link) => link.unique !== null);
  const cells = (link: ReportLink): string[] => [
    String(link.no),
    `${link.label || link.url}${link.notPersonal ? ` · ${words.notPersonal}` : ""}`,
    ...(hasUnique ? [link.unique ? figure(link.unique.everybody) : "–"] : []),
    ...(personal ? [link.personal ? number(link.personal.people) : "–"] : []),
    ...(anonymous ? [figure(link.anonymous)] : []),
  ];
  paper.table(
    [
      { title: words.no, width: 30 },
      { title: words.link },
      ...(hasUnique ? [{ title: words.uniqueAll, width: 74, isNumber: true }] : []),
      ...(personal ? [{ title: words.clickers, width: 70, isNumber: true }] : []),
      ...(anonymous ? [{ title: words.clicksAnonymous, width: 82, isNumber: true }] : []),
    ],
    links.map(cells),
  );
}

function writeDelivery({ paper, report, locale, number }: Sheet): void {
  const words = tableWords[locale];
  if (report.notSent.length > 0) {
    paper.heading(words.notSent);
    paper.table(
      [
        { title: words.reason },
        { title: words.rule, width: 70 },
        { title: words.count, width: 70, isNumber: true },
      ],
      report.notSent.map((row) => [row.label[locale], row.rule, number(row.count)]),
    );
  }
  if (report.providers.length > 0) {
    paper.heading(words.sheets.domains);
    paper.table(
      [
        { title: words.provider },
        { title: words.accepted, width: 80, isNumber: true },
        { title: words.refused, width: 70, isNumber: true },
        { title: words.returned, width: 94, isNumber: true },
      ],
      report.providers.map((row) => [
        row.name ?? words.otherProviders,
        number(row.accepted),
        number(row.refused),
        number(row.bounced),
      ]),
    );
  }
  if (report.bounces.length > 0) {
    paper.heading(words.sheets.bounces);
    paper.table(
      [
        { title: words.reason },
        { title: words.when, width: 130 },
        { title: words.count, width: 60, isNumber: true },
      ],
      report.bounces.map((row) => [
        row.label[locale],
        row.later ? words.later : words.atOnce,
        number(row.count),
      ]),
    );
  }
}

function writeFormulas({ paper, report, locale }: Sheet): void {
  const names = new Set(figureLines(report, locale).map((line) => line.name));
  const used = Object.values(reportFigures).filter((one) => names.has(one.label[locale]));
  paper.heading(pdfWords[locale].formulas);
  for (const one of used)
    paper.write("P", `${one.label[locale]}: ${one.formula[locale]}`, { size: 8, colour: MUTED }, 3);
}
