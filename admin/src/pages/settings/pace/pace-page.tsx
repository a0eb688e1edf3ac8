import type { ReactNode } from "react";
import type { PaceView } from "../../../../../contract/pace.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { CardSkeletons, Loaded, Page, useTexts } from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { LimitsCard } from "./limits-card.tsx";
import "./pace.css";
import { SlowDownsCard } from "./slow-downs-card.tsx";
import { texts } from "./texts.ts";
import { WarmUpCard } from "./warm-up-card.tsx";

/** How much leaves when: what receivers asked for, the account's own limits, and how far its domains are known (SND-12). */
export default function PacePage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const mayChange = can("senders.write");
  const query = useApiQuery<PaceView>("/sending-pace", undefined, {
    refetchInterval: () => 10_000,
  });
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
        {(pace) => (
          <div className="k-stack-lg">
            <SlowDownsCard slowDowns={pace.slowDowns} mayChange={mayChange} />
            {pace.warmUps.map((warmUp) => (
              <WarmUpCard
                key={warmUp.domain}
                warmUp={warmUp}
                nextDayAt={pace.nextDayAt}
                mayChange={mayChange}
              />
            ))}
            <LimitsCard pace={pace} mayChange={mayChange} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
