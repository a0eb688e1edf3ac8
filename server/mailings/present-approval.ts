import type { ApprovalView } from "../../contract/approvals.ts";
import type { Actor } from "../platform/index.ts";
import { approvalState, isInvolved, type Approval } from "./approval.ts";
import { may, type Mailing } from "./mailing.ts";

/** The word of a second person as the caller sees it. */
export function presentApproval(
  mailing: Mailing,
  approval: Approval | undefined,
  viewer: Pick<Actor, "operatorId" | "permissions">,
): ApprovalView {
  const { operatorId } = viewer;
  return {
    state: approvalState(mailing, approval),
    requestedBy: approval?.requestedByName ?? null,
    requestedAt: approval?.requestedAt?.toISOString() ?? null,
    note: approval?.note ?? "",
    decidedBy: approval?.decidedByName ?? null,
    decidedAt: approval?.decidedAt?.toISOString() ?? null,
    comment: approval?.comment ?? "",
    planned: approval?.schedule ?? null,
    mayDecide:
      may("schedule", mailing.state) &&
      viewer.permissions.has("mailings.send") &&
      operatorId !== undefined &&
      !isInvolved(mailing, approval, operatorId),
    decidedByCaller: operatorId !== undefined && approval?.decidedBy === operatorId,
  };
}
