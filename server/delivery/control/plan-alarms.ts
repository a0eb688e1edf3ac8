import type { Clock, Tx } from "../../platform/index.ts";
import { endAlarms } from "./alarms.store.ts";
import { raiseAlarm } from "./watch-limits.ts";

/** What of a plan needs a person: an occurrence that was not made, a test that was not decided. */
interface PlanAlarm {
  code: "occurrence" | "winner";
  /** Names the occurrence or test within the account. */
  subject: string;
}

/** Tells people, by mail and on the start page, once until it ends. `path` is where they decide. */
export async function raisePlanAlarm(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  alarm: PlanAlarm & { mailingId: number; dueAt: Date; path: string },
): Promise<void> {
  const { code, subject, mailingId, dueAt, path } = alarm;
  await raiseAlarm(tx, {
    accountId,
    code,
    subject,
    runId: null,
    figures: { mailingId, dueAt: dueAt.toISOString(), path },
    at: deps.clock.now(),
  });
}

/** Somebody decided. */
export async function endPlanAlarm(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  alarm: PlanAlarm & { by: string },
): Promise<void> {
  await endAlarms(tx, accountId, alarm.code, alarm.subject, alarm.by, null, deps.clock.now());
}
