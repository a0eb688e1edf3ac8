/** A value of a cell. A number stays one: only a text can be run as a formula. */
export type CsvValue = string | number;

/** The first row of a file, behind the mark by which spreadsheets know UTF-8. */
export function csvStart(cells: readonly CsvValue[]): string {
  return `\uFEFF${csvRow(cells)}`;
}

/** A row for German spreadsheets: semicolons, CRLF, and nothing that would be run as a formula. */
export function csvRow(cells: readonly CsvValue[]): string {
  return `${cells.map(csvCell).join(";")}\r\n`;
}

/**
 * One cell. A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection);
 * whoever imports the file again finds it there, which harms nobody. The only place where text becomes CSV: a test
 * looks for others.
 */
export function csvCell(value: CsvValue): string {
  const text = String(value);
  const guarded =
    typeof value === "string" && /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text)
      ? `'${text}`
      : text;
  return /[";\r\n,\t']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
