import { getHeapStatistics } from "node:v8";
import { parentPort } from "node:worker_threads";
import type { WorkerAnswer } from "./letter-desk.ts";
import { readLetter, type DeskJob } from "./read-letter.ts";

/** Runs in a worker thread with an empty environment and a small heap; the desk ends it when it is late. */
parentPort?.on("message", ({ id, job }: { id: number; job: DeskJob }) => {
  const begun = process.threadCpuUsage();
  const say = (answer: Omit<WorkerAnswer, "cost">) => {
    const { total_heap_size, external_memory } = getHeapStatistics();
    const { user, system } = process.threadCpuUsage(begun);
    const cost = { ms: (user + system) / 1000, bytes: total_heap_size + external_memory };
    parentPort?.postMessage({ id, answer: { ...answer, cost } });
  };
  readLetter(job).then(
    (value) => say({ value }),
    () => say({}),
  );
});
parentPort?.postMessage({ ready: true });
