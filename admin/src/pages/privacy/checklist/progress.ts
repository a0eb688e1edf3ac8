import type {
  ChecklistView,
  CheckQuestionView,
  CheckView,
} from "../../../../../contract/compliance.ts";
import { apiKey, queryClient } from "../../../api/index.ts";

/** Still to be done: not green, and not passed over. */
export const isOpen = (check: CheckView): boolean =>
  (check.status === "failed" || check.status === "not_checked") && check.override === null;

/** What a person still has to say, where nothing else stands in the way of the check. */
export function openQuestion(check: CheckView): CheckQuestionView | undefined {
  return isOpen(check) && check.status === "failed"
    ? check.questions.find(({ answer }) => answer === null || !answer.counts)
    : undefined;
}

/** Keeps an answered checklist, which every change gives back whole. */
export function keepChecklist(checklist: ChecklistView): void {
  queryClient.setQueryData(apiKey("/checks"), checklist);
}
