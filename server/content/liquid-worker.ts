import { parentPort } from "node:worker_threads";
import type { RenderJob } from "./liquid-engine.ts";
import { renderOne } from "./liquid-render.ts";

/** Runs in a worker thread with an empty environment and a small heap; the pool ends it when it is late. */
parentPort?.on("message", ({ id, job }: { id: number; job: RenderJob }) => {
  parentPort?.postMessage({ id, answer: job.recipients.map((values) => renderOne(job, values)) });
});
parentPort?.postMessage({ ready: true });
