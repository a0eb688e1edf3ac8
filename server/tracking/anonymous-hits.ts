import { randomInt } from "node:crypto";
import type pg from "pg";
import { isDatabaseAway, type Clock, type Logger } from "../platform/index.ts";
import { createDayFinder, dayOf, LATE_MS, lastDayEndedBefore } from "./days.ts";
import { addAnonymousCounts, type AnonymousCount } from "./hits.store.ts";
import type { TargetMailing } from "./link-targets.ts";
import { agentClass, type Agent } from "./measuring.ts";

export interface AnonymousHits {
  /** False when memory is full; the hit is lost then. */
  add(mailing: TargetMailing, link: number, agent: Agent, at: Date): boolean;
  /** Hits that wait in memory; a crash loses them. */
  held(): number;
  /** Hits lost because nobody knows whether their commit came through. */
  lost(): number;
  /** Writes everything now. Rejects when the database is away; the hits stay held then. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** TRK-06: written when this many wait, or at a random moment between these two. Milliseconds. */
const ENOUGH = 500;
const EARLIEST_MS = 5 * 60_000;
const LATEST_MS = 15 * 60_000;
const MAX_COUNTERS = 100_000;
const RETRY_MS = 15_000;

interface Counter extends AnonymousCount {
  mailing: TargetMailing;
}

/**
 * Holds anonymous hits as bare counters, never one by one, and writes them sorted, so that neither rows nor the
 * write-ahead log tell in which order or when they came.
 */
export function createAnonymousHits(deps: {
  pool: pg.Pool;
  clock: Clock;
  log: Logger;
}): AnonymousHits {
  const dayAt = createDayFinder();
  let counters = new Map<string, Counter>();
  let waiting = 0;
  let writing = 0;
  let gone = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  /** The database was away: wait for the timer instead of knocking with every hit. */
  let backingOff = false;

  const put = (counter: Counter): void => {
    const { mailingId, link, day, agent } = counter;
    const key = `${mailingId} ${link} ${day} ${agent}`;
    const known = counters.get(key);
    if (known) known.hits += counter.hits;
    else counters.set(key, counter);
    waiting += counter.hits;
  };
  const plan = (): void => {
    if (timer || waiting === 0) return;
    const delay = backingOff ? RETRY_MS : randomInt(EARLIEST_MS, LATEST_MS + 1);
    timer = setTimeout(() => void start().catch(() => undefined), delay).unref();
  };
  const write = async (): Promise<void> => {
    const taken = [...counters.values()];
    counters = new Map();
    writing = waiting;
    waiting = 0;
    const settled = settle(taken, deps.clock.now());
    let client: pg.PoolClient | undefined;
    try {
      backingOff = false;
      if (settled.length === 0) return;
      client = await deps.pool.connect();
      await addAnonymousCounts(client, settled);
      client.release();
    } catch (error) {
      // A server's own error means rolled back; a lost connection may have committed, and nothing is counted twice.
      const certain =
        client === undefined || typeof (error as { severity?: unknown }).severity === "string";
      client?.release(true);
      if (certain) for (const counter of taken) put(counter);
      else gone += writing;
      backingOff = true;
      if (!isDatabaseAway(error))
        deps.log.error({ err: error }, "anonymous hits could not be written");
      throw error;
    } finally {
      writing = 0;
    }
  };
  const start = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = undefined;
    running ??= write().finally(() => {
      running = undefined;
      if (waiting >= ENOUGH && !backingOff) void start().catch(() => undefined);
      else plan();
    });
    return running;
  };

  return {
    add(mailing, link, agent, at) {
      if (counters.size >= MAX_COUNTERS) return false;
      const day = dayAt(mailing.timezone, at);
      const { accountId, mailingId } = mailing;
      put({ mailing, accountId, mailingId, link, day, agent: agentClass(agent), hits: 1 });
      if (waiting >= ENOUGH && !running && !backingOff) void start().catch(() => undefined);
      else plan();
      return true;
    },
    held: () => waiting + writing,
    lost: () => gone,
    async flush() {
      await running?.catch(() => undefined);
      if (waiting > 0) await start();
    },
    async stop() {
      await this.flush().catch(() => undefined);
      if (timer) clearTimeout(timer);
    },
  };
}

/**
 * Days that are too old to change count as today, and mailings closed long ago count no more: a figure once shown
 * stays what it was.
 */
function settle(counters: readonly Counter[], now: Date): AnonymousCount[] {
  const merged = new Map<string, AnonymousCount>();
  for (const { mailing, ...count } of counters) {
    if (now.getTime() - mailing.closesAt > LATE_MS) continue;
    const late = count.day <= lastDayEndedBefore(mailing.timezone, now, LATE_MS);
    // Measuring ends with the day it closes on; nothing is written to a later one.
    const today = dayOf(mailing.timezone, Math.min(now.getTime(), mailing.closesAt));
    const day = late ? today : count.day;
    const key = `${count.mailingId} ${count.link} ${day} ${count.agent}`;
    const known = merged.get(key);
    if (known) known.hits += count.hits;
    else merged.set(key, { ...count, day });
  }
  return [...merged.values()].sort(
    (a, b) =>
      a.accountId - b.accountId ||
      a.mailingId - b.mailingId ||
      a.link - b.link ||
      (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) ||
      a.agent - b.agent,
  );
}
