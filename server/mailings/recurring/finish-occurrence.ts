import { audit, systemActor } from "../../accounts/index.ts";
import { endPlanAlarm, raisePlanAlarm } from "../../delivery/index.ts";
import { AppError, type Tx } from "../../platform/index.ts";
import { checkReadiness, type Readiness } from "../check-readiness.ts";
import { requestApproval } from "../decide-approval.ts";
import type { MailingDeps } from "../deps.ts";
import { SINGLE_PERSON_DELAY_MS } from "../mailing.ts";
import { findMailingById } from "../mailings.store.ts";
import { scheduleMailing, type ScheduleInput } from "../schedule-mailing.ts";
import { clocksSpan, type Due } from "./recurrence.ts";
import {
  findRecurring,
  lockRecurring,
  setOccurrence,
  type Occurrence,
  type Recurring,
} from "./recurring.store.ts";

/**
 * Schedules an issue through the same door as every mailing, or asks the second person, or tells what stands in the way.
 * `isWanted`: a person decided that it leaves although its time may be over.
 */
export async function finishOccurrence(
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  occurrence: Occurrence,
  isWanted = false,
): Promise<void> {
  let detail: Occurrence["detail"] | undefined;
  try {
    const problems = await deps.db.account(accountId, (tx) =>
      planIssue(tx, deps, accountId, publicId, occurrence, isWanted),
    );
    if (problems.length > 0) detail = { reason: "not_ready", problems: problems.slice(0, 5) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    detail =
      error.code === "zones_passed" || error.code === "time_past"
        ? { reason: "clocks_passed" }
        : { reason: "not_ready", problems: [{ de: error.message, en: error.message }] };
  }
  if (!detail) return;
  await deps.db.account(accountId, async (tx) => {
    const recurring = (await findRecurring(tx, publicId))!;
    await setOccurrence(tx, occurrence.id, { state: "failed", detail });
    await tell(tx, deps, accountId, recurring, { local: occurrence.local, at: occurrence.dueAt });
  });
}

async function planIssue(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  occurrence: Occurrence,
  isWanted: boolean,
): Promise<{ de: string; en: string }[]> {
  const recurring = (await lockRecurring(tx, publicId))!;
  const mailing = await findMailingById(tx, occurrence.mailingId!);
  if (mailing?.state !== "draft") {
    await setOccurrence(tx, occurrence.id, { state: "made" });
    return [];
  }
  const readiness = await checkReadiness(tx, deps, mailing);
  if (!readiness.ready) return blocking(readiness);
  const actor = {
    name: recurring.startedByName ?? recurring.name,
    ...(recurring.startedBy === null ? {} : { operatorId: recurring.startedBy }),
  };
  const now = deps.clock.now();
  const pause = readiness.approval === "typed_number_and_delay" ? SINGLE_PERSON_DELAY_MS : 0;
  const at = new Date(Math.max(occurrence.dueAt.getTime(), now.getTime() + pause));
  const byClocks = clocksOf(recurring, occurrence, { now, isWanted });
  if (readiness.approval === "second_person" && !readiness.approved)
    await requestApproval(tx, deps, accountId, actor, mailing.publicId, {
      schedule: byClocks ?? (at > now ? { at: at.toISOString() } : {}),
    });
  else
    await scheduleMailing(tx, deps, accountId, actor, mailing.publicId, {
      ...(byClocks ?? { at }),
      isConfirmed: true,
    });
  await audit(tx, accountId, systemActor, "recurring.issue_made", {
    objectType: "mailing",
    objectId: mailing.publicId,
    detail: { recurring: recurring.publicId, local: occurrence.local, at: at.toISOString() },
  });
  await setOccurrence(tx, occurrence.id, { state: "made" });
  return [];
}

/**
 * The recipients' clocks, where they count. Whose hour is over gets it at once only when a person wants that, and once it
 * is over everywhere there is no clock left to wait for.
 */
function clocksOf(
  { zoneField }: Recurring,
  { local }: Occurrence,
  { now, isWanted }: { now: Date; isWanted: boolean },
): Required<Pick<ScheduleInput, "recipientTime">> | undefined {
  if (zoneField === null || (isWanted && clocksSpan(local).last <= now)) return undefined;
  return {
    recipientTime: { local, field: zoneField, ...(isWanted ? { passed: "now" as const } : {}) },
  };
}

function blocking({ problems, findings }: Readiness): { de: string; en: string }[] {
  return [...problems, ...findings]
    .filter((one) => one.severity === "block")
    .map(({ message }) => message);
}

/** Puts a date that needs somebody's word onto the list of what to decide. */
export async function tell(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  recurring: Recurring,
  due: Due,
): Promise<void> {
  await raisePlanAlarm(tx, deps, accountId, {
    code: "occurrence",
    subject: `${recurring.id}:${due.local}`,
    mailingId: recurring.mailingId,
    dueAt: due.at,
    path: `/mailings/wiederkehrend/${recurring.publicId}`,
  });
}

/** Somebody decided about an issue. */
export function endTold(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  occurrence: Pick<Occurrence, "recurringId" | "local">,
  by: string,
): Promise<void> {
  const subject = `${occurrence.recurringId}:${occurrence.local}`;
  return endPlanAlarm(tx, deps, accountId, { code: "occurrence", subject, by });
}
