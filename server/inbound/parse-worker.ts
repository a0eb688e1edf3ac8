import { parentPort, workerData } from "node:worker_threads";
import { readMessage } from "./read-message.ts";

/** Reads one message and answers once; see parse-inbound.ts. */
try {
  parentPort?.postMessage(await readMessage(Buffer.from(workerData as Uint8Array)));
} catch {
  parentPort?.postMessage(null);
}
