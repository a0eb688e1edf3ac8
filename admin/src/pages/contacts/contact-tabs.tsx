import type { ReactNode } from "react";
import { PageTabs, useTexts } from "../../ui/index.ts";
import { texts } from "./care-texts.ts";

const TABS = [
  ["all", "/contacts"],
  ["mine", "/contacts/meine"],
  ["tags", "/contacts/schlagwoerter"],
  ["fields", "/contacts/felder"],
  ["duplicates", "/contacts/dubletten"],
] as const;

/** The pages about contacts as a whole. */
export function ContactTabs({ current }: { current: (typeof TABS)[number][0] }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={TABS.map(([name, to]) => ({
        to,
        label: t(`tabs.${name}`),
        current: name === current,
      }))}
    />
  );
}
