import { audit } from "../accounts/index.ts";
import { AppError, conflict, invalid, notFound, type Actor } from "../platform/index.ts";
import { runChecks, type CheckEngineDeps } from "./check-engine.ts";
import { checklist } from "./checklist.ts";
import { listChecks, type CheckState } from "./check-state.ts";
import { endOverride, insertAnswer, insertOverride, withdrawAnswers } from "./checks.store.ts";

const DAY_MS = 86_400_000;

/** The same day a year later, `2027-11-22`; the longest an answer counts. */
export function latestAnswerEnd(now: Date): string {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  return end.toISOString().slice(0, 10);
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * Records what a named person says about a check that only a person can answer, and looks at the check again.
 *
 * @throws AppError 403 `person_needed` for a program, 404 for a question the check does not ask, 400 `answer_end_invalid`
 */
export async function answerCheck(
  deps: CheckEngineDeps,
  accountId: number,
  actor: Actor,
  checkId: string,
  input: { key: string; evidence: string; validUntil?: string },
): Promise<CheckState[]> {
  if (actor.kind !== "operator")
    throw new AppError("person_needed", 403, "Only a person can answer this check.", {
      hint: "Sign in to the workplace and answer it there.",
    });
  const now = deps.clock.now();
  const latest = latestAnswerEnd(now);
  const validUntil = input.validUntil ?? latest;
  if (validUntil > latest || validUntil <= dayOf(now))
    throw invalid("answer_end_invalid", "An answer counts from tomorrow to twelve months ahead.", {
      errors: [{ path: "/validUntil", message: `Choose a day up to ${latest}.` }],
    });
  await deps.db.account(accountId, async (tx) => {
    const state = (await listChecks(tx, now)).find((one) => one.id === checkId);
    const asked = state?.questions.find(({ question }) => question.key === input.key);
    if (!asked) throw notFound("question");
    await withdrawAnswers(tx, checkId, input.key, actor.name, now);
    await insertAnswer(tx, accountId, {
      checkId,
      questionKey: input.key,
      question: asked.question.text,
      evidence: input.evidence.trim(),
      answeredBy: actor.name,
      operatorId: actor.operatorId ?? null,
      answeredAt: now,
      validUntil,
    });
    await audit(tx, accountId, actor, "check.answered", {
      objectType: "check",
      objectId: checkId,
      detail: { question: input.key, validUntil },
    });
  });
  return runChecks(deps, accountId, [checkId]);
}

/** Takes an answer back; the check is red until somebody answers anew. @throws AppError 404 */
export async function withdrawAnswer(
  deps: CheckEngineDeps,
  accountId: number,
  actor: Actor,
  checkId: string,
  key: string,
): Promise<CheckState[]> {
  await deps.db.account(accountId, async (tx) => {
    if ((await withdrawAnswers(tx, checkId, key, actor.name, deps.clock.now())) === 0)
      throw notFound("answer");
    await audit(tx, accountId, actor, "check.answer_withdrawn", {
      objectType: "check",
      objectId: checkId,
      detail: { question: key },
    });
  });
  return runChecks(deps, accountId, [checkId]);
}

/**
 * CHK-A2: passes over a check that does not block, for 30 days at most.
 *
 * @throws AppError 409 `check_blocks` for one that does, 404 for one that is none
 */
export async function overrideCheck(
  deps: CheckEngineDeps,
  accountId: number,
  actor: Actor,
  checkId: string,
  input: { reason: string; days: number },
): Promise<CheckState[]> {
  const entry = checklist.find((one) => one.id === checkId);
  if (!entry) throw notFound("check");
  if (entry.blocking)
    throw conflict("check_blocks", `${checkId} must be green and cannot be passed over.`, {
      hint: "Only checks that are not mandatory can be passed over (CHK-A2).",
    });
  const now = deps.clock.now();
  return deps.db.account(accountId, async (tx) => {
    await insertOverride(tx, accountId, {
      checkId,
      reason: input.reason.trim(),
      madeBy: actor.name,
      operatorId: actor.operatorId ?? null,
      madeAt: now,
      expiresAt: new Date(now.getTime() + input.days * DAY_MS),
    });
    await audit(tx, accountId, actor, "check.overridden", {
      objectType: "check",
      objectId: checkId,
      detail: { days: input.days },
    });
    return listChecks(tx, now);
  });
}

/** The check counts again at once. @throws AppError 404 */
export async function endCheckOverride(
  deps: CheckEngineDeps,
  accountId: number,
  actor: Actor,
  checkId: string,
): Promise<CheckState[]> {
  const now = deps.clock.now();
  return deps.db.account(accountId, async (tx) => {
    if ((await endOverride(tx, checkId, actor.name, now)) === 0) throw notFound("override");
    await audit(tx, accountId, actor, "check.override_ended", {
      objectType: "check",
      objectId: checkId,
    });
    return listChecks(tx, now);
  });
}
