import { parseArgs } from "node:util";
import { openDatabase, systemClock, type Clock } from "../server/platform/index.ts";
import { sendingParts } from "../test/support/sending.ts";
import { seededRandom } from "../test/support/random.ts";

/** A worker that does nothing but send, for drills that kill it. */
const { values } = parseArgs({
  options: {
    connection: { type: "string" },
    port: { type: "string" },
    lease: { type: "string" },
    connections: { type: "string" },
    /** Seed: the clock of this process jumps by up to a day, back and forth, a few times a second. */
    jumps: { type: "string" },
  },
});
const db = openDatabase({
  connection: JSON.parse(values.connection!) as Record<string, string>,
  onError: () => {},
});
const clock = values.jumps === undefined ? systemClock : jumpingClock(Number(values.jumps));
const parts = sendingParts(db, clock);
const dispatcher = parts.dispatcher(Number(values.port), {
  leaseSeconds: Number(values.lease ?? "2"),
  connections: Number(values.connections ?? "10"),
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

function jumpingClock(seed: number): Clock {
  const random = seededRandom(seed);
  const steps = [0, 3_600_000, -3_600_000, 86_400_000, -86_400_000, 1_000, -1_000];
  let offset = 0;
  setInterval(() => {
    offset = steps[Math.floor(random() * steps.length)]!;
  }, 300).unref();
  return { now: () => new Date(Date.now() + offset) };
}
