import type { ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { Card, useTexts } from "../../../ui/index.ts";
import { texts } from "./appearance-texts.ts";
import { readable } from "./colour.ts";

/** A small public page in the account's colour, light and dark. */
export function AppearancePreview(props: { account: AccountView; colour: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card className="set-preview" title={t("preview")} foot={t("previewFoot")}>
      <div className="set-pages" aria-hidden="true">
        {(["light", "dark"] as const).map((scheme) => (
          <div
            key={scheme}
            className="set-page"
            data-scheme={scheme}
            style={{ "--page-accent": readable(props.colour, scheme) } as never}
          >
            <div className="set-page-head">
              {props.account.logoUrl ? (
                <img src={props.account.logoUrl} alt="" />
              ) : (
                <>
                  <i>{props.account.name.slice(0, 1)}</i>
                  {props.account.name}
                </>
              )}
            </div>
            <b>{t("previewTitle")}</b>
            <p>
              {t("previewText")} <u>{t("previewLink")}</u>
            </p>
            <span className="set-page-button">{t("previewButton")}</span>
          </div>
        ))}
      </div>
    </Card>
  );
}
