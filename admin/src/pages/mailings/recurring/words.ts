import type { RecurringView } from "../../../../../contract/recurring.ts";
import { useFormat, useTexts, type Tone } from "../../../ui/index.ts";
import { useErrorWords } from "../refused.tsx";
import { texts } from "./texts.ts";

export const STATE_TONES: Record<RecurringView["state"], Tone> = {
  draft: "plain",
  active: "go",
  paused: "wait",
  ended: "plain",
};

/** "Jeden Dienstag, 09:00 Uhr". */
export function useRuleText(): (plan: Pick<RecurringView, "rule" | "time">) => string {
  const t = useTexts(texts);
  const format = useFormat();
  const weekday = (no: number) => t(`weekdays.d${no as 1}`);
  return ({ rule, time }) => {
    if (rule.every === "week") {
      const days = format.list(rule.days.toSorted((a, b) => a - b).map(weekday));
      if (rule.interval > 1) return t("everyWeeks", { count: rule.interval, days, time });
      return rule.days.length === 7 ? t("daily", { time }) : t("weekly", { days, time });
    }
    if ("day" in rule) return t("monthlyDay", { day: rule.day, time });
    const nth = t(rule.nth === -1 ? "nth.last" : `nth.n${rule.nth as 1}`);
    return t("monthlyNth", { nth, day: weekday(rule.weekday), time });
  };
}

const CODES = [
  "zone_field_unknown",
  "recurring_needs_newsletter",
  "recurring_feed_unused",
  "recurring_no_date",
  "recurring_started",
  "recurring_state",
  "recipients_not_confirmed",
  "mailing_not_ready",
  "issue_state",
] as const;

export function useRecurringWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    ...useErrorWords(),
    ...Object.fromEntries(CODES.map((code) => [code, t(`errors.${code}`)])),
  };
}
