import type { Clock, Database } from "../../platform/index.ts";
import { raiseAlarm } from "./watch-limits.ts";
import { endStalled, stalledRuns } from "./watchdog.store.ts";

const STALLED_MS = 5 * 60_000;

/** Alarm where mails are due and nothing moved for five minutes; it ends by itself when something moves again. */
export async function watchProgress(deps: { db: Database; clock: Clock }): Promise<void> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - STALLED_MS);
  await deps.db.worker(async (tx) => {
    const stalled = await stalledRuns(tx, since, now);
    await endStalled(tx, stalled, now);
    for (const { accountId, subject, runId } of stalled)
      await raiseAlarm(tx, { accountId, code: "stalled", subject, runId, figures: {}, at: now });
  });
}
