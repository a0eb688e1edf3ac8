import type { IncidentView } from "../../../../../contract/incidents.ts";
import { useTexts, type Tone } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const SOON_MINUTES = 24 * 60;

/** How urgent the authority's clock is: red once it has run out, amber in its last 24 hours (ORG-11). */
export const toneOf = ({ running, minutesLeft, state }: IncidentView): Tone =>
  !running
    ? state === "open"
      ? "go"
      : "plain"
    : minutesLeft < 0
      ? "danger"
      : minutesLeft <= SOON_MINUTES
        ? "wait"
        : "go";

/** "noch 31 Std. 12 Min.", "seit 2 Std. 5 Min. überschritten", or how it ended. */
export function useClock(): (
  incident: Pick<IncidentView, "running" | "minutesLeft" | "state">,
) => string {
  const t = useTexts(texts);
  return ({ running, minutesLeft, state }) => {
    if (!running) return t(`states.${state}`);
    const all = Math.abs(minutesLeft);
    const time = { hours: Math.floor(all / 60), minutes: all % 60 };
    return minutesLeft < 0 ? t("late", time) : t("left", time);
  };
}

/** What may have changed elsewhere when an entry changes. */
export const CHANGED = ["/incidents", "/dashboard"];
