import { audit, getAccount, systemActor } from "../accounts/index.ts";
import { blockingChecks } from "../compliance/index.ts";
import { findContentVersion } from "../content/index.ts";
import {
  closeRunIfDone,
  findRun,
  freezeCandidates,
  insertRun,
  insertWaves,
  isDomainStopped,
  missedAfterMs,
  pauseRun,
  PRIORITY,
  prepareRun,
  raiseMissed,
  reasonCounts,
  releaseRun,
  setRunTimes,
  type PreparedTotals,
} from "../delivery/index.ts";
import { instantOfLocalTime, type JobHandler } from "../platform/index.ts";
import { openMeasuring } from "../tracking/index.ts";
import { lacksApproval } from "./approval-at-start.ts";
import type { MailingDeps } from "./deps.ts";
import { levelOfMailing } from "./level-of-mailing.ts";
import { BASIS, RULE_SET, type BasisReport, type Mailing } from "./mailing.ts";
import { scopeOfMailing } from "./mailing-scope.ts";
import { candidatesOfMailing, wavesAtStart } from "./recipient-time.ts";
import { refreshFeedsOf } from "./refresh-feeds-of.ts";
import { changeState, lockMailingById } from "./mailings.store.ts";

/** How long a mailing waits before the checklist is asked again. */
const HOLD_MS = 5 * 60_000;

/**
 * The job that begins a scheduled mailing: freeze the audience, decide everyone in it, fix how it is measured, release
 * it to the dispatcher. Each step is a transaction that can be repeated, so a worker may die anywhere in it.
 */
export function startMailingJob(deps: MailingDeps): JobHandler {
  return async (job, context) => {
    const mailingId = Number(job.payload["mailingId"]);
    const { accountId } = job;
    const waiting = await refreshFeedsOf(deps, accountId, mailingId);
    if (waiting !== null) return { again: waiting };
    await deps.checkBeforeSending?.(accountId);
    const frozen = await freezeAudience(deps, accountId, mailingId);
    if (frozen === null) return;
    // Taken back and scheduled for a later time since this job was planned.
    if (frozen instanceof Date) return { again: frozen };
    const runId = frozen;
    const totals = await prepareRun(deps, accountId, runId, {
      signal: context.signal,
      onBatch: throttled(context.keep),
    });
    if (totals === null) {
      const run = await deps.db.account(accountId, (tx) => findRun(tx, runId));
      return run?.state === "preparing" ? { again: deps.clock.now() } : undefined;
    }
    await releasePrepared(deps, accountId, mailingId, runId, totals);
  };
}

/**
 * One INSERT … SELECT freezes who is looked at. Null: there is nothing to start (any more); a time: not before then. The
 * mailing is held, so that whoever takes it back meanwhile waits and then finds it begun.
 */
async function freezeAudience(
  deps: MailingDeps,
  accountId: number,
  mailingId: number,
): Promise<number | Date | null> {
  return deps.db.account(accountId, async (tx) => {
    const mailing = await lockMailingById(tx, mailingId);
    if (!mailing) return null;
    if (mailing.state === "preparing" && mailing.runId !== null) return mailing.runId;
    const now = deps.clock.now();
    if (mailing.state !== "scheduled" || mailing.scheduledAt === null) return null;
    const due = dueAt(mailing.scheduledAt, mailing);
    if (due > now) {
      await changeState(tx, mailing.id, ["scheduled"], "scheduled", { scheduledAt: due }, now);
      return due;
    }
    const missed = async (): Promise<null> => {
      await changeState(tx, mailing.id, ["scheduled"], "missed", {}, now);
      await raiseMissed(tx, deps, accountId, { mailingId: mailing.id, dueAt: due });
      return null;
    };
    if (now.getTime() - due.getTime() > (await missedAfterMs(tx, accountId))) return missed();
    // CHK-A1: while a mandatory check of a live account is red nothing new begins; it is asked again until it is missed.
    const { mode } = await getAccount(tx);
    if (mode === "live" && (await blockingChecks(tx, now)).length > 0)
      return new Date(now.getTime() + HOLD_MS);
    if (await lacksApproval(tx, deps, mailing)) {
      await audit(tx, accountId, systemActor, "mailing.approval_missing", {
        objectType: "mailing",
        objectId: mailing.publicId,
      });
      return missed();
    }
    const scope = await scopeOfMailing(tx, mailing);
    const { recipientTime, window = null, perHour = null } = mailing.settings;
    const inWaves =
      recipientTime && (await wavesAtStart(tx, mailing, recipientTime, mailing.scheduledAt));
    const run = await insertRun(tx, accountId, {
      mailingId: mailing.id,
      kind: mailing.kind,
      contentVersionId: mailing.contentVersionId!,
      senderId: mailing.senderId!,
      listIds: mailing.listIds,
      ...scope,
      at: now,
    });
    if (inWaves) await insertWaves(tx, accountId, run.id, inWaves.waves);
    if (window !== null || perHour !== null)
      await setRunTimes(tx, run.id, {
        sendWindow: window,
        timezone: mailing.scheduledZone ?? (await getAccount(tx)).timezone,
        perHour,
      });
    await freezeCandidates(
      tx,
      accountId,
      run.id,
      mailing.kind,
      PRIORITY.mailing,
      await candidatesOfMailing(tx, mailing, scope, now),
      inWaves?.waveOf,
    );
    await changeState(
      tx,
      mailing.id,
      ["scheduled"],
      "preparing",
      { runId: run.id, startedAt: now },
      now,
    );
    return run.id;
  });
}

