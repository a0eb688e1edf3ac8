import { decide, loadFacts, type ComplianceDeps } from "../compliance/index.ts";
import type { Clock, Database, Logger } from "../platform/index.ts";
import { closeRunIfDone } from "./control-run.ts";
import { keepWindow, type WindowKeeper } from "./control/keep-window.ts";
import { countBatch } from "./count-batch.ts";
import { BATCH_SIZE, CORRESPONDENCE, factsQueryOf, type Batch, type Delivery } from "./delivery.ts";
import { endExcludedSingles, endLostSingles } from "./end-single-mail.ts";
import {
  cancelOpen,
  excludeErased,
  finishBatch,
  holdsBatch,
  insertExclusions,
  lockBatch,
  nextDue,
  openDeliveries,
  releaseBatch,
  settleUncertain,
  type ClaimedBatch,
  type Exclusion,
} from "./batches.store.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import type { MailSource, Prepared } from "./mail-source.ts";
import type { Stream } from "../relays/index.ts";
import type { BatchPace } from "./pace/batch-pace.ts";
import { holdBatch } from "./pace/pace.store.ts";
import { settleTask, type SingleEnd, type Settled } from "./settle-task.ts";
import type { Task, TaskEnd } from "./task.ts";
import type { TaskPool } from "./task-pool.ts";
import type { Transport } from "./transport.ts";
import { streamOf, type Way } from "./ways-out.ts";

export interface BatchDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  ledger: LedgerWriter;
  compliance: ComplianceDeps;
  source: MailSource;
  /** The way out of the batch's account, or how long there is none. */
  wayOut(accountId: number, mail: { stream: Stream; carriesNumbers: boolean }): Promise<Way>;
  poolOf(transport: Transport, priority: number): TaskPool;
  /** What a final outcome of a single mail brings about. */
  single: SingleEnd;
  /** The batch waits for its pace: others may be claimed meanwhile. */
  waits(batch: Batch): void;
  /** Nothing of the run may leave before then. */
  rests(batch: Batch, until: Date): void;
  /** Looks at the run's hard bounces after a chunk with refusals (SND-11). */
  watchBounces(batch: Batch, ended: readonly Settled[]): Promise<void>;
  signal: AbortSignal;
}

/**
 * Recipients whose facts are read in one go: as many as leave within a moment, so that facts are still fresh when the
 * last of them does, and at full speed a whole batch.
 */
const CHUNK = { least: 50, most: BATCH_SIZE, seconds: 0.5 };
const TROUBLE_MS = 5_000;

/**
 * Works a claimed batch to its end: facts → gate → compose → SMTP → outcome, chunk by chunk. Gives the batch back
 * when something stops it; whoever claims it next goes on where the ledger says.
 */
export async function runBatch(deps: BatchDeps, batch: ClaimedBatch): Promise<void> {
  const { db, clock } = deps;
  if (batch.fence > 1) {
    const lost = await db.worker(async (tx) => {
      const settled = await settleUncertain(tx, batch, clock.now());
      if (settled > 0 && batch.runId === null) await endLostSingles(tx, batch, clock.now());
      return settled;
    });
    if (lost > 0)
      deps.log.warn({ batchId: batch.id, lost }, "mails without a durable reply are uncertain");
  }
  if (batch.cancelled) {
    await db.worker((tx) => cancelOpen(tx, batch, clock.now()));
    return endBatch(deps, batch);
  }
  const window = await keepWindow(deps, batch);
  for (;;) {
    const open = await db.worker(async (tx) =>
      (await holdsBatch(tx, batch)) ? openDeliveries(tx, batch, clock.now()) : null,
    );
    // Somebody else goes on with it.
    if (open === null) return;
    if (open.length === 0 || deps.signal.aborted) break;
    const closedFor = window.closedFor();
    if (closedFor !== null) {
      await window.defer();
      return giveBack(deps, batch, closedFor);
    }
    const way = await deps.wayOut(batch.accountId, {
      stream: streamOf(open[0]!.kind),
      carriesNumbers: await deps.source.carriesNumbers(batch),
    });
    if ("waitMs" in way) return giveBack(deps, batch, way.waitMs);
    const pace = await deps.poolOf(way.transport, batch.priority).begin(batch, open[0]);
    const { ends, held } = await runOpen(deps, batch, way.transport, open, window, pace);
    const stopped = ends.find((end) => end.stop !== undefined)?.stop;
    if (stopped !== undefined) return giveBack(deps, batch, stopped);
    if (held.length > 0 && !deps.signal.aborted) return hold(deps, batch, pace, held);
  }
  if (deps.signal.aborted) return giveBack(deps, batch, 0);
  await endBatch(deps, batch);
}

/** Sends what is open, a chunk ahead of the connections so that they never wait for the database. */
async function runOpen(
  deps: BatchDeps,
  batch: Batch,
  transport: Transport,
  open: Delivery[],
  window: WindowKeeper,
  pace: BatchPace,
): Promise<{ ends: Settled[]; held: Delivery[] }> {
  const ends: Settled[] = [];
  const pool = deps.poolOf(transport, batch.priority);
  let left = open;
  let held: Delivery[] = [];
  let before: Promise<Settled[]> = Promise.resolve([]);
  try {
    while (left.length > 0) {
      if (deps.signal.aborted || ends.some((end) => end.stop !== undefined)) break;
      if (window.closedFor() !== null) break;
      const most = chunkSize(pool);
      const admitted = pace.admit(left, most);
      if (admitted.chosen.length < Math.min(most, left.length)) deps.waits(batch);
      if (admitted.chosen.length === 0) {
        held = left;
        break;
      }
      const sending = await startChunk(deps, batch, transport, admitted.chosen);
      left = admitted.held;
      const previous = before;
      before = sending.ends;
      const ended = await previous;
      ends.push(...ended);
      await deps.watchBounces(batch, ended);
    }
  } finally {
    // Also when the next chunk failed: the batch is nobody's before its last mail has an end.
    ends.push(...(await before));
  }
  await deps.watchBounces(batch, ends);
  return { ends, held };
}

