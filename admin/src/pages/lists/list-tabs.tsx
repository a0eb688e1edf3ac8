import type { ReactNode } from "react";
import { useCan } from "../../api/index.ts";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Lists, forms and blocks belong together. */
export function ListTabs({ current }: { current: "lists" | "blocks" }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={[
        { to: "/lists", label: t("tabs.lists"), current: current === "lists" },
        ...(can("forms.read") ? [{ to: "/lists/forms", label: t("tabs.forms") }] : []),
        ...(can("suppression.read")
          ? [
              { to: "/lists/blocks", label: t("tabs.blocks"), current: current === "blocks" },
              { to: "/lists/retained", label: t("tabs.retained") },
            ]
          : []),
      ]}
    />
  );
}
