import { parentPort } from "node:worker_threads";
import type { WholeFileAnswer, WholeFileRequest } from "./whole-files.ts";
import { readArchive } from "./archive.ts";
import { readVcards } from "./vcard.ts";
import { readWorkbook } from "./workbook.ts";

/** Reads one file a message; only in a thread of its own (`readWholeFile`). */
async function answer(message: Uint8Array): Promise<WholeFileAnswer> {
  const all = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const end = 4 + all.readUInt32LE(0);
  const request = JSON.parse(all.toString("utf8", 4, end)) as WholeFileRequest;
  const bytes = all.subarray(end);
  if (request.kind === "vcard") return readVcards(bytes);
  const workbook = readWorkbook(bytes, request.sheet);
  // A workbook is a zip too: what holds none is an archive of something else.
  return "refused" in workbook && workbook.refused === "compressed" ? readArchive(bytes) : workbook;
}

parentPort!.on("message", (message: Uint8Array) => {
  void answer(message).then((said) => parentPort!.postMessage(said));
});
parentPort!.postMessage("ready");
