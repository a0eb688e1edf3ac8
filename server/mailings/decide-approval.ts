import type { PlannedSending } from "../../contract/approvals.ts";
import { personBehind } from "../accounts/index.ts";
import { conflict, notFound, type Actor, type Tx } from "../platform/index.ts";
import { approvalState, isInvolved, type Approval } from "./approval.ts";
import { answerRequest, insertRequest, insertWord, latestApproval } from "./approvals.store.ts";
import { checkReadiness } from "./check-readiness.ts";
import type { MailingDeps } from "./deps.ts";
import { may, statesFor, type Mailing } from "./mailing.ts";
import { findMailing, lockMailing, setApproval } from "./mailings.store.ts";
import { beginsAt } from "./recipient-time.ts";
import { notReady, scheduleMailing } from "./schedule-mailing.ts";

/**
 * Asks a second person to look at the mailing as it is now (CNT-18), with the time at which it shall leave once they
 * approve. Refused with everything that stands in the way, so that nobody looks at what is not finished.
 */
export async function requestApproval(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "operatorId" | "apiKeyId">,
  publicId: string,
  asked: { note?: string; schedule?: PlannedSending },
): Promise<Mailing> {
  const { mailing, latest } = await lockOpen(tx, publicId);
  const state = approvalState(mailing, latest);
  if (state === "requested" || state === "approved")
    throw conflict("approval_state", `The approval is ${state} already.`);
  const readiness = await checkReadiness(tx, deps, mailing);
  if (!readiness.ready) throw notReady(readiness);
  const { recipientTime } = asked.schedule ?? {};
  const begins = recipientTime && (await beginsAt(tx, mailing, recipientTime, deps.clock.now()));
  await insertRequest(tx, accountId, {
    mailingId: mailing.id,
    revision: mailing.revision,
    // Whoever made a key asks through it, and cannot approve what it asked for.
    by: await personBehind(tx, actor),
    note: asked.note ?? "",
    schedule: asked.schedule
      ? { ...asked.schedule, ...(begins ? { at: begins.toISOString() } : {}) }
      : null,
    at: deps.clock.now(),
  });
  return mailing;
}

/**
 * A second person approves the mailing as it is now. Where a time was asked for, it is scheduled in the name of whoever
 * asked; a time that has passed meanwhile leaves it approved and unscheduled.
 */
export async function approveMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "operatorId">,
  publicId: string,
): Promise<{ mailing: Mailing; scheduled: boolean }> {
  const { mailing, latest } = await lockOpen(tx, publicId);
  const by = requireSecondPerson(mailing, latest, actor);
  const now = deps.clock.now();
  await say(tx, accountId, mailing, latest, { state: "approved", by, comment: "", at: now });
  await setApproval(tx, mailing.id, by, now);
  const planned = approvalState(mailing, latest) === "requested" ? latest!.schedule : null;
  const at = planned?.at === undefined ? undefined : new Date(planned.at);
  if (planned === null || (at !== undefined && at <= now))
    return { mailing: (await findMailing(tx, publicId))!, scheduled: false };
  const { at: _at, ...times } = planned;
  const scheduled = await scheduleMailing(
    tx,
    deps,
    accountId,
    {
      name: latest!.requestedByName ?? "",
      ...(latest!.requestedBy === null ? {} : { operatorId: latest!.requestedBy }),
    },
    publicId,
    { ...times, ...(at === undefined ? {} : { at }), isConfirmed: true },
  );
  return { mailing: scheduled, scheduled: true };
}

/** A second person sends the mailing back and says what should change. */
export async function returnMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "operatorId">,
  publicId: string,
  comment: string,
): Promise<Mailing> {
  const { mailing, latest } = await lockOpen(tx, publicId);
  const by = requireSecondPerson(mailing, latest, actor);
  const at = deps.clock.now();
  await say(tx, accountId, mailing, latest, { state: "returned", by, comment, at });
  await setApproval(tx, mailing.id, null, null);
  return (await findMailing(tx, publicId))!;
}

async function say(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  latest: Approval | undefined,
  word: Parameters<typeof answerRequest>[2],
): Promise<void> {
  if (approvalState(mailing, latest) === "requested") return answerRequest(tx, latest!.id, word);
  const { id: mailingId, revision } = mailing;
  await insertWord(tx, accountId, { mailingId, revision }, word);
}

async function lockOpen(
  tx: Tx,
  publicId: string,
): Promise<{ mailing: Mailing; latest: Approval | undefined }> {
  const mailing = await lockMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  if (!may("schedule", mailing.state))
    throw conflict("mailing_state", `A mailing in state ${mailing.state} cannot be approved.`, {
      hint: `This works in: ${statesFor("schedule").join(", ")}.`,
    });
  return { mailing, latest: await latestApproval(tx, mailing.id) };
}

function requireSecondPerson(
  mailing: Mailing,
  latest: Approval | undefined,
  { operatorId }: Pick<Actor, "operatorId">,
): number {
  if (operatorId === undefined || isInvolved(mailing, latest, operatorId))
    throw conflict(
      "approval_by_author",
      "Neither who made a mailing nor who asked for its approval can be the second person.",
      { hint: "Ask a colleague." },
    );
  return operatorId;
}
