import type { Clock, Database, Tx } from "../../platform/index.ts";
import { findSettings } from "./limits.store.ts";
import { DEFAULT_SETTINGS } from "./limits.ts";
import { endMissedAlarm, runsAsleep } from "./outage.store.ts";
import { holdRun, raiseAlarm } from "./watch-limits.ts";

const MINUTE_MS = 60_000;

/** How late something may start by itself after an outage; two hours unless the account set otherwise. Milliseconds. */
export async function missedAfterMs(tx: Tx, accountId: number): Promise<number> {
  const settings = (await findSettings(tx, accountId)) ?? DEFAULT_SETTINGS;
  return settings.missedAfterMinutes * MINUTE_MS;
}

/** Tells people that a mailing was not begun, because its time passed too long ago. */
export async function raiseMissed(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  mailing: { mailingId: number; dueAt: Date },
): Promise<void> {
  await raiseAlarm(tx, {
    accountId,
    code: "missed",
    subject: `mailing:${mailing.mailingId}`,
    runId: null,
    figures: { mailingId: mailing.mailingId, dueAt: mailing.dueAt.toISOString() },
    at: deps.clock.now(),
  });
}

/** The mailing was scheduled anew, taken back or cancelled. */
export function endMissed(tx: Tx, mailingId: number, at: Date): Promise<void> {
  return endMissedAlarm(tx, mailingId, at);
}

/**
 * Before the first mail after an outage: runs whose mails were due for longer than the grace wait for a person's word,
 * because nobody expects on Thursday what was written for Monday. `asleepSince` is when somebody worked last. Gives how
 * many were held.
 */
export async function holdAfterOutage(
  deps: { db: Database; clock: Clock },
  asleepSince: Date,
): Promise<number> {
  const now = deps.clock.now();
  return deps.db.worker(async (tx) => {
    let held = 0;
    for (const run of await runsAsleep(tx, asleepSince, now)) {
      if (now.getTime() - run.dueAt.getTime() <= run.missedAfterMinutes * MINUTE_MS) continue;
      await raiseAlarm(tx, {
        accountId: run.accountId,
        code: "missed",
        subject: String(run.runId),
        runId: run.runId,
        figures: { dueAt: run.dueAt.toISOString() },
        at: now,
      });
      await holdRun(tx, run.accountId, run.runId, "missed");
      held++;
    }
    return held;
  });
}
