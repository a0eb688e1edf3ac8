import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";

/** Why there is no answer: the worker was late or out of memory and was ended, or it ended for another reason. */
export interface WorkerEnd {
  reason: "time" | "memory" | "closed";
  detail: string;
}

export type SlotAnswer<Answer> = { ok: true; answer: Answer } | ({ ok: false } & WorkerEnd);

/** Time for a fresh worker to load; not counted as work. */
const START_MS = 15_000;
const YOUNG_MB = 16;
/** Times the limit a worker may be there that the machine gives no turn; it has not worked so long. */
const MOST_WAITING = 8;
const ANSWER_MS = 250;

/** How long a worker has worked in all, in milliseconds. One at work says it only afterwards, one that ended has not. */
async function workedMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }));
  return (user + system) / 1000;
}

/**
 * One worker thread with an empty environment, a small heap and a wall clock: who is late or out of memory is ended at
 * once and replaced. Starts with the first question and does not keep the process alive.
 */
export class WorkerSlot<Job, Answer> {
  busy = false;
  /** A worker is there and has loaded. */
  warm = false;
  readonly #file: URL;
  readonly #heapMb: number;
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #onEnd: ((end: WorkerEnd) => void) | undefined;
  #nextId = 1;
  #closed = false;

  /** `heapMb` is the whole heap of the thread in MiB. */
  constructor(file: URL, heapMb: number) {
    this.#file = file;
    this.#heapMb = heapMb;
  }

  /**
   * Never rejects. `wallMs` counts from when the worker is ready, and leaves out the time in which a busy machine gives it
   * no turn: a letter is not hostile because the house is full.
   */
  async ask(job: Job, wallMs: number): Promise<SlotAnswer<Answer>> {
    this.busy = true;
    try {
      return await this.#exchange(job, wallMs);
    } finally {
      this.busy = false;
      this.#worker?.unref();
    }
  }

  async end(): Promise<void> {
    this.#closed = true;
    this.#onEnd?.({ reason: "closed", detail: "the worker was stopped" });
    await this.#drop();
  }

  async #exchange(job: Job, wallMs: number): Promise<SlotAnswer<Answer>> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      // Of this question alone: a watch that was still asking must never end the next one.
      let over = false;
      const worker = (this.#worker ??= this.#start());
      const id = this.#nextId++;
      const receive = (said: { id?: number; answer?: Answer }) => {
        if (said.id === id) finish({ ok: true, answer: said.answer as Answer });
      };
      const finish = (answer: SlotAnswer<Answer>) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        worker.off("message", receive);
        this.#onEnd = undefined;
        resolve(answer);
      };
      const late = (detail: string) => {
        void this.#drop();
        finish({ ok: false, reason: "time", detail });
        this.prepare();
      };
      this.#onEnd = (end) => finish({ ok: false, ...end });
      worker.ref();
      timer = setTimeout(() => late("the worker did not start"), START_MS);
      void this.#ready!.then(async () => {
        const before = await workedMs(worker);
        if (over) return;
        clearTimeout(timer);
        const begun = performance.now();
        const watch = async (): Promise<void> => {
          const silent = sleep(ANSWER_MS, Infinity, { ref: false });
          const used = (await Promise.race([workedMs(worker), silent])) - before;
          if (over) return;
          const waited = performance.now() - begun;
          if (used > wallMs * 0.9 || waited > wallMs * MOST_WAITING)
            return late(`the work took longer than ${wallMs} ms`);
          timer = setTimeout(() => void watch(), Math.max(20, wallMs - used));
        };
        timer = setTimeout(() => void watch(), wallMs);
        worker.on("message", receive);
        worker.postMessage({ id, job });
      });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#file, {
      env: {},
      stdin: false,
      resourceLimits: {
        maxOldGenerationSizeMb: this.#heapMb - YOUNG_MB,
        maxYoungGenerationSizeMb: YOUNG_MB,
        stackSizeMb: 2,
      },
    });
    this.#ready = new Promise((resolve) =>
      worker.once("message", () => {
        if (this.#worker === worker) this.warm = true;
        resolve();
      }),
    );
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
    this.warm = false;
    this.#onEnd?.(end);
    if (end.reason === "memory") this.prepare();
  }

  /** Loads a worker for the next question, which then need not wait for it. */
  prepare(): void {
    if (this.#closed || this.#worker) return;
    this.#worker = this.#start();
    this.#worker.unref();
  }

  async #drop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.warm = false;
    await worker?.terminate();
  }
}
