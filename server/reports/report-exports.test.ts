import assert from "node:assert/strict";
import { test } from "node:test";
import * as XLSX from "@e965/xlsx";
import { reportFigures, type MailingReport } from "../../contract/reports.ts";
import { textOfPdf } from "../../test/support/pdf-text.ts";
import {
  audits,
  clock,
  full,
  modest,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";
import { Paper } from "./pdf-paper.ts";
import { figureLines } from "./report-tables.ts";

reportBench();

const LATER = "2026-11-25T09:00:00Z";
type Mailing = Awaited<ReturnType<typeof sentMailing>>;

/** New numbers of seen sets, as level `unique` counts them. */
async function uniques(mailing: Mailing, link: number, day: string, hits: number, fresh: number) {
  await mailing.total(link, day, hits);
  await owner.query(
    "update anonymous_totals set uniques = $1 where mailing_id = $2 and link = $3 and day = $4 and agent = 0",
    [fresh, mailing.id, link, day],
  );
}

async function reportOf(mailing: Mailing, caller = full): Promise<MailingReport> {
  const { body } = await caller.call("GET", `/api/v1/mailings/${mailing.public_id}/report`);
  return body as MailingReport;
}

async function exportsOf(mailing: Mailing, caller = full) {
  const base = `/api/v1/mailings/${mailing.public_id}/report`;
  const raw = async (format: string) => {
    const answer = await caller.app.inject({ url: `${base}.${format}?locale=de` });
    assert.equal(answer.statusCode, 200, format);
    return answer.rawPayload;
  };
  const book = XLSX.read(await raw("xlsx"));
  const sheets = book.SheetNames.map(
    (name) => XLSX.utils.sheet_to_json(book.Sheets[name]!, { header: 1 }) as unknown[][],
  );
  return {
    csv: (await raw("csv")).toString("utf8"),
    sheets,
    xlsx: JSON.stringify(sheets),
    pdf: textOfPdf(await raw("pdf")),
  };
}

test("TRK-08 TRK-09: what the page hides is hidden in API, CSV, XLSX and PDF, and what it shows stands in each", async (t) => {
  const mailing = await sentMailing(12, 60, "unique");
  for (let person = 0; person < 7; person += 1) await mailing.event(person, 0);
  await mailing.event(0, 1);
  await mailing.event(1, 3, 3);
  // Small numbers nobody may read anywhere: 8 on a link, and 54 of 60 leaves six.
  await uniques(mailing, 0, "2026-11-21", 4711, 37);
  await uniques(mailing, 1, "2026-11-21", 3313, 54);
  await uniques(mailing, 3, "2026-11-21", 8, 8);
  clock.set(LATER);
  t.after(() => clock.set("2026-11-21T09:00:00Z"));
  const report = await reportOf(mailing);
  const hidden = { hidden: true, value: null, below: null };
  assert.deepEqual(report.anonymous?.uniqueOpens, { hidden: false, value: 37, below: null });
  assert.deepEqual(report.everybody?.uniqueOpens, { hidden: false, value: 44, below: null });
  assert.deepEqual(report.links[0]?.unique, { anonymous: hidden, everybody: hidden });
  assert.deepEqual(report.links[2]?.unique, { anonymous: hidden, everybody: hidden });
  assert.deepEqual(report.personal?.machine.reasons, [{ agent: 3, opens: 0, clicks: 1 }]);

  const { csv, sheets, xlsx, pdf } = await exportsOf(mailing);
  const flat = pdf.replace(/\s+/g, " ");
  for (const line of figureLines(report, "de")) {
    const row = sheets[0]!.find((one) => one[0] === line.section && one[1] === line.name);
    assert.deepEqual(row?.[2], line.value, `XLSX: ${line.name}`);
    assert.ok(csv.includes(`;${line.value};`), `CSV: ${line.name}`);
    const printed =
      typeof line.value === "number" ? line.value.toLocaleString("de-DE") : line.value;
    assert.ok(flat.includes(printed), `PDF: ${line.name} ${printed} in ${flat}`);
  }
  assert.match(csv, /Öffnungen netto;44;72;/);
  // 54 is hidden, and so is everything that would tell it: 55 with the one clicker, 6 without.
  for (const [where, text] of Object.entries({ csv, xlsx, api: JSON.stringify(report) }))
    assert.doesNotMatch(text, /(?<![\d.-])(54|55)(?![\d.-])/, where);
  assert.doesNotMatch(flat.replaceAll(/\d\d:\d\d/g, ""), /(?<![\d.-])5[45](?![\d.,-])/);
  assert.match(flat, /Klicks netto gibt es nur je Link/);
  assert.match(flat, /keine Zuordnung zu Personen möglich/);
  assert.match(flat, /12 persönlich gemessen.* 60 anonym gezählt und 0 gar nicht/);
  assert.match(xlsx, /weniger als 10/);
  assert.match(xlsx, /Sicherheitsprüfung: Klicks/);
  assert.doesNotMatch(xlsx, /"t":"f"/);
});

test("TRK-12: an export shows its reader no more than the page does", async () => {
  const mailing = await sentMailing(4, 60, "unique");
  await mailing.event(0, 0);
  await mailing.event(1, 0);
  await mailing.event(2, 1);
  const report = await reportOf(mailing, modest);
  assert.equal(report.personal, null);
  assert.ok(report.links.every((link) => link.unique?.everybody.hidden ?? true));
  const { csv, sheets, pdf } = await exportsOf(mailing, modest);
  for (const text of [csv, JSON.stringify(sheets.slice(0, -1)), pdf])
    assert.doesNotMatch(text.replace(/\s+/g, " "), /Öffnungsrate|Klicker/);
  assert.match(pdf.replace(/\s+/g, " "), /zu wenige, um sie ohne das Recht/);
});

test("TRK-08: at level shared no rate over everybody exists in any export", async () => {
  const mailing = await sentMailing(12, 60, "shared");
  await mailing.total(0, "2026-11-20", 200);
  const report = await reportOf(mailing);
  assert.equal(report.everybody?.uniqueOpens, null);
  assert.equal(report.links[0]?.unique, null);
  const shares = figureLines(report, "de").filter((line) => line.share !== null);
  assert.deepEqual(
    shares.map((line) => line.name).filter((name) => /ffnung|lick/.test(name)),
    [reportFigures.openRate.label.de, reportFigures.clickRate.label.de],
  );
  const { pdf } = await exportsOf(mailing);
  assert.match(pdf.replace(/\s+/g, " "), /Rate über alle gibt es|Klickrate über alle gibt es/);
});

test("ORG-04: each export is in the audit log with its format", async () => {
  const mailing = await sentMailing(1, 12);
  await exportsOf(mailing);
  const found = (await audits("report.exported")).filter(
    (row) => row.object_id === mailing.public_id,
  );
  assert.deepEqual(found.map((row) => row.detail["format"]).sort(), ["csv", "pdf", "xlsx"]);
});

test("the paper is tagged, says its language and sets its own typeface", async () => {
  const paper = new Paper({ title: "Brief", author: "Bank", locale: "de", at: new Date(0) });
  paper.write("H1", "Šťastný ẞericht 😀", { font: "serif", size: 20 });
  paper.table(
    [{ title: "A" }, { title: "B", width: 80, isNumber: true }],
    Array.from({ length: 90 }, (_, at) => [`Zeile ${at}`, String(at)]),
  );
  const pdf = await paper.finish((no, of) => `${no} von ${of}`);
  const raw = pdf.toString("latin1");
  assert.match(raw, /\/MarkInfo/);
  assert.match(raw, /\/Lang \(de\)/);
  assert.match(raw, /KlarpostSans/);
  assert.doesNotMatch(raw, /BaseFont \/Helvetica/);
  const text = textOfPdf(pdf);
  assert.match(text, /Šťastný ẞericht \[U\+1F600\]/);
  for (const wanted of ["Zeile 0", "Zeile 89", "1 von 3", "3 von 3"])
    assert.ok(text.includes(wanted), wanted);
});
