import { IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { CopyButton } from "./forms.tsx";
import { uiTexts } from "./texts.ts";
import { useTexts } from "../i18n/index.ts";

/** An address that anybody may open: shown whole, to copy and to look at. `open`: whether there is something to see. */
export function PublicAddress(props: { url: string; label: string; open: boolean }): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <div className="k-address">
      <code>{props.url.replace(/^https?:\/\//, "")}</code>
      <div className="k-row">
        <CopyButton value={props.url} />
        {props.open && (
          <a
            className="k-out"
            href={props.url}
            target="_blank"
            rel="noreferrer"
            aria-label={`${t("openPage")}: ${props.label}`}
          >
            <IconExternalLink size={16} stroke={1.6} aria-hidden="true" />
            {t("openPage")}
          </a>
        )}
      </div>
    </div>
  );
}
