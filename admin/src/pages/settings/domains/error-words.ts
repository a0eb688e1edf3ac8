import { useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Sentences for what the server refuses about domains. */
export function useErrorWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    key_waiting: t("words.key_waiting"),
    key_not_published: t("words.key_not_published"),
    key_not_aligned: t("words.key_not_aligned"),
    rsa_key_missing: t("words.rsa_key_missing"),
    too_many_keys: t("words.too_many_keys"),
    report_unreadable: t("words.report_unreadable"),
    report_not_ours: t("words.report_not_ours"),
  };
}
