import type { RecipientTime } from "../../contract/recipient-time.ts";
import { personBehind } from "../accounts/index.ts";
import { insertContentVersion } from "../content/index.ts";
import {
  AppError,
  conflict,
  enqueueJob,
  instantOfLocalTime,
  invalid,
  localTimeAt,
  notFound,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import { endMissed, type SendWindow } from "../delivery/index.ts";
import { stopsScheduling } from "./approval.ts";
import { checkReadiness, type Readiness } from "./check-readiness.ts";
import type { MailingDeps } from "./deps.ts";
import { freezeMailing } from "./freeze-mailing.ts";
import { may, SINGLE_PERSON_DELAY_MS, type Mailing, type MailingSettings } from "./mailing.ts";
import { changeState, findMailingById, lockMailing, type StateChange } from "./mailings.store.ts";
import { beginsAt } from "./recipient-time.ts";

/** Who schedules: an operator, a key of one, or the command line. */
type Approver = Pick<Actor, "operatorId" | "apiKeyId" | "name">;

export const START_JOB = "mailings.start";

/**
 * Freezes the content and schedules the mailing, now or later. Refused with everything that stands in the way: content
 * lint, missing settings, checklist (live), approval. The audience is frozen when the time has come, not before, so that
 * whoever withdraws until then is not in it.
 */
export async function scheduleMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Approver,
  publicId: string,
  input: ScheduleInput,
): Promise<Mailing> {
  const mailing = await lockMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  if (!may("schedule", mailing.state))
    throw conflict(
      "mailing_not_a_draft",
      `A mailing in state ${mailing.state} cannot be scheduled.`,
    );
  const readiness = await checkReadiness(tx, deps, mailing);
  if (!readiness.ready) throw notReady(readiness);
  const now = deps.clock.now();
  const zone = input.zone ?? readiness.account.timezone;
  const { recipientTime } = input;
  if (recipientTime && input.window)
    throw invalid(
      "window_with_recipient_time",
      "A window of hours and the recipients' clocks exclude each other.",
      {
        errors: [{ path: "/window", message: "Leave it out." }],
      },
    );
  const meant = recipientTime
    ? { ...input, at: await beginsAt(tx, mailing, recipientTime, now) }
    : meantTime(input, zone);
  const scheduler = await personBehind(tx, actor);
  const by = { operatorId: scheduler, name: actor.name };
  const at = await approvedTime(mailing, readiness, by, meant, now);
  const change = {
    settings: withTimes(mailing.settings, input),
    ...(readiness.approved ? {} : { approvedBy: scheduler ?? mailing.approvedBy, approvedAt: now }),
  };
  await plan(tx, deps, accountId, { mailing, readiness, at, zone, change });
  await endMissed(tx, mailing.id, now);
  return (await findMailingById(tx, mailing.id))!;
}

/**
 * Moves a scheduled mailing to another time. What it says, its times and its approval stay; the content is frozen anew,
 * because it may name the day. Refused with what stands in the way by now.
 */
export async function rescheduleMailing(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  input: Pick<ScheduleInput, "at" | "local" | "zone">,
): Promise<Mailing> {
  const mailing = await lockMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  if (mailing.state !== "scheduled")
    throw conflict("mailing_state", `A mailing in state ${mailing.state} cannot be moved.`, {
      hint: "Only what is scheduled has a time to move.",
    });
  const readiness = await checkReadiness(tx, deps, mailing);
  if (!readiness.ready) throw notReady(readiness);
  const zone = input.zone ?? mailing.scheduledZone ?? readiness.account.timezone;
  const known = mailing.settings.recipientTime;
  if (known) return moveByClocks(tx, deps, accountId, { mailing, readiness, known, zone }, input);
  const { at } = meantTime(input, zone);
  const pause = readiness.approval === "typed_number_and_delay" ? SINGLE_PERSON_DELAY_MS : 0;
  if (!at || at.getTime() <= deps.clock.now().getTime() + pause)
    throw invalid("time_past", "This time has passed, or leaves too little time to think again.", {
      errors: [{ path: input.local === undefined ? "/at" : "/local", message: "A later time." }],
    });
  await plan(tx, deps, accountId, { mailing, readiness, at, zone, change: {} });
  return (await findMailingById(tx, mailing.id))!;
}

/** The same for a mailing by the recipients' clocks: what moves is the hour their clocks show. */
async function moveByClocks(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  moved: { mailing: Mailing; readiness: Readiness; known: RecipientTime; zone: string },
  input: Pick<ScheduleInput, "at" | "local">,
): Promise<Mailing> {
  const { mailing, readiness, known, zone } = moved;
  // A calendar shows its first wave, and moves that; the hour on the recipients' walls moves by as much.
  const wanted = input.local ?? (input.at && localTimeAt(input.at, zone));
  const clock = (local: string) => Date.parse(`${local}:00Z`);
  const shift =
    wanted && mailing.scheduledAt
      ? clock(wanted) - clock(localTimeAt(mailing.scheduledAt, zone))
      : 0;
  const local = new Date(clock(known.local) + shift).toISOString().slice(0, 16);
  const recipientTime = { ...known, local };
  const at = await beginsAt(tx, mailing, recipientTime, deps.clock.now());
  const change = { settings: { ...mailing.settings, recipientTime } };
  await plan(tx, deps, accountId, { mailing, readiness, at, zone, change });
  return (await findMailingById(tx, mailing.id))!;
}

