/** A row for German spreadsheets: semicolons, CRLF, and nothing that would be run as a formula. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(";")}\r\n`;
}

/**
 * One cell. A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection);
 * whoever imports the file again finds it there, which harms nobody.
 */
export function csvCell(text: string): string {
  const guarded = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[";\r\n,\t']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
