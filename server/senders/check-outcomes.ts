import type { Check, CheckOutcome } from "../platform/index.ts";

export const outcome = (
  status: CheckOutcome["status"],
  de: string,
  en: string,
  evidence?: Record<string, unknown>,
): CheckOutcome => ({ status, message: { de, en }, ...(evidence ? { evidence } : {}) });

export const noSender = outcome(
  "failed",
  "Es gibt noch keinen Absender. Legen Sie einen an.",
  "There is no sender yet. Create one.",
);

/** An entry of the checklist; blocking unless said otherwise. */
export function check(
  id: string,
  rules: string[],
  de: string,
  en: string,
  run: Check["run"],
  blocking = true,
): Check {
  return { id, rules, blocking, label: { de, en }, run };
}
