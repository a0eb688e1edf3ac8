import type { AssessmentState } from "../../contract/accounts.ts";
import type { Account, RecordedAct } from "./account.ts";

/** Who holds level `unique` to be right, in which function, and why (TRK-07, ORG-17). */
export interface CountingAssessment extends RecordedAct {
  role: AssessorRole;
  arguments: string;
  /** Day of the next look, `2027-11-22`. */
  reviewOn: string;
}

export type AssessorRole = "dpo" | "owner";

/** So long after the day of the next look the assessment still counts. */
export const GRACE_DAYS = 30;

/**
 * Whose assessment it takes: the data protection officer's, or the owner's where none is appointed. Null while the
 * account has not said which.
 */
export function assessorOf({ privacy }: Pick<Account, "privacy">): AssessorRole | null {
  if (!privacy.dpo) return null;
  return privacy.dpo.appointed ? "dpo" : "owner";
}

/**
 * Where the assessment stands. A level once chosen is never changed for it; choosing `unique` anew needs one that
 * counts, that is `current` or `due`.
 */
export function assessmentState(
  account: Pick<Account, "countingAssessment" | "privacy">,
  now: Date,
): AssessmentState {
  const { countingAssessment: made } = account;
  if (!made) return "missing";
  if (made.role !== assessorOf(account)) return "other_assessor";
  const today = now.getTime();
  const review = Date.parse(made.reviewOn);
  if (today < review) return "current";
  return today < review + GRACE_DAYS * 86_400_000 ? "due" : "overdue";
}

export const assessmentCounts = (state: AssessmentState): boolean =>
  state === "current" || state === "due";
