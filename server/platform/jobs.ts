import { randomUUID } from "node:crypto";
import type { Clock } from "./clock.ts";
import { isDatabaseAway, type Database, type Tx } from "./database.ts";
import { scrub, type Logger } from "./log.ts";
import {
  claimJob,
  extendJob,
  finishJob,
  insertEvent,
  insertJob,
  isJobFree,
  markEventsHandled,
  repeatJob,
  takeEvents,
  type JobRow,
  type OutboxRow,
} from "./jobs.store.ts";

export type Job = JobRow;

/** A typed piece of news. `type` is `<thing>.<what happened>`. */
export interface OutboxEvent {
  type: string;
  [field: string]: unknown;
}

/** Puts a job into the queue within the caller's transaction. */
export async function enqueueJob(
  tx: Tx,
  job: {
    kind: string;
    accountId?: number;
    payload?: Record<string, unknown>;
    runAt: Date;
    uniqueKey?: string;
  },
): Promise<void> {
  await insertJob(tx, {
    kind: job.kind,
    accountId: job.accountId ?? 0,
    payload: job.payload ?? {},
    runAt: job.runAt,
    uniqueKey: job.uniqueKey ?? null,
  });
}

/**
 * The same for a job that may wait for the next time somebody asks: one that is there already stays as it is. So a long
 * transaction that asks in passing holds up neither the job nor whoever else asks.
 */
export async function offerJob(
  tx: Tx,
  job: { kind: string; accountId: number; runAt: Date; uniqueKey: string },
): Promise<void> {
  if (await isJobFree(tx, job.kind, job.uniqueKey)) await enqueueJob(tx, job);
}

export const outbox = {
  /**
   * Announces news in the transaction that made it true. Handlers run at least once, in the order of the news; one that
   * fails is asked again later and holds up nobody else's.
   */
  async publish(tx: Tx, accountId: number, event: OutboxEvent): Promise<void> {
    const { type, ...payload } = event;
    await insertEvent(tx, accountId, type, payload);
  },
};

export interface JobContext {
  /** Keeps the job for another minute; long work calls this as it goes. */
  keep(): Promise<void>;
  signal: AbortSignal;
}

/** `again` repeats the job at that time; otherwise it is done. A thrown error repeats it with growing pauses. */
export type JobHandler = (job: Job, context: JobContext) => Promise<{ again: Date } | void>;

export interface JobRunner {
  start(): void;
  stop(): Promise<void>;
  /** Runs everything that is due now, then returns (tests, command line). */
  drain(): Promise<void>;
}

const LEASE_SECONDS = 60;
const IDLE_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30 * 60_000;

/** Milliseconds before something that failed so often is tried again. */
const pauseAfter = (failures: number): number =>
  Math.min(MAX_PAUSE_MS, 1000 * 2 ** Math.min(failures, 12));

/** Runs jobs and hands out news. Any number of runners on any number of machines share the work. */
export function createJobRunner(options: {
  db: Database;
  clock: Clock;
  log: Logger;
  handlers: Record<string, JobHandler>;
  /** Things that repeat: each runs on one worker at a time, first at once. */
  periodic?: { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[];
  subscribers?: Record<string, ((event: OutboxRow) => Promise<void>)[]>;
  /** Jobs at the same time in this process; default 2. */
  parallel?: number;
}): JobRunner {
  const { db, clock, log } = options;
  const owner = randomUUID();
  const abort = new AbortController();
  const handlers: Record<string, JobHandler> = { ...options.handlers };
  for (const task of options.periodic ?? []) {
    handlers[`periodic:${task.name}`] = async (_job, context) => {
      await task.run(context.signal);
      return { again: new Date(clock.now().getTime() + task.everyMs) };
    };
  }
  const kinds = Object.keys(handlers);

  const runOne = async (): Promise<boolean> => {
    const job = await db.worker((tx) => claimJob(tx, owner, kinds, clock.now(), LEASE_SECONDS));
    if (!job) return false;
    const keep = () =>
      db.worker((tx) =>
        extendJob(tx, job.id, owner, new Date(clock.now().getTime() + LEASE_SECONDS * 1000)),
      );
    const timer = setInterval(() => void keep().catch(() => undefined), (LEASE_SECONDS * 1000) / 3);
    try {
      const result = await handlers[job.kind]!(job, { keep, signal: abort.signal });
      await db.worker((tx) =>
        result ? repeatJob(tx, job.id, owner, result.again, null) : finishJob(tx, job, owner),
      );
    } catch (error) {
      log.error({ err: error, job: job.kind, jobId: job.id }, "job failed");
      await db.worker((tx) =>
        repeatJob(
          tx,
          job.id,
          owner,
          new Date(clock.now().getTime() + pauseAfter(job.attempts)),
          scrub(String(error)).slice(0, 500),
        ),
      );
    } finally {
      clearInterval(timer);
    }
    return true;
  };

  /** News whose handler failed in this process, and until when it rests. */
  const troubled = new Map<number, { failures: number; until: number }>();
  const handOut = async (): Promise<boolean> =>
    db.worker(async (tx) => {
      const now = clock.now().getTime();
      const resting = [...troubled].filter(([, { until }]) => until > now).map(([id]) => id);
      const handled: number[] = [];
      for (const event of await takeEvents(tx, 100, resting)) {
        try {
          for (const handle of options.subscribers?.[event.type] ?? []) await handle(event);
          handled.push(event.id);
          troubled.delete(event.id);
        } catch (error) {
          if (isDatabaseAway(error)) throw error;
          log.error({ err: error, event: event.type, eventId: event.id }, "news not handled");
          const failures = (troubled.get(event.id)?.failures ?? 0) + 1;
          troubled.set(event.id, { failures, until: now + pauseAfter(failures) });
        }
      }
      if (handled.length > 0) await markEventsHandled(tx, handled);
      return handled.length > 0;
    });

  const loop = async (step: () => Promise<boolean>): Promise<void> => {
    while (!abort.signal.aborted) {
      let busy = false;
      try {
        busy = await step();
      } catch (error) {
        if (!isDatabaseAway(error)) log.error({ err: error }, "worker loop failed");
      }
      if (!busy) await pause(IDLE_PAUSE_MS, abort.signal);
    }
  };

  let loops: Promise<void>[] = [];
  const plant = async () => {
    await db.worker(async (tx) => {
      for (const task of options.periodic ?? [])
        await enqueueJob(tx, {
          kind: `periodic:${task.name}`,
          runAt: clock.now(),
          uniqueKey: "one",
        });
    });
  };
  return {
    start() {
      const planting = loopUntilPlanted(plant, log, abort.signal);
      loops = [
        planting,
        loop(handOut),
        ...Array.from({ length: options.parallel ?? 2 }, () => loop(runOne)),
      ];
    },
    async stop() {
      abort.abort();
      await Promise.all(loops);
    },
    async drain() {
      await plant();
      let busy = true;
      while (busy) busy = (await handOut()) || (await runOne());
    },
  };
}

async function loopUntilPlanted(
  plant: () => Promise<void>,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await plant();
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) log.error({ err: error }, "periodic tasks could not be planted");
      await pause(2000, signal);
    }
  }
}

/** Waits, or returns early when the signal aborts. Milliseconds. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    signal?.addEventListener("abort", done, { once: true });
  });
}
