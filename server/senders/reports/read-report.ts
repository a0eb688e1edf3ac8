import { AppError, createBoundedReader } from "../../platform/index.ts";
import type { DmarcReport } from "./dmarc-report.ts";
import type { TlsReport } from "./tls-report.ts";
import { refused, unreadable } from "./unpack.ts";

type Said = { report: DmarcReport | TlsReport } | { refused: string };

const read = createBoundedReader<Said>({
  module: new URL("./parse-worker.ts", import.meta.url),
  memoryMb: 384,
  patienceMs: 20_000,
  mostAtOnce: 2,
  busy: () =>
    new AppError("reports_busy", 503, "Several reports are being read at the moment.", {
      hint: "Send this one again in a minute.",
    }),
  unreadable: (why) => unreadable(why === "time" ? "it takes too long" : "it is too large"),
});

/**
 * Reads a report in another thread with bounded time and memory: a few kilobytes from anybody may unpack to what
 * takes seconds. Throws `report_unreadable` (400), and 503 when too many are being read.
 */
export async function readReport(raw: Buffer): Promise<DmarcReport | TlsReport> {
  const said = await read(raw);
  if ("refused" in said) throw refused(said.refused);
  return said.report;
}
