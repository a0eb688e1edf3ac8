import { Worker } from "node:worker_threads";
import { AppError } from "../platform/index.ts";
import type { InboundMail } from "./inbound-mail.ts";

const PATIENCE_MS = 10_000;
const LOADING_MS = 60_000;
const IDLE_MS = 30_000;
const MOST_AT_ONCE = 4;
const MOST_WAITING = 50;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Reads a message in another thread with bounded time and memory, because anybody may have written it. Throws
 * AppError 422 when it cannot be read within them, and 503 when too many wait.
 */
export async function parseInbound(raw: Buffer): Promise<InboundMail> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw busy();
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await parseInThread(raw);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

interface Reader {
  worker: Worker;
  /** Resolves when it has loaded; a busy machine's time for that is not the message's. */
  ready: Promise<void>;
  /** Who waits for its answer. */
  settle: { resolve(mail: InboundMail | null): void; reject(error: AppError): void } | null;
  end: NodeJS.Timeout | undefined;
}

/** Threads that wait for a message: to start one takes longer than to read most messages. */
const idle = new Set<Reader>();

function startReader(): Reader {
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  });
  const loaded = Promise.withResolvers<void>();
  const reader: Reader = { worker, ready: loaded.promise, settle: null, end: undefined };
  worker.on("message", (said: InboundMail | null | "ready") =>
    said === "ready" ? loaded.resolve() : reader.settle?.resolve(said),
  );
  worker.on("error", (cause) => reader.settle?.reject(unreadable(cause)));
  worker.on("exit", () => {
    idle.delete(reader);
    reader.settle?.reject(unreadable());
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

async function parseInThread(raw: Buffer): Promise<InboundMail> {
  const reader = takeReader();
  let timer: NodeJS.Timeout | undefined;
  let mail: InboundMail | null;
  try {
    mail = await new Promise((resolve, reject) => {
      reader.settle = { resolve, reject };
      timer = setTimeout(() => reject(busy()), LOADING_MS);
      void reader.ready.then(() => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(unreadable()), PATIENCE_MS);
        reader.worker.postMessage(new Uint8Array(raw));
      });
    });
  } catch (error) {
    await reader.worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    reader.settle = null;
  }
  keepReader(reader);
  if (mail === null) throw unreadable();
  return mail;
}

function busy(): AppError {
  return new AppError("inbound_busy", 503, "Too many messages are being read at the moment.", {
    hint: "Deliver this one again in a minute.",
  });
}

function unreadable(cause?: unknown): AppError {
  return new AppError("message_unreadable", 422, "This is no message that can be read.", {
    hint: "Expected a message as in RFC 5322, with header fields, and at most 30 parts deep.",
    cause,
  });
}
