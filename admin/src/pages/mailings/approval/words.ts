import { useTexts } from "../../../ui/index.ts";
import { useErrorWords } from "../refused.tsx";
import { texts } from "./texts.ts";

/** Sentences for what asking and approving are refused with. */
export function useApprovalWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    ...useErrorWords(),
    approval_state: t("errors.approval_state"),
    approval_by_author: t("errors.approval_by_author"),
    mailing_not_ready: t("errors.mailing_not_ready"),
  };
}
