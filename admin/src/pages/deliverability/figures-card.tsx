import type { ReactNode } from "react";
import type { Deliverability } from "../../../../contract/deliverability.ts";
import { Card, Figures, StatFigure, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Four shares, each with what it is a share of. */
export function FiguresCard({ data }: { data: Deliverability }): ReactNode {
  const t = useTexts(texts);
  const { total } = data;
  const decided = total.accepted + total.soft + total.hard + total.policy + total.unknown;
  const attempts = decided + total.deferred;
  const share = (rate: number | null, base: ReactNode) =>
    rate === null
      ? { value: t("tooFew"), tone: "muted" as const, base: t("tooFewBase") }
      : { share: rate, base };
  return (
    <Card foot={t("acceptedHelp")}>
      <Figures>
        <StatFigure
          label={t("accepted")}
          {...share(total.acceptedRate, t("ofDecided", { count: decided }))}
        />
        <StatFigure
          label={t("hard")}
          {...share(total.hardRate, t("ofDecided", { count: decided }))}
        />
        <StatFigure
          label={t("deferred")}
          {...share(total.deferredRate, t("ofAttempts", { count: attempts }))}
        />
        <StatFigure
          label={t("complaints")}
          {...share(total.complaintRate, t("complaintsBase", { count: total.complaints }))}
        />
      </Figures>
    </Card>
  );
}
