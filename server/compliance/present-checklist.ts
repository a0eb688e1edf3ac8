import type { ChecklistView, CheckView } from "../../contract/compliance.ts";
import type { CheckStatus } from "../platform/index.ts";
import { answerCounts, blocks, isOpen, nextCheck, type CheckState } from "./check-state.ts";

/** The checklist as the API shows it. */
export function presentChecklist(
  mode: ChecklistView["mode"],
  checks: readonly CheckState[],
  now: Date,
): ChecklistView {
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  const today = now.toISOString().slice(0, 10);
  return {
    mode,
    passed: count("passed"),
    failed: count("failed"),
    notChecked: count("not_checked"),
    notApplicable: count("not_applicable"),
    done: checks.filter((check) => !isOpen(check)).length,
    blockingOpen: checks.filter(blocks).length,
    nextId: nextCheck(checks)?.id ?? null,
    items: checks.map((check) => presentCheck(check, today)),
  };
}

function presentCheck(check: CheckState, today: string): CheckView {
  const { id, rules, group, blocking, label, status, message, evidence, next, override } = check;
  return {
    ...{ id, rules, group, blocking, label, status, message, evidence, next },
    checkedAt: check.checkedAt?.toISOString() ?? null,
    since: check.since?.toISOString() ?? null,
    questions: check.questions.map(({ question, answer }) => ({
      key: question.key,
      text: question.text,
      answer: answer && {
        id: answer.publicId,
        evidence: answer.evidence,
        by: answer.answeredBy,
        at: answer.answeredAt.toISOString(),
        validUntil: answer.validUntil,
        counts: answerCounts(answer, today),
      },
    })),
    override: override && {
      reason: override.reason,
      by: override.madeBy,
      at: override.madeAt.toISOString(),
      until: override.expiresAt.toISOString(),
    },
  };
}
