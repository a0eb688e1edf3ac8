import { parseDmarcReport, type DmarcReport } from "./dmarc-report.ts";
import { parseTlsReport, type TlsReport } from "./tls-report.ts";
import { unpackReport } from "./unpack.ts";

/** Reads a report of either kind from a file or a mail. Throws `report_unreadable` (400). */
export async function parseReport(raw: Buffer): Promise<DmarcReport | TlsReport> {
  const text = await unpackReport(raw);
  return /^[\s\uFEFF]*\{/.test(text) ? parseTlsReport(text) : parseDmarcReport(text);
}
