import type { Tx } from "../platform/index.ts";
import {
  grantProfiling,
  profilingStates,
  recordRefusal,
  refuseProfiling,
  type ProfilingDecision,
} from "./decide-profiling.ts";
import { mayBeAsked, type ProfilingPermission } from "./profiling.ts";
import { countQuestion, lockPermission } from "./profiling.store.ts";
import { addToQuestionTotals, findQuestionTotals } from "./question-totals.store.ts";
import type { LedgerDeps } from "./record-entry.ts";

/** How many people a mailing asked for the permission to analyse, and what they answered last. Totals, not persons. */
export interface QuestionTotals {
  asked: number;
  granted: number;
  refused: number;
}

export type QuestionAnswer = "granted" | "refused";

const QUESTION = "question";

/**
 * Counts that these addresses were asked (CON-26); called with the accepted mails of a content that asks. Whoever had
 * answered or was asked often enough did not see the block and is not counted. Gives how many were.
 */
export async function countAsked(
  tx: Tx,
  accountId: number,
  asked: { mailingId: number | null; emails: string[]; at: Date },
): Promise<number> {
  const states = await profilingStates(tx, asked.emails);
  const due = [...new Set(asked.emails)].filter((email) => mayBeAsked(states.get(email), asked.at));
  if (due.length === 0) return 0;
  await countQuestion(tx, due, asked.at);
  if (asked.mailingId !== null)
    await addToQuestionTotals(tx, accountId, asked.mailingId, { asked: due.length });
  return due.length;
}

/**
 * Takes an answer given on the page of the question, with its proof, and counts it for the mailing that asked. Who
 * answers twice is counted once, with the last answer. Throws what `grantProfiling` throws.
 */
export async function answerQuestion(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision & { wordingVersionId: number },
  given: { answer: QuestionAnswer; mailingId: number },
): Promise<void> {
  const { accountId, emailNormalised } = decision;
  const source = `${QUESTION}:${given.mailingId}`;
  const before = await lockPermission(tx, accountId, emailNormalised, deps.clock.now());
  const evidence = { ...decision.evidence, source };
  const keeps = keepsEarlierGrant(before, decision.contactId, given.answer);
  if (keeps) await recordRefusal(tx, deps, { ...decision, evidence });
  else if (given.answer === "granted") await grantProfiling(tx, deps, { ...decision, evidence });
  else await refuseProfiling(tx, deps, { ...decision, evidence });
  // A link without a mailing, for example of a test mail.
  if (given.mailingId === 0) return;
  const earlier = before.source === source ? answerOf(before.state) : undefined;
  if (earlier === given.answer) return;
  await addToQuestionTotals(tx, accountId, given.mailingId, {
    [given.answer]: 1,
    ...(earlier === undefined ? {} : { [earlier]: -1 }),
  });
}

/**
 * CON-19: "no" to a materially changed wording is no withdrawal. What was granted before goes on as its own wording said.
 */
export function keepsEarlierGrant(
  permission: Pick<ProfilingPermission, "state" | "outdatedSince" | "contactIds"> | undefined,
  contactId: number,
  answer: QuestionAnswer,
): boolean {
  return (
    answer === "refused" &&
    permission?.state === "granted" &&
    permission.outdatedSince !== null &&
    permission.contactIds.includes(contactId)
  );
}

function answerOf(state: string): QuestionAnswer | undefined {
  if (state === "granted") return "granted";
  return state === "refused" || state === "withdrawn" ? "refused" : undefined;
}

/** The totals of a mailing; undefined when it asked nobody. */
export function questionTotals(tx: Tx, mailingId: number): Promise<QuestionTotals | undefined> {
  return findQuestionTotals(tx, mailingId);
}
