import { getAccount } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import { approvalHolds } from "./approval.ts";
import { latestApproval } from "./approvals.store.ts";
import { audienceOf } from "./check-readiness.ts";
import type { MailingDeps } from "./deps.ts";
import { mailingRules } from "./mailing-rules.store.ts";
import { approvalNeeded, type Mailing } from "./mailing.ts";
import { countApprovers } from "./mailings.store.ts";
import { partsOfTest } from "./variants.ts";

/** People sign up between schedule and start: a tenth more than the account's number is not meant to get round it. */
const GROWTH = 1.1;

/**
 * Whether so many would get a mailing by now that a second person has to approve it, and nobody did (CNT-18): it was
 * scheduled to few, and its lists or its segment mean many since.
 */
export async function lacksApproval(
  tx: Tx,
  deps: Pick<MailingDeps, "compliance">,
  mailing: Mailing,
): Promise<boolean> {
  const { mode } = await getAccount(tx);
  if (mode !== "live" || approvalHolds(mailing, await latestApproval(tx, mailing.id))) return false;
  const approvers = await countApprovers(tx);
  if (approvers < 2) return false;
  const { approvalAbove } = await mailingRules(tx);
  const { mailable } = await audienceOf(tx, deps, mailing);
  const people = mailable * (await partsOfTest(tx, mailing.id));
  return approvalNeeded(people, mode, approvers, approvalAbove * GROWTH) === "second_person";
}
