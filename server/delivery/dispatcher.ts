import { randomUUID } from "node:crypto";
import { getAccount } from "../accounts/index.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import type { LinkTokens } from "../lists/index.ts";
import {
  isDatabaseAway,
  pause,
  type Clock,
  type Database,
  type Keys,
  type Logger,
} from "../platform/index.ts";
import type { TemplateEngine } from "../content/index.ts";
import type { TrackingTokens } from "../tracking/index.ts";
import { EXPRESS_PRIORITY } from "./delivery.ts";
import { claimBatch, extendLeases } from "./batches.store.ts";
import { endSingleMail } from "./end-single-mail.ts";
import { commitLedger } from "./ledger.store.ts";
import { createLedgerWriter } from "./ledger-writer.ts";
import { createMailSource } from "./mail-source.ts";
import { runBatch, type BatchDeps } from "./run-batch.ts";
import { createTaskPool, type TaskPool } from "./task-pool.ts";
import { transportFor, type Transport, type TransportSettings } from "./transport.ts";

export interface DispatcherOptions {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
  engine: TemplateEngine;
  tracking: TrackingTokens;
  links: LinkTokens;
  pagesUrl: string;
  trackUrl: string;
  transports: TransportSettings;
  /** Connections to one relay for mailings (default 10); opt-in and system mails have two of their own. */
  connections?: number;
  /** Batches in work at the same time (default 3). */
  batches?: number;
  /** How long a batch belongs to a worker that says nothing (default 30). */
  leaseSeconds?: number;
}

export interface Dispatcher {
  start(): void;
  /** Takes nothing new, lets begun bodies finish for `graceMs`, gives the rest back. */
  stop(graceMs?: number): Promise<void>;
}

const EXPRESS_CONNECTIONS = 2;
const IDLE_MS = 250;
const EXPRESS_IDLE_MS = 100;

/**
 * Moves mail from the queue to the relay. Any number of dispatchers on any number of machines share the queue: a
 * batch belongs to one of them for the time of a lease, and the ledger refuses the marks of one that lost it.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, clock, log } = options;
  const owner = randomUUID();
  const abort = new AbortController();
  const leaseMs = (options.leaseSeconds ?? 30) * 1000;
  const pools = new Map<string, TaskPool>();
  const ledger = createLedgerWriter(
    (outcomes, marks) => commitLedger(db.hot, outcomes, marks),
    log,
  );
  const deps: BatchDeps = {
    db,
    clock,
    log,
    ledger,
    compliance: options.compliance,
    source: createMailSource(options),
    signal: abort.signal,
    single: endSingleMail(options),
    async transportOf(accountId) {
      return transportFor(await db.account(accountId, getAccount), options.transports);
    },
    poolOf(transport, priority) {
      const express = priority <= EXPRESS_PRIORITY;
      const key = `${transport.key}:${express ? "express" : "bulk"}`;
      let pool = pools.get(key);
      if (!pool) pools.set(key, (pool = openPool(transport, express)));
      return pool;
    },
  };
  const openPool = (transport: Transport, express: boolean): TaskPool =>
    createTaskPool({
      transport,
      connections: express ? EXPRESS_CONNECTIONS : (options.connections ?? 10),
      ledger,
      clock,
      log,
    });

  const claim = (minPriority: number, maxPriority: number) =>
    db.worker((tx) =>
      claimBatch(tx, {
        owner,
        minPriority,
        maxPriority,
        now: clock.now(),
        until: new Date(clock.now().getTime() + leaseMs),
      }),
    );

  const lane = async (minPriority: number, maxPriority: number, idleMs: number): Promise<void> => {
    while (!abort.signal.aborted) {
      try {
        const batch = await claim(minPriority, maxPriority);
        if (batch) {
          await runBatch(deps, batch);
          continue;
        }
      } catch (error) {
        if (!isDatabaseAway(error)) log.error({ err: error }, "a batch stopped");
        await pause(2000, abort.signal);
      }
      await pause(idleMs, abort.signal);
    }
  };
  const heartbeat = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      await pause(leaseMs / 3, abort.signal);
      try {
        await db.worker((tx) => extendLeases(tx, owner, new Date(clock.now().getTime() + leaseMs)));
      } catch (error) {
        // A lease that cannot be extended runs out; the ledger then refuses our marks, which is right.
        if (!isDatabaseAway(error)) log.error({ err: error }, "leases could not be extended");
      }
    }
  };
  let loops: Promise<void>[] = [];
  return {
    start() {
      const bulk = Array.from({ length: options.batches ?? 3 }, () =>
        lane(EXPRESS_PRIORITY + 1, 9, IDLE_MS),
      );
      loops = [lane(0, EXPRESS_PRIORITY, EXPRESS_IDLE_MS), ...bulk, heartbeat()];
    },
    async stop(graceMs = 10_000) {
      abort.abort();
      await Promise.all([...pools.values()].map((pool) => pool.stop(graceMs)));
      await Promise.all(loops);
      await ledger.settled();
    },
  };
}
