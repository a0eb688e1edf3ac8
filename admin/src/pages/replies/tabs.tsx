import type { ReactNode } from "react";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Replies to decide, those decided, and what nobody understood. */
export function ReplyTabs({ current }: { current: "waiting" | "decided" | "unknown" }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("title")}
      tabs={[
        { to: "/antworten", label: t("tabs.waiting"), current: current === "waiting" },
        {
          to: "/antworten?state=decided",
          label: t("tabs.decided"),
          current: current === "decided",
        },
        {
          to: "/antworten/unbekannt",
          label: t("tabs.unknown"),
          current: current === "unknown",
        },
      ]}
    />
  );
}
