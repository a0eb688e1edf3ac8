import type { ApprovalView } from "../../../../../contract/approvals.ts";
import type { MailingView, ReadinessView } from "../../../../../contract/mailings.ts";

/** Somebody asked, and the person at the screen is who may answer. */
export function isAskedToDecide({ approval }: MailingView): boolean {
  return approval.state === "requested" && approval.mayDecide;
}

/** Whoever approved what needs a second person does not schedule it as well (CNT-18). */
export function leavesItToOthers({ approval }: MailingView, check: ReadinessView): boolean {
  const { needed, given } = check.approval;
  return needed === "second_person" && given && approval.decidedByCaller;
}

/** Whether the word schedules the mailing at once: a time was asked for, and it is still to come. */
export function schedulesOnApproval({ planned }: ApprovalView, now: string): boolean {
  return planned !== null && (planned.at === undefined || planned.at > now);
}
