import type { ReactNode } from "react";
import type { CampaignTag } from "../../../../contract/campaigns.ts";
import { PageTabs, Pill, useTexts, type Tone } from "../../ui/index.ts";
import type { ApprovalState } from "../../../../contract/approvals.ts";
import { CALENDAR, CAMPAIGNS, RECURRING } from "./places.ts";
import "./mailings.css";
import "./planning.css";
import { texts } from "./texts.ts";

/** The pages about all mailings. */
export function MailingTabs({ current }: { current: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <PageTabs
      label={t("title")}
      tabs={[
        { to: "/mailings", label: t("tabs.list"), current: current === "/mailings" },
        { to: CALENDAR, label: t("tabs.calendar"), current: current === CALENDAR },
        { to: RECURRING, label: t("tabs.recurring"), current: current === RECURRING },
        { to: CAMPAIGNS, label: t("tabs.campaigns"), current: current === CAMPAIGNS },
      ]}
    />
  );
}

/** The campaign a mailing belongs to: its colour and name. */
export function CampaignMark({ campaign }: { campaign: CampaignTag }): ReactNode {
  return (
    <span className="p-tag" data-colour={campaign.colour}>
      {campaign.name}
    </span>
  );
}

const TONES: Record<Exclude<ApprovalState, "none">, Tone> = {
  requested: "wait",
  approved: "ok",
  returned: "no",
  void: "wait",
};

/** The word of a second person, where anybody asked for one. */
export function ApprovalPill({ state }: { state: ApprovalState }): ReactNode {
  const t = useTexts(texts);
  if (state === "none") return null;
  return <Pill tone={TONES[state]}>{t(`approvalStates.${state}`)}</Pill>;
}
