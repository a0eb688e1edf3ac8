import type { ClashView } from "../../../../../contract/calendar.ts";
import { useFormat, useLocale, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Why a cap leaves people out of a mailing, in a sentence. */
export function useClashText(): (clash: ClashView) => string {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const quoted = (name: string): string => (locale === "de" ? `„${name}“` : `“${name}”`);
  return ({ list, max, days, others }) =>
    t("clash", {
      count: max,
      days,
      others: format.list(others.map((other) => quoted(other.name))),
      list: list === null ? "" : t("clashList", { name: list }),
    });
}
