import type { CampaignView } from "../../../../../contract/campaigns.ts";
import { useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The days a campaign runs, in words. */
export function usePeriod(): (campaign: Pick<CampaignView, "startsOn" | "endsOn">) => string {
  const t = useTexts(texts);
  const format = useFormat();
  const say = (day: string): string => format.date(`${day}T12:00:00Z`);
  return ({ startsOn, endsOn }) => {
    if (startsOn !== null && endsOn !== null)
      return t("fromTo", { from: say(startsOn), to: say(endsOn) });
    if (startsOn !== null) return t("from", { day: say(startsOn) });
    return endsOn === null ? t("noPeriod") : t("until", { day: say(endsOn) });
  };
}
