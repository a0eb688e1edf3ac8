import { Worker } from "node:worker_threads";
import { AppError } from "../platform/index.ts";
import type { ParsedMessage } from "./mailbox.ts";

const patience = 10_000;
const mostAtOnce = 4;
let running = 0;

/**
 * Parses a message in a thread of its own with bounded time and memory, because its author may be
 * anybody who can send to the mailbox. Throws AppError 422 when it cannot be parsed within them and
 * 503 when too many are being parsed.
 */
export async function parseMessage(raw: Buffer): Promise<ParsedMessage> {
  if (running >= mostAtOnce) {
    throw new AppError("mailbox_busy", 503, "Several messages are being opened at the moment.", {
      hint: "Try again in a few seconds.",
    });
  }
  running++;
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    workerData: new Uint8Array(raw),
    resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ParsedMessage>((resolve, reject) => {
      timer = setTimeout(() => reject(unreadable()), patience);
      worker.once("message", resolve);
      worker.once("error", (cause) => reject(unreadable(cause)));
      worker.once("exit", () => reject(unreadable()));
    });
  } finally {
    clearTimeout(timer);
    running--;
    await worker.terminate();
  }
}

function unreadable(cause?: unknown): AppError {
  return new AppError("message_unreadable", 422, "This message cannot be shown.", {
    hint: "Download it and open it in a mail program.",
    cause,
  });
}
