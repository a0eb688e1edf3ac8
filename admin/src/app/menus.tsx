import { Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconCheck, IconHelpCircle, IconLogout, IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  chooseAccount,
  queryClient,
  saveLocale,
  signOut,
  useSession,
  type MeAccount,
} from "../api/index.ts";
import { setLocale, useLocale, useTexts } from "../i18n/index.ts";
import { useGo } from "../ui/navigation.tsx";
import { Avatar } from "../ui/page.tsx";
import { showProblem } from "../ui/toasts.tsx";
import { appTexts } from "./texts.ts";

function useSwitchAccount(): (account: MeAccount) => void {
  const go = useGo();
  const { account: present } = useSession();
  return (account) => {
    if (account.id === present.id) return;
    // Nothing of the former account may stay on the screen.
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
    chooseAccount(account.id);
    go("/");
  };
}

/** Bottom left: the account worked in, and the way to another one. */
export function AccountMenu(): ReactNode {
  const t = useTexts(appTexts);
  const { me, account } = useSession();
  const choose = useSwitchAccount();
  const several = me.accounts.length > 1;
  const face = (
    <>
      <Avatar name={account.name} shape="square" />
      <span className="s-acct-text">
        <b>{account.name}</b>
        <span className="k-muted">{several ? t("switchAccount") : t("account")}</span>
      </span>
    </>
  );
  if (!several) return <div className="s-acct">{face}</div>;
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <button type="button" className="s-acct">
          {face}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("accounts")}</Menu.Label>
        <Menu.RadioGroup
          value={account.id}
          onChange={(id) => {
            const wanted = me.accounts.find((candidate) => candidate.id === id);
            if (wanted) choose(wanted);
          }}
        >
          {me.accounts.map((candidate) => (
            <Menu.RadioItem key={candidate.id} value={candidate.id} closeMenuOnClick>
              {candidate.name}
              <span className="k-sub-line">
                {candidate.mode === "sandbox" ? t("sandbox") : t("live")}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same in the drawer of the phone. */
export function AccountList({ onChosen }: { onChosen: () => void }): ReactNode {
  const t = useTexts(appTexts);
  const { me, account } = useSession();
  const choose = useSwitchAccount();
  return (
    <div className="s-drawer-accounts">
      <p className="k-cap">{me.accounts.length > 1 ? t("switchAccount") : t("account")}</p>
      {me.accounts.map((candidate) => (
        <button
          type="button"
          className="s-acct"
          key={candidate.id}
          aria-pressed={candidate.id === account.id}
          onClick={() => {
            onChosen();
            choose(candidate);
          }}
        >
          <Avatar name={candidate.name} shape="square" />
          <span className="s-acct-text">
            <b>{candidate.name}</b>
            <span className="k-muted">
              {candidate.mode === "sandbox" ? t("sandbox") : t("live")}
            </span>
          </span>
          {candidate.id === account.id && (
            <IconCheck size={18} style={{ marginLeft: "auto" }} aria-hidden="true" />
          )}
        </button>
      ))}
    </div>
  );
}

/** Top right: language, appearance, signing out. */
export function OperatorMenu(): ReactNode {
  const t = useTexts(appTexts);
  const { operator } = useSession();
  const go = useGo();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const locale = useLocale();
  const changeLocale = (choice: "de" | "en"): void => {
    setLocale(choice);
    saveLocale(choice).catch(showProblem);
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className="s-operator">
          <span className="k-hidden-visually">{t("operatorMenu", { name: operator.name })}</span>
          <span className="s-operator-name" aria-hidden="true">
            {operator.name}
          </span>
          <Avatar name={operator.name} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{operator.email}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        <Menu.RadioGroup
          value={locale}
          onChange={(choice) => changeLocale(choice === "en" ? "en" : "de")}
        >
          <Menu.RadioItem value="de" lang="de">
            {t("german")}
          </Menu.RadioItem>
          <Menu.RadioItem value="en" lang="en">
            {t("english")}
          </Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t("theme")}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(choice) => setColorScheme(choice as MantineColorScheme)}
        >
          {(["light", "dark", "auto"] as const).map((choice) => (
            <Menu.RadioItem key={choice} value={choice}>
              {t(choice)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconHelpCircle size={18} stroke={1.6} aria-hidden="true" />}
          onClick={() => go("/hilfe")}
        >
          {t("help")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUser size={18} stroke={1.6} aria-hidden="true" />}
          onClick={() => go("/einstellungen/ich")}
        >
          {t("myDetails")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.6} aria-hidden="true" />}
          onClick={() => void signOut().then(() => window.location.assign("/login"), showProblem)}
        >
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
