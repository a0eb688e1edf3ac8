import { freezeContent, insertContentVersion } from "../content/index.ts";
import {
  AppError,
  conflict,
  enqueueJob,
  notFound,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import { checkReadiness, type Readiness } from "./check-readiness.ts";
import { contentFacts, contentSource, dayIn } from "./content-facts.ts";
import { offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { may, SINGLE_PERSON_DELAY_MS, type Mailing } from "./mailing.ts";
import { changeState, findMailingById, lockMailing } from "./mailings.store.ts";

/** Who schedules: an operator, a key of one, or the command line. */
type Approver = Pick<Actor, "operatorId" | "name">;

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
  input: { at?: Date; confirmRecipients?: number },
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
  const at = await approvedTime(mailing, readiness, actor, input, now);
  const contentVersionId = await storeContent(tx, accountId, mailing, readiness, at);
  await changeState(
    tx,
    mailing.id,
    [mailing.state],
    "scheduled",
    {
      scheduledAt: at,
      contentVersionId,
      approvedBy: actor.operatorId ?? mailing.approvedBy,
      approvedAt: now,
    },
    now,
  );
  await enqueueJob(tx, {
    kind: START_JOB,
    accountId,
    payload: { mailingId: mailing.id },
    runAt: at,
    uniqueKey: `${accountId}:${mailing.id}`,
  });
  return (await findMailingById(tx, mailing.id))!;
}

function notReady(readiness: Readiness): AppError {
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
  actor: Approver,
  input: { at?: Date; confirmRecipients?: number },
  now: Date,
): Promise<Date> {
  const wanted = input.at && input.at > now ? input.at : now;
  const { approval, audience } = readiness;
  if (approval === "none") return wanted;
  if (approval === "second_person") {
    if (mailing.approvedBy !== null && mailing.approvedBy !== mailing.createdBy) return wanted;
    throw conflict(
      "approval_needed",
      `${audience.mailable} recipients: a second person has to approve this mailing (CNT-18).`,
      { hint: "Ask a colleague to open the final check and approve." },
    );
  }
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
  accountId: number,
  mailing: Mailing,
  readiness: Readiness,
  at: Date,
): Promise<number> {
  const draft = { ...mailing, notPersonalLinks: mailing.settings.notPersonalLinks ?? [] };
  const day = dayIn(readiness.account.timezone, at);
  const frozen = freezeContent(
    contentSource(draft),
    contentFacts(
      readiness.account,
      readiness.lists,
      mailing.locale,
      day,
      await offerOfMailing(tx, mailing),
    ),
    mailing.textIsEdited,
  );
  if (!frozen.ok) throw notReady({ ...readiness, findings: frozen.findings });
  return (await insertContentVersion(tx, accountId, frozen.version)).id;
}
