import type { ReactNode } from "react";
import type { BehaviourCountsView } from "../../../../../contract/behaviour.ts";
import { RuleTag, SplitBar, useTexts } from "../../../ui/index.ts";
import { split, wordsOf, type Group } from "./group.ts";
import { texts } from "./texts.ts";

/** How many agreed, how many of them did it, and that the others are not measurable and not part of it. */
export function FollowUpCounts(props: {
  counts: BehaviourCountsView;
  group: Group;
  /** Text of the one link asked for. */
  label?: string;
}): ReactNode {
  const t = useTexts(texts);
  const { counts, group, label } = props;
  const parts = split(counts, group);
  if (!parts) return null;
  const { inside, outside, unclear, unknown, measurable } = parts;
  const { accepted } = counts;
  const words = wordsOf(group, label !== undefined);
  return (
    <div className="m-audience">
      <p>
        {measurable === 0
          ? t("agreed.none", { accepted })
          : t("agreed.some", { accepted, count: measurable })}{" "}
        {measurable > 0 && <b>{t(`did.${words}`, { count: inside, label: label ?? "" })}</b>}{" "}
        {unclear > 0 && t("unclear", { count: unclear })}{" "}
        {unknown > 0 && measurable > 0 && t("rest", { count: unknown })} <RuleTag rule="TRK-11" />
      </p>
      {accepted > 0 && (
        <SplitBar
          size="sm"
          label={t("bar.label")}
          parts={[
            { label: t("bar.in"), value: inside },
            { label: t("bar.out"), value: outside },
            { label: t("bar.unknown"), value: unknown + unclear },
          ]}
        />
      )}
    </div>
  );
}
