import { AppError, createBoundedReader } from "../platform/index.ts";
import type { InboundMail } from "./inbound-mail.ts";

const read = createBoundedReader<InboundMail | null>({
  module: new URL("./parse-worker.ts", import.meta.url),
  memoryMb: 256,
  patienceMs: 10_000,
  mostAtOnce: 4,
  mostWaiting: 50,
  busy: () =>
    new AppError("inbound_busy", 503, "Too many messages are being read at the moment.", {
      hint: "Deliver this one again in a minute.",
    }),
  unreadable: (_why, cause) => unreadable(cause),
});

/**
 * Reads a message in another thread with bounded time and memory, because anybody may have written it. Throws
 * AppError 422 when it cannot be read within them, and 503 when too many wait.
 */
export async function parseInbound(raw: Buffer): Promise<InboundMail> {
  const mail = await read(raw);
  if (mail === null) throw unreadable();
  return mail;
}

function unreadable(cause?: unknown): AppError {
  return new AppError("message_unreadable", 422, "This is no message that can be read.", {
    hint: "Expected a message as in RFC 5322, with header fields, and at most 30 parts deep.",
    cause,
  });
}
