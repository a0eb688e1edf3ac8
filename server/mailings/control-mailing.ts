import { cancelRun, pauseRun, resumeRun } from "../delivery/index.ts";
import { conflict, notFound, type Tx } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { may, statesFor, type Mailing, type MailingAction, type MailingState } from "./mailing.ts";
import { changeState, findMailingById, lockMailing } from "./mailings.store.ts";

async function lockFor(tx: Tx, publicId: string, action: MailingAction): Promise<Mailing> {
  const mailing = await lockMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  if (!may(action, mailing.state)) {
    throw conflict("mailing_state", `A mailing in state ${mailing.state} cannot do this.`, {
      hint: `This works in: ${statesFor(action).join(", ")}.`,
    });
  }
  return mailing;
}

async function move(
  tx: Tx,
  deps: MailingDeps,
  mailing: Mailing,
  to: MailingState,
): Promise<Mailing> {
  await changeState(
    tx,
    mailing.id,
    [mailing.state],
    to,
    to === "cancelled" ? { finishedAt: deps.clock.now() } : {},
    deps.clock.now(),
  );
  return (await findMailingById(tx, mailing.id))!;
}

/** Takes a scheduled mailing back to draft; its waiting job finds nothing to do. */
export async function unscheduleMailing(
  tx: Tx,
  deps: MailingDeps,
  publicId: string,
): Promise<Mailing> {
  const mailing = await lockFor(tx, publicId, "unschedule");
  await changeState(
    tx,
    mailing.id,
    [mailing.state],
    "draft",
    { scheduledAt: null, contentVersionId: null },
    deps.clock.now(),
  );
  return (await findMailingById(tx, mailing.id))!;
}

/** Stops hand-over within seconds. Nobody is forgotten: everyone waits where they are. */
export async function pauseMailing(tx: Tx, deps: MailingDeps, publicId: string): Promise<Mailing> {
  const mailing = await lockFor(tx, publicId, "pause");
  if (mailing.state === "preparing")
    throw conflict("mailing_preparing", "The audience is still being prepared.", {
      hint: "Try again in a few seconds, or cancel.",
    });
  await pauseRun(tx, deps, mailing.runId!, "operator");
  return move(tx, deps, mailing, "paused");
}

export async function resumeMailing(tx: Tx, deps: MailingDeps, publicId: string): Promise<Mailing> {
  const mailing = await lockFor(tx, publicId, "resume");
  await resumeRun(tx, deps, mailing.runId!);
  return move(tx, deps, mailing, "sending");
}

/** Ends a mailing for good. Who has not received it will not; the report says so for each. */
export async function cancelMailing(tx: Tx, deps: MailingDeps, publicId: string): Promise<Mailing> {
  const mailing = await lockFor(tx, publicId, "cancel");
  if (mailing.runId !== null && !(await cancelRun(tx, deps, mailing.runId)))
    throw conflict("mailing_state", "The last mail of this mailing has left already.", {
      hint: "There is nothing left to cancel. Its report says who received it.",
    });
  return move(tx, deps, mailing, "cancelled");
}
