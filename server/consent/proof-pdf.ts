import PDFDocument from "pdfkit";
import type { Locale } from "../platform/index.ts";
import type { ProofPackage } from "./proof-package.ts";
import { printable } from "./printable.ts";
import { proofSections, type ProofSection } from "./proof-sections.ts";
import { proofWords } from "./proof-texts.ts";

const INK = "#1f2a2e";
const MUTED = "#5b686d";
const ACCENT = "#0b6e6e";
const MARGIN = 56;
const LABEL_WIDTH = 150;

/** A proof for reading and printing: the declaration in full, the opt-in mail, and how it was accepted (CON-05, DOI-08). */
export function proofPdf(proof: ProofPackage, locale: Locale): Promise<Buffer> {
  const say = proofWords[locale];
  const title = proof.about === "person" ? say.personTitle : say.title;
  const id = proof.entries[0]!.id;
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + 12, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: locale,
    tagged: true,
    displayTitle: true,
    info: {
      Title: `${title} ${id}`,
      Author: proof.account.name,
      Creator: "Klarpost",
      Producer: "Klarpost",
      CreationDate: new Date(proof.createdAt),
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  doc.font("Helvetica-Bold").fontSize(20).fillColor(INK).text(title);
  doc
    .moveDown(0.3)
    .font("Helvetica")
    .fontSize(10)
    .fillColor(MUTED)
    .text(printable(say.intro(proof.account.name, proof.createdAt)));
  for (const section of proofSections(proof, locale)) writeSection(doc, section);
  numberPages(doc, `${id} · `, say.page_);
  doc.end();
  return done;
}

function writeSection(doc: PDFKit.PDFDocument, section: ProofSection): void {
  if (section.facts.length === 0 && section.texts.length === 0) return;
  doc.x = MARGIN;
  if (doc.y > doc.page.height - 160) doc.addPage();
  doc
    .moveDown(1.2)
    .font("Helvetica-Bold")
    .fontSize(12)
    .fillColor(ACCENT)
    .text(printable(section.title));
  doc.moveDown(0.35);
  for (const [label, value] of section.facts) writeFact(doc, label, value);
  for (const { style, text } of section.texts) {
    doc.moveDown(0.35);
    doc.font(style === "code" ? "Courier" : "Helvetica").fontSize(style === "code" ? 7.5 : 10);
    doc.fillColor(style === "plain" ? MUTED : INK);
    const indent = style === "quote" ? 14 : 0;
    doc.text(printable(text), MARGIN + indent, doc.y, {
      width: doc.page.width - 2 * MARGIN - indent,
      lineGap: 2,
    });
  }
}

function writeFact(doc: PDFKit.PDFDocument, label: string, value: string): void {
  const width = doc.page.width - 2 * MARGIN - LABEL_WIDTH;
  const shown = printable(value);
  doc.font("Helvetica").fontSize(10);
  const height = doc.heightOfString(shown, { width, lineGap: 2 });
  if (doc.y + height > doc.page.height - MARGIN - 20 && height < 300) doc.addPage();
  const top = doc.y;
  doc.fillColor(MUTED).text(printable(label), MARGIN, top, { width: LABEL_WIDTH - 10, lineGap: 2 });
  const below = doc.y;
  doc.fillColor(INK).text(shown, MARGIN + LABEL_WIDTH, top, { width, lineGap: 2 });
  doc.x = MARGIN;
  // A text that ran over to the next page ends above where its label ended.
  doc.y = doc.y < top ? doc.y : Math.max(doc.y, below);
}

function numberPages(
  doc: PDFKit.PDFDocument,
  before: string,
  words: (no: number, of: number) => string,
): void {
  const { start, count } = doc.bufferedPageRange();
  for (let no = 0; no < count; no += 1) {
    doc.switchToPage(start + no);
    // The foot stands in the margin, where text would otherwise open a new page.
    doc.page.margins.bottom = 0;
    doc
      .font("Helvetica")
      .fontSize(8)
      .fillColor(MUTED)
      .text(printable(before + words(no + 1, count)), MARGIN, doc.page.height - MARGIN + 8, {
        lineBreak: false,
      });
  }
}
