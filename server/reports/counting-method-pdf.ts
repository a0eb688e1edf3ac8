import { join } from "node:path";
import PDFDocument from "pdfkit";
import { countingWords } from "../../contract/counting-words.ts";
import type { MethodBlock, MethodSection } from "../../contract/counting-method.ts";
import type { Locale } from "../platform/index.ts";
import { settable } from "./pdf-paper.ts";

const INK = "#1f2a2e";
const MUTED = "#5b686d";
const ACCENT = "#0b6e6e";
const LINE = "#d9dfe1";
const SANS = join(import.meta.dirname, "fonts/klarpost-sans-regular.ttf");
const BOLD = join(import.meta.dirname, "fonts/klarpost-sans-semibold.ttf");
const MARGIN = 56;
const CELL = 5;

const pageWords: Record<Locale, (no: number, of: number) => string> = {
  de: (no, of) => `Seite ${no} von ${of}`,
  en: (no, of) => `Page ${no} of ${of}`,
};

/** The description of the counting method as a document for files and authorities. */
export function countingMethodPdf(options: {
  sections: readonly MethodSection[];
  accountName: string;
  /** The day it is made, in words. */
  when: string;
  now: Date;
  locale: Locale;
}): Promise<Buffer> {
  const { locale, accountName, sections, when } = options;
  const title = countingWords.title[locale];
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + 12, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: locale,
    tagged: true,
    displayTitle: true,
    info: {
      Title: `${title}: ${accountName}`,
      Author: accountName,
      Creator: "Klarpost",
      Producer: "Klarpost",
      CreationDate: options.now,
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  doc.font(BOLD).fontSize(20).fillColor(INK).text(title);
  doc.moveDown(0.3).font(SANS).fontSize(10).fillColor(MUTED);
  doc.text(words(countingWords.lead[locale])).text(words(`${accountName}, ${when}`));
  for (const section of sections) writeSection(doc, section);
  numberPages(doc, pageWords[locale]);
  doc.end();
  return done;
}

/** The typeface has no raised digits. */
const words = (text: string): string => settable(text.replaceAll("2⁻⁶⁴", "2^-64"));

function writeSection(doc: PDFKit.PDFDocument, section: MethodSection): void {
  doc.x = MARGIN;
  if (doc.y > doc.page.height - 170) doc.addPage();
  doc.moveDown(1.2).font(BOLD).fontSize(13).fillColor(ACCENT);
  doc.text(words(section.title));
  for (const block of section.blocks) writeBlock(doc, block);
}

function writeBlock(doc: PDFKit.PDFDocument, block: MethodBlock): void {
  const width = doc.page.width - 2 * MARGIN;
  doc.x = MARGIN;
  doc.moveDown(0.5).font(SANS).fontSize(10).fillColor(INK);
  switch (block.kind) {
    case "text":
      doc.text(words(block.text), { width, lineGap: 2 });
      return;
    case "quote":
      doc.text(words(block.text), MARGIN + 14, doc.y, { width: width - 28, lineGap: 2 });
      return;
    case "list":
      doc.list(block.items.map(words), { width, lineGap: 2, bulletRadius: 1.6, textIndent: 12 });
      return;
    case "steps":
      block.items.forEach((item, at) => {
        doc.font(BOLD).text(words(`${at + 1}. ${item.title}`), { width, lineGap: 2 });
        doc.font(SANS).text(words(item.text), { width, lineGap: 2 }).moveDown(0.3);
      });
      return;
    case "table":
      writeTable(doc, block, width);
  }
}

function writeTable(
  doc: PDFKit.PDFDocument,
  block: Extract<MethodBlock, { kind: "table" }>,
  width: number,
): void {
  const column = width / block.head.length;
  const writeRow = (cells: readonly string[], isHead: boolean): void => {
    const font = isHead ? BOLD : SANS;
    const inner = { width: column - 2 * CELL, lineGap: 1 };
    const heights = cells.map((cell) =>
      doc.font(font).fontSize(8.5).heightOfString(words(cell), inner),
    );
    const height = Math.max(...heights) + 2 * CELL;
    if (doc.y + height > doc.page.height - MARGIN - 20) doc.addPage();
    const top = doc.y;
    cells.forEach((cell, at) => {
      const align = block.numbers?.includes(at) ? "right" : "left";
      doc
        .font(font)
        .fontSize(8.5)
        .fillColor(isHead ? MUTED : INK);
      doc.text(words(cell), MARGIN + at * column + CELL, top + CELL, { ...inner, align });
    });
    doc.moveTo(MARGIN, top + height).lineTo(MARGIN + width, top + height);
    doc.lineWidth(0.5).strokeColor(LINE).stroke();
    doc.x = MARGIN;
    doc.y = top + height;
  };
  writeRow(block.head, true);
  for (const row of block.rows) writeRow(row, false);
}

function numberPages(doc: PDFKit.PDFDocument, say: (no: number, of: number) => string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let no = 0; no < count; no += 1) {
    doc.switchToPage(start + no);
    // The foot stands in the margin, where text would otherwise open a new page.
    doc.page.margins.bottom = 0;
    doc.font(SANS).fontSize(8).fillColor(MUTED);
    doc.text(say(no + 1, count), MARGIN, doc.page.height - MARGIN + 8, { lineBreak: false });
  }
}
