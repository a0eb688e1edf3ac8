import { findMailingById, type Mailing } from "../mailings/index.ts";
import {
  enqueueJob,
  type Clock,
  type Database,
  type JobHandler,
  type Tx,
} from "../platform/index.ts";
import { measuredMailing, type MeasuredMailing } from "../tracking/index.ts";
import { countDeliveries, countPersonal, type ReportFacts } from "./report-facts.ts";
import {
  allowLongCount,
  askForSnapshot,
  claimSnapshot,
  dueSnapshots,
  findSnapshot,
  insertSnapshot,
  missingSnapshots,
  saveSnapshot,
  SNAPSHOT_FROM,
} from "./snapshots.store.ts";
import { candidatesOfRun } from "./report.store.ts";

const REFRESH = "reports.refresh";
/** Fewer people than this are counted when somebody asks: it is quick, and small groups lie in no snapshot. */
const PEOPLE_FROM = 1000;
/** A closed mailing changes little; whoever finds figures older than this gets new ones. */
const CLOSED_AGE_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 15_000;

interface Deps {
  db: Database;
  clock: Clock;
}

/** Where the figures come from: null when they were counted for this answer. */
export interface SnapshotState {
  computedAt: Date;
  /** New figures are on their way, since. */
  computingSince: Date | null;
  /** How long it took the last time, in milliseconds. */
  tookMs: number;
}

/**
 * The facts of a mailing: counted now, or for a large one from its snapshot, which is at most a minute old while it is
 * cheap to make and people leave it within a minute.
 */
export async function factsOf(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  measuring: MeasuredMailing | undefined,
  now: Date,
): Promise<{ facts: ReportFacts; snapshot: SnapshotState | null }> {
  const isLarge =
    mailing.runId !== null && (await candidatesOfRun(tx, mailing.runId)) >= SNAPSHOT_FROM;
  if (!isLarge) return { facts: await count(tx, accountId, mailing, measuring), snapshot: null };
  const found = await findSnapshot(tx, mailing.id);
  if (!found?.facts || !found.computedAt) {
    await insertSnapshot(tx, accountId, mailing.id);
    await ask(tx, accountId, mailing.id, now);
    return { facts: await count(tx, accountId, mailing, measuring), snapshot: null };
  }
  const { facts, computedAt } = found;
  const isClosed = !measuring || measuring.closedAt !== null || measuring.closesAt <= computedAt;
  const isOld = isClosed && now.getTime() - computedAt.getTime() > CLOSED_AGE_MS;
  const isAsked = found.askedAt !== null && found.askedAt > computedAt;
  if (isOld && !isAsked) await ask(tx, accountId, mailing.id, now);
  if (measuring) facts.personal ??= await countPersonal(tx, measuring);
  return {
    facts,
    snapshot: {
      computedAt,
      computingSince: found.startedAt ?? (isAsked ? found.askedAt : isOld ? now : null),
      tookMs: found.tookMs ?? 0,
    },
  };
}

async function count(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  measuring: MeasuredMailing | undefined,
): Promise<ReportFacts> {
  const deliveries = await countDeliveries(tx, accountId, mailing);
  return { ...deliveries, personal: measuring ? await countPersonal(tx, measuring) : null };
}

/** Plans new figures of a large mailing. False when its figures are counted at each look anyway. */
export async function askForFigures(
  tx: Tx,
  accountId: number,
  mailingId: number,
  now: Date,
): Promise<boolean> {
  if (!(await findSnapshot(tx, mailingId))) return false;
  await ask(tx, accountId, mailingId, now);
  return true;
}

async function ask(tx: Tx, accountId: number, mailingId: number, now: Date): Promise<void> {
  await askForSnapshot(tx, mailingId, now);
  await enqueueJob(tx, {
    kind: REFRESH,
    accountId,
    payload: { mailingId },
    runAt: now,
    uniqueKey: String(mailingId),
  });
}

/** Counts a large mailing and keeps the totals. Does nothing while another process does it. */
export async function refreshSnapshot(
  deps: Deps,
  accountId: number,
  mailingId: number,
): Promise<void> {
  const { db, clock } = deps;
  const computedAt = clock.now();
  const claimed = await db.account(accountId, (tx) => claimSnapshot(tx, mailingId, computedAt));
  if (!claimed) return;
  const begun = performance.now();
  await db.account(accountId, async (tx) => {
    await allowLongCount(tx);
    const mailing = await findMailingById(tx, mailingId);
    if (!mailing) return;
    const facts = await count(tx, accountId, mailing, await measuredMailing(tx, mailingId));
    if (facts.personal && facts.personal.base < PEOPLE_FROM) facts.personal = null;
    await saveSnapshot(tx, mailingId, {
      facts,
      computedAt,
      tookMs: Math.round(performance.now() - begun),
      seen: claimed.changes,
    });
  });
}

/** Computes whatever snapshot is due, one after another. */
export async function refreshDue(deps: Deps, signal?: AbortSignal): Promise<void> {
  const { db, clock } = deps;
  for (const { accountId, mailingId } of await db.worker(missingSnapshots))
    await db.account(accountId, (tx) => insertSnapshot(tx, accountId, mailingId));
  for (const { accountId, mailingId } of await db.worker((tx) => dueSnapshots(tx, clock.now()))) {
    if (signal?.aborted) return;
    await refreshSnapshot(deps, accountId, mailingId);
  }
}

/** Work of reports that is due at a time. */
export function reportJobs(deps: Deps): Record<string, JobHandler> {
  return {
    async [REFRESH](job) {
      await refreshSnapshot(deps, job.accountId, Number(job.payload["mailingId"]));
    },
  };
}

/** Work of reports that repeats. */
export function reportPeriodic(deps: Deps): {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}[] {
  return [
    {
      name: "reports.snapshots",
      everyMs: LOOK_EVERY_MS,
      run: (signal) => refreshDue(deps, signal),
    },
  ];
}
