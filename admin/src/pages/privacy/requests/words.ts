import type { DataRequestView } from "../../../../../contract/data-requests.ts";
import { useTexts, type Tone } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

export const toneOf = ({ urgency, state }: DataRequestView): Tone =>
  urgency === "overdue"
    ? "danger"
    : urgency === "urgent" || urgency === "soon"
      ? "wait"
      : state === "refused"
        ? "no"
        : urgency === "ended"
          ? "plain"
          : "go";

/** Days to go or past; the state of an ended case. */
export function useDeadline(): (request: DataRequestView) => string {
  const t = useTexts(texts);
  return ({ urgency, daysLeft, state }) => {
    if (urgency === "ended") return t(`states.${state}`);
    if (daysLeft < 0) return t("late", { count: -daysLeft });
    return daysLeft === 0 ? t("left_zero") : t("left", { count: daysLeft });
  };
}

/** A day without a time, as the reader writes days. */
export const noon = (day: string): string => `${day}T12:00:00Z`;
/** What may have changed elsewhere when a case changes. */
export const CHANGED = ["/data-requests", "/data-notices", "/dashboard", "/contacts"];

const CODES = [
  "identity_missing",
  "address_unknown",
  "address_missing",
  "address_shared",
  "address_excluded",
  "link_limit",
  "person_missing",
  "reason_missing",
  "request_ended",
  "address_not_valid",
  "received_in_future",
  "scan_not_accepted",
  "file_too_large",
] as const;

/** What may go wrong with a case, in words. */
export function useRequestErrors(): Record<string, string> {
  const t = useTexts(texts);
  return Object.fromEntries(CODES.map((code) => [code, t(`words.${code}`)]));
}
