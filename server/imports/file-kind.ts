import type { FileErrorCode } from "../../contract/import-file-errors.ts";
import type { FileKind } from "../../contract/imports.ts";

/** An archive of tables begins as a workbook does; which it is, is known when its names are read. */
type Kind = Exclude<FileKind, "archive"> | FileErrorCode;

/** First bytes of what is no text: zip (new workbooks), OLE (old ones), PDF, gzip, bzip2, xz, zstd, 7z, rar. */
const MAGIC: [string, Kind][] = [
  ["504b0304", "workbook"],
  ["d0cf11e0", "workbook"],
  ["25504446", "pdf"],
  ["1f8b", "compressed"],
  ["425a68", "compressed"],
  ["fd377a58", "compressed"],
  ["28b52ffd", "compressed"],
  ["377abcaf", "compressed"],
  ["52617221", "compressed"],
];

/** What the first bytes say: a workbook, or what cannot be imported. Undefined for text. */
export function kindOfBytes(sample: Buffer): Kind | undefined {
  const start = sample.toString("hex", 0, 4);
  return MAGIC.find(([magic]) => start.startsWith(magic))?.[1];
}

/** What the first lines of a text say. */
export function kindOfText(sample: string): "csv" | "vcard" | "ldif" {
  if (/^\s*BEGIN:VCARD\s*$/im.test(sample.slice(0, 2000))) return "vcard";
  return /^(?:version: \d+\s+)?dn::? .+\n(?:[a-zA-Z]+::? |\s)/m.test(
    sample.slice(0, 2000).replaceAll("\r\n", "\n"),
  )
    ? "ldif"
    : "csv";
}
