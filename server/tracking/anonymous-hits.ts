import { randomInt } from "node:crypto";
import type pg from "pg";
import { isDatabaseAway, type Clock, type Logger } from "../platform/index.ts";
import { createDayFinder, dayOf, LATE_MS, lastDayEndedBefore } from "./days.ts";
import { addAnonymousCounts, type AnonymousCount, type SeenNumber } from "./hits.store.ts";
import type { TargetMailing } from "./link-targets.ts";
import { agentClass, type Agent } from "./measuring.ts";

export interface AnonymousHits {
  /**
   * False when memory is full; the hit is lost then.
   *
   * @param number what a token of level `unique` carries; none for hits that are only totals
   */
  add(mailing: TargetMailing, link: number, agent: Agent, at: Date, number?: bigint): boolean;
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
/** Counters and numbers together. */
const MAX_HELD = 100_000;
const RETRY_MS = 15_000;

/** Calls back after so many milliseconds, and gives what ends the waiting. */
export type Wait = (ms: number, then: () => void) => () => void;

const waitReal: Wait = (ms, then) => {
  const timer = setTimeout(then, ms).unref();
  return () => clearTimeout(timer);
};

interface Counter extends AnonymousCount {
  mailing: TargetMailing;
  numbers: Set<bigint>;
  /** Sent before over a connection that broke: known already, or new and then each a hit of its own. */
  again: Set<bigint>;
}

/**
 * Holds anonymous hits as bare counters, and the numbers of level `unique` as sets, never one by one, and writes them
 * sorted, so that neither rows nor the write-ahead log tell in which order or when they came.
 */
export function createAnonymousHits(deps: {
  pool: pg.Pool;
  clock: Clock;
  log: Logger;
  wait?: Wait;
}): AnonymousHits {
  const wait = deps.wait ?? waitReal;
  const dayAt = createDayFinder();
  let counters = new Map<string, Counter>();
  let numbers = 0;
  let waiting = 0;
  let writing = 0;
  let gone = 0;
  let stopWaiting: (() => void) | undefined;
  let running: Promise<void> | undefined;
  /** The database was away: wait for the timer instead of knocking with every hit. */
  let backingOff = false;

  const counterOf = (mailing: TargetMailing, link: number, day: string, agent: number): Counter => {
    const { accountId, mailingId } = mailing;
    const key = `${mailingId} ${link} ${day} ${agent}`;
    let counter = counters.get(key);
    if (!counter) {
      const none = { hits: 0, numbers: new Set<bigint>(), again: new Set<bigint>() };
      counters.set(key, (counter = { mailing, accountId, mailingId, link, day, agent, ...none }));
    }
    return counter;
  };
  const note = (set: Set<bigint>, number: bigint): void => {
    if (set.has(number)) return;
    set.add(number);
    numbers += 1;
  };
  /** What could not be written waits again. `sure`: it is certain that none of it was. */
  const putBack = (counter: Counter, sure: boolean): void => {
    const { mailing, link, day, agent } = counter;
    const known = counterOf(mailing, link, day, agent);
    for (const number of counter.again) note(known.again, number);
    for (const number of counter.numbers) note(sure ? known.numbers : known.again, number);
    const hits = sure ? counter.hits : 0;
    known.hits += hits;
    waiting += hits + counter.again.size + (sure ? 0 : counter.numbers.size);
    if (!sure) gone += counter.hits - counter.numbers.size;
  };
  const plan = (): void => {
    if (stopWaiting || waiting === 0) return;
    const delay = backingOff ? RETRY_MS : randomInt(EARLIEST_MS, LATEST_MS + 1);
    stopWaiting = wait(delay, () => void start().catch(() => undefined));
  };
  const write = async (): Promise<void> => {
    const taken = [...counters.values()];
    counters = new Map();
    numbers = 0;
    writing = waiting;
    waiting = 0;
    const settled = settle(taken, deps.clock.now());
    let client: pg.PoolClient | undefined;
    try {
      backingOff = false;
      if (settled.counts.length === 0) return;
      client = await deps.pool.connect();
      await addAnonymousCounts(client, settled.counts, settled.numbers);
      client.release();
    } catch (error) {
      // A server's own error means rolled back; a lost connection may have committed, and nothing is counted twice:
      // totals are given up, numbers are sent again, because a set takes each once.
      const certain =
        client === undefined || typeof (error as { severity?: unknown }).severity === "string";
      client?.release(true);
      for (const counter of taken) putBack(counter, certain);
      backingOff = true;
      if (!isDatabaseAway(error))
        deps.log.error({ err: error }, "anonymous hits could not be written");
      throw error;
    } finally {
      writing = 0;
    }
  };
  const start = (): Promise<void> => {
    stopWaiting?.();
    stopWaiting = undefined;
    running ??= write().finally(() => {
      running = undefined;
      if (waiting >= ENOUGH && !backingOff) void start().catch(() => undefined);
      else plan();
    });
    return running;
  };

  return {
    add(mailing, link, agent, at, number) {
      if (counters.size + numbers >= MAX_HELD) return false;
      const counter = counterOf(mailing, link, dayAt(mailing.timezone, at), agentClass(agent));
      counter.hits += 1;
      waiting += 1;
      if (number !== undefined) note(counter.numbers, number);
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
      stopWaiting?.();
    },
  };
}

/**
 * Days that are too old to change count as today, and mailings closed long ago count no more: a figure once shown
 * stays what it was.
 */
function settle(
  counters: readonly Counter[],
  now: Date,
): { counts: AnonymousCount[]; numbers: SeenNumber[] } {
  const merged = new Map<string, AnonymousCount>();
  const seen = new Map<string, SeenNumber>();
  for (const { mailing, numbers, again, ...count } of counters) {
    if (now.getTime() - mailing.closesAt > LATE_MS) continue;
    const late = count.day <= lastDayEndedBefore(mailing.timezone, now, LATE_MS);
    // Measuring ends with the day it closes on; nothing is written to a later one.
    const today = dayOf(mailing.timezone, Math.min(now.getTime(), mailing.closesAt));
    const day = late ? today : count.day;
    const { accountId, mailingId, link, agent } = count;
    const key = `${mailingId} ${link} ${day} ${agent}`;
    const known = merged.get(key);
    if (known) known.hits += count.hits;
    else merged.set(key, { ...count, day });
    const place = { accountId, mailingId, link, day, agent };
    for (const set of [numbers, again])
      for (const number of set) {
        const of = `${mailingId} ${link} ${agent} ${number}`;
        const before = seen.get(of);
        const first = before && before.day < day ? before : { ...place, number };
        seen.set(of, { ...first, again: set === again || before?.again === true });
      }
  }
  return { counts: [...merged.values()], numbers: [...seen.values()] };
}
