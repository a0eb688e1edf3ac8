import type { ReactNode } from "react";
import { ButtonLink, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The page on which a problem of a form is mended, by the rule that names it. */
export function WayOut({ rule }: { rule: string }): ReactNode {
  const t = useTexts(texts);
  if (rule === "CON-04" || rule === "CON-09")
    return (
      <ButtonLink size="xs" to="/datenschutz/einwilligungstexte">
        {t("toWordings")}
      </ButtonLink>
    );
  if (rule === "DSR-01")
    return (
      <ButtonLink size="xs" to="/einrichtung/privacy">
        {t("toPrivacyNotice")}
      </ButtonLink>
    );
  if (rule === "CON-01" || rule === "A11Y-06" || rule === "CON-07")
    return (
      <ButtonLink size="xs" to="/lists">
        {t("toLists")}
      </ButtonLink>
    );
  return null;
}
