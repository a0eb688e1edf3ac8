import { Worker } from "node:worker_threads";
import type { MailingConstants } from "./liquid-runtime.ts";
import type { MergeValues } from "./merge-fields.ts";

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
  /** Heap of a worker in MiB. */
  heapMb?: number;
  /** Recipients in one message to a worker. */
  batch?: number;
}

interface Task {
  job: RenderJob;
  settle: (outcomes: RenderOutcome[]) => void;
}

/** Time for a fresh worker to load; not counted as rendering. */
const START_MS = 15_000;

/**
 * Starts the engine for templates with conditions. LiquidJS calls its own limits cooperative and "not strict
 * runtime isolation", so it runs in workers with an empty environment, a heap limit and a wall clock; a worker
 * that is late or out of memory is ended and replaced, and its batch is repeated one by one to find the culprit.
 * Workers start with the first job and do not keep the process alive.
 */
export function startTemplateEngine(options: TemplateEngineOptions = {}): TemplateEngine {
  const { workers = 1, wallMs = 500, heapMb = 64, batch = 100 } = options;
  const queue: Task[] = [];
  const slots = Array.from({ length: workers }, () => new WorkerSlot(wallMs, heapMb));
  let closed = false;

  const pump = () => {
    for (const slot of slots) {
      const task = slot.busy ? undefined : queue.shift();
      if (!task) continue;
      void slot.run(task.job).then((outcomes) => {
        task.settle(outcomes);
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
    const wasEnded = outcomes.some(
      (outcome) => !outcome.ok && (outcome.reason === "time" || outcome.reason === "memory"),
    );
    if (!wasEnded || job.recipients.length < 2) return outcomes;
    const single: RenderOutcome[] = [];
    for (const values of job.recipients)
      single.push(...(await send({ ...job, recipients: [values] })));
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

type WorkerEnd = { reason: "time" | "memory" | "closed"; detail: string };

/** One worker at a time, replaced when it was ended. */
class WorkerSlot {
  busy = false;
  readonly #wallMs: number;
  readonly #heapMb: number;
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #onEnd: ((end: WorkerEnd) => void) | undefined;
  #nextId = 1;

  constructor(wallMs: number, heapMb: number) {
    this.#wallMs = wallMs;
    this.#heapMb = heapMb;
  }

  async run(job: RenderJob): Promise<RenderOutcome[]> {
    this.busy = true;
    try {
      return await this.#exchange(job);
    } finally {
      this.busy = false;
      this.#worker?.unref();
    }
  }

  async end(): Promise<void> {
    this.#onEnd?.({ reason: "closed", detail: "the template engine was stopped" });
    await this.#drop();
  }

  async #exchange(job: RenderJob): Promise<RenderOutcome[]> {
    const failed = (end: WorkerEnd) =>
      job.recipients.map((): RenderOutcome => ({ ok: false, ...end }));
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (outcomes: RenderOutcome[]) => {
        clearTimeout(timer);
        this.#onEnd = undefined;
        resolve(outcomes);
      };
      this.#onEnd = (end) => finish(failed(end));
      const worker = (this.#worker ??= this.#start());
      worker.ref();
      const late = (detail: string) => {
        void this.#drop();
        finish(failed({ reason: "time", detail }));
      };
      timer = setTimeout(() => late("the worker did not start"), START_MS);
      void this.#ready!.then(() => {
        if (this.#worker !== worker || this.#onEnd === undefined) return;
        clearTimeout(timer);
        timer = setTimeout(
          () => late(`rendering took longer than ${this.#wallMs} ms`),
          this.#wallMs,
        );
        const id = this.#nextId++;
        const receive = (answer: { id?: number; outcomes?: RenderOutcome[] }) => {
          if (answer.id !== id) return;
          worker.off("message", receive);
          finish(answer.outcomes ?? []);
        };
        worker.on("message", receive);
        worker.postMessage({ id, job });
      });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./liquid-worker.ts", import.meta.url), {
      env: {},
      stdin: false,
      resourceLimits: {
        maxOldGenerationSizeMb: this.#heapMb,
        maxYoungGenerationSizeMb: 16,
        stackSizeMb: 2,
      },
    });
    this.#ready = new Promise((resolve) => worker.once("message", () => resolve()));
    worker.on("error", (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#lost(worker, {
        reason: outOfMemory ? "memory" : "closed",
        detail: error.message.slice(0, 200),
      });
    });
    worker.on("exit", () => this.#lost(worker, { reason: "closed", detail: "the worker ended" }));
    return worker;
  }

  #lost(worker: Worker, end: WorkerEnd): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#onEnd?.(end);
  }

  async #drop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
