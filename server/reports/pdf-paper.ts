import { join } from "node:path";
import PDFDocument from "pdfkit";
import type { Locale } from "../platform/index.ts";

export const INK = "#1b2330";
export const MUTED = "#5b6577";
export const ACCENT = "#0b6e6e";
export const ACCENT_MID = "#8fc1bf";
export const ACCENT_PALE = "#c9e2e0";
export const LINE = "#dfe0dc";
const MARGIN = 48;
const FOOT = 44;

const FONTS = {
  sans: "klarpost-sans-regular.ttf",
  bold: "klarpost-sans-semibold.ttf",
  serif: "klarpost-serif-regular.ttf",
} as const;
type Font = keyof typeof FONTS;

export interface TextStyle {
  font?: Font;
  size?: number;
  colour?: string;
  width?: number;
  align?: "left" | "right";
  lineGap?: number;
}

export interface PaperColumn {
  title: string;
  /** Points; one column may be left out and takes the rest. */
  width?: number;
  isNumber?: boolean;
}

/** Figures below each other are of one width; among words they, and the hyphen, keep their own. */
const featuresOf = ({ align }: TextStyle): PDFKit.Mixins.OpenTypeFeatures[] =>
  align === "right" ? ["tnum", "kern"] : ["kern"];

/** Letters beyond German and English are written out, so that nothing is lost or looks like something else. */
export function settable(text: string): string {
  return [...text.normalize("NFC")]
    .map((character) => {
      const code = character.codePointAt(0)!;
      if (code < 32) return " ";
      if (code < 0x180 || "‐‑–—‘’‚“”„•…‰‹›€→−≤≥\u202f\u2009ẞȘșȚț".includes(character))
        return character;
      return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
    })
    .join("");
}

