import { parentPort } from "node:worker_threads";
import type { WholeFileAnswer, WholeFileRequest } from "./whole-files.ts";
import { readVcards } from "./vcard.ts";
import { readWorkbook } from "./workbook.ts";

/** Reads one file a message; only in a thread of its own (`readWholeFile`). */
function answer(message: Uint8Array): WholeFileAnswer {
  const all = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const end = 4 + all.readUInt32LE(0);
  const request = JSON.parse(all.toString("utf8", 4, end)) as WholeFileRequest;
  const bytes = all.subarray(end);
  return request.kind === "workbook" ? readWorkbook(bytes, request.sheet) : readVcards(bytes);
}

parentPort!.on("message", (message: Uint8Array) => parentPort!.postMessage(answer(message)));
parentPort!.postMessage("ready");
