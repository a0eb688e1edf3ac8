import type { ReactNode } from "react";
import { PageTabs, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** People and roles are two sides of one thing. */
export function PeopleTabs({ current }: { current: "people" | "roles" }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("title")}
      tabs={[
        { to: "/einstellungen/personen", label: t("members"), current: current === "people" },
        { to: "/einstellungen/rollen", label: t("rolesTab"), current: current === "roles" },
      ]}
    />
  );
}
