import type { ReactNode } from "react";
import type { ListView } from "../../../../contract/lists.ts";
import { Big, Tip, useFormat, useTexts, Why } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** How many are confirmed, waiting and gone. */
export function StateFigures({ list }: { list: ListView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <div className="l-figures">
      <div>
        <Big value={format.number(list.confirmed)} />
        <p className="k-base">
          <Why tip={<Tip>{t("confirmedHelp")}</Tip>}>{t("confirmed")}</Why>
        </p>
      </div>
      <div>
        <Big value={format.number(list.pending)} tone="muted" />
        <p className="k-base">{t("pending")}</p>
      </div>
      <div>
        <Big value={format.number(list.unsubscribed)} tone="muted" />
        <p className="k-base">{t("unsubscribed")}</p>
      </div>
    </div>
  );
}
