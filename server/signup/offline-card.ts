import PDFDocument from "pdfkit";
import { printable } from "../consent/index.ts";
import type { OfflineHelp, PrintedDeclaration } from "./offline-help.ts";
import { offlineTexts } from "./offline-texts.ts";
import { qrSquares } from "../platform/index.ts";

export type CardKind = "letter" | "card";

const INK = "#1f2a2e";
const MUTED = "#5b686d";
const ACCENT = "#0b6e6e";
const LINE = "#c9ddda";
const MM = 72 / 25.4;

/**
 * A letter (A4) or card (A6) that leads to the sign-up form: its QR code, the address in letters, the wording and its
 * version (CON-27). Nothing on it is ticked, and nothing on it names a person.
 */
export function offlineCard(help: OfflineHelp, kind: CardKind): Promise<Buffer> {
  const small = kind === "card";
  const margin = (small ? 9 : 22) * MM;
  const doc = new PDFDocument({
    size: small ? "A6" : "A4",
    margins: { top: margin, bottom: margin * 0.8, left: margin, right: margin },
    lang: help.locale,
    tagged: true,
    displayTitle: true,
    info: {
      Title: printable(help.title),
      Author: printable(help.accountName),
      Creator: "Klarpost",
      Producer: "Klarpost",
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  if (small) writeCard(doc, help);
  else writeLetter(doc, help);
  doc.end();
  return done;
}

function head(doc: PDFKit.PDFDocument, help: OfflineHelp, size: number): void {
  doc
    .font("Helvetica")
    .fontSize(size * 0.45)
    .fillColor(ACCENT)
    .text(printable(help.accountName))
    .moveDown(0.5);
  doc.font("Times-Roman").fontSize(size).fillColor(INK).text(printable(help.title));
}

function writeCard(doc: PDFKit.PDFDocument, help: OfflineHelp): void {
  const words = offlineTexts[help.voice];
  const { left, right, bottom } = doc.page.margins;
  const width = doc.page.width - left - right;
  head(doc, help, 19);
  doc.moveDown(0.4).font("Helvetica").fontSize(9).fillColor(INK);
  if (help.intro !== "") doc.text(printable(help.intro), { height: 48, ellipsis: true });
  const size = 42 * MM;
  const top = doc.page.height - bottom - size - 58;
  drawCode(doc, help.url, left, top, size);
  doc
    .font("Helvetica")
    .fontSize(8.5)
    .fillColor(INK)
    .text(words.steps.map((step, at) => `${at + 1}. ${step}`).join("\n"), left + size + 12, top, {
      width: width - size - 12,
      lineGap: 1.5,
    });
  doc
    .fontSize(7.5)
    .fillColor(MUTED)
    .text(`${words.short} ${printable(help.url)}`, left, top + size + 8, { width });
  const versions = [...help.lists, ...(help.tracking ? [help.tracking] : [])]
    .map((one) => words.version(one.wordingVersion, one.wordingId))
    .filter((one, at, all) => all.indexOf(one) === at);
  doc
    .fontSize(6)
    .text(
      printable(`${words.wording}: ${versions.join("; ")}. ${words.controller}: ${help.sender}`),
      { width },
    );
}

function writeLetter(doc: PDFKit.PDFDocument, help: OfflineHelp): void {
  const words = offlineTexts[help.voice];
  const { left, right } = doc.page.margins;
  const width = doc.page.width - left - right;
  head(doc, help, 26);
  doc.moveDown(0.5).font("Helvetica").fontSize(11).fillColor(INK);
  if (help.intro !== "") doc.text(printable(help.intro), { lineGap: 3 });
  doc.moveDown(1.2);
  const size = 44 * MM;
  const top = doc.y;
  drawCode(doc, help.url, left, top, size);
  const textLeft = left + size + 22;
  doc
    .font("Helvetica-Bold")
    .fontSize(12)
    .text(words.invitation, textLeft, top, { width: width - size - 22 })
    .moveDown(0.4);
  words.steps.forEach((step, at) =>
    doc
      .font("Helvetica")
      .fontSize(10.5)
      .text(`${at + 1}. ${step}`, textLeft, doc.y, { width: width - size - 22, lineGap: 2 })
      .moveDown(0.35),
  );
  doc
    .fontSize(9.5)
    .fillColor(ACCENT)
    .text(printable(help.url), textLeft, doc.y, { width: width - size - 22 });
  doc.y = Math.max(doc.y, top + size) + 22;
  doc.x = left;
  doc
    .font("Helvetica-Bold")
    .fontSize(12)
    .fillColor(INK)
    .text(words.wording, left, doc.y, { width });
  for (const declaration of help.lists) writeDeclaration(doc, help, declaration, width);
  if (help.tracking !== null) {
    doc.moveDown(1.6).font("Helvetica-Bold").fontSize(12).fillColor(INK).text(words.tracking);
    writeDeclaration(doc, help, help.tracking, width);
  }
  doc
    .moveDown(1.4)
    .font("Helvetica")
    .fontSize(8.5)
    .fillColor(MUTED)
    .text(
      printable(
        `${words.controller}: ${help.sender} · ${words.privacy}: ${help.privacyUrl}\n${words.stand(help.formVersion, help.day)}`,
      ),
      left,
      doc.y,
      { width, lineGap: 2 },
    );
}

function writeDeclaration(
  doc: PDFKit.PDFDocument,
  help: OfflineHelp,
  declaration: PrintedDeclaration,
  width: number,
): void {
  const { left } = doc.page.margins;
  doc.moveDown(0.6);
  const from = doc.y;
  const page = doc.page;
  doc
    .font("Times-Roman")
    .fontSize(11)
    .fillColor(INK)
    .text(printable(declaration.text), left + 14, from, { width: width - 14, lineGap: 2.5 });
  doc
    .moveDown(0.25)
    .font("Helvetica")
    .fontSize(8)
    .fillColor(MUTED)
    .text(
      offlineTexts[help.voice].version(declaration.wordingVersion, declaration.wordingId),
      left + 14,
    );
  // Where the text went on to another page, a line from here to there would be nonsense.
  if (doc.page === page)
    doc
      .moveTo(left + 2, from)
      .lineTo(left + 2, doc.y)
      .lineWidth(2)
      .strokeColor(LINE)
      .stroke();
  doc.x = left;
}

function drawCode(
  doc: PDFKit.PDFDocument,
  url: string,
  left: number,
  top: number,
  size: number,
): void {
  const squares = qrSquares(url);
  const step = size / squares.length;
  doc.fillColor("#000000");
  squares.forEach((row, y) =>
    row.forEach((dark, x) => {
      // A hair wider, so that no viewer shows seams between the squares.
      if (dark) doc.rect(left + x * step, top + y * step, step + 0.05, step + 0.05);
    }),
  );
  doc.fill();
}
