import { workplaceVoice, type Locale, type Voice } from "../../platform/index.ts";
import type { MakePaper } from "../../requests/index.ts";
import type { CopyDocument } from "./copy-document.ts";
import { copyWords, fieldName } from "./copy-words.ts";

/** Longer tables are cut on paper and say so; the whole is in the other two formats. */
const MOST_ROWS = 400;
const MOST_TEXT = 4000;

/** The copy for reading and printing, tagged for screen readers (Art. 12(1) GDPR: intelligible and easily accessible). */
export function copyPdf(copy: CopyDocument, voice: Voice, makePaper: MakePaper): Promise<Buffer> {
  const locale = voice === "en" ? "en" : "de";
  const say = copyWords[voice];
  const at = new Date(copy.generatedAt);
  const moment = (value: string | Date): string =>
    new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
      dateStyle: "medium",
      timeStyle: "short",
      timeZone: "Europe/Berlin",
    }).format(new Date(value));
  const paper = makePaper({ title: say.title, author: copy.controller, locale, at });
  const line = (text: string): void => paper.write("P", text, { size: 9.5 }, 5);
  paper.write("H1", say.title, { font: "serif", size: 24 }, 6);
  line(say.intro(copy.controller, copy.address, moment(at)));
  if (copy.contactEmail !== null) line(copy.contactEmail);
  const show = (value: unknown): string => shown(value, locale, moment);
  for (const [table, rows] of Object.entries(copy.data)
    .flatMap(([, tables]) => Object.entries(tables))
    .toSorted(byTable)) {
    if (rows.length === 0) continue;
    paper.heading(say.tables[table] ?? table);
    rows.slice(0, MOST_ROWS).forEach((row, no) => {
      if (rows.length > 1) paper.write("H3", say.row(no + 1), { font: "bold", size: 9 }, 2);
      for (const [field, value] of Object.entries(row as Record<string, unknown>)) {
        const text = show(value);
        if (field === "origins" || field === "publicId" || text === "") continue;
        line(`${fieldName(field, locale)}: ${text}`);
      }
    });
    if (rows.length > MOST_ROWS) line(`… ${rows.length - MOST_ROWS}`);
  }
  paper.heading(say.origin);
  paper.table(
    say.originHead.map((title, no) => ({ title, ...(no === 1 ? {} : { width: 130 }) })),
    copy.origins.map((one) => [
      one.field,
      [one.source, one.detail].filter(Boolean).join(", "),
      moment(one.at),
    ]),
  );
  paper.heading(say.recipients);
  for (const one of copy.sourcesAndRecipients) line(`${one.name} (${moment(one.at)})`);
  for (const one of copy.processors)
    line([one.name, one.country, one.purpose].filter((part) => part !== "").join(", "));
  if (copy.sourcesAndRecipients.length + copy.processors.length === 0) line(say.recipientsNone);
  paper.heading(say.segments);
  line(`${say.segmentsText} ${copy.segments.join(", ") || say.segmentsNone}`);
  paper.heading(say.scores);
  line(say.scoresText);
  paper.heading(say.looks);
  line(say.looksText);
  if (copy.lookedAt.length === 0) line(say.looksNone);
  else
    paper.table(
      say.looksHead.map((title, no) => ({ title, ...(no === 1 ? {} : { width: 130 }) })),
      copy.lookedAt.slice(0, MOST_ROWS).map((one) => [moment(one.at), one.action, one.by]),
    );
  paper.heading(say.retention);
  paper.table(
    say.retentionHead.map((title, no) => ({ title, ...(no === 1 ? {} : { width: 170 }) })),
    copy.retention.map((one) => [say.tables[one.table] ?? one.table, `${one.after} (${one.rule})`]),
  );
  paper.heading(say.rights);
  for (const text of say.rightsText) line(text);
  return paper.finish((page, of) => `${copy.controller} · ${say.title} · ${say.foot(page, of)}`);
}

const first = [
  "contacts",
  "subscriptions",
  "ledger_entries",
  "profiling_permissions",
  "deliveries",
];
const rank = (table: string): number =>
  first.includes(table) ? first.indexOf(table) : first.length;
const byTable = ([a]: [string, unknown], [b]: [string, unknown]): number => rank(a) - rank(b);

/** A value as people read it; parts of parts behind their names. */
function shown(value: unknown, locale: Locale, moment: (value: Date) => string): string {
  const { yes, no } = copyWords[workplaceVoice(locale)];
  if (value === null || value === undefined || value === "") return "";
  if (value instanceof Date) return moment(value);
  if (typeof value === "boolean") return value ? yes : no;
  if (Array.isArray(value))
    return value
      .map((one) => shown(one, locale, moment))
      .filter(Boolean)
      .join("; ");
  if (typeof value === "object")
    return (
      Object.entries(value)
        // The mail's source is in the JSON; its text is here.
        .filter(([key]) => key !== "mailHtml" && key !== "html")
        .map(([key, part]) => [fieldName(key, locale), shown(part, locale, moment)])
        .filter(([, text]) => text !== "")
        .map(([key, text]) => `${key}: ${text}`)
        .join("; ")
    );
  const text = String(value);
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)} …` : text;
}
