import type { ReactNode } from "react";
import { useTexts } from "../i18n/index.ts";
import { Link } from "../ui/navigation.tsx";
import { appTexts } from "./texts.ts";

/** Says at all times whether mails leave the house. Purple in the sandbox, quiet petrol when live. */
export function Ribbon({
  mode,
  mailbox,
}: {
  mode: "sandbox" | "live";
  mailbox?: string;
}): ReactNode {
  const t = useTexts(appTexts);
  const sandbox = mode === "sandbox";
  return (
    <div
      className="s-ribbon"
      data-mode={mode}
      role="region"
      aria-label={sandbox ? t("ribbon.sandbox") : t("ribbon.live")}
    >
      <span>
        <b>{sandbox ? t("ribbon.sandbox") : t("ribbon.live")}</b>
        <span className="s-long">{sandbox ? t("ribbon.sandboxLong") : t("ribbon.liveLong")}</span>
        <span className="s-short">
          {sandbox ? t("ribbon.sandboxShort") : t("ribbon.liveShort")}
        </span>
      </span>
      {sandbox && mailbox && (
        <Link to={mailbox}>
          <span className="s-long">{t("ribbon.openMailbox")}</span>
          <span className="s-short">{t("ribbon.mailbox")}</span>
        </Link>
      )}
    </div>
  );
}
