import type { VariantDecision } from "../../contract/variants.ts";
import { audit, systemActor } from "../accounts/index.ts";
import { endPlanAlarm, raisePlanAlarm } from "../delivery/index.ts";
import { AppError, conflict, type Actor, type Tx } from "../platform/index.ts";
import { approvalState } from "./approval.ts";
import { latestApproval } from "./approvals.store.ts";
import { checkReadiness } from "./check-readiness.ts";
import { requestApproval } from "./decide-approval.ts";
import type { MailingDeps } from "./deps.ts";
import type { Mailing } from "./mailing.ts";
import { findMailingById, lockMailingById } from "./mailings.store.ts";
import { scheduleMailing } from "./schedule-mailing.ts";
import { chooseVariant, variantsOf } from "./variants.ts";
import {
  dueTests,
  setAutomatic,
  setDecision,
  testOfMailing,
  type VariantTestRow,
} from "./variants.store.ts";

/** What the figures of variants say: which leads, and whether by more than chance at a confidence (TRK-21). */
export interface Judgement {
  verdict: "clear" | "chance" | "too_few";
  /** Number of the leading mailing; null where groups are too small to be counted. */
  leader: number | null;
  figures: { mailingId: number; count: number | null; base: number }[];
}

export type JudgeVariants = (
  tx: Tx,
  accountId: number,
  variants: readonly Mailing[],
  asked: {
    measure: NonNullable<VariantTestRow["measure"]>;
    confidence: NonNullable<VariantTestRow["confidence"]>;
  },
) => Promise<Judgement>;

type DecideDeps = MailingDeps & { judgeVariants: JudgeVariants };

/**
 * What is done after the waiting time. Pure. Where the groups are too small to be counted nobody leads, so nobody is taken
 * for leading: the first variant goes, or a person decides.
 */
export function takenBy(
  { verdict }: Pick<Judgement, "verdict">,
  otherwise: NonNullable<VariantTestRow["otherwise"]>,
): VariantDecision["taken"] {
  if (verdict === "clear") return "winner";
  if (verdict === "too_few" && otherwise === "leader") return "first";
  return otherwise;
}

/** Lets a test decide by itself, or no longer; whoever does so answers for the mails to the rest (CNT-18). */
export async function changeAutomatic(
  tx: Tx,
  deps: MailingDeps,
  mailing: Mailing,
  chosen:
    | (Parameters<typeof setAutomatic>[2] & { confirmRecipients?: number; isConfirmed?: boolean })
    | null,
  operatorId: number | null,
): Promise<void> {
  const test = await testOfMailing(tx, mailing.id);
  if (!test || test.position !== null) throw conflict("no_test", "The mailing has no test.");
  if (test.decidedAt || test.decision)
    throw conflict("test_decided", "The test is decided already.");
  if (chosen) {
    const { approval, audience } = await checkReadiness(tx, deps, mailing);
    const typed = approval === "typed_number" || approval === "typed_number_and_delay";
    if (typed && !chosen.isConfirmed && chosen.confirmRecipients !== audience.mailable)
      throw conflict(
        "recipients_not_confirmed",
        `Type the number of recipients of the rest, ${audience.mailable}, to confirm (CNT-18).`,
        { extra: { recipients: audience.mailable } },
      );
  }
  await setAutomatic(tx, test.id, chosen, operatorId);
}

/** Decides the tests of all accounts whose waiting time is over. */
export async function decideDueTests(deps: DecideDeps): Promise<void> {
  for (const { accountId, mailingId } of await deps.db.worker((tx) =>
    dueTests(tx, deps.clock.now()),
  )) {
    try {
      await decideTest(deps, accountId, mailingId);
    } catch (error) {
      deps.log.error({ err: error, mailingId }, "a test of variants was not decided");
    }
  }
}

