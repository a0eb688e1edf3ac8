import { useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const CODES = [
  "address_not_valid",
  "received_in_future",
  "attachment_unknown",
  "scan_not_accepted",
  "file_too_large",
  "list_missing",
  "wording_not_approved",
  "signature_not_enough",
  "privacy_notice_missing",
  "reason_missing",
] as const;

/** What may go wrong on this page, in words. */
export function useIntakeErrors(): Record<string, string> {
  const t = useTexts(texts);
  return Object.fromEntries(CODES.map((code) => [code, t(`errors.${code}`)]));
}
