import { Worker } from "node:worker_threads";
import type { AppError } from "./errors.ts";

/** A busy machine's time for loading a thread is not the input's. */
const LOADING_MS = 60_000;
const IDLE_MS = 30_000;

export interface BoundedReaderOptions {
  /** Module that says "ready" when it is loaded, then answers each `Uint8Array` with one message. */
  module: URL;
  memoryMb: number;
  /** Longest time for one input, milliseconds. */
  patienceMs: number;
  mostAtOnce: number;
  /** More than `mostAtOnce` wait in order, so many of them; default none. */
  mostWaiting?: number;
  busy(): AppError;
  /** `time`: it took longer than `patienceMs`; `memory`: the thread ended, mostly because its memory did. */
  unreadable(why: "time" | "memory", cause?: unknown): AppError;
}

interface Reader<T> {
  worker: Worker;
  ready: Promise<void>;
  /** Who waits for its answer. */
  settle: { resolve(answer: T): void; reject(error: AppError): void } | null;
  end: NodeJS.Timeout | undefined;
}

/**
 * Reads what anybody may have written in another thread, with bounded time and memory. Threads are kept for a while,
 * because to start one takes longer than to read most inputs; one that failed is never used again.
 *
 * @returns a function that rejects with `busy()` when too many wait and with `unreadable()` beyond the bounds
 */
export function createBoundedReader<T>(
  options: BoundedReaderOptions,
): (raw: Uint8Array) => Promise<T> {
  const { mostAtOnce, mostWaiting = 0 } = options;
  const idle = new Set<Reader<T>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  function start(): Reader<T> {
    const worker = new Worker(options.module, {
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: 64 },
      stdout: true,
      stderr: true,
    });
    const loaded = Promise.withResolvers<void>();
    const reader: Reader<T> = { worker, ready: loaded.promise, settle: null, end: undefined };
    worker.on("message", (said: T | "ready") =>
      said === "ready" ? loaded.resolve() : reader.settle?.resolve(said as T),
    );
    worker.on("error", (cause) => reader.settle?.reject(options.unreadable("memory", cause)));
    worker.on("exit", () => {
      idle.delete(reader);
      reader.settle?.reject(options.unreadable("memory"));
    });
    return reader;
  }

  function take(): Reader<T> {
    const [kept] = idle;
    if (!kept) return start();
    idle.delete(kept);
    clearTimeout(kept.end);
    kept.worker.ref();
    return kept;
  }

  /** A thread that waits holds nothing up, and ends when nothing comes for a while. */
  function keep(reader: Reader<T>): void {
    reader.worker.unref();
    reader.end = setTimeout(() => void reader.worker.terminate(), IDLE_MS).unref();
    idle.add(reader);
  }

  async function read(raw: Uint8Array): Promise<T> {
    const reader = take();
    let timer: NodeJS.Timeout | undefined;
    let answer: T;
    try {
      answer = await new Promise<T>((resolve, reject) => {
        reader.settle = { resolve, reject };
        timer = setTimeout(() => reject(options.busy()), LOADING_MS);
        void reader.ready.then(() => {
          clearTimeout(timer);
          timer = setTimeout(() => reject(options.unreadable("time")), options.patienceMs);
          reader.worker.postMessage(new Uint8Array(raw));
        });
      });
    } catch (error) {
      await reader.worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
      reader.settle = null;
    }
    keep(reader);
    return answer;
  }

  return async (raw) => {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting) throw options.busy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running++;
    try {
      return await read(raw);
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
