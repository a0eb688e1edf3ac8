import type { ReactNode } from "react";
import { exclusionReasons, isExclusionReason } from "../../../../contract/reasons.ts";
import { RuleTag, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./write-texts.ts";

/** Why the gate says no, and what would change it, in plain words. */
export function GateRefusal(props: { reason: string | null; rule: string | null }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { reason, rule } = props;
  const known = reason !== null && isExclusionReason(reason) ? exclusionReasons[reason] : undefined;
  return (
    <>
      {known?.explanation[locale] ?? reason} {rule && <RuleTag rule={rule} />}
      {known && (
        <span className="c-unblocks">
          {t("unblocks")} {known.unblocks[locale]}
        </span>
      )}
    </>
  );
}
