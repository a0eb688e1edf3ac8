import { useState, type ReactNode } from "react";
import { exclusionReasons, isExclusionReason } from "../../../../contract/reasons.ts";
import { ReasonList, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

export interface CountedReason {
  reason: string | null;
  rule: string;
  count: number;
}

/** Why people get no mail, by the reasons of the gate: each with its number, its rule and what would change it. */
export function ExclusionReasons(props: {
  reasons: readonly CountedReason[];
  /** Only titles, numbers and rules. */
  short?: boolean;
}): ReactNode {
  const locale = useLocale();
  return (
    <ReasonList
      reasons={summed(props.reasons).map(({ reason, rule, count }) => {
        const known =
          reason !== null && isExclusionReason(reason) ? exclusionReasons[reason] : undefined;
        return {
          id: reason ?? rule,
          title: known?.label[locale] ?? reason ?? rule,
          ...(known && !props.short
            ? {
                text: (
                  <Explained sentence={known.explanation[locale]} way={known.unblocks[locale]} />
                ),
              }
            : {}),
          count,
          rule,
        };
      })}
    />
  );
}

function Explained({ sentence, way }: { sentence: string; way: string }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  return (
    <>
      {sentence}{" "}
      <button
        type="button"
        className="k-textbutton k-nowrap"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t("unblocks")}
      </button>
      {open && <span className="m-way">{way}</span>}
    </>
  );
}

/** One reason can strike while preparing and again at hand-over: shown once, largest first. */
function summed(reasons: readonly CountedReason[]): CountedReason[] {
  const byReason = new Map<string | null, CountedReason>();
  for (const row of reasons) {
    const before = byReason.get(row.reason);
    byReason.set(row.reason, before ? { ...before, count: before.count + row.count } : row);
  }
  return [...byReason.values()].sort((left, right) => right.count - left.count);
}
