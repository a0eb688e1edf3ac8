import PDFDocument from "pdfkit";
import { printable } from "../consent/index.ts";
import type { Locale } from "../platform/index.ts";
import { conceptWords, longMonth, type Concept } from "./concept.ts";
import { afterWords } from "./retention-words.ts";
import { retentionClass } from "./retention.ts";
import type { Protocol } from "./retention.store.ts";

const INK = "#1b2330";
const MUTED = "#5b6577";
const ACCENT = "#0b6e6e";
const MARGIN = 56;
const LABEL = 150;

type Facts = readonly (readonly [label: string, value: string])[];

interface Sheet {
  title: string;
  state: string;
  intro: string;
  sections: { title: string; text?: string; facts: Facts }[];
}

/** The deletion concept for printing (RET-13). */
export function conceptPdf(
  concept: Concept,
  state: string,
  locale: Locale,
  at: Date,
): Promise<Buffer> {
  const say = conceptWords[locale];
  return write(
    {
      title: say.title,
      state,
      intro: say.intro(concept.account),
      sections: [
        ...concept.classes.map((each) => ({
          title: each.label[locale],
          facts: [
            [say.what, each.what[locale]],
            [say.basis, each.basis[locale]],
            [say.start, each.start[locale]],
            [say.period, each.period[locale]],
            [say.reason, each.reason],
            [say.action, say.actions[each.action]],
            [say.rules, each.rules.join(", ")],
          ] as Facts,
        })),
        { title: say.how, text: `${say.howText} ${say.holds(concept.holds)}`, facts: [] },
        {
          title: say.annex,
          text: say.annexText,
          facts: concept.tables.map(
            ({ table, rule, after }) =>
              [table, `${rule}: ${afterWords({ table, after }, locale)}`] as const,
          ),
        },
      ],
    },
    concept.account,
    locale,
    at,
  );
}

/** A month's protocol for the files of the data protection officer (RET-14). */
export function protocolPdf(
  protocol: Protocol,
  account: string,
  made: string,
  locale: Locale,
): Promise<Buffer> {
  const say = conceptWords[locale];
  const number = new Intl.NumberFormat(locale === "de" ? "de-DE" : "en-GB");
  const rows = Object.entries(protocol.counts).filter(([, { done, held }]) => done + held > 0);
  return write(
    {
      title: say.protocol(longMonth(protocol.month, locale)),
      state: `${say.made}: ${made}`,
      intro: say.protocolIntro(account),
      sections: [
        ...(rows.length === 0 ? [{ title: say.class, text: say.nothing, facts: [] }] : []),
        ...rows.map(([id, { done, held }]) => ({
          title: retentionClass(id)?.label[locale] ?? id,
          facts: [
            [say.done, number.format(done)],
            ...(held > 0 ? [[say.held, number.format(held)] as const] : []),
          ] as Facts,
        })),
        {
          title: say.seal,
          facts: [
            [say.inForce, number.format(protocol.holds)],
            [say.seal, protocol.seal.toString("hex")],
          ],
        },
      ],
    },
    account,
    locale,
    protocol.madeAt,
  );
}

function write(sheet: Sheet, account: string, locale: Locale, at: Date): Promise<Buffer> {
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + 12, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: locale,
    tagged: true,
    displayTitle: true,
    info: {
      Title: `${sheet.title} ${account}`,
      Author: account,
      Creator: "Klarpost",
      Producer: "Klarpost",
      CreationDate: at,
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  doc.font("Helvetica-Bold").fontSize(20).fillColor(INK).text(printable(sheet.title));
  doc.moveDown(0.2).font("Helvetica").fontSize(10).fillColor(MUTED).text(printable(sheet.state));
  doc.moveDown(0.5).fillColor(INK).text(printable(sheet.intro), { lineGap: 2 });
  for (const { title, text, facts } of sheet.sections) {
    doc.x = MARGIN;
    if (doc.y > doc.page.height - 150) doc.addPage();
    doc.moveDown(1).font("Helvetica-Bold").fontSize(12).fillColor(ACCENT).text(printable(title));
    doc.moveDown(0.25).font("Helvetica").fontSize(10).fillColor(INK);
    if (text !== undefined) doc.text(printable(text), { lineGap: 2 });
    for (const [label, value] of facts) if (value !== "") writeFact(doc, label, value);
  }
  numberPages(doc, account, conceptWords[locale].page);
  doc.end();
  return done;
}

function writeFact(doc: PDFKit.PDFDocument, label: string, value: string): void {
  const width = doc.page.width - 2 * MARGIN - LABEL;
  const shown = printable(value);
  const name = printable(label);
  const height = Math.max(
    doc.heightOfString(shown, { width, lineGap: 2 }),
    doc.heightOfString(name, { width: LABEL - 10, lineGap: 2 }),
  );
  if (doc.y + height > doc.page.height - MARGIN - 20) doc.addPage();
  const top = doc.y;
  doc.fillColor(MUTED).text(name, MARGIN, top, { width: LABEL - 10, lineGap: 2 });
  doc.fillColor(INK).text(shown, MARGIN + LABEL, top, { width, lineGap: 2 });
  doc.x = MARGIN;
  doc.y = top + height;
}

function numberPages(
  doc: PDFKit.PDFDocument,
  before: string,
  words: (no: number, of: number) => string,
): void {
  const { start, count } = doc.bufferedPageRange();
  for (let no = 0; no < count; no++) {
    doc.switchToPage(start + no);
    // The foot stands in the margin, where text would otherwise open a new page.
    doc.page.margins.bottom = 0;
    doc
      .font("Helvetica")
      .fontSize(8)
      .fillColor(MUTED)
      .text(
        printable(`${before} · ${words(no + 1, count)}`),
        MARGIN,
        doc.page.height - MARGIN + 8,
        {
          lineBreak: false,
        },
      );
  }
}
