import { Button } from "@mantine/core";
import { IconShieldLock } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useSession } from "../api/index.ts";
import { currentTime, useTexts } from "../i18n/index.ts";
import { ButtonLink } from "../ui/navigation.tsx";
import { Notice } from "../ui/problem.tsx";
import { appTexts } from "./texts.ts";

const KEY = "klarpost.factor-later";
const LATER_MS = 14 * 86_400_000;
const PAGES = ["/", "/erfassen"];

/** In the sandbox a second factor is recommended, on the first page one sees; live accounts ask for it at the door. */
export function SecurityBanner({ pathname }: { pathname: string }): ReactNode {
  const t = useTexts(appTexts);
  const { operator } = useSession();
  const [later, setLater] = useState(() => Number(localStorage.getItem(KEY) ?? 0));
  if (operator.hasSecondFactor || !PAGES.includes(pathname)) return null;
  const now = currentTime().getTime();
  if (later > now) return null;
  const putOff = (): void => {
    localStorage.setItem(KEY, String(now + LATER_MS));
    setLater(now + LATER_MS);
  };
  return (
    <Notice
      tone="go"
      icon={<IconShieldLock size={20} stroke={1.6} aria-hidden="true" />}
      title={t("factor.title")}
      action={
        <div className="k-row">
          <ButtonLink size="xs" to="/anmeldung-absichern">
            {t("factor.setUp")}
          </ButtonLink>
          <Button size="xs" variant="subtle" onClick={putOff}>
            {t("factor.later")}
          </Button>
        </div>
      }
    >
      {t("factor.text")}
    </Notice>
  );
}
