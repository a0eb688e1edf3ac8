import { parseArgs } from "node:util";
import { openDatabase } from "../server/platform/index.ts";
import { sendingParts } from "../test/support/sending.ts";

/** A worker that does nothing but send, for drills that kill it. */
const { values } = parseArgs({
  options: { connection: { type: "string" }, port: { type: "string" }, lease: { type: "string" } },
});
const db = openDatabase({ connection: JSON.parse(values.connection!) as Record<string, string> });
const parts = sendingParts(db);
const dispatcher = parts.dispatcher(Number(values.port), {
  leaseSeconds: Number(values.lease ?? "2"),
});
const jobs = parts.jobs();
dispatcher.start();
jobs.start();
process.send?.("ready");
process.on("SIGTERM", async () => {
  await dispatcher.stop();
  await jobs.stop();
  await parts.close();
  await db.close();
  process.exit(0);
});
