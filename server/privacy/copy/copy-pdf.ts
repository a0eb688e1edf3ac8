import type { Voice } from "../../platform/index.ts";
import { describeSource } from "../../preferences/index.ts";
import type { MakePaper } from "../../requests/index.ts";
import { afterWords } from "../retention-words.ts";
import type { CopyDocument } from "./copy-document.ts";
import { fieldName } from "./copy-fields.ts";
import { valueWords } from "./copy-values.ts";
import { copyWords } from "./copy-words.ts";

/** Longer tables are cut on paper and say so; the whole is in the other two formats. */
const MOST_ROWS = 400;
const MOST_TEXT = 3000;

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
  for (const [table, rows] of Object.entries(copy.data)
    .flatMap(([, tables]) => Object.entries(tables))
    .toSorted(byTable)) {
    if (rows.length === 0) continue;
    paper.heading(say.tables[table] ?? fieldName(table, locale));
    rows.slice(0, MOST_ROWS).forEach((row, no) => {
      if (rows.length > 1) {
        paper.need(60);
        paper.write("H3", say.row(no + 1), { font: "bold", size: 9 }, 2);
      }
      const facts = factsOf(row as Record<string, unknown>, voice, moment);
      if (facts.length > 0)
        paper.table([{ title: say.factHead[0]!, width: 165 }, { title: say.factHead[1]! }], facts);
    });
    if (rows.length > MOST_ROWS) line(say.more(rows.length - MOST_ROWS));
  }
  paper.heading(say.origin);
  paper.table(
    say.originHead.map((title, no) => ({ title, ...(no === 1 ? {} : { width: 130 }) })),
    copy.origins.map((one) => [
      one.field,
      [describeSource(one.source, voice), one.detail].filter(Boolean).join(", "),
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
    copy.retention.map((one) => [
      say.tables[one.table] ?? fieldName(one.table, locale),
      afterWords(one, locale),
    ]),
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

/** The product's own numbers and what is only for machines: in the other formats. */
const ONLY_FOR_MACHINES = new Set(["origins", "publicId", "mailHtml", "html", "accountId"]);

/** A row as pairs of words; parts of parts behind their names. */
function factsOf(
  row: Readonly<Record<string, unknown>>,
  voice: Voice,
  moment: (value: string | Date) => string,
  before = "",
): [string, string][] {
  const locale = voice === "en" ? "en" : "de";
  return Object.entries(row).flatMap(([field, value]): [string, string][] => {
    if (ONLY_FOR_MACHINES.has(field)) return [];
    const label =
      before === "" ? fieldName(field, locale) : `${before}: ${fieldName(field, locale)}`;
    const words = valueWords(field, value, row, voice);
    if (words !== undefined) return [[label, words]];
    if (isRecord(value)) return factsOf(value, voice, moment, label);
    const text = shown(value, voice, moment);
    return text === "" ? [] : [[label, text]];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !Buffer.isBuffer(value);

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A value as people read it. */
function shown(value: unknown, voice: Voice, moment: (value: string | Date) => string): string {
  const { yes, no } = copyWords[voice];
  if (value === null || value === undefined || value === "") return "";
  if (value instanceof Date) return moment(value);
  if (Buffer.isBuffer(value)) return value.toString("hex");
  if (typeof value === "boolean") return value ? yes : no;
  if (Array.isArray(value))
    return value
      .map((one) =>
        isRecord(one)
          ? factsOf(one, voice, moment)
              .map((pair) => pair.join(": "))
              .join(", ")
          : shown(one, voice, moment),
      )
      .filter(Boolean)
      .join("; ");
  const text = String(value);
  if (MOMENT.test(text) && !Number.isNaN(Date.parse(text))) return moment(text);
  if (DAY.test(text) && !Number.isNaN(Date.parse(text)))
    return new Intl.DateTimeFormat(voice === "en" ? "en-GB" : "de-DE", {
      dateStyle: "medium",
      timeZone: "UTC",
    }).format(new Date(text));
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)} …` : text;
}