/** One test: judged and kept in one transaction, then its rest scheduled through the same door as every mailing. */
export async function decideTest(
  deps: DecideDeps,
  accountId: number,
  mailingId: number,
): Promise<void> {
  const decided = await deps.db.account(accountId, async (tx) => {
    const mailing = await lockMailingById(tx, mailingId);
    const test = mailing && (await testOfMailing(tx, mailing.id));
    if (!mailing || !test) return undefined;
    // Decided by a process that died before the rest was scheduled.
    if (test.decision?.rest === "pending") return test.decision;
    if (test.decidedAt || test.decision) return undefined;
    return judge(tx, deps, accountId, mailing, test);
  });
  if (!decided || decided.rest === "none") return;
  const rest = await sendRest(deps, accountId, mailingId);
  await deps.db.account(accountId, async (tx) => {
    const test = (await testOfMailing(tx, mailingId))!;
    await setDecision(tx, test.id, { ...decided, rest });
    if (rest === "failed") await tell(tx, deps, accountId, mailingId);
  });
}

async function judge(
  tx: Tx,
  deps: DecideDeps,
  accountId: number,
  mailing: Mailing,
  test: VariantTestRow,
): Promise<VariantDecision> {
  const now = deps.clock.now();
  const { measure, confidence, otherwise } = test;
  const variants = await variantsOf(tx, test.id);
  const judged = await deps.judgeVariants(tx, accountId, variants, {
    measure: measure!,
    confidence: confidence!,
  });
  const publicId = (id: number | null) =>
    variants.find((variant) => variant.id === id)?.publicId ?? null;
  const taken = mailing.state === "draft" ? takenBy(judged, otherwise!) : "person";
  const decision: VariantDecision = {
    at: now.toISOString(),
    verdict: judged.verdict,
    taken,
    leaderId: publicId(judged.leader),
    figures: judged.figures.map(({ mailingId, ...figure }) => ({
      id: publicId(mailingId)!,
      ...figure,
    })),
    rest: taken === "person" ? "none" : "pending",
  };
  await setDecision(tx, test.id, decision);
  if (taken === "person") await tell(tx, deps, accountId, mailing.id);
  else {
    const winner = taken === "first" ? variants[0]!.publicId : decision.leaderId!;
    const by = { operatorId: test.decidesFor, pagesUrl: deps.pagesUrl, at: now };
    await chooseVariant(tx, accountId, mailing, winner, by);
  }
  await audit(tx, accountId, systemActor, "mailing.variant_decided", {
    objectType: "mailing",
    objectId: mailing.publicId,
    detail: { verdict: decision.verdict, taken, measure, confidence },
  });
  return decision;
}

async function sendRest(
  deps: DecideDeps,
  accountId: number,
  mailingId: number,
): Promise<"scheduled" | "approval" | "failed"> {
  try {
    return await deps.db.account(accountId, async (tx) => {
      // Another process may be at it: whoever comes second finds it scheduled.
      const mailing = (await lockMailingById(tx, mailingId))!;
      if (mailing.state !== "draft") return "scheduled";
      const test = (await testOfMailing(tx, mailingId))!;
      const actor = {
        name: "Klarpost",
        ...(test.decidesFor === null ? {} : { operatorId: test.decidesFor }),
      };
      const { ready, approval, approved } = await checkReadiness(tx, deps, mailing);
      if (!ready) return "failed";
      if (approval === "second_person" && !approved) {
        if (approvalState(mailing, await latestApproval(tx, mailing.id)) === "requested")
          return "approval";
        await requestApproval(tx, deps, accountId, actor, mailing.publicId, { schedule: {} });
        return "approval";
      }
      await scheduleMailing(tx, deps, accountId, actor, mailing.publicId, { isConfirmed: true });
      return "scheduled";
    });
  } catch (error) {
    if (error instanceof AppError) return "failed";
    throw error;
  }
}

function tell(tx: Tx, deps: DecideDeps, accountId: number, mailingId: number): Promise<void> {
  return findMailingById(tx, mailingId).then((mailing) =>
    raisePlanAlarm(tx, deps, accountId, {
      code: "winner",
      subject: String(mailingId),
      mailingId,
      dueAt: deps.clock.now(),
      path: `/mailings/${mailing!.publicId}/check`,
    }),
  );
}

/** A person chose, so nothing waits for one any more. */
export function endTestAlarm(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  mailingId: number,
  actor: Pick<Actor, "name">,
): Promise<void> {
  const subject = String(mailingId);
  return endPlanAlarm(tx, deps, accountId, { code: "winner", subject, by: actor.name });
}
