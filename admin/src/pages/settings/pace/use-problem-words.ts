import { useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Sentences for what the server refuses here. */
export function useProblemWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    pace_name_invalid: t("problems.pace_name_invalid"),
    warm_up_steps_fall: t("problems.warm_up_steps_fall"),
    warm_up_volume_needed: t("problems.warm_up_volume_needed"),
  };
}
