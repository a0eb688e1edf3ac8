import type { ReactNode } from "react";
import { useLocale, useTexts } from "../../../ui/index.ts";
import { mergeFields, mergeGroups, placeholderOf } from "./merge-fields.ts";
import { OwnPlaceholders } from "./own-placeholders.tsx";
import { useWays } from "./places-in-draft.ts";
import { texts } from "./texts.ts";

/** Placeholders and blocks; a click puts one where the cursor was last. */
export function MergeFieldPalette(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const ways = useWays();
  return (
    <details className="m-fold">
      <summary>{t("fields")}</summary>
      <p className="k-base">{t("fieldsHelp")}</p>
      {mergeGroups.map((group) => (
        <div key={group} role="group" aria-label={t(`fieldGroups.${group}`)}>
          <p className="k-cap m-fold-cap">{t(`fieldGroups.${group}`)}</p>
          <div className="m-tokens">
            {mergeFields
              .filter((field) => field.group === group)
              .map((field) => (
                <button
                  key={field.name}
                  type="button"
                  className="m-token"
                  title={placeholderOf(field.name)}
                  onClick={() => ways.insert(placeholderOf(field.name))}
                >
                  {field[locale]}
                </button>
              ))}
          </div>
        </div>
      ))}
      <OwnPlaceholders />
    </details>
  );
}
