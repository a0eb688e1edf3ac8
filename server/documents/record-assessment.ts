import { randomBytes } from "node:crypto";
import type { HouseAssessmentInput } from "../../contract/documents.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { AppError, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import { isTopic, topics } from "./assessment.ts";
import { readBases } from "./read-assessments.ts";
import { insertAssessment, listAssessments } from "./assessments.store.ts";

/** The next look is at most so far away. */
const LONGEST_MONTHS = 24;

/** A person answers for it by name; no key does. @throws AppError 403 `person_needed` */
export function byName(actor: Actor): string {
  if (actor.kind !== "operator")
    throw new AppError("person_needed", 403, "A person confirms this by name.", {
      hint: "Sign in to the workplace; a key can read, not confirm.",
    });
  return actor.name;
}

/**
 * Records what the house thinks about a question: with arguments, conclusion, name, date and the day of the next look
 * (CHK-36). A newer one takes the place of the older, which stays to be read.
 *
 * @throws AppError `person_needed`, `review_date_invalid`, `question_missing`, 404
 */
export async function recordAssessment(
  tx: Tx,
  accountId: number,
  actor: Actor,
  input: HouseAssessmentInput,
  now: Date,
): Promise<{ id: string; topic: string }> {
  const assessedBy = byName(actor);
  const latest = new Date(now);
  latest.setUTCMonth(latest.getUTCMonth() + LONGEST_MONTHS);
  const review = Date.parse(input.reviewOn);
  if (!(review > now.getTime() && review <= latest.getTime()))
    throw invalid("review_date_invalid", "The next look is a day of the next 24 months.", {
      errors: [{ path: "/reviewOn", message: "Not a day of the next 24 months." }],
    });
  const { topic, question } = await subjectOf(tx, input);
  const { publicId } = await insertAssessment(tx, accountId, {
    topic,
    question,
    arguments: input.arguments.trim(),
    conclusion: input.conclusion.trim(),
    assessedBy,
    assessedAt: now,
    reviewOn: input.reviewOn,
    basis: isTopic(topic) ? ((await readBases(tx, await getAccount(tx)))[topic] ?? "") : "",
  });
  await audit(tx, accountId, actor, "assessment.recorded", {
    objectType: "assessment",
    objectId: publicId,
    detail: { topic, reviewOn: input.reviewOn },
  });
  return { id: publicId, topic };
}

async function subjectOf(
  tx: Tx,
  input: HouseAssessmentInput,
): Promise<{ topic: string; question: string }> {
  const { topic } = input;
  if (topic !== undefined && isTopic(topic)) {
    const { locale } = await getAccount(tx);
    return { topic, question: topics[topic].question[locale] };
  }
  if (topic !== undefined) {
    const known = (await listAssessments(tx)).find((each) => each.topic === topic);
    if (!known) throw notFound("assessment");
    return { topic, question: input.question?.trim() ?? known.question };
  }
  if (input.question === undefined || input.question.trim().length < 10)
    throw invalid("question_missing", "A subject of the house's own needs its question.", {
      errors: [{ path: "/question", message: "At least ten characters." }],
    });
  return { topic: `own_${randomBytes(6).toString("hex")}`, question: input.question.trim() };
}
