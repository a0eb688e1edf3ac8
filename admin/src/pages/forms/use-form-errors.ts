import { useMemo } from "react";
import { useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const CODES = [
  "privacy_notice_missing",
  "form_list_unknown",
  "form_list_twice",
  "form_language_gap",
  "wording_not_approved",
  "form_origin_invalid",
  "consent_tied",
  "hidden_field_declares",
  "hidden_field_invalid",
] as const;

/** Sentences for the error codes of forms. */
export function useFormErrors(): Record<string, string> {
  const t = useTexts(texts);
  return useMemo(() => Object.fromEntries(CODES.map((code) => [code, t(`errors.${code}`)])), [t]);
}
