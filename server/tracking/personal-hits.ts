import type pg from "pg";
import { isDatabaseAway, type Logger } from "../platform/index.ts";
import { createBursts } from "./bursts.ts";
import {
  limitStatements,
  recordPersonalHits,
  type PersonalHit,
  type Verdict,
} from "./hits.store.ts";
import { AGENT } from "./measuring.ts";

interface Waiting {
  hit: PersonalHit;
  done(verdict: Verdict): void;
}

export interface PersonalHits {
  /** `done` is called when the hit's commit returned, with what became of it. */
  add(hit: PersonalHit, done: (verdict: Verdict) => void): void;
  /** Waits until nothing waits any more. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const MAX_BATCH = 2_000;
const MAX_WAITING = 20_000;
/** Longer a batch may not take: the second deletion of a withdrawal comes after ten seconds. */
const STATEMENT_MS = 5_000;

/**
 * The process' one writer of personal hits. The next batch leaves when the last commit returned: no timer, no delay
 * when idle, and large batches under load. Keys are sorted so that batches of several processes do not deadlock.
 */
export function createPersonalHits(deps: { pool: pg.Pool; log: Logger }): PersonalHits {
  const bursts = createBursts();
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let client: pg.PoolClient | undefined;

  const connect = async (): Promise<pg.PoolClient> => {
    if (client) return client;
    const made = await deps.pool.connect();
    try {
      await limitStatements(made, STATEMENT_MS);
    } catch (error) {
      made.release(true);
      throw error;
    }
    // A connection lost while idle must not stay with us; the pool itself listens only to what it holds.
    made.once("error", () => drop(made));
    client = made;
    return made;
  };
  const drop = (lost: pg.PoolClient): void => {
    if (client !== lost) return;
    client = undefined;
    lost.release(true);
  };
  const commit = async (batch: Waiting[]): Promise<readonly Verdict[] | undefined> => {
    try {
      return await recordPersonalHits(
        await connect(),
        batch.map((one) => one.hit),
      );
    } catch (error) {
      if (!isDatabaseAway(error))
        deps.log.error({ err: error }, "personal hits could not be stored");
      if (client) drop(client);
      return undefined;
    }
  };
  const run = async (): Promise<void> => {
    // Everything that arrived in this turn of the event loop goes along.
    await turn();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.length > MAX_BATCH ? waiting.slice(MAX_BATCH) : [];
      batch.sort(byKey);
      const verdicts = await commit(batch);
      // The next batch is on its way before these are answered, so that database and process work at the same time.
      setImmediate(() => {
        // Not tried again: whether a lost connection had committed cannot be known, and the link goes first.
        batch.forEach((one, at) => one.done(verdicts?.[at] ?? "not_committed"));
      });
      if (waiting.length === 0) await turn();
    }
  };
  const wake = (): Promise<void> => {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.length > 0) void wake();
    });
    return running;
  };

  return {
    add(hit, done) {
      if (waiting.length >= MAX_WAITING) return done("not_committed");
      // Told here, where hits of one mail meet; the statement then turns the clicks that came before (TRK-13).
      if (hit.agent === AGENT.person && bursts.note(hit.deliveryId, hit.link, hit.at.getTime()))
        hit = { ...hit, agent: AGENT.tooFast };
      waiting.push({ hit, done });
      void wake();
    },
    async flush() {
      while (waiting.length > 0 || running) await wake();
    },
    async stop() {
      await this.flush();
      if (!client) return;
      const last = client;
      client = undefined;
      last.release(true);
    },
  };
}

/** One turn of the event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function byKey(a: Waiting, b: Waiting): number {
  return (
    a.hit.accountId - b.hit.accountId ||
    a.hit.mailingId - b.hit.mailingId ||
    a.hit.deliveryId - b.hit.deliveryId ||
    a.hit.link - b.hit.link
  );
}