function chunkSize(pool: TaskPool): number {
  const soon = Math.round(pool.perSecond() * CHUNK.seconds);
  return Math.min(CHUNK.most, Math.max(CHUNK.least, soon));
}

/** Decides and queues one chunk. The returned promise ends when every mail of it has a durable outcome or came back. */
async function startChunk(
  deps: BatchDeps,
  batch: Batch,
  transport: Transport,
  deliveries: Delivery[],
): Promise<{ ends: Promise<Settled[]> }> {
  const { db, clock } = deps;
  const factsAt = clock.now();
  const readAt = performance.now();
  const chunk = await db.account(batch.accountId, async (tx) => {
    const run = await deps.source.runOf(tx, batch);
    const kind = deliveries[0]!.kind;
    const facts = await loadFacts(tx, deps.compliance, {
      kind,
      ...factsQueryOf(run),
      destination: transport.destination,
      targets: deliveries.map((d) => ({
        contactId: d.contactId,
        emailNormalised: d.emailNormalised,
        mailId: d.referenceType === CORRESPONDENCE ? d.referenceId : null,
      })),
    });
    const cleared = [];
    const excluded: Exclusion[] = [];
    for (const [at, delivery] of deliveries.entries()) {
      const decision = decide(facts[at]!, kind, factsAt);
      if (decision.kind === "cleared") cleared.push({ delivery, decision, facts: facts[at]! });
      else excluded.push({ deliveryId: delivery.id, batchId: batch.id, reason: decision.reason });
    }
    const prepared = await deps.source.prepare(tx, batch, cleared);
    if (excluded.length > 0) {
      // Whoever lost the batch has no say any more; the next holder asks the gate anew.
      if (!(await holdsBatch(tx, batch))) return "lost";
      await insertExclusions(tx, batch.accountId, batch.runId, "hand_over", excluded, factsAt);
      if (batch.runId === null) await endExcludedSingles(tx, deliveries, excluded, factsAt);
    }
    return prepared;
  });
  if (chunk === "lost") return { ends: Promise.resolve([{ outcome: "open", stop: 0 }]) };
  if (deps.signal.aborted) return { ends: Promise.resolve([]) };
  const pool = deps.poolOf(transport, batch.priority);
  const ends = allEnded(chunk.map((mail) => sendOne(deps, batch, pool, mail, readAt)));
  // It may fail before anybody waits for it; whoever waits hears of it all the same.
  ends.catch(() => undefined);
  return { ends };
}

/** Fails only when the last of them has ended: the batch must not be given back while its mails are under way. */
async function allEnded(mails: Promise<Settled>[]): Promise<Settled[]> {
  await Promise.allSettled(mails);
  return Promise.all(mails);
}

async function sendOne(
  deps: BatchDeps,
  batch: Batch,
  pool: TaskPool,
  mail: Prepared,
  readAt: number,
): Promise<Settled> {
  const { promise, resolve } = Promise.withResolvers<TaskEnd>();
  const task: Task = {
    ...mail,
    batch,
    attempt: mail.delivery.attempts + 1,
    readAt,
    messageId: null,
    mark: "none",
    settle: resolve,
  };
  if (mail.broken === undefined) pool.push(task);
  else resolve({ kind: "broken", reason: mail.broken });
  try {
    return await settleTask(deps, task, await promise);
  } finally {
    pool.settled(task);
  }
}

async function endBatch(deps: BatchDeps, batch: Batch): Promise<void> {
  const { db, clock } = deps;
  const due = await db.worker(async (tx) => {
    await excludeErased(tx, batch, clock.now());
    return nextDue(tx, batch);
  });
  if (due === "open") return giveBack(deps, batch, TROUBLE_MS);
  if (due !== null) {
    await deps.source.resting(batch);
    return db.worker(async (tx) => {
      if (await releaseBatch(tx, batch, due)) await countBatch(tx, batch, "resting");
    });
  }
  await deps.source.finished(batch);
  const isEnded = await db.worker(async (tx) => {
    // Seen again under its lock: an operator may have decided meanwhile that an uncertain mail is sent again.
    if (!(await lockBatch(tx, batch))) return true;
    if ((await nextDue(tx, batch)) !== null) return false;
    const ended = await finishBatch(tx, batch, clock.now());
    if (!ended) return true;
    await countBatch(tx, batch, ended);
    await closeRunIfDone(tx, deps, batch);
    return true;
  });
  if (!isEnded) await giveBack(deps, batch, 0);
}

/** Gives the batch back until those that are held back may leave (SND-12). */
async function hold(
  deps: BatchDeps,
  batch: Batch,
  pace: BatchPace,
  held: readonly Delivery[],
): Promise<void> {
  const { at, waits, wholeRun } = pace.nextTurn(held);
  if (wholeRun) deps.rests(batch, at);
  await deps.db.worker(async (tx) => {
    if (await holdBatch(tx, batch, at, waits)) await countBatch(tx, batch, "resting");
  });
}

async function giveBack(deps: BatchDeps, batch: Batch, afterMs: number): Promise<void> {
  await deps.db.worker((tx) =>
    releaseBatch(tx, batch, new Date(deps.clock.now().getTime() + afterMs)),
  );
}
