import { ACCENT, ACCENT_MID, ACCENT_PALE, INK, LINE, MUTED, type Paper } from "./pdf-paper.ts";

export interface FunnelStep {
  label: string;
  value: string;
  base: string;
  /** Share of the first step, 0 to 1; of which measured per person. */
  share: number;
  personal: number | null;
}

const FUNNEL_HEIGHT = 92;

/** From selected to clicked: figures above, the shape below, anonymous and personal parts in two colours. */
export function drawFunnel(paper: Paper, steps: readonly FunnelStep[], alt: string): void {
  const { doc, left, width } = paper;
  const step = width / steps.length;
  paper.need(74 + FUNNEL_HEIGHT + 10);
  steps.forEach((one, at) => {
    const x = left + at * step + (at === 0 ? 0 : 8);
    const wide = step - 12;
    paper.at("P", one.label, x, paper.y, { size: 8, colour: MUTED, width: wide });
    paper.at("P", one.value, x, paper.y + 21, { font: "serif", size: 21, width: wide });
    paper.at("P", one.base, x, paper.y + 48, { size: 8, colour: MUTED, width: wide });
  });
  const top = paper.y + 78;
  const bottom = top + FUNNEL_HEIGHT;
  paper.figure(alt, () => {
    shape(
      doc,
      left,
      step,
      top,
      bottom,
      steps.map((one) => one.share),
      ACCENT_PALE,
      0,
    );
    const from = steps.findIndex((one) => one.personal !== null);
    if (from > 0) {
      shape(
        doc,
        left,
        step,
        top,
        bottom,
        steps.map((one) => one.share),
        ACCENT_MID,
        from,
      );
      shape(
        doc,
        left,
        step,
        top,
        bottom,
        steps.map((one) => one.personal ?? 0),
        ACCENT,
        from,
      );
    }
  });
  paper.y = bottom + 8;
}

function shape(
  doc: PDFKit.PDFDocument,
  left: number,
  step: number,
  top: number,
  bottom: number,
  shares: readonly number[],
  colour: string,
  from: number,
): void {
  const y = (at: number) => bottom - Math.max(0.012, shares[at] ?? 0) * (bottom - top);
  doc.moveTo(left + from * step, bottom).lineTo(left + from * step, y(from));
  for (let at = from + 1; at < shares.length; at += 1) {
    const edge = left + at * step;
    doc.lineTo(edge - 22, y(at - 1));
    doc.bezierCurveTo(edge, y(at - 1), edge - 12, y(at), edge + 9, y(at));
  }
  const right = left + shares.length * step;
  doc
    .lineTo(right, y(shares.length - 1))
    .lineTo(right, bottom)
    .closePath()
    .fillColor(colour)
    .fill();
}

export interface CurveLine {
  label: string;
  values: readonly number[];
}

/** One or two lines over days; a point whose days became public together is dashed. */
export function drawCurve(
  paper: Paper,
  days: readonly { axis: string; isMerged: boolean }[],
  lines: readonly CurveLine[],
  alt: string,
  format: (value: number) => string,
): void {
  const { doc } = paper;
  const height = 110;
  paper.need(height + 40);
  const left = paper.left + 34;
  const width = paper.width - 40;
  const top = paper.y + 16;
  const bottom = top + height;
  const most = Math.max(1, ...lines.flatMap((line) => line.values));
  const tick = niceStep(most);
  const limit = Math.max(most, Math.ceil(most / tick) * tick);
  const x = (at: number) => left + (days.length < 2 ? 0 : (at / (days.length - 1)) * width);
  const y = (value: number) => bottom - (value / limit) * height;
  paper.figure(alt, () => {
    for (let value = 0; value <= limit; value += tick) {
      doc
        .moveTo(left, y(value))
        .lineTo(left + width, y(value))
        .lineWidth(0.5)
        .strokeColor(LINE)
        .stroke();
      doc.font("sans").fontSize(7).fillColor(MUTED);
      doc.text(format(value), paper.left - 4, y(value) - 4, {
        width: 32,
        align: "right",
        lineBreak: false,
        features: ["tnum"],
      });
    }
    lines.forEach((line, no) => {
      const colour = no === 0 ? ACCENT : INK;
      line.values.forEach((value, at) => {
        if (at === 0) return;
        doc
          .moveTo(x(at - 1), y(line.values[at - 1]!))
          .lineTo(x(at), y(value))
          .lineWidth(1.4);
        if (days[at]!.isMerged) doc.dash(2, { space: 2 });
        doc.strokeColor(colour).stroke().undash();
      });
      const at = paper.left + paper.width - 190 + no * 100;
      doc
        .rect(at, paper.y + 4, 12, 1.6)
        .fillColor(colour)
        .fill();
      doc.font("sans").fontSize(7.5).fillColor(MUTED);
      doc.text(line.label, at + 16, paper.y, { lineBreak: false });
    });
    const every = Math.max(1, Math.ceil(days.length / 8));
    days.forEach((day, at) => {
      if (at % every !== 0 && at !== days.length - 1) return;
      if (at !== days.length - 1 && days.length - 1 - at < every) return;
      doc.font("sans").fontSize(7).fillColor(MUTED);
      doc.text(day.axis, x(at) - 24, bottom + 5, { width: 48, align: "center", lineBreak: false });
    });
  });
  paper.y = bottom + 22;
}

function niceStep(most: number): number {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? power * 10;
}
