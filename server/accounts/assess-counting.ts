import type { AssessmentInput } from "../../contract/accounts.ts";
import { AppError, conflict, invalid, type Actor, type Tx } from "../platform/index.ts";
import type { Account } from "./account.ts";
import { lockAccount, updateAccount } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import { assessorOf } from "./counting-assessment.ts";

/** The next look is at most so far away. */
const LONGEST_MONTHS = 24;

/**
 * Records that level `unique` was weighed and held to be right: by the data protection officer, or by the owner where
 * none is appointed (TRK-07, ORG-17). A new record takes the place of the old one; the audit log keeps both. Chooses
 * nothing by itself.
 *
 * @throws AppError `assessor_undecided`, `not_the_assessor`, `review_date_invalid`
 */
export async function assessCounting(
  tx: Tx,
  accountId: number,
  actor: Actor,
  operatorPublicId: string | undefined,
  input: AssessmentInput,
  now: Date,
): Promise<Account> {
  const before = await lockAccount(tx);
  const role = assessorOf(before);
  if (role === null)
    throw conflict(
      "assessor_undecided",
      "The account has not said whether a data protection officer is appointed.",
      { hint: "Say so in the settings under data protection." },
    );
  if (actor.kind !== "operator" || !actor.roles.includes(role))
    throw new AppError(
      "not_the_assessor",
      403,
      role === "dpo"
        ? "A data protection officer is appointed, so the assessment is theirs."
        : "The assessment is the owner's.",
      { hint: "Ask a person with this role to sign in and record it." },
    );
  const latest = new Date(now);
  latest.setUTCMonth(latest.getUTCMonth() + LONGEST_MONTHS);
  const review = Date.parse(input.reviewOn);
  if (!(review > now.getTime() && review <= latest.getTime()))
    throw invalid("review_date_invalid", "The next look is a day of the next 24 months.", {
      errors: [{ path: "/reviewOn", message: "Not a day of the next 24 months." }],
    });
  const after: Account = {
    ...before,
    countingAssessment: {
      by: actor.name,
      ...(operatorPublicId === undefined ? {} : { operatorId: operatorPublicId }),
      at: now.toISOString(),
      role,
      arguments: input.arguments.trim(),
      reviewOn: input.reviewOn,
    },
  };
  await updateAccount(tx, after, now);
  await audit(tx, accountId, actor, "account.counting_assessed", {
    objectType: "account",
    objectId: before.publicId,
    detail: { role, arguments: input.arguments.trim(), reviewOn: input.reviewOn },
  });
  return after;
}

/**
 * Takes the assessment back. A choice of level `unique` ends with it: nothing is counted for people without permission
 * until somebody chooses anew, and mailings that are already frozen keep their level.
 *
 * @throws AppError `assessment_missing`, `not_the_assessor`
 */
export async function withdrawAssessment(
  tx: Tx,
  accountId: number,
  actor: Actor,
  now: Date,
): Promise<Account> {
  const before = await lockAccount(tx);
  if (!before.countingAssessment)
    throw conflict("assessment_missing", "There is no assessment to take back.");
  if (actor.kind !== "operator")
    throw new AppError("not_the_assessor", 403, "Only a person takes an assessment back.");
  const ends = before.countingLevel === "unique";
  const after: Account = {
    ...before,
    countingAssessment: null,
    ...(ends
      ? {
          countingLevel: "none",
          countingChoice: {
            by: actor.name,
            at: now.toISOString(),
            level: "none",
            reason:
              before.locale === "de"
                ? "Die Einschätzung zum eindeutigen Zählen wurde zurückgenommen."
                : "The assessment of unique counting was taken back.",
          },
        }
      : {}),
  };
  await updateAccount(tx, after, now);
  await audit(tx, accountId, actor, "account.counting_assessment_withdrawn", {
    objectType: "account",
    objectId: before.publicId,
    detail: { choiceEnded: ends },
  });
  return after;
}
