import type { ReactNode } from "react";
import type { BehaviourCountsView, BehaviourView } from "../../../../../contract/behaviour.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { Link, useTexts } from "../../../ui/index.ts";
import { reportPath } from "../places.ts";
import { FollowUpCounts } from "./counts.tsx";
import { groupOf, wordsOf } from "./group.ts";
import { texts } from "./texts.ts";

/** The condition of a mailing's audience in one sentence. */
function useConditionWords(): (behaviour: BehaviourView) => string {
  const t = useTexts(texts);
  return ({ mailing: { name }, condition }) =>
    condition === null
      ? t("condition.hidden", { name })
      : t(`condition.${wordsOf(groupOf(condition), condition.link !== null)}`, {
          name,
          label: condition.link?.label ?? "",
        });
}

/** Whom the audience was chosen by, and how many that are now. For the editor; the final check brings its own counts. */
export function BehaviourNotice(props: {
  behaviour: BehaviourView;
  counts?: BehaviourCountsView;
}): ReactNode {
  const t = useTexts(texts);
  const words = useConditionWords();
  const can = useCan();
  const { behaviour } = props;
  const { condition, mailing } = behaviour;
  const asked = useApiQuery<BehaviourCountsView>(
    condition && !props.counts && can("mailings.write")
      ? `/mailings/${mailing.id}/behaviour`
      : undefined,
    condition ? { did: condition.did, link: condition.link?.no } : undefined,
  );
  const counts = (data: BehaviourCountsView): ReactNode =>
    condition && (
      <FollowUpCounts
        counts={data}
        group={groupOf(condition)}
        {...(condition.link ? { label: condition.link.label } : {})}
      />
    );
  return (
    <div className="m-behaviour">
      <p>
        <b>{words(behaviour)}</b>
      </p>
      {props.counts ? counts(props.counts) : asked.data && counts(asked.data)}
      <p className="k-base m-under">
        {t("conditionText")}{" "}
        {can("reports.read") && <Link to={reportPath(mailing.id)}>{mailing.name}</Link>}
      </p>
    </div>
  );
}
