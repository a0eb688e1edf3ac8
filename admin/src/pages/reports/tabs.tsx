import type { ReactNode } from "react";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

export const OVERVIEW = "/berichte";
export const COMPARISON = "/berichte/vergleich";

/** The two pages of reports over all mailings. */
export function ReportTabs({ current }: { current: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={[
        { to: OVERVIEW, label: t("tabs.overview"), current: current === OVERVIEW },
        { to: COMPARISON, label: t("tabs.comparison"), current: current === COMPARISON },
      ]}
    />
  );
}
