import { Zip, ZipDeflate, strToU8 } from "fflate";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The parts of a workbook with one sheet (ECMA-376), apart from the sheet. */
const partsOf = (sheet: string): [string, string][] => [
  [
    "[Content_Types].xml",
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  ],
  [
    "_rels/.rels",
    `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    "xl/workbook.xml",
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

/** Longest text of a cell in Excel. */
const CELL = 32_767;
const ROWS_AT_ONCE = 500;

/**
 * A workbook with one sheet, row by row, so that memory does not grow with it. Every cell is a text: nothing can be
 * run as a formula, and no postcode loses its zero.
 */
export async function* writeXlsx(
  name: string,
  rows: AsyncIterable<string[]>,
): AsyncGenerator<Buffer> {
  let ready: Buffer[] = [];
  let failed: Error | undefined;
  const zip = new Zip((error, bytes) => {
    if (error) failed = error;
    else ready.push(Buffer.from(bytes));
  });
  const take = (): Buffer[] => {
    if (failed) throw failed;
    const taken = ready;
    ready = [];
    return taken;
  };
  for (const [file, text] of partsOf(name)) {
    const part = new ZipDeflate(file, { level: 6 });
    zip.add(part);
    part.push(strToU8(HEAD + text), true);
  }
  const sheet = new ZipDeflate("xl/worksheets/sheet1.xml", { level: 6 });
  zip.add(sheet);
  let text = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  let waiting = 0;
  for await (const cells of rows) {
    text += `<row>${cells.map(cell).join("")}</row>`;
    if (++waiting < ROWS_AT_ONCE) continue;
    sheet.push(strToU8(text));
    [text, waiting] = ["", 0];
    yield* take();
  }
  sheet.push(strToU8(`${text}</sheetData></worksheet>`), true);
  zip.end();
  yield* take();
}

function cell(text: string): string {
  if (text === "") return "<c/>";
  return `<c t="inlineStr"><is><t xml:space="preserve">${escape(text.slice(0, CELL))}</t></is></c>`;
}

/** XML 1.0 knows no other control characters than these three, and no half characters. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"));
}
