import { parentPort } from "node:worker_threads";
import { AppError } from "../../platform/index.ts";
import { parseReport } from "./parse-report.ts";

/** Says that everything is loaded, then reads one report after the other; see read-report.ts. */
parentPort?.on("message", async (raw: Uint8Array) => {
  try {
    const report = await parseReport(Buffer.from(raw));
    parentPort?.postMessage({ report });
  } catch (error) {
    // Ends the thread: whatever this is, the next report gets a new one.
    if (!(error instanceof AppError)) throw error;
    parentPort?.postMessage({ refused: error.message });
  }
});
parentPort?.postMessage("ready");
