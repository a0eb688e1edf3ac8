import { AppError, createBoundedReader } from "../platform/index.ts";
import type { ParsedMessage } from "./mailbox.ts";

/**
 * Parses a message in another thread with bounded time and memory, because its author may be anybody who can send to
 * the mailbox. Throws AppError 422 when it cannot be parsed within them and 503 when too many are being parsed.
 */
export const parseMessage = createBoundedReader<ParsedMessage>({
  module: new URL("./parse-worker.ts", import.meta.url),
  memoryMb: 384,
  patienceMs: 10_000,
  mostAtOnce: 4,
  busy: () =>
    new AppError("mailbox_busy", 503, "Several messages are being opened at the moment.", {
      hint: "Try again in a few seconds.",
    }),
  unreadable: (_why, cause) =>
    new AppError("message_unreadable", 422, "This message cannot be shown.", {
      hint: "Download it and open it in a mail program.",
      cause,
    }),
});