/** A4 paper that is written from top to bottom, with every text and picture tagged for screen readers (PDF/UA). */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly left = MARGIN;
  readonly width: number;
  y = MARGIN;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly done: Promise<Buffer>;

  constructor(meta: { title: string; author: string; locale: Locale; at: Date }) {
    this.doc = new PDFDocument({
      size: "A4",
      margins: { top: MARGIN, bottom: 0, left: MARGIN, right: MARGIN },
      bufferPages: true,
      lang: meta.locale,
      tagged: true,
      displayTitle: true,
      pdfVersion: "1.7",
      info: {
        Title: settable(meta.title),
        Author: settable(meta.author),
        Creator: "Klarpost",
        Producer: "Klarpost",
        CreationDate: meta.at,
      },
    });
    for (const [name, file] of Object.entries(FONTS))
      this.doc.registerFont(name, join(import.meta.dirname, "fonts", file));
    this.width = this.doc.page.width - 2 * MARGIN;
    const chunks: Buffer[] = [];
    this.done = new Promise((resolve, reject) => {
      this.doc.on("data", (chunk: Buffer) => chunks.push(chunk));
      this.doc.on("end", () => resolve(Buffer.concat(chunks)));
      this.doc.on("error", reject);
    });
    this.root = this.doc.struct("Document");
    this.doc.addStructure(this.root);
  }

  /** Begins a page where fewer than `height` points are left. */
  need(height: number): void {
    if (this.y + height <= this.doc.page.height - MARGIN - FOOT) return;
    this.doc.addPage();
    this.y = MARGIN;
  }

  private set(style: TextStyle): void {
    this.doc
      .font(style.font ?? "sans")
      .fontSize(style.size ?? 9.5)
      .fillColor(style.colour ?? INK);
  }

  heightOf(text: string, style: TextStyle): number {
    this.set(style);
    return this.doc.heightOfString(settable(text), {
      width: style.width ?? this.width,
      lineGap: style.lineGap ?? 1.5,
      features: featuresOf(style),
    });
  }

  /** Text at a place, tagged as `role` (`P`, `H1`, `Span` …). Does not move the paper on. */
  at(role: string, text: string, x: number, y: number, style: TextStyle): void {
    this.root.add(this.doc.struct(role, {}, this.painter(text, x, y, style)));
  }

  private painter(text: string, x: number, y: number, style: TextStyle): () => void {
    return () => {
      this.set(style);
      this.doc.text(settable(text), x, y, {
        width: style.width ?? this.width,
        align: style.align ?? "left",
        lineGap: style.lineGap ?? 1.5,
        features: featuresOf(style),
      });
    };
  }

  /** A paragraph or heading under what is there. */
  write(role: string, text: string, style: TextStyle, below = 6): void {
    const height = this.heightOf(text, style);
    this.need(height + below);
    this.at(role, text, this.left, this.y, style);
    this.y += height + below;
  }

  heading(text: string): void {
    this.need(70);
    this.y += 12;
    this.write("H2", text, { font: "serif", size: 14 }, 6);
  }

  /** A drawing with the words a screen reader says in its place. */
  figure(alt: string, draw: () => void): void {
    this.root.add(this.doc.struct("Figure", { alt: settable(alt) }, draw));
  }

  /** Lines and surfaces that mean nothing. */
  decorate(draw: () => void): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    draw();
    this.doc.endMarkedContent();
  }

  rule(y: number): void {
    this.decorate(() =>
      this.doc
        .moveTo(this.left, y)
        .lineTo(this.left + this.width, y)
        .lineWidth(0.6)
        .strokeColor(LINE)
        .stroke(),
    );
  }

  /** A table with its head on each page; numbers stand right. */
  table(columns: readonly PaperColumn[], rows: readonly (readonly string[])[]): void {
    const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
    const widths = columns.map((column) => column.width ?? this.width - fixed);
    const table = this.doc.struct("Table");
    this.root.add(table);
    const line = (cells: readonly string[], isHead: boolean): void => {
      const styleOf = (at: number): TextStyle => ({
        font: isHead ? "bold" : "sans",
        size: isHead ? 8 : 9,
        colour: isHead ? MUTED : INK,
        width: widths[at]! - 8,
        align: columns[at]!.isNumber ? "right" : "left",
        lineGap: 1,
      });
      const height = Math.max(...cells.map((text, at) => this.heightOf(text, styleOf(at))));
      if (this.y + height + 8 > this.doc.page.height - MARGIN - FOOT) {
        this.need(Infinity);
        if (!isHead)
          line(
            columns.map((column) => column.title),
            true,
          );
      }
      const row = this.doc.struct("TR");
      table.add(row);
      let x = this.left;
      cells.forEach((text, at) => {
        const cell = this.doc.struct(
          isHead ? "TH" : "TD",
          {},
          this.painter(text, x, this.y + 3, styleOf(at)),
        );
        row.add(cell);
        cell.end();
        x += widths[at]!;
      });
      row.end();
      this.y += height + 7;
      this.rule(this.y - 1);
    };
    line(
      columns.map((column) => column.title),
      true,
    );
    for (const cells of rows) line(cells, false);
    table.end();
    this.y += 6;
  }

  /** Numbers the pages and ends the paper. */
  finish(foot: (no: number, of: number) => string): Promise<Buffer> {
    this.root.end();
    const { start, count } = this.doc.bufferedPageRange();
    for (let no = 0; no < count; no += 1) {
      this.doc.switchToPage(start + no);
      this.doc.page.margins.bottom = 0;
      this.doc.markContent("Artifact", { type: "Pagination" });
      this.set({ size: 7.5, colour: MUTED });
      this.doc.text(settable(foot(no + 1, count)), this.left, this.doc.page.height - MARGIN + 10, {
        width: this.width,
        lineBreak: false,
      });
      this.doc.endMarkedContent();
    }
    this.doc.end();
    return this.done;
  }
}

/** Paper for the documents of other slices; the composition root hands it over. */
export const makePaper = (meta: ConstructorParameters<typeof Paper>[0]): Paper => new Paper(meta);
