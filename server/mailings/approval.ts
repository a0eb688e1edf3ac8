import type { ApprovalState, PlannedSending } from "../../contract/approvals.ts";
import type { Mailing } from "./mailing.ts";

/** Asking a second person about one revision of a mailing, and what they said (CNT-18). */
export interface Approval {
  id: number;
  mailingId: number;
  revision: number;
  state: "requested" | "approved" | "returned";
  requestedBy: number | null;
  requestedByName: string | null;
  requestedAt: Date | null;
  note: string;
  decidedBy: number | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  comment: string;
  /** When the mailing shall leave once it is approved; null: that is decided afterwards. */
  schedule: PlannedSending | null;
}

/** Where the word of a second person stands. What was sent back stays said until somebody asks again. */
export function approvalState(
  mailing: Pick<Mailing, "revision">,
  latest: Approval | undefined,
): ApprovalState {
  if (!latest) return "none";
  if (latest.state !== "returned" && latest.revision !== mailing.revision) return "void";
  return latest.state;
}

/** Whether a second person approved the mailing as it stands now: somebody else than who made it and than who asked. */
export function approvalHolds(
  mailing: Pick<Mailing, "revision" | "createdBy">,
  latest: Approval | undefined,
): boolean {
  return (
    approvalState(mailing, latest) === "approved" &&
    latest!.decidedBy !== null &&
    !isInvolved(mailing, latest, latest!.decidedBy)
  );
}

/** Whoever made the mailing or asked for the approval cannot be the second person. */
export function isInvolved(
  mailing: Pick<Mailing, "createdBy">,
  latest: Approval | undefined,
  operatorId: number,
): boolean {
  return operatorId === mailing.createdBy || operatorId === (latest?.requestedBy ?? null);
}

/** Why somebody may not schedule a mailing that needs a second person; null: they may (CNT-18). */
export function stopsScheduling(
  approved: boolean,
  approvedBy: number | null,
  scheduler: number | null,
): "approval_needed" | "approval_by_scheduler" | null {
  if (!approved) return "approval_needed";
  return approvedBy !== null && approvedBy === scheduler ? "approval_by_scheduler" : null;
}
