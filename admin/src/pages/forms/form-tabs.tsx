import type { ReactNode } from "react";
import { useCan } from "../../api/index.ts";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Lists, forms and blocks belong together. */
export function FormTabs(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={[
        ...(can("lists.read") ? [{ to: "/lists", label: t("tabs.lists") }] : []),
        { to: "/lists/forms", label: t("tabs.forms"), current: true },
        ...(can("suppression.read")
          ? [
              { to: "/lists/blocks", label: t("tabs.blocks") },
              { to: "/lists/retained", label: t("tabs.retained") },
            ]
          : []),
      ]}
    />
  );
}
