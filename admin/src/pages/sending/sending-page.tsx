import type { ReactNode } from "react";
import type { SendingState } from "../../../../contract/sending.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { Grid, Loaded, Notice, Page, sendingTexts, useTexts } from "../../ui/index.ts";
import { AlarmsCard } from "./alarms-card.tsx";
import { ComplaintsCard } from "./complaints-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { SinglesCard } from "./singles-card.tsx";
import { StopCard } from "./stop-card.tsx";
import { texts } from "./texts.ts";

const LOOK_EVERY_MS = 5000;

/** Emergency stop, what people have to decide, complaints and limits. */
export default function SendingPage(): ReactNode {
  const t = useTexts(texts);
  const tState = useTexts(sendingTexts);
  const can = useCan();
  const state = useApiQuery<SendingState>("/sending", undefined, {
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <Page title={t("title")} crumbs={[{ label: t("mailings"), to: "/mailings" }]}>
      <Loaded query={state}>
        {(data) => (
          <div className="k-stack-lg">
            {!data.isWorking && <Notice tone="wait">{tState("noWorker")}</Notice>}
            <StopCard state={data} />
            <AlarmsCard alarms={data.alarms} />
            <Grid>
              <ComplaintsCard className="c6" lines={data.complaintLines} />
              <LimitsCard className="c6" settings={data.settings} />
            </Grid>
            {can("contacts.read") && <SinglesCard />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
