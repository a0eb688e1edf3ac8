import { spawnSync } from "node:child_process";
import { parentPort } from "node:worker_threads";

/** Works for `work`, stands still for `before`, answers and stands still for `after` milliseconds, and says nothing in them. */
export interface Lingering {
  work: number;
  before: number;
  after: number;
}

function work(ms: number): void {
  const until = process.threadCpuUsage().user + ms * 1000;
  while (process.threadCpuUsage().user < until);
}

function stand(ms: number): void {
  // In native code, which no question interrupts.
  if (ms > 0) spawnSync("/bin/sleep", [String(ms / 1000)]);
}

parentPort?.on("message", ({ id, job }: { id: number; job: Lingering }) => {
  work(job.work);
  stand(job.before);
  parentPort?.postMessage({ id, answer: job });
  stand(job.after);
});
parentPort?.postMessage({ ready: true });
