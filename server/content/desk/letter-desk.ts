import type { Localised } from "../../../contract/content.ts";
import { WorkerSlot, type SlotAnswer } from "../worker-slot.ts";
import type { DeskAnswers, DeskJob } from "./read-letter.ts";

/** What the worker says: without a value, the letter cannot be read. */
export interface WorkerAnswer {
  value?: DeskAnswers[keyof DeskAnswers];
  /** Time of the processor and heap. */
  cost: { ms: number; bytes: number };
}

export type DeskResult<K extends keyof DeskAnswers> =
  | { ok: true; value: DeskAnswers[K]; cost: WorkerAnswer["cost"] }
  /** `time`, `memory`: ended; `template`: cannot be read; `closed`: stopped, or a newer question took its place. */
  | { ok: false; reason: "time" | "memory" | "template" | "closed" };

/**
 * Where letters are read while they are written: everything an author can make expensive happens in a worker that has
 * `wallMs` and `heapMb`, and is ended when it needs more.
 */
export interface LetterDesk {
  /** One account has one letter on the desk at a time, so that the others' do not wait for it. Never rejects. */
  ask<K extends keyof DeskAnswers>(
    accountId: number,
    job: Extract<DeskJob, { kind: K }>,
    wallMs?: number,
  ): Promise<DeskResult<K>>;
  close(): Promise<void>;
}

export const DESK_LIMITS = { wallMs: 1_000, heapMb: 120, workers: 3, waiting: 4 } as const;

interface Task {
  accountId: number;
  job: DeskJob;
  wallMs: number;
  settle: (said: SlotAnswer<WorkerAnswer>) => void;
}

/** Opens the desk. Workers start with the first letter and do not keep the process alive. */
export function openLetterDesk(limits: Partial<Record<keyof typeof DESK_LIMITS, number>> = {}) {
  const { wallMs: longest, heapMb, workers, waiting } = { ...DESK_LIMITS, ...limits };
  const file = new URL("./letter-worker.ts", import.meta.url);
  const slots = Array.from(
    { length: workers },
    () => new WorkerSlot<DeskJob, WorkerAnswer>(file, heapMb),
  );
  const running = new Set<number>();
  let queue: Task[] = [];
  let closed = false;
  const gone = { ok: false, reason: "closed", detail: "" } as const;

  const pump = (): void => {
    for (const slot of slots.toSorted((one, other) => Number(other.warm) - Number(one.warm))) {
      const task = slot.busy ? undefined : queue.find(({ accountId }) => !running.has(accountId));
      if (!task) continue;
      queue = queue.filter((one) => one !== task);
      running.add(task.accountId);
      void slot.ask(task.job, task.wallMs).then((said) => {
        running.delete(task.accountId);
        task.settle(said);
        pump();
      });
    }
    // One is kept loaded for whoever comes next.
    const idle = slots.filter((slot) => !slot.busy);
    if (!closed && !idle.some((slot) => slot.warm)) idle[0]?.prepare();
  };
  const desk: LetterDesk = {
    async ask<K extends keyof DeskAnswers>(
      accountId: number,
      job: Extract<DeskJob, { kind: K }>,
      wallMs = longest,
    ): Promise<DeskResult<K>> {
      if (wallMs <= 0) return { ok: false, reason: "time" };
      const said = await new Promise<SlotAnswer<WorkerAnswer>>((settle) => {
        if (closed) return settle(gone);
        const mine = queue.filter((task) => task.accountId === accountId);
        // Whoever types on has no use for the oldest of their questions any more.
        if (mine.length >= waiting) {
          queue = queue.filter((task) => task !== mine[0]);
          mine[0]!.settle(gone);
        }
        queue.push({ accountId, job, wallMs, settle });
        pump();
      });
      if (!said.ok) return { ok: false, reason: said.reason };
      const { value, cost } = said.answer;
      return value === undefined
        ? { ok: false, reason: "template" }
        : { ok: true, value: value as DeskAnswers[K], cost };
    },
    async close() {
      closed = true;
      for (const task of queue.splice(0)) task.settle(gone);
      await Promise.all(slots.map((slot) => slot.end()));
    },
  };
  return desk;
}

/** For the author of a letter that was ended. */
export const TOO_COSTLY: Localised = {
  de: "Diese E-Mail lässt sich nicht innerhalb einer Sekunde lesen. Vereinfachen Sie sie: weniger ineinander geschachtelte Elemente, Bedingungen und Wiederholungen.",
  en: "This e-mail cannot be read within a second. Make it simpler: fewer nested elements, conditions and repetitions.",
};