/** When the schedule is due by the zone's rules as they are known now. */
function dueAt(
  scheduledAt: Date,
  mailing: Pick<Mailing, "scheduledLocal" | "scheduledZone">,
): Date {
  const { scheduledLocal, scheduledZone } = mailing;
  if (scheduledLocal === null || scheduledZone === null) return scheduledAt;
  const due = instantOfLocalTime(scheduledLocal, scheduledZone);
  // The second of two equal hours means the later instant, and seconds are no part of a local time.
  return due > scheduledAt ? due : scheduledAt;
}

async function releasePrepared(
  deps: MailingDeps,
  accountId: number,
  mailingId: number,
  runId: number,
  totals: PreparedTotals,
): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const mailing = await lockMailingById(tx, mailingId);
    if (!mailing || mailing.state !== "preparing") return;
    const account = await getAccount(tx);
    const now = deps.clock.now();
    const level = await levelOfMailing(tx, deps, account, mailing, totals);
    const version = await findContentVersion(tx, accountId, mailing.contentVersionId!);
    await openMeasuring(tx, {
      accountId,
      mailingId,
      level: level.level,
      levelReason: level.reason,
      personalBase: totals.personal,
      anonymousBase: totals.anonymous,
      kMin: account.kMin,
      timezone: account.timezone,
      links: version!.links,
      at: now,
    });
    const basisReport = await frozenReport(tx, mailing, runId, totals, level.level, now);
    await releaseRun(tx, runId, totals.personal + totals.anonymous, now);
    await changeState(tx, mailingId, ["preparing"], "sending", { basisReport }, now);
    if (await isDomainStopped(tx, accountId, runId)) {
      await pauseRun(tx, deps, runId, "complaints");
      await changeState(tx, mailingId, ["sending"], "paused", {}, now);
    }
    // Where everybody left before the freezing there is no batch whose end would close the run.
    await closeRunIfDone(tx, deps, { accountId, runId });
  });
}

async function frozenReport(
  tx: Parameters<typeof reasonCounts>[0],
  mailing: Mailing,
  runId: number,
  totals: PreparedTotals,
  level: string,
  now: Date,
): Promise<BasisReport> {
  const excluded = Object.fromEntries(
    (await reasonCounts(tx, runId)).map((row) => [row.reason ?? "unknown", row.count]),
  );
  return {
    preparedAt: now.toISOString(),
    candidates: totals.candidates,
    queued: { [BASIS[mailing.kind]]: totals.personal + totals.anonymous },
    excluded,
    personal: totals.personal,
    anonymous: totals.anonymous,
    level,
    approvedBy: mailing.approvedBy === null ? null : String(mailing.approvedBy),
    ruleSet: RULE_SET,
  };
}

function throttled(keep: () => Promise<void>): () => Promise<void> {
  let batches = 0;
  return async () => {
    if (++batches % 50 === 0) await keep();
  };
}

/** Notes a run that was prepared for a moment in the past, for example data. Its end is written by whoever made it. */
export async function recordPastRun(
  tx: Parameters<typeof reasonCounts>[0],
  mailing: Mailing,
  runId: number,
  contentVersionId: number,
  totals: PreparedTotals,
  level: string,
  at: Date,
): Promise<void> {
  const basisReport = await frozenReport(tx, mailing, runId, totals, level, at);
  await changeState(
    tx,
    mailing.id,
    ["draft"],
    "sending",
    { runId, contentVersionId, basisReport, startedAt: at },
    at,
  );
}
