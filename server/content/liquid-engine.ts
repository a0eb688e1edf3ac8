import type { MailingConstants } from "./liquid-runtime.ts";
import type { MergeValues } from "./merge-fields.ts";
import { WorkerSlot } from "./worker-slot.ts";

export interface RenderJob {
  templates: readonly { source: string; html: boolean }[];
  constants: MailingConstants;
  recipients: readonly MergeValues[];
}

export type RenderOutcome =
  /** One output for each template of the job. */
  | { ok: true; outputs: string[] }
  /** `time` and `memory`: the worker was ended; `template`: the engine refused; `closed`: the engine was stopped. */
  | { ok: false; reason: "template" | "time" | "memory" | "closed"; detail: string };

export interface TemplateEngine {
  /** Renders all templates for each recipient. Never rejects; one recipient's fault is that recipient's outcome. */
  render(job: RenderJob): Promise<RenderOutcome[]>;
  /** Ends the workers; open jobs end with outcome `closed`. */
  close(): Promise<void>;
}

export interface TemplateEngineOptions {
  workers?: number;
  /** Longest time for one message to a worker, in milliseconds. */
  wallMs?: number;
  /** Whole heap of a worker in MiB. */
  heapMb?: number;
  /** Recipients in one message to a worker. */
  batch?: number;
}

interface Task {
  job: RenderJob;
  settle: (outcomes: RenderOutcome[]) => void;
}

/** In one batch so many are tried alone that are ended; then the rest is taken to be the same. */
const MOST_ENDED = 3;

/**
 * Starts the engine for templates with conditions. LiquidJS calls its own limits cooperative and "not strict
 * runtime isolation", so it runs in workers with an empty environment, a heap limit and a wall clock; a worker
 * that is late or out of memory is ended and replaced, and its batch is repeated one by one to find the culprit.
 * Workers start with the first job and do not keep the process alive.
 */
export function startTemplateEngine(options: TemplateEngineOptions = {}): TemplateEngine {
  const { workers = 1, wallMs = 500, heapMb = 80, batch = 100 } = options;
  const queue: Task[] = [];
  const file = new URL("./liquid-worker.ts", import.meta.url);
  const slots = Array.from(
    { length: workers },
    () => new WorkerSlot<RenderJob, RenderOutcome[]>(file, heapMb),
  );
  let closed = false;

  const pump = () => {
    for (const slot of slots) {
      const task = slot.busy ? undefined : queue.shift();
      if (!task) continue;
      void slot.ask(task.job, wallMs).then((said) => {
        task.settle(said.ok ? said.answer : task.job.recipients.map((): RenderOutcome => said));
        pump();
      });
    }
  };
  const send = (job: RenderJob) =>
    new Promise<RenderOutcome[]>((settle) => {
      if (closed) return settle(job.recipients.map(() => closedOutcome()));
      queue.push({ job, settle });
      pump();
    });
  const renderBatch = async (job: RenderJob): Promise<RenderOutcome[]> => {
    const outcomes = await send(job);
    if (!outcomes.some(wasEnded) || job.recipients.length < 2) return outcomes;
    const single: RenderOutcome[] = [];
    for (const values of job.recipients) {
      const last = single.slice(-MOST_ENDED);
      // Otherwise a hundred recipients of one hostile template would hold up everybody's mails for a minute.
      if (last.length === MOST_ENDED && last.every(wasEnded)) single.push(last[0]!);
      else single.push(...(await send({ ...job, recipients: [values] })));
    }
    return single;
  };

  return {
    async render(job) {
      const batches: Promise<RenderOutcome[]>[] = [];
      for (let at = 0; at < job.recipients.length; at += batch) {
        batches.push(renderBatch({ ...job, recipients: job.recipients.slice(at, at + batch) }));
      }
      return (await Promise.all(batches)).flat();
    },
    async close() {
      closed = true;
      for (const task of queue.splice(0))
        task.settle(task.job.recipients.map(() => closedOutcome()));
      await Promise.all(slots.map((slot) => slot.end()));
    },
  };
}

function closedOutcome(): RenderOutcome {
  return { ok: false, reason: "closed", detail: "the template engine was stopped" };
}

function wasEnded(outcome: RenderOutcome): boolean {
  return !outcome.ok && (outcome.reason === "time" || outcome.reason === "memory");
}
