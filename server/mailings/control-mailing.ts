import {
  acknowledgeLimits,
  cancelRun,
  deferRun,
  endMissed,
  findRun,
  pauseRun,
  resumeRun,
} from "../delivery/index.ts";
import { conflict, notFound, type Actor, type Tx } from "../platform/index.ts";
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
  await endMissed(tx, mailing.id, deps.clock.now());
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
  const run = await findRun(tx, mailing.runId!);
  if (run?.pauseReason != null && NEEDS_WORD.has(run.pauseReason))
    throw conflict("limit_not_acknowledged", "Klarpost paused this mailing for a reason.", {
      hint: "Look at the figures and go on with POST /api/v1/mailings/:id/acknowledge, or cancel.",
      extra: { reason: run.pauseReason },
    });
  await resumeRun(tx, deps, mailing.runId!);
  return move(tx, deps, mailing, "sending");
}

/** Why the product itself pauses a run; going on is a deliberate act then. */
const NEEDS_WORD: ReadonlySet<string> = new Set(["hard_bounces", "complaints", "missed"]);

/**
 * Somebody saw why the product paused the mailing and takes responsibility for going on, now or from `at` (SND-07,
 * SND-11, an outage). The next check counts from the figures of this moment, which are given for the log.
 */
export async function acknowledgeMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "name">,
  publicId: string,
  at: Date | null,
): Promise<{ mailing: Mailing; reason: string | null; figures: Record<string, unknown> }> {
  const mailing = await lockFor(tx, publicId, "resume");
  const runId = mailing.runId!;
  const reason = (await findRun(tx, runId))?.pauseReason ?? null;
  const figures = await acknowledgeLimits(tx, deps, accountId, runId, actor.name);
  if (at !== null && at > deps.clock.now()) await deferRun(tx, accountId, runId, at);
  await resumeRun(tx, deps, runId);
  return { mailing: await move(tx, deps, mailing, "sending"), reason, figures };
}

/** Hears that the product paused a run, and shows it in the mailing's state. */
export function noteRunPaused(
  deps: Pick<MailingDeps, "db" | "clock">,
): (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void> {
  return async ({ accountId, payload }) => {
    await deps.db.account(accountId, async (tx) => {
      const run = await findRun(tx, Number(payload["runId"]));
      if (run?.state !== "paused" || run.mailingId === null) return;
      await changeState(tx, run.mailingId, ["sending"], "paused", {}, deps.clock.now());
    });
  };
}

/** Ends a mailing for good. Who has not received it will not; the report says so for each. */
export async function cancelMailing(tx: Tx, deps: MailingDeps, publicId: string): Promise<Mailing> {
  const mailing = await lockFor(tx, publicId, "cancel");
  await endMissed(tx, mailing.id, deps.clock.now());
  if (mailing.runId !== null && !(await cancelRun(tx, deps, mailing.runId)))
    throw conflict("mailing_state", "The last mail of this mailing has left already.", {
      hint: "There is nothing left to cancel. Its report says who received it.",
    });
  return move(tx, deps, mailing, "cancelled");
}
