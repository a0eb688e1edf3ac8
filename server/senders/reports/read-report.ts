import { Worker } from "node:worker_threads";
import { AppError } from "../../platform/index.ts";
import type { DmarcReport } from "./dmarc-report.ts";
import type { TlsReport } from "./tls-report.ts";
import { refused, unreadable } from "./unpack.ts";

const PATIENCE_MS = 20_000;
/** A busy machine's time for loading is not the report's. */
const LOADING_MS = 60_000;
const MOST_AT_ONCE = 2;
let running = 0;

type Said = { report: DmarcReport | TlsReport } | { refused: string };

/**
 * Reads a report in a thread of its own with bounded time and memory: a few kilobytes from anybody may unpack to what
 * takes seconds. Throws `report_unreadable` (400), and 503 when too many are being read.
 */
export async function readReport(raw: Buffer): Promise<DmarcReport | TlsReport> {
  if (running >= MOST_AT_ONCE) throw busy();
  running++;
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    workerData: new Uint8Array(raw),
    resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const said = await new Promise<Said>((resolve, reject) => {
      timer = setTimeout(() => reject(busy()), LOADING_MS);
      worker.on("message", (message: Said | "ready") => {
        if (message !== "ready") return resolve(message);
        clearTimeout(timer);
        timer = setTimeout(() => reject(unreadable("it takes too long")), PATIENCE_MS);
      });
      worker.once("error", () => reject(unreadable("it is too large")));
      worker.once("exit", () => reject(unreadable("it is too large")));
    });
    if ("refused" in said) throw refused(said.refused);
    return said.report;
  } finally {
    clearTimeout(timer);
    running--;
    await worker.terminate();
  }
}

function busy(): AppError {
  return new AppError("reports_busy", 503, "Several reports are being read at the moment.", {
    hint: "Send this one again in a minute.",
  });
}
