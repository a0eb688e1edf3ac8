import type { ReactNode } from "react";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Templates and images belong together. */
export function LibraryTabs({ current }: { current: "templates" | "images" }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={[
        { to: "/vorlagen", label: t("tabs.templates"), current: current === "templates" },
        { to: "/vorlagen/bilder", label: t("tabs.images"), current: current === "images" },
      ]}
    />
  );
}
