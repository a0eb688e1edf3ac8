import { Worker } from "node:worker_threads";
import { AppError } from "../../platform/index.ts";
import type { DmarcReport } from "./dmarc-report.ts";
import type { TlsReport } from "./tls-report.ts";
import { refused, unreadable } from "./unpack.ts";

const PATIENCE_MS = 20_000;
/** A busy machine's time for loading is not the report's. */
const LOADING_MS = 60_000;
const IDLE_MS = 30_000;
const MOST_AT_ONCE = 2;
let running = 0;

type Said = { report: DmarcReport | TlsReport } | { refused: string };

interface Reader {
  worker: Worker;
  ready: Promise<void>;
  /** Who waits for its answer. */
  settle: { resolve(said: Said): void; reject(error: AppError): void } | null;
  end: NodeJS.Timeout | undefined;
}

/** Threads that wait for a report: to start one takes longer than to read most reports. */
const idle = new Set<Reader>();

function startReader(): Reader {
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  });
  const loaded = Promise.withResolvers<void>();
  const reader: Reader = { worker, ready: loaded.promise, settle: null, end: undefined };
  worker.on("message", (message: Said | "ready") =>
    message === "ready" ? loaded.resolve() : reader.settle?.resolve(message),
  );
  worker.on("error", () => reader.settle?.reject(unreadable("it is too large")));
  worker.on("exit", () => {
    idle.delete(reader);
    reader.settle?.reject(unreadable("it is too large"));
  });
  return reader;
}

function takeReader(): Reader {
  const [waiting] = idle;
  if (!waiting) return startReader();
  idle.delete(waiting);
  clearTimeout(waiting.end);
  waiting.worker.ref();
  return waiting;
}

/** A thread that waits holds nothing up, and ends when nothing comes for a while. */
function keepReader(reader: Reader): void {
  reader.worker.unref();
  reader.end = setTimeout(() => void reader.worker.terminate(), IDLE_MS).unref();
  idle.add(reader);
}

/**
 * Reads a report in another thread with bounded time and memory: a few kilobytes from anybody may unpack to what
 * takes seconds. Throws `report_unreadable` (400), and 503 when too many are being read.
 */
export async function readReport(raw: Buffer): Promise<DmarcReport | TlsReport> {
  if (running >= MOST_AT_ONCE) throw busy();
  running++;
  const reader = takeReader();
  let timer: NodeJS.Timeout | undefined;
  let said: Said;
  try {
    said = await new Promise<Said>((resolve, reject) => {
      reader.settle = { resolve, reject };
      timer = setTimeout(() => reject(busy()), LOADING_MS);
      void reader.ready.then(() => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(unreadable("it takes too long")), PATIENCE_MS);
        reader.worker.postMessage(new Uint8Array(raw));
      });
    });
  } catch (error) {
    await reader.worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    reader.settle = null;
    running--;
  }
  keepReader(reader);
  if ("refused" in said) throw refused(said.refused);
  return said.report;
}

function busy(): AppError {
  return new AppError("reports_busy", 503, "Several reports are being read at the moment.", {
    hint: "Send this one again in a minute.",
  });
}
