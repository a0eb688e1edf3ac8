import type { ReactNode } from "react";
import { PageTabs, useTexts } from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts } from "./texts.ts";

/** Two looks at the same thing: where data go, and what is connected. */
export function PlaceTabs({ current }: { current: "places" | "tools" }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("placesTab")}
      tabs={(["places", "tools"] as const).map((one) => ({
        to: places[one],
        label: t(one === "places" ? "placesTab" : "toolsTab"),
        current: one === current,
      }))}
    />
  );
}
