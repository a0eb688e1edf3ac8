import { randomUUID } from "node:crypto";
import type { ComplianceDeps } from "../compliance/index.ts";
import type { LinkTokens, UnsubscribeMailto } from "../lists/index.ts";
import {
  isDatabaseAway,
  pause,
  type Clock,
  type Database,
  type Keys,
  type Logger,
} from "../platform/index.ts";
import type { TemplateEngine } from "../content/index.ts";
import { createRelayHealth, relayHealthNotes } from "../relays/index.ts";
import type { TrackingTokens } from "../tracking/index.ts";
import { createBounceWatch } from "./control/bounce-watch.ts";
import { EXPRESS_PRIORITY } from "./delivery.ts";
import { claimBatch, extendLeases, releaseBatch, type ClaimedBatch } from "./batches.store.ts";
import { endSingleMail } from "./end-single-mail.ts";
import { commitLedger } from "./ledger.store.ts";
import { createLedgerWriter } from "./ledger-writer.ts";
import type { AheadBudget } from "./marks-ahead.ts";
import { createMailSource } from "./mail-source.ts";
import { createPace } from "./pace/pace.ts";
import { createTurns } from "./pace/turns.ts";
import { runBatch, type BatchDeps } from "./run-batch.ts";
import type { Batch } from "./delivery.ts";
import { createTaskPool, type TaskPool } from "./task-pool.ts";
import { INSTALLATION_RELAY, type Transport, type TransportSettings } from "./transport.ts";
import { wayOut, type WaysOutDeps } from "./ways-out.ts";

export interface DispatcherOptions {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
  engine: TemplateEngine;
  tracking: TrackingTokens;
  links: LinkTokens;
  /** Only where the installation receives mail (UNS-19). */
  unsubscribeMailto?: UnsubscribeMailto;
  /** Domain of the addresses that receive mail here; null: none does. */
  inboundDomain?: string | null;
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
  /**
   * Takes nothing new, lets begun bodies finish for `graceMs`, gives the rest back. Outcomes that cannot be written
   * because the database stays away are given up then; whoever claims their batches calls them uncertain.
   */
  stop(graceMs?: number): Promise<void>;
}

const EXPRESS_CONNECTIONS = 2;
const IDLE_MS = 250;
const EXPRESS_IDLE_MS = 100;
const AFTER_FAILURE_MS = 2_000;
/** How long a begun mail may take on the connections of a way out that was edited; as the final dot (RFC 5321). */
const OLD_POOL_GRACE_MS = 600_000;
/** How long a stop waits for the database beyond its grace. */
const LAST_WORDS_MS = 10_000;

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
  const relayOfPool = new Map<string, number | null>();
  /** Of ways out that were edited, while begun mails end on their connections. */
  const closing = new Set<TaskPool>();
  const health = createRelayHealth(clock, relayHealthNotes(options));
  const ways: WaysOutDeps = { ...options, health, settings: options.transports };
  const ledger = createLedgerWriter(
    (outcomes, marks) => commitLedger(db.hot, outcomes, marks),
    log,
  );
  const pace = createPace(options);
  const ahead: AheadBudget = { marked: 0, underWay: 0 };
  const turns = createTurns(clock);
  const deps: BatchDeps = {
    ...turns,
    db,
    clock,
    log,
    ledger,
    compliance: options.compliance,
    source: createMailSource(options),
    signal: abort.signal,
    single: endSingleMail(options),
    watchBounces: createBounceWatch(options),
    wayOut: (accountId, mail) => wayOut(ways, accountId, mail),
    poolOf(transport, priority) {
      const express = priority <= EXPRESS_PRIORITY;
      const key = `${transport.key}:${express ? "express" : "bulk"}`;
      let pool = pools.get(key);
      if (!pool) {
        closeOlder(transport, key);
        pools.set(key, (pool = openPool(transport, express)));
        relayOfPool.set(key, transport.relayId);
      }
      return pool;
    },
  };
  const openPool = (transport: Transport, express: boolean): TaskPool =>
    createTaskPool({
      transport,
      connections: express
        ? EXPRESS_CONNECTIONS
        : (transport.connections ?? options.connections ?? 10),
      pace,
      ahead,
      ledger,
      clock,
      log,
      ...healthOf(transport.relayId),
    });
  const healthOf = (id: number | null) =>
    id === null
      ? {}
      : {
          onReply: () => health.ok(id),
          onFailure: (detail: string) => health.failed(id, detail),
          rests: () => health.nextTry(id) !== null,
        };
  /** A way out that was edited has a new pool; what still waits for the old one comes back. */
  const closeOlder = ({ relayId }: Transport, key: string): void => {
    if (relayId === null || relayId === INSTALLATION_RELAY) return;
    const lane = key.slice(key.lastIndexOf(":"));
    for (const [other, id] of relayOfPool) {
      if (id !== relayId || other === key || !other.endsWith(lane)) continue;
      const old = pools.get(other);
      pools.delete(other);
      relayOfPool.delete(other);
      if (!old) continue;
      closing.add(old);
      void old.stop(OLD_POOL_GRACE_MS).finally(() => closing.delete(old));
    }
  };

  /** The account served last, so that accounts with single mails take turns. */
  let served = 0;
  const claim = async (minPriority: number, maxPriority: number) => {
    const batch = await db.worker((tx) =>
      claimBatch(tx, {
        owner,
        minPriority,
        maxPriority,
        now: clock.now(),
        leaseMs,
        after: served,
        resting: turns.resting(),
      }),
    );
    if (batch?.runId === null) served = batch.accountId;
    return batch;
  };
  /** The batches in work. Only their leases are extended: one that was dropped after a failure must run out. */
  const active = new Set<Batch>();

  const failed = (error: unknown): void => {
    if (!isDatabaseAway(error)) log.error({ err: error }, "a batch stopped");
  };
  const lane = async (minPriority: number, maxPriority: number, idleMs: number): Promise<void> => {
    while (!abort.signal.aborted) {
      try {
        const batch = await claim(minPriority, maxPriority);
        if (batch) {
          await turns.take(batch, work(batch), failed);
          continue;
        }
      } catch (error) {
        failed(error);
        await pause(AFTER_FAILURE_MS, abort.signal);
      }
      await pause(idleMs, abort.signal);
    }
  };
  const work = async (batch: ClaimedBatch): Promise<void> => {
    active.add(batch);
    try {
      await runBatch(deps, batch);
    } catch (error) {
      // Where even this fails, its lease runs out.
      const later = new Date(clock.now().getTime() + AFTER_FAILURE_MS);
      await db.worker((tx) => releaseBatch(tx, batch, later)).catch(() => undefined);
      throw error;
    } finally {
      active.delete(batch);
    }
  };
  const heartbeat = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      await pause(leaseMs / 3, abort.signal);
      try {
        await db.worker((tx) => extendLeases(tx, owner, [...active], leaseMs));
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
      await Promise.all([...pools.values(), ...closing].map((pool) => pool.stop(graceMs)));
      const ended = Promise.all([...loops, turns.ended()])
        .then(() => pace.stop())
        .then(() => ledger.settled());
      const waited = new AbortController();
      await Promise.race([ended, pause(LAST_WORDS_MS, waited.signal)]);
      waited.abort();
      const lost = ledger.abandon();
      if (lost > 0) log.error({ lost }, "outcomes could not be written before the stop");
    },
  };
}
