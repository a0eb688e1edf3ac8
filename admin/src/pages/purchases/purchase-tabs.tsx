import type { ReactNode } from "react";
import { useCan } from "../../api/index.ts";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Purchases, and the two decisions that say what they allow. */
export function PurchaseTabs({
  current,
}: {
  current: "purchases" | "similar" | "companies";
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const tabs = [
    ...(can("contacts.read") ? [{ id: "purchases", to: "/contacts/purchases" } as const] : []),
    ...(can("lists.read")
      ? [
          { id: "similar", to: "/contacts/purchases/similar" } as const,
          { id: "companies", to: "/contacts/purchases/companies" } as const,
        ]
      : []),
  ];
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={tabs.map(({ id, to }) => ({ to, label: t(`tabs.${id}`), current: id === current }))}
    />
  );
}
