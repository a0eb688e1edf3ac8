import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "../../platform/index.ts";
import { parseReport } from "./parse-report.ts";

/** Says that everything is loaded, reads one report and ends; see read-report.ts. */
parentPort?.postMessage("ready");
try {
  const report = await parseReport(Buffer.from(workerData as Uint8Array));
  parentPort?.postMessage({ report });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  parentPort?.postMessage({ refused: error.message });
}
