import type { DocumentBlock, DocumentContent, FlowPicture } from "../../contract/documents.ts";
import { makePaper, settable, type Paper } from "../reports/index.ts";
import type { Frame } from "./document-html.ts";

const INK = "#1b2330";
const MUTED = "#5b6577";
const ACCENT = "#0b6e6e";
const WAIT = "#8a5a00";
const LABEL = 128;
const SIZE = 9.5;
/** A paragraph longer than this is written in pieces, so that each fits on a page. */
const LONGEST = 1500;

/** A document as tagged PDF (PDF/UA structure), for files and authorities. */
export function documentPdf(content: DocumentContent, frame: Frame, at: Date): Promise<Buffer> {
  const { locale } = frame;
  const paper = makePaper({
    title: `${content.title} – ${frame.account}`,
    author: frame.account,
    locale,
    at,
  });
  paper.write("H1", content.title, { font: "serif", size: 22 }, 3);
  paper.write("P", frame.account, { font: "bold", size: 10 }, 2);
  paper.write("P", frame.state, { size: 9, colour: MUTED }, 10);
  paper.write("P", content.intro, { size: 10 }, 6);
  let part: string | undefined;
  for (const section of settableContent(content).sections) {
    if (section.part !== undefined && section.part !== part) {
      paper.need(110);
      paper.y += 18;
      paper.write("H2", section.part, { font: "serif", size: 17, colour: ACCENT }, 2);
    }
    part = section.part;
    paper.need(64 + figureHeight(paper, section.blocks[0]));
    paper.y += 10;
    const role = section.part === undefined ? "H2" : "H3";
    paper.write(role, section.title, { font: "bold", size: 11.5 }, 4);
    for (const block of section.blocks) writeBlock(paper, block);
  }
  paper.need(70);
  paper.y += 16;
  paper.rule(paper.y);
  paper.y += 8;
  paper.write("P", frame.responsibility, { size: 8.5, colour: MUTED }, 4);
  paper.write("P", `SHA-256 ${frame.sha256}`, { size: 7.5, colour: MUTED }, 4);
  return paper.finish((no, of) =>
    locale === "de"
      ? `${frame.account} · ${content.title} · ${frame.made} · Seite ${no} von ${of}`
      : `${frame.account} · ${content.title} · ${frame.made} · page ${no} of ${of}`,
  );
}

/** The typeface has no raised digits. */
const settableContent = (content: DocumentContent): DocumentContent =>
  JSON.parse(JSON.stringify(content).replaceAll("2⁻⁶⁴", "2^-64")) as DocumentContent;

/** A heading stays with the picture below it. */
const figureHeight = (paper: Paper, block: DocumentBlock | undefined): number =>
  block?.kind === "figure" ? block.picture.height * scaleOf(paper, block.picture) + 16 : 0;

const scaleOf = (paper: Paper, picture: FlowPicture): number =>
  Math.min(1, paper.width / picture.width, 600 / picture.height);

function writeBlock(paper: Paper, block: DocumentBlock): void {
  switch (block.kind) {
    case "text":
      for (const piece of pieces(block.text)) paper.write("P", piece, { size: SIZE }, 5);
      return;
    case "open":
      for (const piece of pieces(block.text))
        paper.write("P", piece, { size: SIZE, colour: WAIT }, 5);
      return;
    case "list":
      for (const item of block.items)
        for (const piece of pieces(`• ${item}`)) paper.write("P", piece, { size: SIZE }, 3);
      paper.y += 3;
      return;
    case "facts":
      for (const { label, value } of block.rows) writeFact(paper, label, value);
      paper.y += 4;
      return;
    case "table":
      paper.table(
        block.head.map((title) => ({ title, width: paper.width / block.head.length })),
        block.rows,
      );
      return;
    case "figure":
      drawFlow(paper, block.picture, block.alt);
      return;
    case "signature":
      paper.need(70);
      paper.y += 34;
      paper.rule(paper.y);
      paper.y += 4;
      for (const line of block.lines) paper.write("P", line, { size: 8.5, colour: MUTED }, 1);
      paper.y += 6;
  }
}

function writeFact(paper: Paper, label: string, value: string): void {
  const name = { size: 9, colour: MUTED, width: LABEL - 10 };
  pieces(value).forEach((piece, at) => {
    const words = { size: SIZE, width: paper.width - LABEL };
    const height = Math.max(paper.heightOf(piece, words), paper.heightOf(label, name));
    paper.need(height + 4);
    if (at === 0) paper.at("P", label, paper.left, paper.y, name);
    paper.at("P", piece, paper.left + LABEL, paper.y, words);
    paper.y += height + 4;
  });
}

/** Cuts what is too long for a page at the ends of sentences. */
function pieces(text: string): string[] {
  if (text.length <= LONGEST) return [text];
  const found: string[] = [""];
  for (const sentence of text.split(/(?<=[.!?])\s+/)) {
    const last = found.at(-1)!;
    if (last !== "" && last.length + sentence.length > LONGEST) found.push(sentence);
    else found[found.length - 1] = last === "" ? sentence : `${last} ${sentence}`;
  }
  return found;
}

/** The same picture as on the page, scaled to the width of the paper. */
function drawFlow(paper: Paper, picture: FlowPicture, alt: string): void {
  const scale = scaleOf(paper, picture);
  paper.need(picture.height * scale + 16);
  paper.y += 6;
  const top = paper.y;
  const { doc } = paper;
  paper.figure(alt, () => {
    doc.save().translate(paper.left, top).scale(scale);
    for (const { fromX, fromY, toX, toY } of picture.arrows) {
      doc.moveTo(fromX, fromY).lineTo(toX - 3, toY);
      doc
        .moveTo(toX - 8, toY - 4)
        .lineTo(toX - 2, toY)
        .lineTo(toX - 8, toY + 4);
      doc.lineWidth(1.2).strokeColor(ACCENT).stroke();
    }
    for (const box of picture.boxes) {
      const isHouse = box.tone === "house";
      doc.roundedRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 8);
      doc.lineWidth(1).fillAndStroke(isHouse ? "#e3f0ef" : "#ffffff", isHouse ? ACCENT : "#aab2bd");
      doc.font("bold").fontSize(11).fillColor(INK);
      doc.text(settable(box.title), box.x + 10, box.y + 9, { lineBreak: false });
      doc.font("sans").fontSize(9.5).fillColor(MUTED);
      box.lines.forEach((line, at) =>
        doc.text(settable(line), box.x + 10, box.y + 28 + at * 13, { lineBreak: false }),
      );
    }
    doc.restore();
  });
  paper.y = top + picture.height * scale + 10;
}
