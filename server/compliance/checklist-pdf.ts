import PDFDocument from "pdfkit";
import { checkGroups } from "../../contract/compliance.ts";
import type { Account } from "../accounts/index.ts";
import { printable } from "../consent/index.ts";
import type { EvidenceFile } from "../evidence/index.ts";
import type { Locale } from "../platform/index.ts";
import { blocks, isGreen, isOpen, type CheckState } from "./check-state.ts";
import { checklistWords } from "./checklist-words.ts";

const INK = "#1b2330";
const MUTED = "#5b6577";
const ACCENT = "#0b6e6e";
const DANGER = "#a3262b";
const AMBER = "#8a5a00";
const LINE = "#c9ccd2";
const MARGIN = 52;
const INDENT = 24;

/** The checklist with what was found, what people said, and lines to sign it (CHK-A1). */
export function checklistPdf(
  of: { account: Account; checks: readonly CheckState[]; papers: Papers },
  locale: Locale,
  now: Date,
): Promise<Buffer> {
  return new Sheet(of.account, of.papers, locale, now).write(of.checks);
}

/** Papers that are named with their hash, so that a signature counts for exactly them. */
export interface Papers {
  /** Behind answers; `subjectId` is the answer's. */
  answers: readonly EvidenceFile[];
  /** Behind places of data and their transfer records. */
  places: readonly EvidenceFile[];
}

/** The entry that rests on declared places. */
const PLACES_CHECK = "CHK-28";

class Sheet {
  readonly #account: Account;
  readonly #papers: Papers;
  readonly #locale: Locale;
  readonly #now: Date;
  readonly #doc: PDFKit.PDFDocument;
  readonly #day: Intl.DateTimeFormat;
  readonly #moment: Intl.DateTimeFormat;

