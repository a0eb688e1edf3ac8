import type { Clock, Database, Logger, SecurityEvent } from "../platform/index.ts";
import { insertSecurityEvents, type NotedEvents } from "./security-log.store.ts";

/** Equal events within this time are one row. */
const WINDOW_MS = 5_000;
const AGAIN_MS = 60_000;
/** Different events that wait to be written; of more only the number is kept. */
const MOST_WAITING = 200;
/** Rows of a process in an hour: who knocks a thousand times a second fills no disk. */
const MOST_AN_HOUR = 1_000;
const HOUR_MS = 3_600_000;

export interface SecurityLog {
  note(event: SecurityEvent): void;
  /** Writes what waits. */
  stop(): Promise<void>;
}

/**
 * Keeps security events for twelve months (RET-08). No request waits for it or fails by it: events are gathered in memory and
 * written a few seconds later; while the database is away they wait. What is too much for that is counted by its kind, so
 * that the log says that and how much happened even where it does not say what.
 */
export function keepSecurityEvents(deps: {
  db: Pick<Database, "worker">;
  clock: Clock;
  log: Logger;
}): SecurityLog {
  const { db, clock, log } = deps;
  let waiting = new Map<string, NotedEvents>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let hour = { no: 0, rows: 0 };

  const maySayMore = (): boolean => {
    const no = Math.floor(clock.now().getTime() / HOUR_MS);
    if (hour.no !== no) hour = { no, rows: 0 };
    return hour.rows < MOST_AN_HOUR;
  };
  /** `isBack`: it was counted in its hour when it came first. */
  const add = (noted: NotedEvents, isBack = false): void => {
    const key = sameness(noted);
    const known = waiting.get(key);
    if (known) {
      known.times += noted.times;
      if (noted.at < known.at) known.at = noted.at;
      if (noted.lastAt > known.lastAt) known.lastAt = noted.lastAt;
    } else if (noted.summed) waiting.set(key, noted);
    else if (waiting.size < MOST_WAITING && (isBack || maySayMore())) {
      if (!isBack) hour.rows++;
      waiting.set(key, noted);
    } else {
      const { event, code, accountId } = noted.event;
      add({ ...noted, event: { event, code, accountId }, summed: true });
    }
  };
  const write = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const taken = waiting;
    waiting = new Map();
    try {
      await db.worker((tx) => insertSecurityEvents(tx, [...taken.values()]));
    } catch (error) {
      for (const noted of taken.values()) add(noted, true);
      log.warn({ err: error, waiting: waiting.size }, "security events wait to be kept");
      later(AGAIN_MS);
    }
  };
  const writeNext = (): Promise<void> => (writing = writing.then(write));
  const later = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void writeNext();
    }, ms).unref();
  };
  return {
    note(event) {
      const at = clock.now();
      add({ event, at, lastAt: at, times: 1, summed: false });
      later(WINDOW_MS);
    },
    async stop() {
      await writeNext();
      clearTimeout(timer);
      timer = undefined;
      const lost = [...waiting.values()].reduce((sum, { times }) => sum + times, 0);
      if (lost > 0) log.error({ lost }, "security events were not kept");
    },
  };
}

/** Equal events differ at most in the request they came with. */
function sameness({ event: { event, code, accountId = 0, ...more }, summed }: NotedEvents): string {
  const { operatorId, apiKeyId, method, route, who, network } = more;
  return JSON.stringify([
    summed,
    ...[event, code, accountId, operatorId, apiKeyId, method, route, who, network],
  ]);
}
