import type { ReactNode } from "react";
import { useCan } from "../../api/index.ts";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

export const OVERVIEW = "/zustellbarkeit";
export const SEEDS = "/zustellbarkeit/kontrolladressen";

/** The two pages of deliverability. */
export function DeliverabilityTabs({ current }: { current: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const tabs = [
    ...(can("reports.read") ? [{ to: OVERVIEW, label: t("overview") }] : []),
    ...(can("mailings.read") ? [{ to: SEEDS, label: t("seeds") }] : []),
  ];
  return (
    <PageTabs
      label={t("tabs")}
      tabs={tabs.map((tab) => ({ ...tab, current: tab.to === current }))}
    />
  );
}