/** Freezes the content and sets time and job. */
async function plan(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  planned: { mailing: Mailing; readiness: Readiness; at: Date; zone: string; change: StateChange },
): Promise<void> {
  const { mailing, readiness, at, zone, change } = planned;
  const contentVersionId = await storeContent(tx, deps, accountId, mailing, readiness, at);
  await changeState(
    tx,
    mailing.id,
    [mailing.state],
    "scheduled",
    {
      scheduledAt: at,
      // What the clock on the wall will show: a zone whose rules change until then moves the instant, not the hour.
      scheduledLocal: localTimeAt(at, zone),
      scheduledZone: zone,
      contentVersionId,
      ...change,
    },
    deps.clock.now(),
  );
  await enqueueJob(tx, {
    kind: START_JOB,
    accountId,
    payload: { mailingId: mailing.id },
    runAt: at,
    uniqueKey: `${accountId}:${mailing.id}`,
  });
}

export interface ScheduleInput {
  at?: Date;
  /** Instead of `at`: "2026-11-24T14:05" by the clock of `zone` (default: the account's). */
  local?: string;
  zone?: string;
  /** Instead of both: by each recipient's own clock. */
  recipientTime?: RecipientTime;
  /** When and how fast its mails may leave; left out: always, and as fast as the pace allows. */
  window?: SendWindow;
  perHour?: number;
  confirmRecipients?: number;
  /** A second person confirmed it: no number is typed. */
  isConfirmed?: boolean;
}

/** The instant a local time means; in the hour that exists twice the first. */
function meantTime(
  input: ScheduleInput,
  zone: string,
): Pick<ScheduleInput, "at" | "confirmRecipients" | "isConfirmed"> {
  requireZone(zone);
  if (input.window && input.window.from >= input.window.to)
    throw invalid("window_invalid", "The window ends before it begins.", {
      errors: [{ path: "/window/to", message: "Later than `from`." }],
    });
  if (input.local === undefined) return input;
  try {
    return { ...input, at: instantOfLocalTime(input.local, zone) };
  } catch {
    throw invalid("time_invalid", "There is no such time.", {
      errors: [{ path: "/local", message: "Expected a time such as 2026-11-24T14:05." }],
    });
  }
}

function requireZone(zone: string): void {
  try {
    localTimeAt(new Date(0), zone);
  } catch {
    throw invalid("timezone_unknown", `There is no time zone ${zone}.`, {
      errors: [{ path: "/zone", message: "Unknown time zone." }],
    });
  }
}

function withTimes(settings: MailingSettings, input: ScheduleInput): MailingSettings {
  const { window: _window, perHour: _perHour, recipientTime: _recipientTime, ...rest } = settings;
  return {
    ...rest,
    ...(input.recipientTime === undefined ? {} : { recipientTime: input.recipientTime }),
    ...(input.window === undefined ? {} : { window: input.window }),
    ...(input.perHour === undefined ? {} : { perHour: input.perHour }),
  };
}

/** Everything that stands in the way, as one refusal. */
export function notReady(readiness: Readiness): AppError {
  const blocking = [
    ...readiness.problems
      .filter((problem) => problem.severity === "block")
      .map((problem) => ({
        path: problem.code,
        message: `${problem.rule}: ${problem.message.en}`,
      })),
    ...readiness.findings
      .filter((finding) => finding.severity === "block")
      .map((finding) => ({
        path: `content/${finding.part}`,
        message: `${finding.rule}: ${finding.message.en}`,
      })),
  ];
  return new AppError(
    "mailing_not_ready",
    409,
    `${blocking.length} things stand in the way of this mailing.`,
    {
      hint: "GET /api/v1/mailings/:id/readiness says where each is mended.",
      errors: blocking,
    },
  );
}

/** CNT-18: who has to say yes, and from when. */
async function approvedTime(
  mailing: Mailing,
  readiness: Readiness,
  actor: { operatorId: number | null; name: string },
  input: Pick<ScheduleInput, "at" | "confirmRecipients" | "isConfirmed">,
  now: Date,
): Promise<Date> {
  const wanted = input.at && input.at > now ? input.at : now;
  const { approval, audience } = readiness;
  if (approval === "none") return wanted;
  if (approval === "second_person") {
    const stop = stopsScheduling(readiness.approved, mailing.approvedBy, actor.operatorId);
    if (stop === "approval_by_scheduler")
      throw conflict(stop, "Whoever approved a mailing does not schedule it as well (CNT-18).", {
        hint: "The colleague who asked schedules it, or asks with a time next time.",
      });
    if (stop === null) return wanted;
    throw conflict(
      stop,
      `${audience.mailable} recipients: a second person has to approve this mailing (CNT-18).`,
      { hint: "Ask a colleague with POST /api/v1/mailings/:id/request-approval." },
    );
  }
  if (input.isConfirmed) return wanted;
  if (input.confirmRecipients !== audience.mailable) {
    throw conflict(
      "recipients_not_confirmed",
      `Type the number of recipients, ${audience.mailable}, to confirm (CNT-18).`,
      {
        hint: "Send `confirmRecipients` with this number.",
        extra: { recipients: audience.mailable, confirmedBy: actor.name },
      },
    );
  }
  const earliest =
    approval === "typed_number_and_delay" ? new Date(now.getTime() + SINGLE_PERSON_DELAY_MS) : now;
  return wanted > earliest ? wanted : earliest;
}

async function storeContent(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  mailing: Mailing,
  readiness: Readiness,
  at: Date,
): Promise<number> {
  const frozen = await freezeMailing(tx, deps, mailing, at);
  if (!frozen.ok) throw notReady({ ...readiness, findings: frozen.findings });
  return (await insertContentVersion(tx, accountId, frozen.version)).id;
}
