import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/index.ts";
import { AccountList } from "./menus.tsx";
import { appTexts } from "./texts.ts";

/** The last tab of the phone: the whole navigation and the accounts. */
export default function More(props: { onClose: () => void; children: ReactNode }): ReactNode {
  const t = useTexts(appTexts);
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="bottom"
      size="fit-content"
      title={t("nav.more")}
    >
      <nav className="s-nav s-nav-drawer" aria-label={t("nav.more")}>
        {props.children}
      </nav>
      <AccountList onChosen={props.onClose} />
    </Drawer>
  );
}
