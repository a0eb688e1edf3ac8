import { outbox, type Clock, type Database, type Tx } from "../../platform/index.ts";
import { findRun, runCounts } from "../runs.store.ts";
import {
  acknowledgedFigures,
  endAlarms,
  findOpenAlarm,
  insertAlarm,
  type AlarmCode,
} from "./alarms.store.ts";
import {
  accountsWithComplaints,
  complaintDays,
  domainOfRun,
  findSettings,
  hardBounces,
  pauseRunning,
  runningOfDomain,
  runningRuns,
  type DomainDay,
} from "./limits.store.ts";
import { bouncesTooHigh, DEFAULT_SETTINGS, judgeComplaints, type BounceFigures } from "./limits.ts";

/** Mails of older days are not judged any more. */
const LOOK_BACK_MS = 3 * 24 * 3_600_000;

/** What a run's hard bounces are now, from its beginning. */
export async function bounceFigures(
  tx: Tx,
  accountId: number,
  runId: number,
): Promise<BounceFigures> {
  const counts = await runCounts(tx, accountId, runId);
  return {
    handedOver: counts.accepted + counts.rejected,
    hard: await hardBounces(tx, accountId, runId),
    queued: counts.candidates - counts.excluded,
  };
}

/** Raises an alarm and announces it, once until it ends. */
export async function raiseAlarm(
  tx: Tx,
  alarm: {
    accountId: number;
    code: AlarmCode;
    subject: string;
    runId: number | null;
    figures: Record<string, unknown>;
    at: Date;
  },
): Promise<boolean> {
  const made = await insertAlarm(tx, alarm);
  if (made)
    await outbox.publish(tx, alarm.accountId, { type: "sending.alarm", alarmId: made.publicId });
  return made !== undefined;
}

/** Pauses a run for the product's own reason and tells whoever asked for it. */
export async function holdRun(
  tx: Tx,
  accountId: number,
  runId: number,
  reason: string,
): Promise<void> {
  if (await pauseRunning(tx, accountId, runId, reason))
    await outbox.publish(tx, accountId, { type: "run.paused", runId, reason });
}

/** SND-11: pauses the run when its hard bounces since the last acknowledgement are too many. Tells whether it did. */
export async function watchBounces(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  runId: number,
): Promise<boolean> {
  const all = await bounceFigures(tx, accountId, runId);
  if (all.hard === 0) return false;
  const known = await acknowledgedFigures(tx, accountId, "hard_bounces", String(runId));
  const since = (name: "handedOver" | "hard") => all[name] - (Number(known[name]) || 0);
  const limit = (await findSettings(tx, accountId)) ?? DEFAULT_SETTINGS;
  const figures = { ...all, handedOver: since("handedOver"), hard: since("hard") };
  if (!bouncesTooHigh(figures, limit.hardBounceStop)) return false;
  await raiseAlarm(tx, {
    accountId,
    code: "hard_bounces",
    subject: String(runId),
    runId,
    figures: { ...all, limit: limit.hardBounceStop },
    at: deps.clock.now(),
  });
  await holdRun(tx, accountId, runId, "hard_bounces");
  return true;
}

/** SND-07: judges each sending domain's complaints of the last days, tells people, and stops advertising. */
export async function watchComplaints(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
): Promise<void> {
  const now = deps.clock.now();
  for (const day of await complaintDays(tx, accountId, new Date(now.getTime() - LOOK_BACK_MS))) {
    for (const [code, verdicts] of [
      ["complaints_high", ["stop"]],
      ["complaints", ["warn", "stop"]],
    ] as const) {
      const verdict = judgeComplaints(await sinceAcknowledged(tx, accountId, code, day));
      if (!verdicts.some((each) => each === verdict)) continue;
      await raiseAlarm(tx, {
        accountId,
        code,
        subject: day.domain,
        runId: null,
        figures: { ...day },
        at: now,
      });
      break;
    }
    if (await findOpenAlarm(tx, accountId, "complaints_high", day.domain))
      for (const runId of await runningOfDomain(tx, accountId, day.domain))
        await holdRun(tx, accountId, runId, "complaints");
  }
}

async function sinceAcknowledged(
  tx: Tx,
  accountId: number,
  code: AlarmCode,
  day: DomainDay,
): Promise<DomainDay> {
  const known = await acknowledgedFigures(tx, accountId, code, day.domain);
  if (known["day"] !== day.day) return day;
  const rate = Number(known["rate"] ?? 0);
  return {
    ...day,
    complaints: day.complaints - (Number(known["complaints"]) || 0),
    accepted: day.accepted - (Number(known["accepted"]) || 0),
    rate: day.rate !== null && day.rate > rate ? day.rate : null,
  };
}

/** Whether advertising from the run's domain is stopped for complaints. */
export async function isDomainStopped(tx: Tx, accountId: number, runId: number): Promise<boolean> {
  const domain = await domainOfRun(tx, accountId, runId);
  return (
    domain !== undefined &&
    (await findOpenAlarm(tx, accountId, "complaints_high", domain)) !== undefined
  );
}

/**
 * Somebody saw a run's figures and takes responsibility for going on: its alarms, and its domain's, end with the figures
 * of this moment, from which the next check counts anew. Gives the figures, for the log.
 */
export async function acknowledgeLimits(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  runId: number,
  by: string,
): Promise<Record<string, unknown>> {
  const now = deps.clock.now();
  const run = await findRun(tx, runId);
  const subject = String(runId);
  if (run?.pauseReason === "complaints") {
    const domain = (await domainOfRun(tx, accountId, runId))!;
    const figures = await acknowledgeDomain(tx, deps, accountId, domain, by);
    return { ...figures };
  }
  if (run?.pauseReason === "missed") {
    await endAlarms(tx, accountId, "missed", subject, by, null, now);
    return {};
  }
  const figures = { ...(await bounceFigures(tx, accountId, runId)) };
  await endAlarms(tx, accountId, "hard_bounces", subject, by, figures, now);
  return figures;
}

/** Ends a domain's alarms about complaints with the figures of this moment. */
export async function acknowledgeDomain(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  domain: string,
  by: string,
): Promise<DomainDay | undefined> {
  const now = deps.clock.now();
  const days = await complaintDays(tx, accountId, new Date(now.getTime() - LOOK_BACK_MS));
  for (const code of ["complaints_high", "complaints"] as const) {
    const alarm = await findOpenAlarm(tx, accountId, code, domain);
    if (!alarm) continue;
    const day = days.find((one) => one.domain === domain && one.day === alarm.figures["day"]);
    await endAlarms(tx, accountId, code, domain, by, day ? { ...day } : null, now);
  }
  return days.find((one) => one.domain === domain);
}

/** The periodic look at every run under way and every account that heard of complaints. */
export async function watchAllLimits(deps: { db: Database; clock: Clock }): Promise<void> {
  const { db } = deps;
  for (const { accountId, runId } of await db.worker(runningRuns))
    await db.worker((tx) => watchBounces(tx, deps, accountId, runId));
  const since = new Date(deps.clock.now().getTime() - LOOK_BACK_MS);
  for (const accountId of await db.worker((tx) => accountsWithComplaints(tx, since)))
    await db.account(accountId, (tx) => watchComplaints(tx, deps, accountId));
}