  constructor(account: Account, papers: Papers, locale: Locale, now: Date) {
    this.#account = account;
    this.#papers = papers;
    this.#locale = locale;
    this.#now = now;
    const language = locale === "de" ? "de-DE" : "en-GB";
    const zone = { timeZone: account.timezone };
    this.#day = new Intl.DateTimeFormat(language, { dateStyle: "long", ...zone });
    this.#moment = new Intl.DateTimeFormat(language, {
      dateStyle: "long",
      timeStyle: "short",
      ...zone,
    });
    this.#doc = new PDFDocument({
      size: "A4",
      margins: { top: MARGIN, bottom: MARGIN + 12, left: MARGIN, right: MARGIN },
      bufferPages: true,
      lang: locale,
      tagged: true,
      displayTitle: true,
      info: {
        Title: `${checklistWords[locale].title} ${account.name}`,
        Author: account.name,
        Creator: "Klarpost",
        Producer: "Klarpost",
        CreationDate: now,
      },
    });
  }

  write(checks: readonly CheckState[]): Promise<Buffer> {
    const doc = this.#doc;
    const chunks: Buffer[] = [];
    const done = new Promise<Buffer>((resolve, reject) => {
      doc.on("data", (chunk: Buffer) => chunks.push(chunk));
      doc.on("end", () => resolve(Buffer.concat(chunks)));
      doc.on("error", reject);
    });
    this.#head(checks);
    for (const group of checkGroups) {
      const items = checks.filter((check) => check.group === group);
      this.#room(110);
      doc.moveDown(1);
      this.#line(checklistWords[this.#locale].groups[group], { bold: true, size: 13, ink: ACCENT });
      for (const check of items) this.#check(check);
    }
    this.#signatures();
    this.#numbers();
    doc.end();
    return done;
  }

  #head(checks: readonly CheckState[]): void {
    const say = checklistWords[this.#locale];
    const done = checks.filter((check) => !isOpen(check)).length;
    this.#line(say.title, { bold: true, size: 20 });
    this.#doc.moveDown(0.2);
    this.#line(
      `${this.#account.name} · ${say.mode[this.#account.mode]} · ${say.made(this.#moment.format(this.#now))}`,
      { ink: MUTED },
    );
    this.#doc.moveDown(0.6);
    this.#line(`${say.done(done, checks.length)}. ${say.open(checks.filter(blocks).length)}`, {
      bold: true,
      size: 12,
    });
    this.#doc.moveDown(0.4);
    this.#line(say.intro, {});
  }

  #check(check: CheckState): void {
    const say = checklistWords[this.#locale];
    this.#room(64);
    const doc = this.#doc;
    doc.moveDown(0.7);
    this.#box(check);
    this.#line(check.label[this.#locale], { bold: true, size: 10.5, indent: INDENT });
    const ink = isGreen(check) ? ACCENT : check.status === "failed" ? DANGER : AMBER;
    const facts = [
      check.id,
      ...(check.blocking ? [say.mandatory] : []),
      say.status[check.status],
      check.checkedAt ? say.checked(this.#moment.format(check.checkedAt)) : say.never,
    ];
    this.#line(facts.join(" · "), { size: 9, ink, indent: INDENT });
    this.#line(check.message[this.#locale], { size: 9.5, indent: INDENT });
    for (const { answer } of check.questions)
      if (answer) {
        this.#line(
          say.answered(
            answer.answeredBy,
            this.#day.format(answer.answeredAt),
            this.#day.format(new Date(`${answer.validUntil}T12:00:00Z`)),
            answer.evidence,
          ),
          { size: 9, ink: MUTED, indent: INDENT },
        );
        this.#files(this.#papers.answers.filter(({ subjectId }) => subjectId === answer.publicId));
      }
    if (check.id === PLACES_CHECK) this.#files(this.#papers.places);
    if (check.override) {
      const { reason, madeBy, expiresAt } = check.override;
      this.#line(say.passedOver(reason, madeBy, this.#day.format(expiresAt)), {
        size: 9,
        ink: MUTED,
        indent: INDENT,
      });
    }
  }

  /** Name and hash of each paper. */
  #files(files: readonly EvidenceFile[]): void {
    for (const { name, sha256 } of files)
      this.#line(checklistWords[this.#locale].paper(name, sha256.toString("hex")), {
        size: 8,
        ink: MUTED,
        indent: INDENT,
      });
  }

  /** A box to the left: ticked, or left open for whoever works through the list on paper. */
  #box(check: CheckState): void {
    const doc = this.#doc;
    const top = doc.y + 1;
    doc.lineWidth(1).strokeColor(isGreen(check) ? ACCENT : MUTED);
    doc.rect(MARGIN, top, 10, 10).stroke();
    if (check.status === "passed")
      doc
        .moveTo(MARGIN + 2, top + 5)
        .lineTo(MARGIN + 4.5, top + 8)
        .lineTo(MARGIN + 8.5, top + 2)
        .stroke();
    if (check.status === "not_applicable")
      doc
        .moveTo(MARGIN + 2, top + 5)
        .lineTo(MARGIN + 8, top + 5)
        .stroke();
  }

  #signatures(): void {
    const say = checklistWords[this.#locale];
    const doc = this.#doc;
    this.#room(230);
    doc.moveDown(2);
    this.#line(say.signature, { bold: true, size: 13, ink: ACCENT });
    doc.moveDown(0.3);
    this.#line(say.signatureText, {});
    const width = (doc.page.width - 2 * MARGIN - 40) / 3;
    for (const person of say.people) {
      doc.moveDown(1.2);
      this.#line(person, { bold: true, size: 10 });
      const top = doc.y + 34;
      [say.lines.name, say.lines.date, say.lines.sign].forEach((label, at) => {
        const left = MARGIN + at * (width + 20);
        doc.lineWidth(0.7).strokeColor(LINE);
        doc
          .moveTo(left, top)
          .lineTo(left + width, top)
          .stroke();
        doc
          .font("Helvetica")
          .fontSize(8)
          .fillColor(MUTED)
          .text(printable(label), left, top + 4, { width, lineBreak: false });
      });
      doc.x = MARGIN;
      doc.y = top + 18;
    }
  }

  #line(
    text: string,
    style: { bold?: boolean; size?: number; ink?: string; indent?: number },
  ): void {
    const left = MARGIN + (style.indent ?? 0);
    this.#doc
      .font(style.bold ? "Helvetica-Bold" : "Helvetica")
      .fontSize(style.size ?? 10)
      .fillColor(style.ink ?? INK)
      .text(printable(text), left, this.#doc.y, {
        width: this.#doc.page.width - MARGIN - left,
        lineGap: 2,
      });
  }

  #room(height: number): void {
    if (this.#doc.y > this.#doc.page.height - MARGIN - 12 - height) this.#doc.addPage();
  }

  #numbers(): void {
    const doc = this.#doc;
    const { start, count } = doc.bufferedPageRange();
    for (let no = 0; no < count; no++) {
      doc.switchToPage(start + no);
      // The foot stands in the margin, where text would otherwise open a new page.
      doc.page.margins.bottom = 0;
      const foot = `${this.#account.name} · ${checklistWords[this.#locale].page(no + 1, count)}`;
      doc
        .font("Helvetica")
        .fontSize(8)
        .fillColor(MUTED)
        .text(printable(foot), MARGIN, doc.page.height - MARGIN + 8, { lineBreak: false });
    }
  }
}
