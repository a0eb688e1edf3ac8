import { parentPort } from "node:worker_threads";
import { readMessage } from "./read-message.ts";

/** Said once, when everything is loaded. */
const READY = "ready";

/** Reads messages one after the other and answers each once; see parse-inbound.ts. */
parentPort?.on("message", async (raw: Uint8Array) => {
  let mail: Awaited<ReturnType<typeof readMessage>> | null = null;
  try {
    mail = await readMessage(Buffer.from(raw));
  } catch {
    // Not a message.
  }
  parentPort?.postMessage(mail);
});
parentPort?.postMessage(READY);
