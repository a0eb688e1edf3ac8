import { Worker } from "node:worker_threads";
import { AppError } from "../platform/index.ts";
import type { InboundMail } from "./inbound-mail.ts";

const PATIENCE_MS = 10_000;
const MOST_AT_ONCE = 4;
const MOST_WAITING = 50;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Reads a message in a thread of its own with bounded time and memory, because anybody may have written it. Throws
 * AppError 422 when it cannot be read within them, and 503 when too many wait.
 */
export async function parseInbound(raw: Buffer): Promise<InboundMail> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new AppError("inbound_busy", 503, "Too many messages are being read at the moment.", {
        hint: "Deliver this one again in a minute.",
      });
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

async function parseInThread(raw: Buffer): Promise<InboundMail> {
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    workerData: new Uint8Array(raw),
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const mail = await new Promise<InboundMail | null>((resolve, reject) => {
      timer = setTimeout(() => reject(unreadable()), PATIENCE_MS);
      worker.once("message", resolve);
      worker.once("error", (cause) => reject(unreadable(cause)));
      worker.once("exit", () => reject(unreadable()));
    });
    if (mail === null) throw unreadable();
    return mail;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function unreadable(cause?: unknown): AppError {
  return new AppError("message_unreadable", 422, "This is no message that can be read.", {
    hint: "Expected a message as in RFC 5322, with header fields, and at most 30 parts deep.",
    cause,
  });
}
